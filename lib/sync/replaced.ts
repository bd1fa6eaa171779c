import { LISTS, type Settlement } from './settle';
import type { Sides } from './base';
import type { Changes } from './changes';
import type { EmailEntry, PhoneEntry, Target } from './target';
import { addressLine } from './address';
import { comparable } from './base';
import { customFieldText } from './target';

/** A value that another one took the place of: enough to tell it and to put it back. Personal data: for decisions only. */
export interface Replaced {
  readonly field: string;
  readonly side: 'giav' | 'clientify';
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** Values of Clientify that the changes overwrite, clear or remove. What was empty before was nobody's. */
export function replacedInClientify(
  sides: Sides,
  settled: Settlement,
  changes: Changes,
): Replaced[] {
  const { target } = sides;
  const replaced = [
    ...scalars(target, settled, changes),
    ...customFields(target, changes),
    ...lists(sides, settled, changes),
  ];
  const address = addressReplaced(target, settled, changes);
  return [...replaced, ...(address ? [address] : [])];
}

/**
 * What of it has happened: Clientify may take a write and ignore a field in it, and what it still shows as before was not
 * replaced. Lists and the address tell by their own routes what was refused.
 * @param after as Clientify shows it after the write
 */
export const trulyReplaced = (
  replaced: readonly Replaced[],
  { fields, customFields }: Target,
): readonly Replaced[] =>
  replaced.filter(({ field, side, from }) => {
    if (side !== 'clientify') return true;
    if (customFields && field in customFields) return customFieldText(customFields[field]) !== from;
    return LISTS_AND_ADDRESS.has(field) || !(field in fields)
      ? true
      : keptText(field, fields[field]) !== from;
  });

const LISTS_AND_ADDRESS: ReadonlySet<string> = new Set([...LISTS, 'address']);

/** A value of a field as decisions keep it. */
export const keptText = (field: string, value: unknown): string =>
  typeof value === 'string' ? value : comparable(field, value);

function scalars(target: Target, settled: Settlement, changes: Changes): Replaced[] {
  return Object.entries(changes.fields).flatMap(([field, value]): Replaced[] => {
    const from = keptText(field, target.fields[field]);
    const why = settled.verdicts[field]?.why ?? 'put-back';
    return from === '' ? [] : [{ field, side: 'clientify', from, to: keptText(field, value), why }];
  });
}

function customFields(target: Target, changes: Changes): Replaced[] {
  return Object.entries(changes.customFields).flatMap(([field, value]): Replaced[] => {
    const [from, to] = [customFieldText(target.customFields?.[field]), customFieldText(value)];
    return from === '' || from === to
      ? []
      : [{ field, side: 'clientify', from, to, why: 'put-back' }];
  });
}

const textOf = (entry: EmailEntry | PhoneEntry): string =>
  'email' in entry ? entry.email : entry.phone;

function lists({ target, clientify }: Sides, settled: Settlement, changes: Changes): Replaced[] {
  const typed = {
    emails: (target.emails ?? []).map(({ id, email }) => ({ id, text: email })),
    phones: (target.phones ?? []).map(({ id, phone }) => ({ id, text: phone })),
  };
  return LISTS.flatMap((field) => {
    const { replace, remove } = changes[field];
    const rivals = new Set(settled.lists[field]?.conflicts.map((conflict) => conflict.clientify));
    const replaced = (id: string, to: string): Replaced => {
      const at = typed[field].findIndex((entry) => entry.id === id);
      const why = rivals.has(clientify[field]?.[at] ?? '') ? 'conflict' : 'changed-in-giav';
      return { field, side: 'clientify', from: typed[field][at]?.text ?? '', to, why };
    };
    return [
      ...replace.map(({ id, entry }) => replaced(id, textOf(entry))),
      ...remove.map((id) => replaced(id, '')),
    ];
  });
}

function addressReplaced(
  target: Target,
  settled: Settlement,
  { addresses }: Changes,
): Replaced | null {
  const [replace] = addresses.replace;
  const id = replace?.id ?? addresses.remove[0];
  const before = target.addresses?.find((one) => one.id === id);
  if (!before) return null;
  return {
    field: 'address',
    side: 'clientify',
    from: addressLine(before),
    to: addressLine(replace?.entry),
    why: settled.verdicts['address']?.why ?? 'put-back',
  };
}
