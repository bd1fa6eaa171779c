import { RecordError } from '../sync/errors';
import type { FieldNote } from '../sync/target';
import { safeBody } from './bodies';
import type { ClientifyHttp, Method } from './http';

/** One call that changed something, for the record's decision. */
export interface Sent {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
}

export interface Answered {
  readonly body: Record<string, unknown>;
  /** null: nothing was left to send. */
  readonly answer: unknown;
  readonly notes: FieldNote[];
  readonly refused: readonly string[];
}

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

/** Sends bodies; a field that the API refuses is left out with a note, unless the record needs it. */
export class Sender {
  private patchRefused = false;

  constructor(private readonly http: ClientifyHttp) {}

  async tolerant(method: Method, path: string, wanted: Record<string, unknown>, notAfter?: Date): Promise<Answered> {
    const body = safeBody(wanted);
    try {
      return { body, answer: await this.http.request(method, path, body, notAfter), notes: [], refused: [] };
    } catch (error) {
      if (!(error instanceof RecordError) || error.status !== 400) throw error;
      const refused = error.refusedFields.filter((field) => field in body);
      if (refused.length === 0 || error.refusedFields.some((field) => ESSENTIAL.has(field))) throw error;
      const rest = Object.fromEntries(Object.entries(body).filter(([field]) => !refused.includes(field)));
      const notes = refused.map((field) => ({ field, note: 'refused by Clientify; left out' }));
      if (Object.keys(rest).length === 0) return { body: rest, answer: null, notes, refused };
      return { body: rest, answer: await this.http.request(method, path, rest, notAfter), notes, refused };
    }
  }

  /** PATCH, or PUT with the changed fields where PATCH is not allowed (clientify.md §6, §16). */
  async change(path: string, body: Record<string, unknown>): Promise<Answered & { method: Method }> {
    if (!this.patchRefused) {
      try {
        return { ...(await this.tolerant('PATCH', path, body)), method: 'PATCH' };
      } catch (error) {
        if (!(error instanceof RecordError) || error.status !== 405) throw error;
        this.patchRefused = true;
      }
    }
    return { ...(await this.tolerant('PUT', path, body)), method: 'PUT' };
  }
}
