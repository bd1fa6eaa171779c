import { createHash } from 'node:crypto';
import { comparableEmail, comparableText, phoneDigits } from './cleaning';
import { RELATIONS, mainAddress } from './changes';
import { customFieldText, type Address, type Desired, type Target } from './target';

/** What one side shows of a client, in Clientify's terms and comparable: one text per field of the ownership table. */
export interface View {
  readonly fields: Readonly<Record<string, string>>;
  /** Absent when the answer did not hold the list. */
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
}

/** A view as hashes: enough to see what changed since, without keeping personal data (RGPD). */
export type HashedView = View;

/** What both sides showed when they were last in step: the common ancestor of the three-way merge. */
export interface Snapshot {
  readonly giav: HashedView;
  readonly clientify: HashedView;
}

const ADDRESS_PARTS = ['street', 'city', 'state', 'postal_code'] as const;

const comparable = (value: unknown): string => (typeof value === 'boolean' ? String(value) : comparableText(value));

const addressFields = (address: Address | null | undefined): Record<string, string> => ({
  ...Object.fromEntries(ADDRESS_PARTS.map((part) => [part, comparable(address?.[part])])),
  country: comparable(address?.country).toLowerCase(),
});

/** GIAV's side: what the mapping makes of the client. */
export function viewOfDesired(desired: Desired): View & { readonly emails: readonly string[]; readonly phones: readonly string[] } {
  return {
    fields: {
      ...Object.fromEntries(Object.entries(desired.fields).map(([name, value]) => [name, comparable(value)])),
      ...Object.fromEntries(Object.entries(desired.customFields).map(([name, value]) => [name, comparable(value)])),
      ...addressFields(desired.address),
    },
    emails: desired.emails.map(({ email }) => comparableEmail(email)),
    phones: desired.phones.map(({ phone }) => phoneDigits(phone)),
  };
}

/** Clientify's side. Custom fields show only when they hold a value; other keys that are not there are unknown. */
export function viewOfTarget(target: Target, customFields: readonly string[]): View {
  return {
    fields: {
      ...Object.fromEntries(
        Object.entries(target.fields)
          .filter(([name]) => !RELATIONS.has(name))
          .map(([name, value]) => [name, comparable(value)]),
      ),
      ...(target.customFields && Object.fromEntries(customFields.map((name) => [name, customFieldText(target.customFields?.[name])]))),
      ...(target.addresses && addressFields(mainAddress(target.addresses))),
    },
    emails: target.emails?.map(({ email }) => comparableEmail(email)),
    phones: target.phones?.map(({ phone }) => phoneDigits(phone)),
  };
}

export const hashText = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);

const hashView = (view: View, names: readonly string[]): HashedView => ({
  fields: Object.fromEntries(names.filter((name) => name in view.fields).map((name) => [name, hashText(view.fields[name] ?? '')])),
  emails: view.emails?.map(hashText),
  phones: view.phones?.map(hashText),
});

/** Only what the mapping knows is remembered: the rest belongs to Clientify. */
export function takeSnapshot(desired: Desired, target: Target): Snapshot {
  const giav = viewOfDesired(desired);
  const names = Object.keys(giav.fields);
  return { giav: hashView(giav, names), clientify: hashView(viewOfTarget(target, Object.keys(desired.customFields)), names) };
}

/** The snapshot after a dry run: what was not written stays different from what is remembered. */
export function keepBase(snapshot: Snapshot, base: Snapshot, fields: readonly string[]): Snapshot {
  const side = (now: HashedView, before: HashedView): HashedView => ({
    fields: { ...now.fields, ...Object.fromEntries(Object.entries(before.fields).filter(([name]) => fields.includes(name))) },
    emails: fields.includes('emails') ? before.emails : now.emails,
    phones: fields.includes('phones') ? before.phones : now.phones,
  });
  return { giav: side(snapshot.giav, base.giav), clientify: side(snapshot.clientify, base.clientify) };
}

const sameSet = (view: readonly string[] | undefined, known: readonly string[] | undefined): boolean => {
  if (view === undefined || known === undefined) return true;
  const hashes = new Set(view.map(hashText));
  return known.length === hashes.size && known.every((hash) => hashes.has(hash));
};

/** Names of the fields and lists that are no longer what the snapshot remembers. Unknown on either side = not changed. */
export function changedFields(view: View, known: HashedView): string[] {
  const changed = Object.entries(known.fields)
    .filter(([name, hash]) => name in view.fields && hashText(view.fields[name] ?? '') !== hash)
    .map(([name]) => name);
  if (!sameSet(view.emails, known.emails && [...new Set(known.emails)])) changed.push('emails');
  if (!sameSet(view.phones, known.phones && [...new Set(known.phones)])) changed.push('phones');
  return changed;
}
