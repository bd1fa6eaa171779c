import * as z from 'zod';
import { STATUSES } from '../sync/statuses';
import type { ClientKind } from '../sync/target';
import type { Hint, WebhookBodies } from '../ports/webhook-bodies';

const id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(String);
/** Under these names a record shows another one too, as plain text: a contact its company. */
const record = z.looseObject({ id }).optional().catch(undefined);

/** All shapes of clientify.md, W3: with and without `hook`, the record under `data`, under its entity's name, or bare. */
const bodySchema = z.looseObject({
  hook: z.looseObject({ event: z.string().nullish() }).nullish(),
  event: z.string().nullish(),
  data: z.looseObject({ id: id.optional(), contact: record, company: record }).nullish(),
  contact: record,
  company: record,
  id: id.optional(),
});

const KINDS: ReadonlyMap<string, ClientKind> = new Map([
  ['contact', 'contact'],
  ['contacts', 'contact'],
  ['company', 'company'],
  ['companies', 'company'],
]);
const kindOfEvent = (event: string): ClientKind | 'other' =>
  KINDS.get((event.split('.')[0] ?? '').toLowerCase()) ?? 'other';

/** A record without an event: a contact has a first name, a company has a name of its own. */
function kindOfRecord(body: Record<string, unknown>): ClientKind | null {
  if ('first_name' in body || 'last_name' in body) return 'contact';
  return 'business_name' in body || ('name' in body && !('amount' in body) && !('pipeline' in body))
    ? 'company'
    : null;
}

/** A plain name, such as "Lead frío (web)": what looks like an e-mail or a number is somebody's, and no label. */
const LABEL = /^\p{L}[\p{L} /().&+-]{0,39}$/u;
const CODES: ReadonlySet<string> = new Set(STATUSES);

/** What the account calls the status of a saved contact; the look at its record tells the code. */
function labelOf(
  event: string | undefined,
  { status }: Record<string, unknown>,
): string | undefined {
  if (/\.deleted$/i.test(event ?? '')) return undefined;
  const text = typeof status === 'string' ? status.trim() : '';
  return LABEL.test(text) && !CODES.has(text) ? text : undefined;
}

/** A record, wherever a body holds it. */
type Shown = Record<string, unknown> & { readonly id?: string };

/** null: an unknown shape. */
function readHint(body: unknown): Hint | null {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return null;
  const { hook, data, id: bareId } = parsed.data;
  const { contact = data?.contact, company = data?.company } = parsed.data;
  const event = parsed.data.event ?? hook?.event ?? undefined;
  const kind = event === undefined ? undefined : kindOfEvent(event);
  if (kind === 'other') return { about: 'other' };
  const of = (k: ClientKind, record: Shown): Hint | null => {
    if (record.id === undefined) return null;
    const label = k === 'contact' ? labelOf(event, record) : undefined;
    return { about: 'record', kind: k, id: record.id, ...(label !== undefined && { label }) };
  };
  // Without an event, what looks like a record is one, whatever other records it shows.
  const itself = kind === undefined && bareId !== undefined ? kindOfRecord(parsed.data) : null;
  if (itself !== null) return of(itself, { ...parsed.data, id: bareId });
  if (contact && kind !== 'company') return of('contact', contact);
  if (company && kind !== 'contact') return of('company', company);
  const bare = data?.id === undefined ? { ...parsed.data, id: bareId } : data;
  const found = kind ?? kindOfRecord(bare);
  return found === null ? null : of(found, bare);
}

/** Levels and keys of a sample: it has to fit into a message and an item whatever came. */
const MAX_DEPTH = 4;
const MAX_KEYS = 200;
/** A key that is no plain name may be somebody's name or address; one of every object could change what reads it. */
const isPlainKey = (key: string): boolean =>
  /^[a-z][a-z0-9_]{0,40}$/i.test(key) && !(key in Object.prototype);

/** Keys and types of a body, for the admin to see what came; values are personal data. */
function shapeOf(body: unknown): unknown {
  let left = MAX_KEYS;
  const of = (value: unknown, depth: number): unknown => {
    if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
    if (Array.isArray(value)) {
      if (value.length === 0) return [];
      return depth > MAX_DEPTH ? ['…'] : [of(value[0], depth + 1)];
    }
    if (depth > MAX_DEPTH) return '{…}';
    const entries: [string, unknown][] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (left-- <= 0) break;
      entries.push([isPlainKey(key) ? key : '(key)', of(inner, depth + 1)]);
    }
    return Object.fromEntries(entries);
  };
  return of(body, 0);
}

export const webhookBodies: WebhookBodies = { readHint, shapeOf };
