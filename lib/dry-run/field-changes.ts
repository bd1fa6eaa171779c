import { ourAddress } from '../sync/address';
import { comparable } from '../sync/base';
import type { Changes } from '../sync/changes';
import { RELATIONS, resourceId } from '../sync/relations';
import { customFieldText, type Address, type Desired, type Target } from '../sync/target';

/** One field that a write changes, or would change, as people read it. Personal data. */
export interface FieldChange {
  readonly field: string;
  /** null: what is read of the record does not show it. Absent: the record is new. */
  readonly from?: string | null;
  readonly to: string;
}

/** The record that a create would have made. */
export function createdTarget(desired: Desired, id: string): Target {
  const numbered = <T>(entries: readonly T[]): (T & { id: string })[] =>
    entries.map((entry, at) => ({ ...entry, id: String(at + 1) }));
  return {
    kind: desired.kind,
    id,
    modified: null,
    fields: desired.fields,
    emails: numbered(desired.emails),
    phones: numbered(desired.phones),
    addresses: desired.address ? numbered([desired.address]) : [],
    customFields: desired.customFields,
    tags: [...desired.tags],
  };
}

const shown = (field: string, value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (field === 'status') return comparable(field, value);
  return RELATIONS.has(field) ? `#${resourceId(value) ?? String(value)}` : String(value);
};

/** What a record shows under a name; null where it does not tell. */
const shownBefore = (field: string, fields: Target['fields']): string | null =>
  Object.hasOwn(fields, field) ? shown(field, fields[field]) : null;

const addressText = (address: Address | undefined): string =>
  address === undefined
    ? ''
    : [address.street, address.postal_code, address.city, address.state, address.country]
        .filter((part) => part !== '')
        .join(', ');

/** The lists of a record by name, each entry as text. */
const lists = (
  target: Pick<Target, 'emails' | 'phones' | 'addresses'>,
): Record<'emails' | 'phones' | 'addresses', string> => ({
  emails: (target.emails ?? []).map(({ email }) => email).join(', '),
  phones: (target.phones ?? []).map(({ phone }) => phone).join(', '),
  addresses: addressText(ourAddress(target.addresses, null)),
});

/** What a create gives the new record; `created` shows it. */
export function createdFields(desired: Desired, created: Target): FieldChange[] {
  const all: [string, string][] = [
    ...Object.entries(desired.fields).map(([field, value]): [string, string] => [
      field,
      shown(field, value),
    ]),
    ...Object.entries(desired.customFields),
    ...Object.entries(lists(created)),
  ];
  // An open deal is nothing to be told.
  const isOpen = (field: string, to: string): boolean => field === 'status' && to === 'open';
  return all
    .filter(([field, to]) => to !== '' && !isOpen(field, to))
    .map(([field, to]) => ({ field, to }));
}

function listText<Entry, Found extends { id: string }>(
  found: readonly Found[] | undefined,
  changes: {
    readonly add: readonly Entry[];
    readonly replace: readonly { readonly id: string; readonly entry: Entry }[];
    readonly remove: readonly string[];
  },
): (Entry | Found)[] {
  const kept = (found ?? [])
    .filter(({ id }) => !changes.remove.includes(id))
    .map((entry) => changes.replace.find(({ id }) => id === entry.id)?.entry ?? entry);
  return [...kept, ...changes.add];
}

/** The record as it would be after the changes, and the fields that differ. */
export function changedFields(
  before: Target,
  changes: Changes,
): { after: Target; fields: FieldChange[] } {
  const withIds = <T extends object>(entries: readonly T[]): (T & { id: string })[] =>
    entries.map((entry, at) => ({ id: String(at), ...entry }));
  const after: Target = {
    ...before,
    fields: { ...before.fields, ...changes.fields },
    customFields: { ...before.customFields, ...changes.customFields },
    emails: withIds(listText(before.emails, changes.emails)),
    phones: withIds(listText(before.phones, changes.phones)),
    addresses: withIds(listText(before.addresses, changes.addresses)),
    tags: [...(before.tags ?? []), ...changes.tags],
  };
  const [was, is] = [lists(before), lists(after)];
  const fields: FieldChange[] = [
    ...Object.entries(changes.fields).map(([field, value]) => ({
      field,
      from: shownBefore(field, before.fields),
      to: shown(field, value),
    })),
    ...Object.entries(changes.customFields).map(([field, value]) => ({
      field,
      from: before.customFields ? customFieldText(before.customFields[field]) : null,
      to: customFieldText(value),
    })),
    ...(['emails', 'phones', 'addresses'] as const).map((field) => ({
      field,
      // What is not shown may still be added to.
      from: before[field] === undefined && is[field] !== '' ? null : was[field],
      to: is[field],
    })),
    ...changes.tags.map((tag) => ({ field: 'tags', from: '', to: tag })),
  ];
  return { after, fields: fields.filter(({ from, to }) => from !== to) };
}
