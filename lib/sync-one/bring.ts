import type { FieldChange } from '../dry-run/field-changes';
import { meetingOf } from '../config/meeting';
import type { NewDecision } from '../ports/decisions';
import type { NamedRecord, RecordMessage } from '../ports/messages';
import type { Run } from '../ports/run';
import type { SyncedRecord } from '../ports/synced';
import { failed } from '../record/status';
import { upsertRecord } from '../record/upsert-record';
import { askFor } from '../run/asked-records';
import { noteFailures } from '../run/note-failures';
import { RecordPlanner } from '../run/plan-records';
import type { Prepared } from '../run/plan-ports';
import { prepareRun, type IndexPorts } from '../run/prepare-run';
import type { PlannedPage } from '../run/planned-page';
import { SYNC_ONE } from '../sync/budget';
import type { Entity } from '../sync/decision';
import { RecordError, RetryableError, saidOf } from '../sync/errors';
import type { Said } from '../sync/said';
import type { SyncOnePorts } from './ports';
import { RecordedWrites } from './recorded-writes';

const READ_SINCE: Said = {
  en: 'GIAV was read once more meanwhile: this reading is not the latest.',
  es: 'Mientras tanto se ha vuelto a leer GIAV: esta lectura ya no es la última.',
};
const LISTS_FIRST: Said = {
  en: "Clientify's lists have to be read to tell whose its records are, and that takes longer than a person waits.",
  es: 'Hay que leer las listas de Clientify para saber de quién son sus registros, y eso tarda más de lo que espera una persona.',
};
const queued = ({ en, es }: Said): Said => ({
  en: `${en} The record is queued: it is read again by a run of its own.`,
  es: `${es} El registro queda en cola: lo vuelve a leer una ejecución propia.`,
});

/** What is made of a page before anything is known of how it ends: see {@link RecordPlanner}. */
type Plan = (planner: RecordPlanner) => Promise<PlannedPage | null>;

/**
 * Reads single records of GIAV, plans them as a re-drive does and brings them in step as a worker does, by the same code:
 * claims keep creations single, whoever else is at it, and an older reading gives way to a later one. What somebody else
 * has in hand is tried again for a while, each time from GIAV on; then it is queued.
 */
export class Bringer {
  private readonly patienceEnds: number;
  private settings: Promise<Omit<Prepared, 'candidates'>> | undefined;

  constructor(
    private readonly ports: SyncOnePorts,
    /** No run of the list of runs: what a re-drive would be. */
    readonly run: Run,
  ) {
    this.patienceEnds = ports.clock.now().getTime() + SYNC_ONE.patienceMs;
  }

  /** One record, read afresh with every try. */
  async one(record: NamedRecord): Promise<SyncedRecord> {
    const { giav } = this.ports;
    const { entity, id } = record;
    const readAndPlan: Plan = async (planner) => {
      if (entity === 'client') {
        const page = await giav.getClient(Number(id));
        return page.size === 0 ? planner.gone(entity, [id]) : planner.clients(page, 0);
      }
      const page = await giav.getExpediente(Number(id));
      if (page.size === 0) return planner.gone(entity, [id]);
      return planner.expedientes(page, 0, this.run.officePrefix ?? false);
    };
    for (;;)
      try {
        const [done] = await this.page(entity, readAndPlan, false);
        return done ?? this.told({ entity, id, outcome: 'unchanged' });
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
        const waitMs = Math.max(SYNC_ONE.againMs, error.retryAfterMs ?? 0);
        if (!this.mayWait(waitMs)) return this.queue(record, saidOf(error));
        this.ports.log.info('the record is tried again', { entity, id, error: error.message });
        await this.ports.wait(waitMs);
      }
  }

  /**
   * All records of a page that was read already; those that cannot be had now, one by one.
   * @param patient whether they are; else what stands in the way of one is thrown
   */
  async page(entity: Entity, plan: Plan, patient = true): Promise<SyncedRecord[]> {
    const planner = new RecordPlanner(this.ports, await this.prepared(), this.run);
    const planned = await plan(planner);
    if (planned === null) throw new RetryableError(LISTS_FIRST, { retryAfterMs: Infinity });
    await noteFailures(this.ports, entity, planned);
    await this.keep(planned.decisions);
    const told = new Map(planned.decisions.map((one) => [one.id, one]));
    const done = [...planned.results].map(([id, result]) =>
      this.toldOf(told.get(id) ?? this.decisionOf(entity, id, result)),
    );
    const waiting = [...planned.messages];
    const worker = async (): Promise<void> => {
      for (let message = waiting.shift(); message; message = waiting.shift())
        done.push(await this.carryOut(message, patient));
    };
    await Promise.all(Array.from({ length: Math.max(1, this.ports.parallel) }, worker));
    return done;
  }

