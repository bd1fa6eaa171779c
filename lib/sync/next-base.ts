import { ADDRESS_KEYS, ADDRESS_PARTS, addressFields, addressPart, isAddressKey } from './address';
import { entryKey, sameEntries, takeBase, type Base, type Sides } from './base';
import { CHOSEN_DEAL_FIELDS } from './fields/deal-choices';
import { hashText } from './hash';
import { INITIAL_DEAL_FIELDS } from './ownership';
import { sentFields, type Changes } from './changes';
import type { Address } from './target';
import type { ListName, Settlement } from './settle';

export interface AfterWrite {
  /** Both sides after all writes. */
  readonly after: Sides;
  /** Both sides as they were when the decision was made. */
  readonly before: Sides;
  /** What was settled for the sides before; edits that are still in it were not written. */
  readonly settled: Settlement;
  /** What was sent to Clientify; null when nothing was. */
  readonly changes: Changes | null;
  /** What Clientify refused of it: entries that are missing for that reason were not removed by anybody. */
  readonly refused: readonly { readonly field: string; readonly key: string }[];
  /** Keys of entries that only Clientify has and that are remembered as such: GIAV has no room, or it is a first meeting. */
  readonly extras: ReadonlySet<string>;
}

export interface NextBase {
  readonly base: Base;
  /** Fields that somebody changed in Clientify while we wrote: they want another look. */
  readonly moved: readonly string[];
}

/**
 * What is remembered as in step after a look. An edit that was not carried over keeps its old base, so that it stays an
 * edit; what moved in Clientify while we wrote never becomes base silently (rules of data, section 3).
 */
export function nextBase(
  { after, before, settled, changes, refused, extras }: AfterWrite,
  known: Base | null,
): NextBase {
  const now = takeBase(after);
  const sent = changes === null ? new Set<string>() : sentFields(changes);
  const moved = movedFields(before, after, sent);
  const typed = changes && typedOver(changes, after);
  if (typed) moved.push('address');
  const fields = { giav: { ...now.giav.fields }, clientify: { ...now.clientify.fields } };
  const past = { known, then: takeBase(before) };
  forgetMoves(fields.clientify, moved, past.then, typed);
  keepWaiting(fields, before, settled, past);
  if (before.desired.kind === 'deal')
    for (const name of INITIAL_DEAL_FIELDS) if (!sent.has(name)) keepInitial(name, fields, past);
  const baseOf = (list: ListName): ListBase => {
    const shown = shownList(list, before, after, changes, refused);
    if (!sameEntries(shown, now.clientify[list])) moved.push(list);
    return listBase(list, { now, settled, known, extras, shown });
  };
  const [emails, phones] = [baseOf('emails'), baseOf('phones')];
  return {
    base: {
      giav: { fields: fields.giav, emails: emails.giav, phones: phones.giav },
      clientify: {
        fields: fields.clientify,
        emails: emails.clientify,
        phones: phones.clientify,
      },
      addressId: now.addressId ?? known?.addressId,
    },
    moved,
  };
}

/** Hashes of the values of both sides by field, while the next base is made of them. */
type Fields = Record<'giav' | 'clientify', Record<string, string>>;

interface Past {
  readonly known: Base | null;
  /** Both sides when the decision was made. */
  readonly then: Base;
}

/** What moved while we wrote stands as it was before. */
function forgetMoves(
  clientify: Record<string, string>,
  moved: readonly string[],
  then: Base,
  typed: Address | null,
): void {
  for (const name of moved.flatMap(namesOf)) {
    const was = then.clientify.fields[name];
    if (was !== undefined) clientify[name] = was;
  }
  if (typed)
    for (const [name, text] of Object.entries(addressFields(typed)))
      clientify[name] = hashText(text);
}

/** Edits that were not written stay edits, and what GIAV did not tell stays as it was known. */
function keepWaiting(
  fields: Fields,
  { desired }: Sides,
  { verdicts }: Settlement,
  past: Past,
): void {
  for (const [field, { do: what, why }] of Object.entries(verdicts)) {
    if (what !== 'edit' && why !== 'differs') continue;
    for (const name of namesOf(field)) keep(name, fields, past);
  }
  for (const name of desired.notRead ?? [])
    for (const side of ['giav', 'clientify'] as const) {
      const value = past.known?.[side].fields[name];
      if (value !== undefined) fields[side][name] = value;
    }
}

const namesOf = (field: string): readonly string[] =>
  field === 'address' ? ADDRESS_KEYS : [field];

const OPEN = hashText('open');

