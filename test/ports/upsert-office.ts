import { parseSyncConfig } from '../../lib/config/environment';
import { meetingOf } from '../../lib/config/meeting';
import type { NewDecision } from '../../lib/ports/decisions';
import { MESSAGE_VERSION, type RecordMessage } from '../../lib/ports/messages';
import { upsertRecord } from '../../lib/record/upsert-record';
import type { UpsertPorts, Upserted } from '../../lib/record/work';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import type { GiavClient } from '../../lib/sync/records';
import { ClientifyInMemory } from '../harness/clientify-in-memory';
import { giavClient } from '../harness/giav-in-memory';
import { CountedIds } from './ids';
import { MemoryTable } from './table';

export const NIF = '12345678Z';
const config = parseSyncConfig('{}');

/** Client 7 on its way to a worker, who is told of no record in Clientify. @param more what else, or instead */
export const messageOfClient = (
  fields: Partial<GiavClient> = {},
  more: Partial<RecordMessage> = {},
): RecordMessage => ({
  v: MESSAGE_VERSION,
  runId: 'r1',
  mode: 'full',
  page: 0,
  entity: 'client',
  id: '7',
  clientId: '7',
  desired: mapClient(
    giavClient(7, { documento: NIF, ...fields }),
    clientMapping(config, () => null),
  ).desired,
  candidates: { byId: [], byDocument: [] },
  unmapped: [],
  ...more,
});

/** What a worker does with one record, on the state in memory and before Clientify in memory. */
export class UpsertOffice {
  readonly table = new MemoryTable();
  readonly crm = new ClientifyInMemory();
  readonly links = new DynamoLinks(this.table);
  readonly claims = new DynamoClaims(this.table, 'secret-of-the-deployment');
  readonly pending = new DynamoPending(this.table);
  /** Decisions kept before something was sent. */
  readonly kept: NewDecision[] = [];
  /** What the way back is told. */
  readonly hints: object[] = [];
  /** Ports that a test sets. */
  more: Partial<UpsertPorts> = {};
  private readonly ids = new CountedIds();

  constructor(public now: Date) {}

  upsert(message: RecordMessage): Promise<Upserted> {
    return upsertRecord(
      {
        clientify: this.crm,
        links: this.links,
        claims: this.claims,
        failures: new DynamoFailures(this.table),
        pending: this.pending,
        clock: { now: () => this.now },
        ids: this.ids,
        deletedInClientify: 'recreate',
        changes: { send: (change) => Promise.resolve(void this.hints.push(change)) },
        decisions: { putMany: (made) => Promise.resolve(void this.kept.push(...made)) },
        meeting: meetingOf(config),
        claimant: { holder: 'worker', until: new Date(this.now.getTime() + 300_000) },
        ...this.more,
      },
      message,
    );
  }
}
