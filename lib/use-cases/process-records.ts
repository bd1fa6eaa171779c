import { recordMessageSchema, type RecordMessage } from '../queue/messages';
import type { WorkQueue } from '../queue/queues';
import type { Decisions, NewDecision } from '../state/decisions';
import type { Runs } from '../state/runs';
import type { Entity, Reason, RecordResult } from '../sync/decision';
import { ConfigurationError, RecordError } from '../sync/errors';
import { failRun, type FinishPorts } from './finish-run';
import { RecordUpserter, type UpsertPorts } from './upsert-record';

export interface ProcessPorts extends UpsertPorts, FinishPorts {
  readonly runs: Runs;
  readonly decisions: Decisions;
  readonly workQueue: WorkQueue;
  /** Records of different clients worked on at the same time by one invocation. */
  readonly parallel: number;
  readonly maxReceiveCount: number;
}

/** A message as SQS delivers it. */
export interface Delivery {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly groupId: string;
}

interface Settled {
  readonly message: RecordMessage;
  readonly result: RecordResult;
  readonly decision: NewDecision;
}

/** Wait before the n-th redelivery, in seconds: 2, 4, 8 … at most five minutes. */
export const redeliverySeconds = (receiveCount: number): number => Math.min(300, 2 ** receiveCount);

/** One batch of the work queue: groups in parallel, each group in order; the rest of a group waits behind a failure. */
export class RecordProcessor {
  private readonly settled: Settled[] = [];
  private readonly undelivered: string[] = [];
  private readonly runsStopped = new Map<string, Promise<boolean>>();
  private stopped: ConfigurationError | null = null;

  constructor(private readonly ports: ProcessPorts) {}

  /** Ids of the messages that must be delivered again. */
  async process(deliveries: readonly Delivery[]): Promise<string[]> {
    const groups = new Map<string, Delivery[]>();
    for (const delivery of deliveries) groups.set(delivery.groupId, [...(groups.get(delivery.groupId) ?? []), delivery]);
    const waiting = [...groups.values()];
    const worker = async (): Promise<void> => {
      for (let group = waiting.shift(); group; group = waiting.shift()) await this.processGroup(group);
    };
    await Promise.all(Array.from({ length: Math.min(this.ports.parallel, waiting.length) }, worker));
    await this.record();
    return this.undelivered;
  }

  private async processGroup(group: readonly Delivery[]): Promise<void> {
    for (const [at, delivery] of group.entries()) {
      if (await this.processOne(delivery)) continue;
      this.undelivered.push(...group.slice(at).map((one) => one.messageId));
      return;
    }
  }

  /** false when the message must come again. */
  private async processOne(delivery: Delivery): Promise<boolean> {
    const parsed = recordMessageSchema.safeParse(parseJson(delivery.body));
    if (!parsed.success) {
      // Kept for a human: after its deliveries SQS moves it to the dead-letter queue as it is.
      this.ports.log.error('a message cannot be read', { messageId: delivery.messageId });
      return false;
    }
    const message = parsed.data;
    // Its run was stopped by a configuration error: the next run reads the record again.
    if (this.stopped || (await this.isStopped(message.runId))) return true;
    try {
      const upserted = await new RecordUpserter(this.ports, message).upsert();
      this.settled.push({ message, ...upserted });
      return true;
    } catch (error) {
      return this.failed(delivery, message, error);
    }
  }

  private isStopped(runId: string): Promise<boolean> {
    const known = this.runsStopped.get(runId) ?? this.ports.runs.get(runId).then((run) => run?.error?.kind === 'configuration');
    this.runsStopped.set(runId, known);
    return known;
  }

  private async failed(delivery: Delivery, message: RecordMessage, error: unknown): Promise<boolean> {
    if (error instanceof ConfigurationError) {
      this.stopped = error;
      await failRun(this.ports, message.runId, error);
      return true;
    }
    const permanent = error instanceof RecordError;
    const text = error instanceof Error ? error.message : 'unknown error';
    this.ports.log.warn('record not written', {
      runId: message.runId,
      entity: message.entity,
      id: message.id,
      receiveCount: delivery.receiveCount,
      error: text,
    });
    if (!permanent && delivery.receiveCount < this.ports.maxReceiveCount) {
      await this.ports.workQueue.postpone(delivery.receiptHandle, redeliverySeconds(delivery.receiveCount));
      return false;
    }
    const reason: Reason = permanent ? 'CLIENTIFY_REFUSED' : 'CLIENTIFY_UNAVAILABLE';
    const at = this.ports.clock.now().toISOString();
    await this.ports.workQueue.bury({ ...message, history: [...message.history, { at, reason, message: text }] });
    const result: RecordResult = { outcome: 'failed', reason };
    this.settled.push({
      message,
      result,
      decision: { entity: message.entity, id: message.id, runId: message.runId, at, result, message: text, kind: message.desired.kind },
    });
    return true;
  }

  /** Decisions first, then the counters, then the end of the run: a repeat after a crash changes nothing. */
  private async record(): Promise<void> {
    const { decisions, runs, clock, runQueue } = this.ports;
    const noteworthy = this.settled.filter(({ result }) => result.outcome !== 'unchanged').map(({ decision }) => decision);
    await decisions.putMany(noteworthy, clock.now());
    const pages = new Map<string, { message: RecordMessage; results: Map<string, RecordResult> }>();
    for (const { message, result } of this.settled) {
      const key = `${message.runId} ${message.entity} ${message.page}`;
      const page = pages.get(key) ?? { message, results: new Map<string, RecordResult>() };
      page.results.set(message.id, result);
      pages.set(key, page);
    }
    for (const { message, results } of pages.values()) {
      const { runId, page } = message;
      const entity: Entity = message.entity;
      if (!(await runs.addResults(runId, entity, page, results))) continue;
      if (await runs.pageDone(runId, entity, page)) await runQueue.send({ v: 1, kind: 'check', runId, idleChecks: 0 });
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
