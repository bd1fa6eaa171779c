import { customFieldValues } from '../sync/custom-field-values';
import { DAYS } from '../sync/fields/days';
import { shortAddress } from './refused-parts';
import type { Desired, EmailEntry } from '../sync/target';

/** Only JSON booleans: any text counts as true there, "false" too (clientify.md, C6). */
const BOOLEANS = new Set(['gdpr_accept', 'disclaimer', 'unsubscribed']);

type Body = Record<string, unknown>;

export interface CreateOptions {
  readonly now: Date;
  /** @default - those of the record */
  readonly emails?: readonly EmailEntry[];
  /** Fields that the account is known not to take. */
  readonly without?: ReadonlySet<string>;
}

/** What a field looks like in a body. A deal's creation is a moment; noon keeps its day in every time zone of Spain. */
export function wireValue(name: string, value: unknown): unknown {
  if (name === 'created' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
    return `${value}T12:00:00Z`;
  return value === '' && DAYS.has(name) ? null : value;
}

const isFuture = (date: unknown, now: Date): boolean =>
  typeof date === 'string' && date > now.toISOString().slice(0, 10);

/** The body of a create: one write that carries all mapped fields (clientify.md, C12). */
export function createBody(
  desired: Desired,
  { now, emails = desired.emails, without = new Set() }: CreateOptions,
): Body {
  const body: Body = {};
  for (const [name, value] of Object.entries(desired.fields)) {
    if (value === null || value === '' || without.has(name)) continue;
    // A deal is closed by a call of its own, once it is there.
    if (desired.kind === 'deal' && name === 'status') continue;
    // A deal with a past date is expired at once (clientify.md, D3).
    if (name === 'expected_closed_date' && !isFuture(value, now)) continue;
    body[name] = wireValue(name, value);
  }
  if (desired.kind === 'deal') body['amount'] ??= '0';
  const [email] = emails;
  const [phone] = desired.phones;
  const singular = desired.kind === 'contact';
  if (singular && email && emails.length === 1) body['email'] = email.email;
  else if (emails.length > 0) body['emails'] = emails;
  if (singular && phone?.type === 1 && desired.phones.length === 1) body['phone'] = phone.phone;
  else if (desired.phones.length > 0) body['phones'] = desired.phones;
  if (desired.address) body['addresses'] = [shortAddress(desired.address)];
  if (!without.has('tags')) body['tags'] = desired.tags;
  body['custom_fields'] = Object.entries(customFieldValues(desired, {})).map(([field, value]) => ({
    field,
    value,
  }));
  return body;
}

const holdsText = (one: unknown): boolean => {
  const value: unknown = (one as { value?: unknown } | null)?.value;
  return typeof value === 'string' && value.trim() !== '';
};

/** Whatever led here: never null nor an empty text in `custom_fields`, never a text where a boolean is due (clientify.md, C6, F1). */
export function safeBody(body: Body): Body {
  const safe: Body = {};
  for (const [name, value] of Object.entries(body)) {
    if (BOOLEANS.has(name) && typeof value !== 'boolean') continue;
    if (name !== 'custom_fields') safe[name] = value;
    else if (Array.isArray(value)) safe[name] = value.filter(holdsText);
  }
  return safe;
}
