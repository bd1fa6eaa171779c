import { addressPart, isBlankAddress, type AddressKey } from './address';
import type { Base, Sides } from './base';
import type { ListMerge } from './entries';
import { isAddressKnown } from './field-facts';
import { hashText } from './hash';
import type { OwnedPlan } from './owned';
import { LISTS, type ListName, type Settlement } from './settle';
import type { Address, EmailEntry, FieldValue, Identified, PhoneEntry } from './target';

export interface ListChanges<Entry> {
  readonly add: readonly Entry[];
  readonly replace: readonly { readonly id: string; readonly entry: Entry }[];
  readonly remove: readonly string[];
}

/** All that must be sent to make a target what it should be. */
export interface Changes {
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Ours only, by name; `--` clears. */
  readonly customFields: Readonly<Record<string, string>>;
  readonly emails: ListChanges<EmailEntry>;
  readonly phones: ListChanges<PhoneEntry>;
  readonly addresses: ListChanges<Address>;
  readonly tags: readonly string[];
}

/** Nothing to send of lists. */
export const NOT_CHANGED_LISTS = {
  emails: { add: [], replace: [], remove: [] },
  phones: { add: [], replace: [], remove: [] },
  addresses: { add: [], replace: [], remove: [] },
  tags: [],
} as const satisfies Partial<Changes>;

const NO_CHANGES: ListChanges<never> = { add: [], replace: [], remove: [] };

const emptyList = (list: ListChanges<unknown>): boolean =>
  list.add.length + list.replace.length + list.remove.length === 0;

export const isEmpty = (changes: Changes): boolean =>
  Object.keys(changes.fields).length === 0 &&
  Object.keys(changes.customFields).length === 0 &&
  emptyList(changes.emails) &&
  emptyList(changes.phones) &&
  emptyList(changes.addresses) &&
  changes.tags.length === 0;

/** The calls that bring Clientify to what was settled. What the API did not show is left alone. */
export function changesFor(
  sides: Sides,
  settled: Settlement,
  owned: OwnedPlan,
  base: Base | null,
): Changes {
  const { desired, target } = sides;
  const fields: Record<string, FieldValue> = { ...owned.fields };
  for (const [name, { do: what }] of Object.entries(settled.verdicts))
    if (what === 'take' && name !== 'address') fields[name] = desired.fields[name] ?? '';
  const has = new Set((target.tags ?? desired.tags).map((tag) => tag.toLowerCase()));
  return {
    fields,
    customFields: owned.customFields,
    emails: listChanges('emails', sides, settled.lists.emails),
    phones: listChanges('phones', sides, settled.lists.phones),
    addresses:
      settled.verdicts['address']?.do === 'take'
        ? // Two that meet for the first time are never mixed.
          addressChanges(sides, isAddressKnown(sides, base) ? base : null)
        : NO_CHANGES,
    tags: desired.tags.filter((tag) => !has.has(tag.toLowerCase())),
  };
}

const LIST_ENTRIES = {
  emails: ({ desired, target, giav, clientify }: Sides) => ({
    entries: desired.emails,
    found: target.emails,
    keys: giav.emails,
    foundKeys: clientify.emails,
  }),
  phones: ({ desired, target, giav, clientify }: Sides) => ({
    entries: desired.phones,
    found: target.phones,
    keys: giav.phones,
    foundKeys: clientify.phones,
  }),
} as const;

/** A new entry takes the place of one that is to go, so that the record keeps its shape. */
function listChanges<Entry extends EmailEntry | PhoneEntry>(
  list: ListName,
  sides: Sides,
  merged: ListMerge | undefined,
): ListChanges<Entry> {
  if (merged === undefined) return NO_CHANGES;
  const { entries, found, keys, foundKeys } = LIST_ENTRIES[list](sides);
  const add = merged.toClientify.flatMap(
    (key) => entries[keys.indexOf(key)] ?? [],
  ) as unknown as Entry[];
  const outdated = ((found ?? []) as readonly Identified[]).filter((_, at) =>
    merged.fromClientify.includes(foundKeys?.[at] ?? ''),
  );
  const replace = add
    .slice(0, outdated.length)
    .map((entry, at) => ({ id: (outdated[at] as Identified).id, entry }));
  return {
    add: add.slice(outdated.length),
    replace,
    remove: outdated.slice(add.length).map(({ id }) => id),
  };
}

/**
 * The entry keeps the type that somebody gave it, and the parts that GIAV lacks and lacked when both were last in step: a
 * part is cleared only if GIAV had a value there.
 */
function addressChanges({ desired, address }: Sides, base: Base | null): ListChanges<Address> {
  const giav = desired.address;
  if (!address)
    return giav === null || isBlankAddress(giav) ? NO_CHANGES : { ...NO_CHANGES, add: [giav] };
  const part = (key: AddressKey): string => {
    const neverHadOne = addressPart(giav, key) === '' && base?.giav.fields[key] === hashText('');
    return (neverHadOne ? address : giav)?.[key] ?? '';
  };
  const entry: Address = {
    street: part('street'),
    city: part('city'),
    state: part('state'),
    country: part('country'),
    postal_code: part('postal_code'),
    type: address.type,
  };
  return isBlankAddress(entry)
    ? { ...NO_CHANGES, remove: [address.id] }
    : { ...NO_CHANGES, replace: [{ id: address.id, entry }] };
}

/** Names of what the changes send, lists and address included. */
export const sentFields = (changes: Changes): Set<string> =>
  new Set([
    ...Object.keys(changes.fields),
    ...Object.keys(changes.customFields).map((name) => `cf_${name}`),
    ...LISTS.filter((list) => !emptyList(changes[list])),
    ...(emptyList(changes.addresses) ? [] : ['address']),
  ]);
