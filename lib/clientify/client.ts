import { customFieldText, idFieldOf, type Desired, type FieldNote, type Target, type TargetKind, type TargetRef } from '../sync/target';
import type { Changes, ListChanges } from '../sync/changes';
import { customFieldValues } from '../sync/owned';
import { sameDocumento } from '../sync/documento';
import { RecordError } from '../sync/errors';
import type { ClientifyHttp, Method } from './http';
import { COLLECTION, readAll, readPage } from './lists';
import { parseTarget, refOf } from './records';
import { shortAddress, withoutRefused, type Lessened, type RefusedValue } from './refused-parts';
import { SubResourceCalls } from './sub-resources';

/** One call that changed something, for the record's decision. */
export interface Sent {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
}

export interface WriteResult {
  readonly target: Target;
  readonly sent: readonly Sent[];
  readonly notes: readonly FieldNote[];
  /** Values that Clientify refused: not to be sent again until they change. */
  readonly refused?: readonly RefusedValue[];
}

/** What became of one request whose body may have had to be lessened; `answer` is null when nothing was left to send. */
interface Tolerated extends Pick<Lessened, 'body' | 'notes' | 'refused' | 'unclear'> {
  readonly answer: unknown;
}

/** Each try names other parts: there are not more kinds of them. */
const MAX_LESSENED = 5;

/** Fields without which the record would not be ours: when one is refused, the record fails. */
const ESSENTIAL = new Set([
  'first_name',
  'name',
  'taxpayer_identification_number',
  'custom_fields',
  'contact',
  'company',
  'pipeline',
  'pipeline_stage',
  'non_field_errors',
]);

/** The body of a create: one write that carries all mapped fields (clientify.md §7, "create versus update"). */
export function createBody(desired: Desired): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(desired.fields)) if (value !== null && value !== '') body[name] = value;
  if (desired.kind === 'deal') body['amount'] = '0';
  const [email] = desired.emails;
  const [phone] = desired.phones;
  const singular = desired.kind === 'contact';
  if (singular && email && desired.emails.length === 1) body['email'] = email.email;
  else if (desired.emails.length > 0) body['emails'] = desired.emails;
  if (singular && phone?.type === 1 && desired.phones.length === 1) body['phone'] = phone.phone;
  else if (desired.phones.length > 0) body['phones'] = desired.phones;
  if (desired.address) body['addresses'] = [shortAddress(desired.address)];
  body['tags'] = desired.tags;
  body['custom_fields'] = Object.entries(customFieldValues(desired, {})).map(([field, value]) => ({ field, value }));
  return body;
}

/** Reads and writes of single records. Decides nothing about linking. */
export class ClientifyRecords {
  private patchRefused = false;
  private replacesCustomFields = false;

  constructor(
    private readonly http: ClientifyHttp,
    private readonly concurrency: number,
  ) {}

  /** A create whose answer was lost has been found done. */
  confirmWrite(): Promise<void> {
    return this.http.confirmWrite();
  }

