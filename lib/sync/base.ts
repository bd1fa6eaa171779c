import { addressFields, ourAddress } from './address';
import { comparableEmail, comparableText, phoneDigits } from './cleaning';
import { comparableChoice } from './fields/deal-choices';
import { hashText } from './hash';
import { isMadeUp } from './made-up-names';
import { RELATIONS, resourceId } from './relations';
import { CUSTOM_FIELDS, customFieldText, type Address, type Desired, type Target } from './target';

/** What one side shows of a record, in Clientify's terms and comparable: one text per field of the mapping. */
export interface View {
  readonly fields: Readonly<Record<string, string>>;
  /** Absent when the answer did not hold the list. */
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
}

/** A view as hashes: enough to see what changed since, without keeping personal data (RGPD). */
export type HashedView = View;

/**
 * What both sides showed when they were last in step: the common ancestor of the three-way merge. An edit that was not
 * carried over yet is not part of it, so that it stays an edit.
 */
export interface Base {
  readonly giav: HashedView;
  readonly clientify: HashedView;
  /** Id of the address entry of Clientify that is ours, whatever type somebody gives it later. */
  readonly addressId?: string;
  /** GIAV's side is what we sent to create the client; it has not been read back yet. */
  readonly unread?: boolean;
}

/** One value as both sides compare it. */
export function comparable(name: string, value: unknown): string {
  if (RELATIONS.has(name)) return resourceId(value) ?? '';
  if (typeof value === 'boolean') return String(value);
  return comparableChoice(name, value) ?? comparableText(value);
}

const comparableFields = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, comparable(name, value)]),
  );

/** What tells an entry of a list from another. */
export const entryKey = (entry: { readonly email: string } | { readonly phone: string }): string =>
  'email' in entry ? comparableEmail(entry.email) : phoneDigits(entry.phone);

/** GIAV's side: what the mapping makes of the record. */
export function viewOfDesired(desired: Desired): Required<View> {
  return {
    fields: {
      ...comparableFields(desired.fields),
      ...Object.fromEntries(
        Object.entries(desired.customFields).map(([name, value]) => [name, comparableText(value)]),
      ),
      ...(desired.kind !== 'deal' && addressFields(desired.address)),
    },
    emails: desired.emails.map(entryKey),
    phones: desired.phones.map(entryKey),
  };
}

/**
 * Clientify's side. Custom fields show only when they hold a value; other keys that are not there are unknown.
 * @param ours the address entry that is ours, see {@link ourAddress}
 */
export function viewOfTarget(
  target: Target,
  customFields: readonly string[],
  ours: Address | undefined,
): View {
  return {
    fields: {
      ...comparableFields(target.fields),
      ...(target.customFields &&
        Object.fromEntries(
          customFields.map((name) => [name, customFieldText(target.customFields?.[name])]),
        )),
      ...(target.addresses && target.kind !== 'deal' && addressFields(ours)),
    },
    emails: target.emails?.map(entryKey),
    phones: target.phones?.map(entryKey),
  };
}

/** Both sides of a record, each as the other compares it. */
export interface Sides {
  readonly desired: Desired;
  readonly target: Target;
  readonly giav: Required<View>;
  readonly clientify: View;
  readonly address: ReturnType<typeof ourAddress>;
}

export function sidesOf(mapped: Desired, target: Target, base: Base | null): Sides {
  const desired = withoutStandIns(mapped, target, base);
  const address = ourAddress(target.addresses, desired.address, base);
  const clientify = viewOfTarget(target, Object.keys(desired.customFields), address);
  return { desired, target, giav: viewOfDesired(desired), clientify, address };
}

/**
 * A name that the mapping only puts in the place of an empty one is nobody's: where Clientify shows another name, GIAV's own
 * values count, the empty one included.
 */
function withoutStandIns(mapped: Desired, target: Target, base: Base | null): Desired {
  const [field, ...others] = Object.keys(mapped.plain ?? {});
  if (mapped.plain === undefined || field === undefined || !(field in target.fields)) return mapped;
  const shown = comparable(field, target.fields[field]);
  const standIn = comparable(field, mapped.fields[field]);
  // A surname beside a made-up name stays where it is, and is not shown in the place of that as well.
  const isStandIn = isMadeUp(shown)
    ? others.every((name) => comparable(name, target.fields[name]) === '')
    : shown === '' ||
      [shown, standIn].some((text) => base?.giav.fields[field] === hashText(text)) ||
      shown === standIn;
  return isStandIn ? mapped : { ...mapped, fields: { ...mapped.fields, ...mapped.plain } };
}

