import { meetingOf } from '../../lib/config/meeting';
import { parseSyncConfig } from '../../lib/config/environment';
import { MESSAGE_VERSION, type RecordMessage } from '../../lib/ports/messages';
import { upsertRecord } from '../../lib/record/upsert-record';
import type { Upserted } from '../../lib/record/work';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { RetryableError } from '../../lib/sync/errors';
import type { ClientKind } from '../../lib/sync/target';
import { ClientifyInMemory } from '../harness/clientify-in-memory';
import { giavClient } from '../harness/giav-records';
import { CountedIds } from './ids';
import { MemoryTable } from './table';

/** A valid fiscal id that people and companies may have. */
export const SHARED = '12345678Z';
const MINUTE_MS = 60_000;
const config = parseSyncConfig('{}');

/** Wraps the state and Clientify for one worker: each of their calls is a moment at which others may come in between. */
export type Between = <Port extends object>(port: Port) => Port;

/** Clients of GIAV that share a Documento, and Clientify's records beside them; workers with the real state. */
export class SharedDocumento {
  readonly table = new MemoryTable();
  readonly crm = new ClientifyInMemory();
  readonly links = new DynamoLinks(this.table);
  private readonly ids = new CountedIds();
  now = new Date('2026-11-01T10:00:00Z');
  private invocations = 0;

  constructor(readonly kind: ClientKind) {}

  /** A record of Clientify with the Documento. @param gesinturId `''`: free */
  record(id: string, gesinturId = ''): void {
    const own = gesinturId === '' ? undefined : { gesintur_id: gesinturId };
    this.crm.put(this.kind, id, { taxpayer_identification_number: SHARED, remarks: '' }, own);
  }

  /** What a run tells a worker of the client, with Clientify's lists as they are now. */
  message(id: number, runId = 'run'): RecordMessage {
    const client = giavClient({
      id,
      documento: SHARED,
      tipo: this.kind === 'contact' ? 'Particular' : 'Empresa',
      nombre: 'Lucía',
      apellidos: `Ferrer ${id}`,
      comentarios: `Cliente ${id}`,
    });
    const { desired } = mapClient(
      client,
      clientMapping(config, () => null),
    );
    const refs = this.crm.refs(this.kind);
    return {
      v: MESSAGE_VERSION,
      runId,
      mode: 'full',
      page: 0,
      entity: 'client',
      id: String(id),
      clientId: String(id),
      desired,
      candidates: {
        byId: refs.filter(({ gesinturId }) => gesinturId === String(id)),
        byDocument: refs,
      },
      unmapped: [],
    };
  }

  /** One delivery, in an invocation of its own that lasts five minutes. */
  deliver(message: RecordMessage, between: Between = (port) => port): Promise<Upserted> {
    const table = between<MemoryTable>(this.table);
    const until = new Date(this.now.getTime() + 5 * MINUTE_MS);
    return upsertRecord(
      {
        clientify: between<ClientifyInMemory>(this.crm),
        links: new DynamoLinks(table),
        claims: new DynamoClaims(table, 'secret-of-the-deployment'),
        failures: new DynamoFailures(table),
        pending: new DynamoPending(table),
        clock: { now: () => this.now },
        ids: this.ids,
        deletedInClientify: 'recreate',
        changes: { send: () => Promise.resolve() },
        decisions: { putMany: () => Promise.resolve() },
        meeting: { ...meetingOf(config), wayBack: 'off' },
        claimant: { holder: `invocation-${++this.invocations}`, until },
      },
      message,
    );
  }

  /** As the queue delivers it: again after an error that passes. */
  async work(message: RecordMessage, between?: Between): Promise<Upserted> {
    for (let tries = 0; tries < 20; tries++)
      try {
        return await this.deliver(message, between);
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
      }
    throw new Error(`client ${message.id} is delivered without end`);
  }

  /** All invocations of now are over. */
  later(): void {
    this.now = new Date(this.now.getTime() + 20 * MINUTE_MS);
  }

  /** GIAV ids of the clients whose link names the record. */
  clientsOf(clientifyId: string): string[] {
    return [...this.table.items.values()]
      .filter(
        (item) =>
          item.pk.startsWith('LINK#client#') &&
          item['clientifyId'] === clientifyId &&
          item['kind'] === this.kind,
      )
      .map(({ pk }) => pk.slice('LINK#client#'.length));
  }

  /** GIAV ids that were ever written to a record of Clientify. */
  get written(): string[] {
    return [
      ...new Set(this.crm.applied.flatMap(({ customFields }) => customFields['gesintur_id'] ?? [])),
    ];
  }
}
