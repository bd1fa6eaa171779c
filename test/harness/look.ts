import { sidesOf, takeBase, type Base, type Sides } from '../../lib/sync/base';
import { mapClient, type ClientMappingSettings } from '../../lib/sync/client-to-clientify';
import type { GiavClient } from '../../lib/sync/records';
import type { Desired, Target } from '../../lib/sync/target';
import { giavClient } from './giav-records';

export const MAPPING: ClientMappingSettings = {
  clientTypes: {},
  countryCode: (text) => (text === 'España' ? 'es' : text === 'Francia' ? 'fr' : null),
};

export const desiredOf = (client: Partial<GiavClient>): Desired =>
  mapClient(giavClient(client), MAPPING).desired;

/** The record that Clientify holds once it was made: each entry with an id (`e0`, `p0`, `a0` …). */
export const storedOf = (desired: Desired): Target => ({
  kind: desired.kind,
  id: '900001',
  modified: null,
  fields: { ...desired.fields },
  emails: desired.emails.map((one, at) => ({ ...one, id: `e${at}` })),
  phones: desired.phones.map((one, at) => ({ ...one, id: `p${at}` })),
  addresses: desired.address ? [{ ...desired.address, id: 'a0' }] : [],
  customFields: { ...desired.customFields },
  tags: [...desired.tags],
});

/** What is typed in Clientify: fields by name; lists as they are then; parts of the first address. */
export interface Typed {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  readonly address?: Readonly<Record<string, string | number>> | null;
  readonly customFields?: Readonly<Record<string, string>>;
}

const NO_ADDRESS = {
  id: 'typed',
  street: '',
  city: '',
  state: '',
  country: '',
  postal_code: '',
  type: 5,
};

/** The record after somebody typed in it. An entry that stays keeps its id. */
export function typed(
  target: Target,
  { fields, emails, phones, address, customFields }: Typed,
): Target {
  const [first, ...others] = target.addresses ?? [];
  return {
    ...target,
    fields: { ...target.fields, ...fields },
    ...(emails && {
      emails: emails.map(
        (email) =>
          target.emails?.find((one) => one.email === email) ?? {
            id: `new ${email}`,
            type: 4,
            email,
          },
      ),
    }),
    ...(phones && {
      phones: phones.map(
        (phone) =>
          target.phones?.find((one) => one.phone === phone) ?? {
            id: `new ${phone}`,
            type: 1,
            phone,
          },
      ),
    }),
    ...(address !== undefined && {
      addresses: address === null ? others : [{ ...(first ?? NO_ADDRESS), ...address }, ...others],
    }),
    ...(customFields && { customFields: { ...target.customFields, ...customFields } }),
  };
}

/** A client that was in step with its record: what both are, and what was remembered. */
export function inStep(client: Partial<GiavClient>): {
  readonly desired: Desired;
  readonly target: Target;
  readonly base: Base;
} {
  const desired = desiredOf(client);
  const target = storedOf(desired);
  return { desired, target, base: takeBase(sidesOf(desired, target, null)) };
}

/** Both sides of a client that were in step, after each was changed. */
export function changedSides(
  before: Partial<GiavClient>,
  giav: Partial<GiavClient>,
  clientify: Typed,
): { readonly sides: Sides; readonly base: Base } {
  const { target, base } = inStep(before);
  return {
    sides: sidesOf(desiredOf({ ...before, ...giav }), typed(target, clientify), base),
    base,
  };
}

/** The record, or its fields, as an answer shows it that leaves some keys out. */
export const hiding = <From extends object, Key extends keyof From>(
  from: From,
  ...keys: readonly Key[]
): Omit<From, Key> =>
  Object.fromEntries(
    Object.entries(from).filter(([name]) => !(keys as readonly string[]).includes(name)),
  ) as Omit<From, Key>;
