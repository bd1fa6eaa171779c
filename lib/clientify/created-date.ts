import type { Target } from '../sync/target';
import type { Answered } from './sender';

const dayOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.slice(0, 10) : null;

/**
 * Whether a deal's creation date was sent and not taken: refused, or ignored without a word (clientify.md, D5). A create and
 * a change are two questions: what an account does with one says nothing of the other.
 */
export function isCreatedIgnored(
  { body, refused }: Pick<Answered, 'body' | 'refused'>,
  deal: Target,
): boolean {
  if (refused.some(({ field }) => field === 'created')) return true;
  const [sent, shown] = [dayOf(body['created']), dayOf(deal.fields['created'])];
  return sent !== null && shown !== null && sent !== shown;
}