/** What we wrote last, and GIAV's value then. Where we wrote nothing yet, equal values are as good as ours. */
function keepInitial(name: string, fields: Fields, { known, then }: Past): void {
  const equal = then.giav.fields[name] === then.clientify.fields[name] ? then : null;
  // What the settings began to ask for later is not known of an older base.
  const isNew = CHOSEN_DEAL_FIELDS.has(name) && known?.giav.fields[name] === undefined;
  // An open deal of an expediente that is open is in step, whoever opened it: the next end is news.
  const isOpenAgain = name === 'status' && equal?.giav.fields[name] === OPEN;
  const before = isNew || isOpenAgain ? equal : (known ?? equal);
  for (const side of ['giav', 'clientify'] as const) {
    const value = before?.[side].fields[name];
    if (value === undefined) delete fields[side][name];
    else fields[side][name] = value;
  }
}

/** Without a base, GIAV's value stands for what Clientify showed before the edit. */
function keep(name: string, { giav, clientify }: Fields, { known, then }: Past): void {
  const [ours, theirs] = [known?.giav.fields[name], known?.clientify.fields[name]];
  const had = ours !== undefined && theirs !== undefined;
  const value = then.giav.fields[name];
  if (had) [giav[name], clientify[name]] = [ours, theirs];
  else if (value !== undefined) [giav[name], clientify[name]] = [value, value];
}

function movedFields(before: Sides, after: Sides, sent: ReadonlySet<string>): string[] {
  const names = Object.keys(after.giav.fields).filter((name) => !isAddressKey(name));
  const moved = names.filter((name) => {
    const [was, is] = [before.clientify.fields[name], after.clientify.fields[name]];
    return (
      was !== undefined &&
      is !== undefined &&
      was !== is &&
      !sent.has(name) &&
      !sent.has(`cf_${name}`)
    );
  });
  if (
    !sent.has('address') &&
    before.target.addresses &&
    after.target.addresses &&
    !sameAddress(before, after)
  )
    moved.push('address');
  return moved;
}

/** The address that we sent, when Clientify shows another one: not as it stores ours (letter case, cut), but typed right after. */
function typedOver({ addresses }: Changes, after: Sides): Address | null {
  const sent = addresses.replace[0]?.entry ?? addresses.add[0];
  if (sent === undefined || !after.address) return null;
  const fold = (text: string): string => text.trim().toLowerCase();
  const isOurs = ADDRESS_PARTS.every((part) =>
    fold(addressPart(sent, part)).startsWith(fold(addressPart(after.address, part))),
  );
  return isOurs ? null : sent;
}

function sameAddress(before: Sides, after: Sides): boolean {
  const [was, is] = [addressFields(before.address), addressFields(after.address)];
  return ADDRESS_KEYS.every((key) => was[key] === is[key]);
}

interface ListState {
  readonly now: Base;
  readonly settled: Settlement;
  readonly known: Base | null;
  readonly extras: ReadonlySet<string>;
  /** Hashes of the entries that Clientify shows because of us, or showed before. */
  readonly shown: readonly string[] | undefined;
}

interface ListBase {
  readonly giav?: readonly string[];
  readonly clientify?: readonly string[];
}

/** The entries before our write with what it did to them: whatever else is there, or is not, is somebody's edit. */
function shownList(
  list: ListName,
  before: Sides,
  after: Sides,
  changes: Changes | null,
  refused: AfterWrite['refused'],
): string[] | undefined {
  const [keys, now] = [before.clientify[list], after.clientify[list]];
  if (keys === undefined || now === undefined) return undefined;
  const found = before.target[list] ?? [];
  const { add, replace, remove } = changes?.[list] ?? { add: [], replace: [], remove: [] };
  const gone = new Set([...remove, ...replace.map(({ id }) => id)]);
  const expected = [
    ...keys.filter((_, at) => !gone.has(found[at]?.id ?? '')),
    ...add.map(entryKey),
    ...replace.map(({ entry }) => entryKey(entry)),
  ];
  const out = new Set(refused.filter(({ field }) => field === list).map(({ key }) => key));
  // Where an exchange was refused the old entry is still there.
  const kept =
    out.size === 0
      ? expected
      : [...expected.filter((key) => !out.has(key)), ...keys.filter((key) => now.includes(key))];
  return [...new Set(kept)].map(hashText);
}

/** Entries that GIAV has no room for are remembered as shown; what waits to be added, removed or exchanged stays an edit. */
function listBase(list: ListName, { now, settled, known, extras, shown }: ListState): ListBase {
  const giav = new Set(now.giav[list]);
  if (shown === undefined) return { giav: known?.giav[list], clientify: known?.clientify[list] };
  const clientify = new Set(shown);
  for (const { remove, add, instead } of settled.lists[list]?.edits ?? []) {
    if (remove !== undefined) clientify.add(hashText(remove));
    if (add !== undefined && !extras.has(add)) clientify.delete(hashText(add));
    if (instead === undefined) continue;
    giav.delete(hashText(instead));
    // The entry that both exchanged.
    for (const hash of known?.giav[list] ?? [])
      if (known?.clientify[list]?.includes(hash))
        [giav, clientify].forEach((side) => side.add(hash));
  }
  return { giav: [...giav], clientify: [...clientify] };
}
