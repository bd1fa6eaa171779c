import { meetingOf } from '../config/meeting';
import type { RecordMessage } from '../ports/messages';
import { upsertRecord } from '../record/upsert-record';
import type { UpsertPorts } from '../record/work';
import type { PlannedPage } from '../run/planned-page';
import type { Entity, RecordResult } from '../sync/decision';
import { RecordError } from '../sync/errors';
import { addPage, emptySummary } from '../sync/run-progress';
import type { DryRunPorts } from './dry-run-ports';
import { nothing } from './nothing-stored';
import { PlannedClaims } from './planned-claims';
import type { PlannedLinks } from './planned-links';
import type { PlannedRecord } from './planned-record';
import { PlannedIds, PlannedWrites } from './planned-writes';

type Decided = Omit<PlannedRecord, 'entity' | 'label'>;

/** Decides a page to the end: what a run's fetcher settles by itself, and what a worker would make of the rest. */
export class PageDecider {
  readonly summary = emptySummary();
  /** Contacts that would be created. */
  newContacts = 0;
  private readonly ids = new PlannedIds();
  private readonly claims = new PlannedClaims();

  constructor(
    private readonly ports: DryRunPorts,
    private readonly links: PlannedLinks,
  ) {}

  async decide(
    entity: Entity,
    planned: PlannedPage,
    labels: ReadonlyMap<string, string>,
  ): Promise<void> {
    const told = new Map(planned.decisions.map((decision) => [decision.id, decision]));
    const tell = async (record: Decided): Promise<void> => {
      if (record.result.outcome !== 'unchanged')
        await this.ports.onRecord({ entity, label: labels.get(record.id) ?? '', ...record });
    };
    for (const [id, result] of planned.results) {
      const { message, notes = [] } = told.get(id) ?? {};
      await tell({ id, result, message, fields: [], notes });
    }
    const results = new Map(planned.results);
    const waiting = [...planned.messages];
    const worker = async (): Promise<void> => {
      for (let message = waiting.shift(); message; message = waiting.shift()) {
        const record = await this.upsert(message);
        results.set(message.id, record.result);
        await tell(record);
      }
    };
    await Promise.all(Array.from({ length: this.ports.config.clientify.concurrency }, worker));
    this.count(entity, planned.ids, results);
  }

  private count(entity: Entity, ids: string[], results: ReadonlyMap<string, RecordResult>): void {
    addPage(this.summary, {
      entity,
      ids,
      results: Object.fromEntries(
        [...results].map(([id, { outcome, reason, unmapped, notices }]) => [
          id,
          {
            outcome,
            reason,
            unmapped: unmapped && [...unmapped],
            notices: notices && [...notices],
          },
        ]),
      ),
    });
  }

  private async upsert(message: RecordMessage): Promise<Decided> {
    const writes = new PlannedWrites(this.ports.records, this.ids);
    const about = { id: message.id, kind: message.desired.kind };
    try {
      const { result, decision } = await upsertRecord(this.portsWith(writes), message);
      if (result.outcome === 'created' && message.desired.kind === 'contact') this.newContacts += 1;
      return {
        ...about,
        result,
        message: decision.message,
        clientifyId: result.outcome === 'created' ? undefined : decision.clientifyId,
        fields: writes.fields,
        notes: decision.notes ?? [],
      };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return {
        ...about,
        result: { outcome: 'failed', reason: error.reason ?? 'CLIENTIFY_REFUSED' },
        message: error.message,
        fields: [],
        notes: [],
      };
    }
  }

  private portsWith(writes: PlannedWrites): UpsertPorts {
    const { config, clock } = this.ports;
    return {
      clientify: writes,
      links: this.links,
      claims: this.claims,
      failures: nothing,
      pending: nothing,
      clock,
      ids: this.ids,
      deletedInClientify: config.deletedInClientify,
      nearDocumento: config.nearDocumento,
      changes: { send: () => Promise.resolve() },
      meeting: meetingOf(config),
      decisions: { putMany: () => Promise.resolve() },
      staysForgotten: config.forgotten === 'stay-away',
      claimant: { holder: 'dry-run', until: clock.now() },
    };
  }
}
