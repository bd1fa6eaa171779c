import { ADDRESS_KEYS } from './address';
import { hashView, viewOfTarget, type Base } from './base';
import type { ListChanges } from './changes';
import { REQUIRED_CUSTOM_FIELDS } from './fields/table';
import { hashText } from './hash';
import { LISTS } from './settle';
import type { Identified, Target } from './target';
import { isCustomField, type MovedEntries, type Undo } from './undo';

export const NO_ENTRIES: Undo['entries'] = {
  emails: { given: [], taken: [] },
  phones: { given: [], taken: [] },
};

/**
 * Both sides as before the run, in the fields and the entries that were undone: as soon as the record is taken up again,
 * GIAV's value is a change of GIAV's once more. What Clientify shows otherwise is none of this: an entry that GIAV never
 * had is not taken for one that it lost.
 * @param before the record as the undo found it; `after` as it shows then
 */
export function undoneBase(base: Base, before: Target, after: Target, undo: Undo): Base {
  const ours = addressAfter(base, before, after, undo);
  const custom = [
    ...REQUIRED_CUSTOM_FIELDS[after.kind],
    ...undo.back.filter((field) => isCustomField(after.kind, field)),
  ];
  const view = viewOfTarget(after, custom, ours);
  const names = undo.back.flatMap((field) => (field === 'address' ? ADDRESS_KEYS : [field]));
  const { fields } = hashView(view, names);
  const side = (known: Base['giav']): Base['giav'] => ({
    fields: { ...known.fields, ...fields },
    ...Object.fromEntries(
      LISTS.map((list) => [list, entriesAfter(known[list], undo.entries[list], view[list])]),
    ),
  });
  return {
    ...base,
    giav: side(base.giav),
    clientify: side(base.clientify),
    addressId: ours?.id ?? base.addressId,
  };
}

/** The base as it will be, before Clientify is written: should the process die in between, nothing looks like an edit. */
export function expectedBase(base: Base, target: Target, undo: Undo): Base {
  const { fields, customFields, emails, phones, addresses } = undo.changes;
  const after: Target = {
    ...target,
    fields: { ...target.fields, ...fields },
    customFields: { ...target.customFields, ...customFields },
    emails: changed(target.emails, emails),
    phones: changed(target.phones, phones),
    addresses: changed(target.addresses, addresses),
  };
  const { addressId, ...expected } = undoneBase(base, target, after, undo);
  // An entry that is to be added has no id yet.
  return { ...expected, addressId: addressId === NO_ID ? base.addressId : addressId };
}

const NO_ID = '';

const changed = <Entry>(
  entries: readonly (Entry & Identified)[] | undefined,
  { add, replace, remove }: ListChanges<Entry>,
): (Entry & Identified)[] | undefined =>
  entries && [
    ...entries
      .filter(({ id }) => !remove.includes(id))
      .map((one) => ({ ...one, ...replace.find(({ id }) => id === one.id)?.entry })),
    ...add.map((entry) => ({ ...entry, id: NO_ID })),
  ];

/** An address that the undo wrote is ours, by whatever id it has now. */
function addressAfter(base: Base, before: Target, after: Target, { changes }: Undo) {
  const { add, replace } = changes.addresses;
  const byId = (wanted?: string) => after.addresses?.find(({ id }) => id === wanted);
  const known = byId(replace[0]?.id) ?? byId(base.addressId);
  if (known !== undefined || add.length === 0) return known;
  const there = new Set(before.addresses?.map(({ id }) => id));
  return after.addresses?.find(({ id }) => !there.has(id));
}

/** @param shown keys of what Clientify shows now: what it refused has neither come nor gone */
function entriesAfter(
  known: readonly string[] | undefined,
  { given, taken }: MovedEntries,
  shown: readonly string[] | undefined,
): readonly string[] | undefined {
  if (known === undefined || shown === undefined) return known;
  const moved = new Set([...given, ...taken]);
  const hashes = new Set([...moved].map(hashText));
  return [
    ...known.filter((hash) => !hashes.has(hash)),
    ...[...moved].filter((key) => shown.includes(key)).map(hashText),
  ];
}
