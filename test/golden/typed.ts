import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../lib/sync/target';
import type { Agency } from '../ports/agency';

type Fields = Readonly<Record<string, unknown>>;
type Address = NonNullable<Target['addresses']>[number];

/** What an agent types over there, in Clientify's words. */
export interface Typed {
  readonly fields?: Fields;
  readonly emails?: ListEdit<{ type: number; email: string }>;
  readonly phones?: ListEdit<{ type: number; phone: string }>;
  /** Parts of the address that is there. */
  readonly address?: Partial<Address>;
  readonly newAddress?: Partial<Address>;
  readonly removeAddress?: boolean;
  /** Deleted, and typed again as it was. */
  readonly addressAgain?: boolean;
}
interface ListEdit<Entry> {
  readonly change?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly add?: readonly Entry[];
}

/** What Clientify shows, as far as it matters. */
export interface Shown {
  readonly fields?: Fields;
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  readonly address?: Partial<Address>;
}

export interface Act {
  readonly giavMeanwhile?: Fields;
  readonly clientify?: Typed;
}

/** One file of test/golden/edits; README.md tells the keys. */
export interface Case extends Act {
  readonly of?: 'company';
  readonly rules: readonly string[];
  readonly settings?: { readonly writeBack?: object };
  readonly settingsThen?: { readonly writeBack?: object };
  readonly giav?: Fields;
  readonly giavLacks?: readonly string[];
  readonly clientifyBefore?: Shown;
  readonly earlier?: readonly Act[];
  readonly whileWriting?: Typed;
  readonly by?: 'run';
  readonly put: Fields | null;
  readonly clientifyAfter: Shown;
  readonly notices?: readonly string[];
  /** Fields that GIAV keeps although they were emptied in Clientify: each with a note in the decision. */
  readonly notes?: readonly string[];
  readonly kept?: readonly Fields[];
}

/** A file of the folder; `{ "repeat": "x", "times": 300 }` is a text that nobody wants to read. */
export const json = <T>(name: string): T =>
  JSON.parse(
    readFileSync(join(__dirname, 'edits', `${name}.json`), 'utf8'),
    (_, value: unknown) => {
      const { repeat, times } = (value ?? {}) as { repeat?: string; times?: number };
      return repeat !== undefined && times !== undefined ? repeat.repeat(times) : value;
    },
  ) as T;

/** The record of GIAV before the edit. */
export function before({ of, giav, giavLacks = [] }: Case): Record<string, unknown> {
  const raw = {
    ...json<Fields>('record'),
    ...(of === 'company' && json<Fields>('company')),
    ...giav,
  };
  return Object.fromEntries(Object.entries(raw).filter(([field]) => !giavLacks.includes(field)));
}

/** A record that was in Clientify before anything was synced. */
export const recordBefore = (
  agency: Agency,
  kind: 'contact' | 'company',
  { fields = {}, emails = [], phones = [], address }: Shown,
): Target => ({
  kind,
  id: agency.clientify.id(),
  modified: null,
  fields,
  emails: emails.map((email, at) => ({ id: `e${at}`, type: at === 0 ? 4 : 3, email })),
  phones: phones.map((phone, at) => ({ id: `p${at}`, type: at === 0 ? 1 : 4, phone })),
  addresses: address ? [{ ...NO_ADDRESS, id: 'a1', ...address }] : [],
  customFields: {},
  tags: [],
});

const NO_ADDRESS = { type: 5, street: '', city: '', state: '', country: '', postal_code: '' };

function list<Entry extends { id: string }>(
  now: readonly Entry[],
  name: keyof Entry,
  edit: ListEdit<object> = {},
): Entry[] {
  const { change = {}, remove = [], add = [] } = edit;
  for (const known of [...Object.keys(change), ...remove])
    if (!now.some((one) => one[name] === known))
      throw new Error('the list does not hold what is to be changed');
  const kept = now.filter((one) => !remove.includes(String(one[name])));
  const changed = kept.map((one) => ({ ...one, [name]: change[String(one[name])] ?? one[name] }));
  return [
    ...changed,
    ...add.map((one, at) => ({ ...one, id: `typed${now.length + at}` }) as Entry),
  ];
}

function addresses(
  now: readonly Address[],
  { address, newAddress, removeAddress, addressAgain }: Typed,
): Address[] {
  if (removeAddress) return [];
  const typed = newAddress ? [{ ...NO_ADDRESS, id: 'typed', ...newAddress }] : [];
  const [ours, ...others] = [...now, ...typed];
  if (ours === undefined) {
    if (address) throw new Error('there is no address to change');
    return [];
  }
  return [{ ...ours, ...address, ...(addressAgain && { id: 'again' }) }, ...others];
}

/** The record once the agent has saved it. */
export const later = (target: Target, typed: Typed): Target => ({
  ...target,
  fields: { ...target.fields, ...typed.fields },
  emails: list(target.emails ?? [], 'email', typed.emails),
  phones: list(target.phones ?? [], 'phone', typed.phones),
  addresses: addresses(target.addresses ?? [], typed),
});
