import { ADDRESS_KEYS, addressFields, isAddressKey } from './address';
import {
  comparable,
  entryKey,
  sidesOf,
  viewOfDesired,
  type Base,
  type HashedView,
  type Sides,
  type View,
} from './base';
import type { Changes } from './changes';
import { hashText } from './hash';
import { LISTS, type ListName } from './settle';
import { CUSTOM_FIELDS, type Desired, type Target } from './target';

/** What a write was about to make of one side, as that side would show it. Hashes only. */
export interface OwnWrite {
  readonly fields: Readonly<Record<string, string>>;
  /** Entries that it was to add and to remove. */
  readonly emails: EntryChanges;
  readonly phones: EntryChanges;
  /** `modified` of the record of Clientify as it was read before. */
  readonly modified: string | null;
}
interface EntryChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes that were about to be sent when the link was noted last. A process may die between a write and the note of it:
 * what one side shows of it then is nobody's edit (rules of data, section 3).
 */
export interface OwnWrites {
  readonly giav?: OwnWrite;
  readonly clientify?: OwnWrite;
}

/** The calls to Clientify, as the record will show them; null where nothing of them could be taken for an edit. */
export function writeToClientify(sides: Sides, changes: Changes): OwnWrite | null {
  const { target, clientify, giav } = sides;
  const address = changes.addresses.replace[0]?.entry ?? changes.addresses.add[0];
  const fields = {
    ...Object.fromEntries(
      Object.entries(changes.fields).map(([name, value]) => [
        name,
        hashText(comparable(name, value)),
      ]),
    ),
    ...(address && hashed(addressFields(address))),
    ...(changes.fields['unsubscribed'] !== undefined && {
      [CUSTOM_FIELDS.mailingConsent]: hashText(giav.fields[CUSTOM_FIELDS.mailingConsent] ?? ''),
    }),
  };
  const entries = (list: ListName): EntryChanges => {
    const { add, replace, remove } = changes[list];
    const gone = new Set([...remove, ...replace.map(({ id }) => id)]);
    const found: readonly { readonly id: string }[] = target[list] ?? [];
    return {
      added: [...add, ...replace.map(({ entry }) => entry)].map((entry) =>
        hashText(entryKey(entry)),
      ),
      removed: found.flatMap(({ id }, at) =>
        gone.has(id) ? hashText(clientify[list]?.[at] ?? '') : [],
      ),
    };
  };
  const write = { fields, emails: entries('emails'), phones: entries('phones') };
  return isNothing(write) ? null : { ...write, modified: target.modified };
}

/** The edits that go to GIAV, as the mapping will show them. */
export function writeToGiav(before: Desired, after: Desired, target: Target): OwnWrite | null {
  const [was, is] = [viewOfDesired(before), viewOfDesired(after)];
  const changed = Object.entries(is.fields).filter(([name, text]) => was.fields[name] !== text);
  const fields = {
    ...hashed(Object.fromEntries(changed)),
    // One value: all of its parts count, or none.
    ...(changed.some(([name]) => isAddressKey(name)) &&
      hashed(addressFields(after.address ?? null))),
  };
  const entries = (list: ListName): EntryChanges => ({
    added: is[list].filter((key) => !was[list].includes(key)).map(hashText),
    removed: was[list].filter((key) => !is[list].includes(key)).map(hashText),
  });
  const write = { fields, emails: entries('emails'), phones: entries('phones') };
  return isNothing(write) ? null : { ...write, modified: target.modified };
}

/**
 * Both sides, and the base that counts for them: as it is remembered, but for what writes of ours that nobody noted to their
 * end made of either side, and for what GIAV did not store of a client that we created there.
 */
export function sidesAndBase(
  mapped: Desired,
  target: Target,
  known: Base | null,
  writes: OwnWrites | undefined,
): { readonly sides: Sides; readonly base: Base | null } {
  const sides = sidesOf(mapped, target, known);
  if (known === null) return { sides, base: null };
  let base: Base = known.unread === true ? asStored(known, sides) : known;
  for (const side of ['giav', 'clientify'] as const) {
    const write = writes?.[side];
    if (write) base = withWrite(base, write, sides[side], side, target);
  }
  return { sides: sidesOf(mapped, target, base), base };
}

const hashed = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, hashText(text)]));

const isNothing = ({ fields, emails, phones }: Omit<OwnWrite, 'modified'>): boolean =>
  Object.keys(fields).length +
    [emails, phones].flatMap(({ added, removed }) => [...added, ...removed]).length ===
  0;

/** What the side shows as it was written was in step at that moment. */
function withWrite(
  base: Base,
  write: OwnWrite,
  view: View,
  side: keyof OwnWrites,
  target: Target,
): Base {
  const shows = (name: string): boolean =>
    view.fields[name] !== undefined && hashText(view.fields[name]) === write.fields[name];
  // An address that Clientify took in part: its other parts show what they did, so nobody typed them.
  const isAsKnown = (name: string): boolean =>
    side === 'clientify' &&
    view.fields[name] !== undefined &&
    hashText(view.fields[name]) === base.clientify.fields[name];
  const whole = ADDRESS_KEYS.every((name) => shows(name) || isAsKnown(name));
  const reached = Object.fromEntries(
    Object.entries(write.fields).filter(([name]) => shows(name) && (whole || !isAddressKey(name))),
  );
  // A consent that was given once is not given again over a person's own word: whoever wrote since may have been them.
  const consent = write.fields[CUSTOM_FIELDS.mailingConsent];
  const gaveConsent =
    side === 'clientify' && consent !== undefined && target.modified !== write.modified;
  const giav = {
    ...base.giav.fields,
    ...reached,
    ...(gaveConsent && { [CUSTOM_FIELDS.mailingConsent]: consent }),
  };
  const list = (of: keyof Base & ('giav' | 'clientify'), name: ListName) =>
    entriesAfter(base[of][name], write[name], view[name]?.map(hashText));
  const remembered = (of: 'giav' | 'clientify', fields: HashedView['fields']): HashedView => ({
    fields,
    ...Object.fromEntries(LISTS.map((name) => [name, list(of, name)])),
  });
  return {
    ...base,
    giav: remembered('giav', giav),
    clientify: remembered('clientify', { ...base.clientify.fields, ...reached }),
  };
}

function entriesAfter(
  known: readonly string[] | undefined,
  { added, removed }: EntryChanges,
  shown: readonly string[] | undefined,
): readonly string[] | undefined {
  if (known === undefined || shown === undefined) return known;
  const kept = known.filter((hash) => !removed.includes(hash) || shown.includes(hash));
  return [...new Set([...kept, ...added.filter((hash) => shown.includes(hash))])];
}

/**
 * GIAV's side of the base is what we sent to create the client, and nobody has read it back yet: what GIAV holds less of
 * was not stored, so nobody emptied or cut it.
 */
function asStored(known: Base, { giav, clientify }: Sides): Base {
  const base = { ...known, unread: undefined };
  const fields = Object.entries(base.giav.fields).map(([name, hash]): [string, string] => {
    const [stored, shown] = [giav.fields[name] ?? '', clientify.fields[name] ?? ''];
    const less = shown.toLowerCase().startsWith(stored.toLowerCase());
    return [name, less ? hashText(stored) : hash];
  });
  const lists = LISTS.map((name) => {
    const stored = new Set(giav[name].map(hashText));
    return [name, base.giav[name]?.filter((hash) => stored.has(hash))] as const;
  });
  return { ...base, giav: { fields: Object.fromEntries(fields), ...Object.fromEntries(lists) } };
}
