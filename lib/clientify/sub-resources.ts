import { RecordError } from '../sync/errors';
import type { Address, FieldNote } from '../sync/target';
import type { ClientifyHttp } from './http';
import type { Method, RefusedValue, Sent } from '../ports/clientify';
import { refusedValue, shortAddress } from './refused-parts';

const isAddress = (name: string, body: unknown): body is Address =>
  name === 'addresses' && typeof body === 'object' && body !== null;

/** Writes of single entries of a record's lists. One that is refused never holds back another. */
export class SubResourceCalls {
  readonly sent: Sent[] = [];
  readonly notes: FieldNote[] = [];
  readonly refused: RefusedValue[] = [];

  constructor(private readonly http: Pick<ClientifyHttp, 'request'>) {}

  /** An address is sent with all six keys (clientify.md, C4); if that is refused, once more without its blank parts. */
  async call(method: Method, path: string, body: unknown, list: string): Promise<void> {
    const bodies = isAddress(list, body) ? [body, shortAddress(body)] : [body];
    const tries = bodies.filter(
      (one, at) =>
        at === 0 || Object.keys(one as object).length < Object.keys(body as object).length,
    );
    for (const [at, one] of tries.entries()) {
      try {
        await this.http.request(method, path, one);
        this.sent.push({ method, path, body: one });
        return;
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        if (method === 'DELETE' && error.status === 404) return;
        if (error.status === 400 && at < tries.length - 1) continue;
        this.notes.push({
          field: list,
          note: `refused by Clientify (${error.status ?? 400}); left as it was`,
        });
        if (error.status === 400 && body !== undefined) this.refused.push(refusedValue(list, body));
        return;
      }
    }
  }
}