const hashes = (keys: readonly string[] | undefined): string[] | undefined =>
  keys && [...new Set(keys.map(hashText))];

/** A short hash of a Documento could be guessed: it is compared as the link keeps it, under the deployment's key. */
export const DOCUMENTO = 'taxpayer_identification_number';

/**
 * Of a record that took the place of another one: its entries were never compared with these, so none counts as removed,
 * and nobody knows whether it ever had the id, so that is not taken for emptied.
 */
export const ofLostRecord = ({ giav, clientify, ...base }: Base): Base => ({
  ...base,
  giav: { fields: giav.fields },
  clientify: { fields: withoutId(clientify.fields) },
});

/** Of a record that takes the place of another one, and was never compared with GIAV's: every field meets for the first time. */
export const NO_BASE: Base = { giav: { fields: {} }, clientify: { fields: {} } };

/** What is known of a pair of records; null for what says nothing of any field. */
export const known = (base: Base | undefined): Base | null =>
  base === undefined || Object.keys(base.giav.fields).length === 0 ? null : base;

const withoutId = (fields: View['fields']): View['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== CUSTOM_FIELDS.gesinturId));

/** Only what the mapping knows is remembered: the rest belongs to Clientify. */
export const hashView = (view: View, names: readonly string[]): HashedView => ({
  fields: Object.fromEntries(
    names
      .filter((name) => name in view.fields && name !== DOCUMENTO)
      .map((name) => [name, hashText(view.fields[name] ?? '')]),
  ),
  emails: hashes(view.emails),
  phones: hashes(view.phones),
});

/** Both sides as they are now. */
export function takeBase({ giav, clientify, address }: Sides): Base {
  const names = Object.keys(giav.fields);
  return {
    giav: hashView(giav, names),
    clientify: hashView(clientify, names),
    addressId: address?.id,
  };
}

/**
 * The base of a record that we created: what we sent, and what the answer shows of it. Whatever somebody types from that
 * moment on differs from it, so it is an edit like any other (rules of data, section 2).
 * @param answer what the create answered; `now` the record as read after it
 */
export function baseOfCreated(desired: Desired, answer: Target, now: Target): Base {
  const sent = viewOfDesired(desired);
  const [first, later] = [answer, now].map((target) => sidesOf(desired, target, null)) as [
    Sides,
    Sides,
  ];
  const kept = (name: string): string => {
    const mine = sent.fields[name] ?? '';
    const shown = first.clientify.fields[name];
    // A value in a field that we left empty is somebody's, however quick they were.
    if (mine === '') return mine;
    if (shown !== undefined && shown !== '') return shown;
    return later.clientify.fields[name] === '' ? '' : mine;
  };
  const stored = (list: 'emails' | 'phones'): string[] => {
    const shown = [first.clientify[list], later.clientify[list]].filter(
      (keys) => keys !== undefined,
    );
    return sent[list].filter(
      (key) => shown.length === 0 || shown.some((keys) => keys.includes(key)),
    );
  };
  const names = Object.keys(sent.fields);
  const view = {
    fields: Object.fromEntries(names.map((name) => [name, kept(name)])),
    emails: stored('emails'),
    phones: stored('phones'),
  };
  return {
    giav: hashView(sent, names),
    clientify: hashView(view, names),
    addressId: (first.address ?? later.address)?.id,
  };
}

/** Names of the fields and lists of a view that are no longer what is remembered. Unknown on either side = not changed. */
export function changedSince(view: View, known: HashedView): string[] {
  const changed = Object.entries(known.fields)
    .filter(([name, hash]) => name in view.fields && hashText(view.fields[name] ?? '') !== hash)
    .map(([name]) => name);
  for (const list of ['emails', 'phones'] as const)
    if (!sameEntries(hashes(view[list]), known[list])) changed.push(list);
  return changed;
}

/** Whether two lists of hashes hold the same entries, in any order. Unknown on either side = the same. */
export const sameEntries = (
  now: readonly string[] | undefined,
  known: readonly string[] | undefined,
): boolean => {
  if (now === undefined || known === undefined) return true;
  const before = new Set(known);
  return now.length === before.size && now.every((hash) => before.has(hash));
};
