import { parseSyncConfig } from '../../lib/config/environment';
import { meetingOf } from '../../lib/config/meeting';
import { MESSAGE_VERSION, type RecordMessage } from '../../lib/ports/messages';
import { upsertRecord } from '../../lib/record/upsert-record';
import type { UpsertPorts, Upserted } from '../../lib/record/work';
import { ids } from '../../lib/runtime/ids';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { refOf, type Desired, type TargetRef } from '../../lib/sync/target';
import type { CrmRecord } from '../../simulators/agency/data';
import type { Clientify } from './clientify';
import { MemoryTable } from '../ports/table';

const nothing = (): Promise<void> => Promise.resolve();
const COLLECTIONS = { contact: 'contacts', company: 'companies', deal: 'deals' } as const;

/** One record of GIAV at a time: the real adapters and the real state, without queues. */
export class Desk {
  readonly table = new MemoryTable();
  readonly links = new DynamoLinks(this.table);
  readonly failures = new DynamoFailures(this.table);
  readonly pending = new DynamoPending(this.table);
  private minutes = 0;

  constructor(readonly clientify: Clientify) {}

  of(kind: keyof typeof COLLECTIONS): CrmRecord[] {
    return [...this.clientify.simulator.store.records[COLLECTIONS[kind]].values()];
  }

  /** The records of that kind, as a run's lists show them. */
  private async refs(kind: keyof typeof COLLECTIONS): Promise<TargetRef[]> {
    const found: TargetRef[] = [];
    for (const { id } of this.of(kind)) {
      const target = await this.clientify.records().read(kind, String(id));
      if (target) found.push(refOf(target));
    }
    return found;
  }

  /** @param seen whether the lists of the run show what Clientify holds */
  async work(
    desired: Desired,
    {
      seen = true,
      mode = 'full',
      ports = {},
    }: {
      readonly seen?: boolean;
      readonly mode?: RecordMessage['mode'];
      readonly ports?: Partial<UpsertPorts>;
    } = {},
  ): Promise<Upserted> {
    // Whoever died before is surely dead by now.
    const now = new Date(Date.now() + ++this.minutes * 600_000);
    const refs = seen ? await this.refs(desired.kind) : [];
    const message = {
      v: MESSAGE_VERSION,
      runId: `r${this.minutes}`,
      mode,
      page: 0,
      entity: desired.kind === 'deal' ? 'expediente' : 'client',
      id: desired.gesinturId,
      clientId: desired.kind === 'deal' ? '7' : desired.gesinturId,
      desired,
      candidates: {
        byId: refs.filter(({ gesinturId }) => gesinturId === desired.gesinturId),
        byDocument: refs.filter(
          ({ documento }) => documento !== '' && documento === desired.documento,
        ),
      },
      unmapped: [],
    } as unknown as RecordMessage;
    return upsertRecord(
      {
        clientify: this.clientify.records(),
        links: this.links,
        claims: new DynamoClaims(this.table, 'secret'),
        failures: this.failures,
        pending: this.pending,
        clock: { now: () => now },
        deletedInClientify: 'recreate',
        changes: { send: nothing },
        decisions: { putMany: nothing },
        meeting: meetingOf(parseSyncConfig('{}')),
        ids,
        claimant: { holder: `i${this.minutes}`, until: new Date(now.getTime() + 60_000) },
        ...ports,
      },
      message,
    );
  }
}
