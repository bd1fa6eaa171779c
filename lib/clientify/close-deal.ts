import { localToday } from '../sync/dates';
import { RecordError } from '../sync/errors';
import { comparable } from '../sync/base';
import type { FieldNote, Target } from '../sync/target';
import type { RefusedValue, Sent } from '../ports/clientify';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';

type Fields = Readonly<Record<string, unknown>>;

/** What became of the close call of a deal. */
export interface Closed {
  readonly sent: readonly Sent[];
  readonly notes: readonly FieldNote[];
  readonly refused: readonly RefusedValue[];
}

/** How the fields that are to be written close the deal; null: not at all. */
const closingIn = (fields: Fields): 'won' | 'lost' | null =>
  fields['status'] === 'won' || fields['status'] === 'lost' ? fields['status'] : null;

/** `status` is never set by number, but for the try to open a closed deal again (clientify.md, D6, D10, D11). */
export const withStatusNumber = ({ status, ...fields }: Fields): Record<string, unknown> =>
  status === 'open' ? { ...fields, status: 1 } : fields;

/** With the amount that it has: what the call would make of a missing one is not documented. */
function closeBody(value: 'won' | 'lost', deal: Fields, now: Date): Record<string, unknown> {
  const amount = comparable('amount', deal['amount']);
  return {
    value,
    actual_closed_date: localToday(now),
    ...(/^-?\d+\.\d\d$/.test(amount) && { amount: Number(amount) }),
  };
}

/**
 * Closes a deal as it is wanted, in the one call that does it, after all else was written. A refusal is a note, and the deal
 * stays open; a lost answer is the caller's to look into: the deal is read before it is closed again.
 * @param deal as it is after all other writes
 * @returns null: nothing was to be closed
 */
export async function closeDeal(
  http: ClientifyHttp,
  wanted: Fields,
  deal: Target,
  now: Date,
): Promise<Closed | null> {
  const value = closingIn(wanted);
  if (value === null || comparable('status', deal.fields['status']) === value) return null;
  const path = `${COLLECTION.deal}${deal.id}/close/`;
  const body = closeBody(value, deal.fields, now);
  try {
    await http.request('POST', path, body);
    return { sent: [{ method: 'POST', path, body }], notes: [], refused: [] };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const note = `Clientify does not close deal ${deal.id}: refused with ${error.status ?? 400}`;
    return {
      sent: [],
      notes: [{ field: 'status', note }],
      refused: [{ field: 'status', key: value }],
    };
  }
}
