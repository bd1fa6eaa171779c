import { refusedValue } from '../../lib/clientify/refused-parts';
import type { RefusedValue } from '../../lib/ports/clientify';
import type { Changes, ListChanges } from '../../lib/sync/changes';
import type { Address, FieldNote, Target } from '../../lib/sync/target';

/**
 * What becomes of one part of a write (a field, a custom field, `emails`, `phones`, `address`, `tags`): refused with a 400 or
 * with another status, ignored although the answer was good, or taken in part (an address: its street only; a list: what was
 * added, and nothing is removed). null: it is taken.
 */
export type TurnDown = (part: string) => 'refused' | 'forbidden' | 'ignored' | 'in-part' | null;

export interface Taken {
  readonly changes: Changes;
  readonly notes: readonly FieldNote[];
  readonly refused: readonly RefusedValue[];
}

/** What of a write reaches the record, and what the adapter tells of the rest. */
export function takenOf(wanted: Changes, before: Target, turnsDown: TurnDown): Taken {
  const notes: FieldNote[] = [];
  const refused: RefusedValue[] = [];
  const isTaken = (part: string, values: readonly unknown[]): boolean => {
    const why = turnsDown(part);
    if (why === 'refused' || why === 'forbidden')
      notes.push({ field: part, note: 'refused by Clientify' });
    if (why === 'refused')
      refused.push(
        ...values.map((value) => refusedValue(part === 'address' ? 'addresses' : part, value)),
      );
    return why === null || why === 'in-part';
  };
  const listOf = <Entry>(part: string, list: ListChanges<Entry>): ListChanges<Entry> => {
    const { add, replace } = list;
    if (turnsDown(part) === 'in-part') return { ...list, remove: [] };
    const sent = [...add, ...replace.map(({ entry }) => entry)];
    return isTaken(part, sent) ? list : { add: [], replace: [], remove: [] };
  };
  const fieldsOf = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([name, value]) => isTaken(name, [value])));
  const streetOnly = (entry: Address, id: string): Address => {
    const old = before.addresses?.find((one) => one.id === id);
    return turnsDown('address') === 'in-part' && old ? { ...old, street: entry.street } : entry;
  };
  const addresses = listOf('address', wanted.addresses);
  return {
    changes: {
      fields: fieldsOf(wanted.fields),
      customFields: fieldsOf(wanted.customFields),
      emails: listOf('emails', wanted.emails),
      phones: listOf('phones', wanted.phones),
      addresses: {
        ...addresses,
        replace: addresses.replace.map(({ id, entry }) => ({ id, entry: streetOnly(entry, id) })),
      },
      tags: isTaken('tags', wanted.tags) ? wanted.tags : [],
    },
    notes,
    refused,
  };
}