  /** Longest time that an answer is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.http.timeoutMs;
  }

  recordUrl(kind: TargetKind, id: string): string {
    return this.http.resourceUrl(`${COLLECTION[kind]}${id}/`);
  }

  /** null when the record is gone (404 JSON). */
  async read(kind: TargetKind, id: string): Promise<Target | null> {
    try {
      return parseTarget(kind, await this.http.request('GET', `${COLLECTION[kind]}${id}/`));
    } catch (error) {
      if (error instanceof RecordError && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * Creates a record, in a request that begins by `notAfter` or not at all. What the API refuses is left out with a note,
   * unless the record needs it; of a list that was refused as a whole each entry is tried on its own afterwards.
   */
  async create(desired: Desired, notAfter: Date): Promise<WriteResult> {
    const path = COLLECTION[desired.kind];
    const { body, answer, notes, refused, unclear } = await this.sendTolerant('POST', path, createBody(desired), notAfter);
    const target = parseTarget(desired.kind, answer);
    const created: WriteResult = { target, sent: [{ method: 'POST', path, body }], notes, refused };
    if (unclear.length === 0) return created;
    const calls = new SubResourceCalls(this.http);
    for (const { list, entry } of unclear) await calls.call('POST', `${path}${target.id}/${list}/`, entry, list);
    const all = [...created.sent, ...calls.sent];
    return {
      target: await this.readAgain(target, calls.sent),
      sent: all,
      notes: [...notes, ...calls.notes],
      refused: [...refused, ...calls.refused],
    };
  }

  private async sendTolerant(method: Method, path: string, whole: Record<string, unknown>, notAfter?: Date): Promise<Tolerated> {
    let done: Lessened = { body: whole, notes: [], refused: [], unclear: [] };
    for (let tries = 0; Object.keys(done.body).length > 0; tries++) {
      try {
        return { ...done, answer: await this.http.request(method, path, done.body, notAfter) };
      } catch (error) {
        if (!(error instanceof RecordError) || error.status !== 400 || tries === MAX_LESSENED) throw error;
        const less = withoutRefused(done.body, error.refusedParts);
        if (less === null || error.refusedFields.some((field) => ESSENTIAL.has(field))) throw error;
        done = {
          body: less.body,
          notes: [...done.notes, ...less.notes],
          refused: [...done.refused, ...less.refused],
          unclear: [...done.unclear, ...less.unclear],
        };
      }
    }
    return { ...done, answer: null };
  }

  /** PATCH, or PUT with the changed fields where PATCH is not allowed (clientify.md §6, §16). */
  private async change(path: string, body: Record<string, unknown>): Promise<Tolerated & { method: Method }> {
    if (!this.patchRefused) {
      try {
        return { ...(await this.sendTolerant('PATCH', path, body)), method: 'PATCH' };
      } catch (error) {
        if (!(error instanceof RecordError) || error.status !== 405) throw error;
        this.patchRefused = true;
      }
    }
    return { ...(await this.sendTolerant('PUT', path, body)), method: 'PUT' };
  }

  /** Sends the changes: sub-resources first, so that the record's own answer shows the state after all of them. */
  async apply(before: Target, changes: Changes): Promise<WriteResult> {
    const base = `${COLLECTION[before.kind]}${before.id}/`;
    const calls = new SubResourceCalls(this.http);
    const { sent, notes, refused } = calls;
    const list = async (name: string, change: ListChanges<unknown>): Promise<void> => {
      for (const { id, entry } of change.replace) await calls.call('PUT', `${base}${name}/${id}/`, entry, name);
      for (const entry of change.add) await calls.call('POST', `${base}${name}/`, entry, name);
      for (const id of change.remove) await calls.call('DELETE', `${base}${name}/${id}/`, undefined, name);
    };
    await list('emails', changes.emails);
    await list('phones', changes.phones);
    await list('addresses', changes.addresses);
    for (const tag of changes.tags) await calls.call('POST', `${base}tags/`, { name: tag }, 'tags');
    const body: Record<string, unknown> = { ...changes.fields };
    const ours = Object.entries(changes.customFields);
    if (ours.length > 0) body['custom_fields'] = this.customFieldList(before, changes.customFields);
    if (Object.keys(body).length === 0) return { target: await this.readAgain(before, sent), sent, notes, refused };
    const result = await this.change(base, body);
    notes.push(...result.notes);
    refused.push(...result.refused);
    if (result.answer === null) return { target: await this.readAgain(before, sent), sent, notes, refused };
    sent.push({ method: result.method, path: base, body: result.body });
    const target = parseTarget(before.kind, result.answer);
    if (ours.length === 0 || !this.lostCustomFields(before, target)) return { target, sent, notes, refused };
    // The API replaced the list instead of merging it: put the others back at once, and send all from now on.
    this.replacesCustomFields = true;
    const restored = { custom_fields: this.customFieldList(before, changes.customFields) };
    const again = await this.change(base, restored);
    sent.push({ method: again.method, path: base, body: restored });
    return { target: parseTarget(before.kind, again.answer), sent, notes, refused };
  }

  /** Answers of sub-resources show an entry only; what the record is after them tells its next change apart. */
  private async readAgain(before: Target, sent: readonly Sent[]): Promise<Target> {
    return (sent.length === 0 ? before : await this.read(before.kind, before.id)) ?? { ...before, modified: null };
  }

  private customFieldList(before: Target, ours: Readonly<Record<string, string>>): { field: string; value: string }[] {
    const all = this.replacesCustomFields ? { ...before.customFields, ...ours } : ours;
    return Object.entries(all).map(([field, value]) => ({ field, value }));
  }

  private lostCustomFields(before: Target, after: Target): boolean {
    if (after.customFields === undefined) return false;
    return Object.entries(before.customFields ?? {}).some(
      ([name, value]) => customFieldText(value) !== '' && !(name in (after.customFields ?? {})),
    );
  }

  /**
   * Looks up a record whose create may have been applied: by the id field, every hit verified; where the filter
   * is not honoured, through all records created since (clientify.md §5, recipe).
   */
  async findById(kind: TargetKind, gesinturId: string, since: Date): Promise<TargetRef[]> {
    const matches = (ref: TargetRef): boolean => ref.gesinturId === gesinturId;
    const page = await readPage(this.http, COLLECTION[kind], 1, { [`cf_${idFieldOf(kind)}`]: gesinturId });
    const refs = page.results.map((item) => refOf(parseTarget(kind, item)));
    if (!page.more && refs.every(matches)) return refs;
    if (refs.some(matches) && !page.more) return refs.filter(matches);
    const found: TargetRef[] = [];
    await readAll(
      this.http,
      COLLECTION[kind],
      this.concurrency,
      (item) => {
        const ref = refOf(parseTarget(kind, item));
        if (matches(ref)) found.push(ref);
      },
      { 'created[gte]': since.toISOString() },
    );
    return found;
  }

  /** Records of the kind with exactly this Documento: by the list's own means first, else through the whole list. */
  async findByDocumento(kind: 'contact' | 'company', documento: string): Promise<TargetRef[]> {
    const query: Record<string, string> = kind === 'company' ? { taxpayer_identification_number: documento } : { query: documento };
    const found: TargetRef[] = [];
    const take = (item: unknown): void => {
      const ref = refOf(parseTarget(kind, item));
      if (sameDocumento(ref.documento, documento) && !found.some((other) => other.id === ref.id)) found.push(ref);
    };
    await readAll(this.http, COLLECTION[kind], this.concurrency, take, query);
    if (found.length === 0) await readAll(this.http, COLLECTION[kind], this.concurrency, take);
    return found;
  }
}
