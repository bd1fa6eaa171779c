import { RecordError } from '../sync/errors';
import { safeBody } from './bodies';
import type { ClientifyHttp } from './http';
import type { Method } from '../ports/clientify';
import { withoutRefused, type Lessened } from './refused-parts';

/** What became of one request whose body may have had to be lessened; `answer` is null when nothing was left to send. */
export interface Answered extends Pick<Lessened, 'body' | 'notes' | 'refused' | 'unclear'> {
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

/** Sends bodies; what the API refuses is left out with a note, unless the record needs it. */
export class Sender {
  private patchRefused = false;

  constructor(private readonly http: ClientifyHttp) {}

  async tolerant(
    method: Method,
    path: string,
    wanted: Record<string, unknown>,
    notAfter?: Date,
  ): Promise<Answered> {
    let done: Lessened = { body: safeBody(wanted), notes: [], refused: [], unclear: [] };
    for (let tries = 0; Object.keys(done.body).length > 0; tries++) {
      try {
        return { ...done, answer: await this.http.request(method, path, done.body, notAfter) };
      } catch (error) {
        if (!(error instanceof RecordError) || error.status !== 400 || tries === MAX_LESSENED)
          throw error;
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

  /** PATCH, or PUT with the changed fields where PATCH is not allowed (clientify.md, C14). */
  async change(
    path: string,
    body: Record<string, unknown>,
  ): Promise<Answered & { method: Method }> {
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
