import { comparableText, phoneDigits, sameEmail } from './cleaning';
import {
  EMPTY_CUSTOM_FIELD,
  MAIN_ADDRESS,
  customFieldText,
  type Address,
  type Desired,
  type EmailEntry,
  type FieldValue,
  type PhoneEntry,
  type Target,
} from './target';

/** What the API made of a value that we sent: trimmed, renamed, ignored. Keeps "differs → write" from looping. */
export interface Accepted {
  readonly sent: unknown;
  readonly got: unknown;
}

/** What we wrote last: needed to know which entries of a list are ours to remove. */
export interface Written {
  readonly emails: string[];
  readonly phones: string[];
  readonly address: boolean;
}

export const NOTHING_WRITTEN: Written = { emails: [], phones: [], address: false };

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

/** Fields that hold the URL of another record. */
export const RELATIONS: ReadonlySet<string> = new Set(['contact', 'company', 'pipeline', 'pipeline_stage']);

/** Related records are URLs whose prefix varies: only the last run of digits counts (clientify.md §1). */
export const resourceId = (url: unknown): string | null =>
  typeof url === 'string' ? (/(\d+)\D*$/.exec(url)?.[1] ?? null) : typeof url === 'number' ? String(url) : null;

export function sameField(name: string, desired: FieldValue, actual: unknown): boolean {
  if (RELATIONS.has(name)) return resourceId(desired) === resourceId(actual);
  if (typeof desired === 'boolean') return desired === actual;
  if (name === 'created') return comparableText(actual).startsWith(comparableText(desired));
  return comparableText(desired) === comparableText(actual);
}

const sameAsAccepted = (accepted: Accepted | undefined, desired: unknown, actual: unknown): boolean =>
  accepted !== undefined && accepted.sent === desired && JSON.stringify(accepted.got) === JSON.stringify(actual);

function listChanges<Entry, Found extends { id: string }>(
  desired: readonly Entry[],
  actual: readonly Found[] | undefined,
  same: (entry: Entry, found: Found) => boolean,
  ours: (found: Found) => boolean,
): ListChanges<Entry> {
  if (actual === undefined) return { add: [], replace: [], remove: [] };
  const missing = desired.filter((entry) => !actual.some((found) => same(entry, found)));
  const outdated = actual.filter((found) => ours(found) && !desired.some((entry) => same(entry, found)));
  const replace = missing.slice(0, outdated.length).map((entry, at) => ({ id: (outdated[at] as Found).id, entry }));
  return { add: missing.slice(outdated.length), replace, remove: outdated.slice(missing.length).map((found) => found.id) };
}

/** The address that is ours: the first of the main type; the others are left alone (clientify.md §7). */
export const mainAddress = <Found extends Address>(addresses: readonly Found[] | undefined): Found | undefined =>
  addresses?.find((found) => found.type === MAIN_ADDRESS);

const ADDRESS_KEYS = ['street', 'city', 'state', 'country', 'postal_code'] as const;

/** Compares a target with what it should be. What the API did not show is left alone. */
export function compare(desired: Desired, target: Target, written: Written, accepted: Readonly<Record<string, Accepted>>): Changes {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(desired.fields)) {
    if (!(name in target.fields)) continue;
    const actual = target.fields[name];
    if (!sameField(name, value, actual) && !sameAsAccepted(accepted[name], value, actual)) fields[name] = value;
  }
  const actualFields = target.customFields ?? {};
  const differing = Object.entries(desired.customFields).filter(([name, value]) => {
    const actual = customFieldText(actualFields[name]);
    return value.trim() !== actual && !sameAsAccepted(accepted[`cf_${name}`], value, actual);
  });
  // All of ours go together: should the API replace the list instead of merging it, the link survives.
  const customFields = differing.length === 0 ? {} : customFieldValues(desired, actualFields);
  const emails = listChanges(
    desired.emails,
    target.emails,
    (a, b) => sameEmail(a.email, b.email),
    (b) => written.emails.some((email) => sameEmail(email, b.email)),
  );
  const phones = listChanges(
    desired.phones,
    target.phones,
    (a, b) => phoneDigits(a.phone) === phoneDigits(b.phone),
    (b) => written.phones.some((phone) => phoneDigits(phone) === phoneDigits(b.phone)),
  );
  const main = mainAddress(target.addresses);
  const addresses = listChanges(
    desired.address ? [desired.address] : [],
    target.addresses && (main ? [main] : []),
    (a, b) =>
      ADDRESS_KEYS.every((key) => comparableText(a[key]).toLowerCase() === comparableText(b[key]).toLowerCase()) ||
      sameAsAccepted(accepted['address'], addressText(a), addressText(b)),
    () => written.address || desired.address !== null,
  );
  const has = new Set((target.tags ?? desired.tags).map((tag) => tag.toLowerCase()));
  return { fields, customFields, emails, phones, addresses, tags: desired.tags.filter((tag) => !has.has(tag.toLowerCase())) };
}

export const addressText = (address: Address): string => ADDRESS_KEYS.map((key) => comparableText(address[key])).join('|');

/** Custom field values to send: an empty one is `--` where something must be cleared, else left out. */
export function customFieldValues(desired: Desired, actual: Readonly<Record<string, string>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(desired.customFields)) {
    if (value.trim() !== '') values[name] = value;
    else if (customFieldText(actual[name]) !== '') values[name] = EMPTY_CUSTOM_FIELD;
  }
  return values;
}

const emptyList = (list: ListChanges<unknown>): boolean => list.add.length + list.replace.length + list.remove.length === 0;

export const isEmpty = (changes: Changes): boolean =>
  Object.keys(changes.fields).length === 0 &&
  Object.keys(changes.customFields).length === 0 &&
  emptyList(changes.emails) &&
  emptyList(changes.phones) &&
  emptyList(changes.addresses) &&
  changes.tags.length === 0;

export const writtenOf = (desired: Desired): Written => ({
  emails: desired.emails.map((entry) => entry.email),
  phones: desired.phones.map((entry) => entry.phone),
  address: desired.address !== null,
});

/** What the API made of what we sent, field by field; only where it is not what we wanted. */
export function acceptedOf(desired: Desired, after: Target): Record<string, Accepted> {
  const accepted: Record<string, Accepted> = {};
  for (const [name, sent] of Object.entries(desired.fields))
    if (name in after.fields && !sameField(name, sent, after.fields[name])) accepted[name] = { sent, got: after.fields[name] };
  for (const [name, sent] of Object.entries(desired.customFields)) {
    const got = customFieldText(after.customFields?.[name]);
    if (after.customFields && sent.trim() !== got) accepted[`cf_${name}`] = { sent, got };
  }
  const address = mainAddress(after.addresses);
  if (desired.address && address && addressText(desired.address) !== addressText(address))
    accepted['address'] = { sent: addressText(desired.address), got: addressText(address) };
  return accepted;
}