  /** Queues it, and says why. */
  async queue({ entity, id }: NamedRecord, why: Said): Promise<SyncedRecord> {
    await askFor(this.ports, [{ entity, id }]);
    return { ...this.told({ entity, id, outcome: 'waits' }), message: queued(why) };
  }

  /** States and stages are read once; of records nothing that an earlier try has found is believed. */
  private async prepared(): Promise<Prepared> {
    const { clientify, config, timeLeft, reserveMs } = this.ports;
    const parts = { of: noParts, keep: () => Promise.resolve() };
    const mayGoOn = (): boolean =>
      timeLeft() >= reserveMs && this.ports.clock.now().getTime() < this.patienceEnds;
    const kept = { parts, runId: this.run.id, mayGoOn };
    this.settings ??= this.readSettings(parts).catch((error: unknown) => {
      this.settings = undefined;
      throw error;
    });
    return {
      ...(await this.settings),
      candidates: clientify.searching(config.nearDocumento, kept),
    };
  }

  private async readSettings(
    indexParts: IndexPorts['indexParts'],
  ): Promise<Omit<Prepared, 'candidates'>> {
    const giavStages = await this.ports.giav.expedienteStages();
    const prepared = await prepareRun({ ...this.ports, indexParts }, this.run, giavStages);
    if (prepared === null) throw new RetryableError(LISTS_FIRST, { retryAfterMs: Infinity });
    return prepared;
  }

  /** Whether somebody still waits for more. */
  get mayGoOn(): boolean {
    return this.mayWait(0);
  }

  private mayWait(ms: number): boolean {
    const { clock, timeLeft, reserveMs } = this.ports;
    return clock.now().getTime() + ms <= this.patienceEnds && timeLeft() - ms >= reserveMs;
  }

  private async carryOut(message: RecordMessage, patient: boolean): Promise<SyncedRecord> {
    const { entity, id } = message;
    const writes = new RecordedWrites(this.ports.records);
    try {
      const done = await this.ports.gate.about(`${entity} ${id}`, () =>
        upsertRecord({ ...this.upsertPorts(), clientify: writes }, message),
      );
      if (done.stale) throw new RetryableError(READ_SINCE, { scope: 'system' });
      await this.keep([done.decision]);
      return this.toldOf(done.decision, writes.fields);
    } catch (error) {
      if (error instanceof RetryableError && patient) return this.one({ entity, id });
      if (!(error instanceof RecordError)) throw error;
      return this.refused(message, error, writes.fields);
    }
  }

  private upsertPorts() {
    const { ports, run } = this;
    const until = new Date(ports.clock.now().getTime() + ports.timeLeft());
    return { ...ports, meeting: meetingOf(ports.config), claimant: { holder: run.id, until } };
  }

  /** To the failed list, with the error that the admin reads. */
  private async refused(
    { entity, id, desired }: RecordMessage,
    error: RecordError,
    fields: readonly FieldChange[],
  ): Promise<SyncedRecord> {
    const reason = error.reason ?? 'CLIENTIFY_REFUSED';
    const decision = {
      ...this.decisionOf(entity, id, { outcome: 'failed', reason }),
      message: error.message,
      kind: desired.kind,
    };
    const { at, runId } = decision;
    await failed(this.ports, { entity, id }, { at, runId, reason, message: error.message });
    await this.keep([decision]);
    return this.toldOf(decision, fields);
  }

  /** What is worth a line is kept and announced, as for a run. */
  private async keep(decisions: readonly NewDecision[]): Promise<void> {
    const { ports } = this;
    const noteworthy = decisions.filter(
      ({ result, message }) => result.outcome !== 'unchanged' || message !== undefined,
    );
    if (noteworthy.length === 0) return;
    await ports.decisions.putMany(noteworthy, ports.clock.now());
    await ports.events.announceAll(noteworthy);
  }

  private decisionOf(entity: Entity, id: string, result: NewDecision['result']): NewDecision {
    const at = this.ports.clock.now().toISOString();
    return { entity, id, runId: this.run.id, at, result };
  }

  private told(one: Pick<SyncedRecord, 'entity' | 'id' | 'outcome'>): SyncedRecord {
    return { ...one, notices: [], unmapped: [], notes: [], fields: [] };
  }

  private toldOf(decision: NewDecision, fields: readonly FieldChange[] = []): SyncedRecord {
    const { entity, id, result, message, kind, clientifyId, notes = [] } = decision;
    const { outcome, reason, notices = [], unmapped = [] } = result;
    return {
      entity: entity as Entity,
      id,
      outcome,
      reason,
      message: message === undefined ? undefined : { en: message, es: message },
      kind,
      clientifyId,
      notices: [...notices],
      unmapped: [...unmapped],
      notes: notes.map(({ field, note }) => ({ field, note })),
      fields: [...fields],
    };
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- It has the type of lists that are waited for, and none to wait for.
async function* noParts(): AsyncGenerator<never> {
  yield* [];
}
