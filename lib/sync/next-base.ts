import { ADDRESS_KEYS, addressFields, isAddressKey } from './address';
import { sameEntries, takeBase, type Base, type Sides } from './base';
import { CHOSEN_DEAL_FIELDS } from './fields/deal-choices';
import { hashText } from './hash';
import { INITIAL_DEAL_FIELDS } from './ownership';
import { sentFields } from './changes';
import type { AfterWrite } from './after-write';
import { listBase, type NextList } from './next-lists';
import { fieldsNotTaken, sentAddress, type SentAddress } from './not-taken';
import type { ListName, Settlement } from './settle';

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
  const address = changes && sentAddress(changes, before, after, refused);
  if (address?.typed) moved.push('address');
  const fields = { giav: { ...now.giav.fields }, clientify: { ...now.clientify.fields } };
  const past = { known, then: takeBase(before) };
  forgetMoves(fields.clientify, moved, past.then, address);
  const left = changes ? [...fieldsNotTaken(changes, before, after), ...(address?.left ?? [])] : [];
  for (const name of left) keepUntaken(name, fields, past);
  keepWaiting(fields, before, settled, past);
  if (before.desired.kind === 'deal')
    for (const name of INITIAL_DEAL_FIELDS) if (!sent.has(name)) keepInitial(name, fields, past);
  const baseOf = (list: ListName): NextList => {
    const next = listBase(list, { before, after, changes, refused, settled, extras }, now, known);
    if (!sameEntries(next.expected, now.clientify[list])) moved.push(list);
    return next;
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
  address: SentAddress | null,
): void {
  for (const name of moved.flatMap(namesOf)) {
    const was = then.clientify.fields[name];
    if (was !== undefined) clientify[name] = was;
  }
  if (address?.typed)
    for (const [name, text] of Object.entries(addressFields(address.entry)))
      clientify[name] = hashText(text);
}

/**
 * Clientify did not take a new value of GIAV's, and shows what it showed when both were in step: it still waits for it, and
 * nobody typed anything. Where nothing is known of it, or a person had typed there before, what both show is how things are.
 */
function keepUntaken(name: string, { giav, clientify }: Fields, { known, then }: Past): void {
  const [ours, theirs] = [known?.giav.fields[name], known?.clientify.fields[name]];
  const shown = then.clientify.fields[name];
  if (shown !== undefined) clientify[name] = shown;
  if (ours !== undefined && theirs === shown) giav[name] = ours;
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

function sameAddress(before: Sides, after: Sides): boolean {
  const [was, is] = [addressFields(before.address), addressFields(after.address)];
  return ADDRESS_KEYS.every((key) => was[key] === is[key]);
}
