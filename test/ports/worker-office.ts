import type { Change, RecordMessage, RunMessage } from '../../lib/ports/messages';
import { meetingOf } from '../../lib/config/meeting';
import { ForbiddenRow } from '../../lib/record/forbidden-row';
import {
  RecordProcessor,
  type Delivery,
  type ProcessPorts,
} from '../../lib/record/process-records';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoRuns } from '../../lib/state/runs';
import { Agency } from './agency';
import { rawClient } from './agency-giav';
import { CountedIds } from './ids';
import { MemoryTable } from './table';

/** A NIF with its letter. */
export const nif = (id: number): string =>
  `${12_345_000 + id}${'TRWAGMYFPDXBNJZSQVHLCKE'[(12_345_000 + id) % 23] ?? ''}`;

/** The run that the messages are of. */
export const RUN_ID = 'r1';

/**
 * A worker of the queue of records, on the real state in memory: the clients of a run that has read its only page, and all
 * that the worker tells of them.
 */
export class WorkerOffice {
  readonly agency = new Agency();
  readonly table = new MemoryTable();
  readonly runs = new DynamoRuns(this.table, 900_000);
  readonly links = new DynamoLinks(this.table);
  readonly failures = new DynamoFailures(this.table);
  readonly pending = new DynamoPending(this.table);
  readonly postponed: [string, number][] = [];
  readonly buried: string[][] = [];
  readonly asked: RunMessage[] = [];
  readonly hints: Change[] = [];
  readonly told: { type: string; detail: unknown }[] = [];
  readonly measured: string[] = [];
  readonly said: string[] = [];
  /** Records that were taken in hand. */
  readonly inHand: string[] = [];
  /** What was kept, in order. */
  readonly steps: string[] = [];
  outage = 0;
  now = new Date('2026-03-02T09:00:00Z');
  messages: RecordMessage[] = [];

  /** The run has begun and read its only page: nobody has worked on its clients, 1 to `count`. */
  async begin(count: number): Promise<Delivery[]> {
    for (let id = 1; id <= count; id++)
      this.agency.giav.store(rawClient(id, { Documento: nif(id), Nombre: `Lucía ${id}` }));
    this.messages = await this.agency.messages('full');
    const taken = await this.runs.acquire(RUN_ID, 'full', this.now, true);
    if (!('run' in taken)) throw new Error('another run is in the way');
    const ids = this.messages.map(({ id }) => id);
    await this.runs.openPage(RUN_ID, 'client', 0, ids, new Map(), this.now);
    await this.runs.checkpoint(taken.run, { phase: 'draining', clientPages: 1 });
    await this.runs.release(taken.run);
    return this.messages.map((message) => this.delivery(message));
  }

  delivery(body: RecordMessage | string, id = typeof body === 'string' ? 'x' : body.id): Delivery {
    return {
      messageId: `m${id}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      receiptHandle: `r${id}`,
      groupId: id,
    };
  }

  work(deliveries: readonly Delivery[], more: Partial<ProcessPorts> = {}): Promise<string[]> {
    return new RecordProcessor({ ...this.ports(), ...more }).process(deliveries);
  }

  /** Results by client, as the run holds them. */
  async results(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for await (const { results } of this.runs.pages(RUN_ID))
      for (const [id, { outcome, reason }] of Object.entries(results))
        found[id] = reason ?? outcome;
    return found;
  }

  private readonly forbidden = new ForbiddenRow();
  private readonly ids = new CountedIds();

  ports(): ProcessPorts {
    const { table, steps } = this;
    const decisions = new DynamoDecisions(table);
    const runs = new DynamoRuns(table, 900_000);
    const say =
      (level: string) =>
      (text: string, ids: object = {}) =>
        void this.said.push(`${level}: ${text} ${JSON.stringify(ids)}`);
    return {
      clientify: this.agency.clientify,
      links: this.links,
      claims: new DynamoClaims(table, 'secret-of-the-deployment'),
      failures: this.failures,
      pending: this.pending,
      decisions: {
        putMany: async (made, now) => {
          steps.push(`decisions ${made.map(({ id }) => id).join(' ')}`);
          await decisions.putMany(made, now);
        },
      },
      runs: Object.assign(runs, {
        addResults: (...args: Parameters<DynamoRuns['addResults']>) => {
          steps.push(`results ${[...args[3].keys()].join(' ')}`);
          return this.runs.addResults(...args);
        },
      }),
      changes: { send: (change) => Promise.resolve(void this.hints.push(change as Change)) },
      meeting: meetingOf(this.agency.config),
      deletedInClientify: 'recreate',
      ids: this.ids,
      claimant: { holder: 'worker', until: new Date(this.now.getTime() + 300_000) },
      clock: { now: () => this.now },
      events: {
        announce: (type, detail) => Promise.resolve(void this.told.push({ type, detail })),
        announceAll: (made) => {
          for (const detail of made) this.told.push({ type: 'record', detail });
          return Promise.resolve();
        },
      },
      log: { info: say('info'), warn: say('warn'), error: say('error') },
      meter: {
        add: (name, unit, value, of = {}) =>
          void this.measured.push([name, unit, value, ...Object.values(of)].join(' ')),
      },
      workQueue: {
        postpone: (handle, seconds) => Promise.resolve(void this.postponed.push([handle, seconds])),
        bury: (...letter) => Promise.resolve(void this.buried.push(letter)),
      },
      runQueue: { send: (message) => Promise.resolve(void this.asked.push(message)) },
      gate: {
        outageMs: () => Promise.resolve(this.outage),
        about: (record, work) => {
          this.inHand.push(record);
          return work();
        },
      },
      forbidden: this.forbidden,
      parallel: 2,
      timeLeft: () => 60_000,
      chance: () => 0,
      countCalls: () => Promise.resolve(void steps.push('calls')),
    };
  }
}
