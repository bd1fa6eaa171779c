import type { Reason } from './reasons';

/** What an admin must see before all else, in this order: a person's withdrawn consent is not respected. */
const LISTED_FIRST: readonly Reason[] = [
  'CONSENT_STILL_ACTIVE',
  'DOCUMENT_REMOVED',
  'DOCUMENT_MISMATCH',
  'OPTED_OUT_IN_CLIENTIFY',
  'FEWER_CLIENTS',
];

/** Reasons in the order in which they are told. */
export function byUrgency(a: string, b: string): number {
  const rank = (reason: string): number => {
    const at = LISTED_FIRST.indexOf(reason as Reason);
    return at === -1 ? LISTED_FIRST.length : at;
  };
  return rank(a) - rank(b) || Number(a > b) - Number(a < b);
}
