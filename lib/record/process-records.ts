import { RECORD, SECOND_MS, apartSeconds, redeliverySeconds } from '../sync/budget';
import type { Gate } from '../ports/gate';
import {
  namedRecord,
  recordMessageSchema,
  type NamedRecord,
  type RecordMessage,
} from '../ports/messages';
import type { RunQueue, WorkQueue } from '../ports/queues';
import type { Decisions } from '../ports/decisions';
import type { Pending } from '../ports/pending';
import type { Failures } from '../ports/failures';
import type { Links } from '../ports/links';
import type { Outcome, RecordResult } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { failRun, type FailPorts } from '../run/finish-run';
import { parseJson } from '../ports/parse-json';
import type { ForbiddenRow } from './forbidden-row';
import { failed } from './status';
import { tellResults, type Settled } from './tell-results';
import { upsertRecord } from './upsert-record';
import type { UpsertPorts } from './work';

export interface ProcessPorts extends UpsertPorts, FailPorts {
  readonly links: Links;
  readonly failures: Failures;
  readonly decisions: Decisions;
  readonly workQueue: Pick<WorkQueue, 'postpone' | 'bury'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly pending: Pick<Pending, 'add' | 'addMany' | 'remove'>;
  readonly gate: Gate;
  readonly forbidden: ForbiddenRow;
  /** Records of different clients worked on at the same time by one invocation. */
  readonly parallel: number;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
  /** A number from 0 to 1: what waits for the same does not come back all at once. */
  readonly chance: () => number;
  /** Adds the calls made so far to the run: before its last result, which may end it. */
  readonly countCalls: () => Promise<void>;
}

/** A message as SQS delivers it. */
export interface Delivery {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  readonly groupId: string;
}

/** Deliveries by message group, each in order. */
export function inGroups<D extends Delivery>(deliveries: readonly D[]): D[][] {
  const groups = new Map<string, D[]>();
  for (const delivery of deliveries)
    groups.set(delivery.groupId, [...(groups.get(delivery.groupId) ?? []), delivery]);
  return [...groups.values()];
}

const WRITTEN: ReadonlySet<Outcome> = new Set(['created', 'updated', 'linked']);

/** One batch of the work queue: groups in parallel, each group in order; the rest of a group waits behind a failure. */
export class RecordProcessor {
  private readonly settled: Settled[] = [];
  private readonly undelivered: string[] = [];
  private readonly stale: NamedRecord[] = [];
  private readonly runs = new Map<string, Promise<'running' | 'stopped' | 'over'>>();
  private readonly reserveMs: number;
  private stopped: ConfigurationError | null = null;

  constructor(private readonly ports: ProcessPorts) {
    this.reserveMs = ports.timeLeft() * RECORD.reservedShare;
  }

  /** Ids of the messages that must be delivered again. */
  async process(deliveries: readonly Delivery[]): Promise<string[]> {
    const outage = await this.ports.gate.outageMs();
    if (outage > 0) {
      await this.postponeAll(deliveries, outage);
      return deliveries.map(({ messageId }) => messageId);
    }
    const waiting = inGroups(deliveries);
    const worker = async (): Promise<void> => {
      for (let group = waiting.shift(); group; group = waiting.shift())
        await this.processGroup(group);
    };
    await Promise.all(
      Array.from({ length: Math.min(this.ports.parallel, waiting.length) }, worker),
    );
    await tellResults(this.ports, this.settled, this.stale);
    return this.undelivered;
  }

  /** The messages of an outage come back when it may be over, a little apart. */
  private async postponeAll(deliveries: readonly Delivery[], ms: number): Promise<void> {
    for (const { receiptHandle } of deliveries)
      await this.ports.workQueue.postpone(receiptHandle, apartSeconds(ms, this.ports.chance));
  }

  private async processGroup(group: readonly Delivery[]): Promise<void> {
    for (const [at, delivery] of group.entries()) {
      const inTime = this.ports.timeLeft() > this.reserveMs;
      if (inTime && (await this.processOne(delivery))) continue;
      // What is behind it in its group comes right after it, not when its own visibility timeout is over.
      const behind = group.slice(inTime ? at + 1 : at);
      for (const { receiptHandle } of behind) await this.ports.workQueue.postpone(receiptHandle, 0);
      this.undelivered.push(...group.slice(at).map((one) => one.messageId));
      return;
    }
  }

  /** false when the message must come again. */
  private async processOne(delivery: Delivery): Promise<boolean> {
    const json = parseJson(delivery.body);
    const parsed = recordMessageSchema.safeParse(json);
    if (!parsed.success) return this.unreadable(delivery, json);
    const message = parsed.data;
    const run = this.stopped ? 'stopped' : await this.runState(message.runId);
    // Its run was stopped by a configuration error, or by an admin: its watermark stays, so the next run reads the record again.
    if (run === 'stopped') return true;
    if (run === 'over') {
      this.stale.push({ entity: message.entity, id: message.id });
      return true;
    }
    try {
      const { stale, ...upserted } = await this.ports.gate.about(
        `${message.entity} ${message.id}`,
        () => upsertRecord(this.ports, message),
      );
      if (stale) this.stale.push({ entity: message.entity, id: message.id });
      this.settled.push({ message, ...upserted });
      if (WRITTEN.has(upserted.result.outcome)) this.ports.forbidden.broken();
      return true;
    } catch (error) {
      return this.failed(delivery, message, error);
    }
  }

  /** Of another version of the code, but with a name: read from GIAV again. Without one: kept for a human, never looped. */
  private async unreadable(delivery: Delivery, json: unknown): Promise<boolean> {
    const record = namedRecord(json);
    if (record) {
      this.stale.push(record);
      return true;
    }
    this.ports.log.error('a message cannot be read; it is kept in the dead-letter queue', {
      messageId: delivery.messageId,
    });
    await this.ports.workQueue.bury(
      delivery.body,
      `unreadable-${delivery.messageId}`,
      delivery.messageId,
    );
    return true;
  }

  /** A message that outlived its run carries yesterday's data: it must not overwrite what came since. */
  private runState(runId: string): Promise<'running' | 'stopped' | 'over'> {
    const known =
      this.runs.get(runId) ??
      this.ports.runs.get(runId).then(
        (run) => {
          if (run?.status === 'running') return 'running';
          return run?.error?.kind === 'configuration' || run?.status === 'cancelled'
            ? 'stopped'
            : 'over';
        },
        (error: unknown) => {
          // The run itself cannot be read: its records are read from GIAV in another one.
          if (error instanceof ConfigurationError) return 'over';
          throw error;
        },
      );
    this.runs.set(runId, known);
    return known;
  }

  private async failed(
    delivery: Delivery,
    message: RecordMessage,
    error: unknown,
  ): Promise<boolean> {
    const { workQueue, runs, log, gate } = this.ports;
    if (error instanceof ConfigurationError) return this.stop(message, error);
    const { runId, entity, id, page } = message;
    const text = error instanceof Error ? error.message : 'unknown error';
    log.warn('record not written', { runId, entity, id, error: text });
    if (error instanceof RecordError) return this.refused(message, error);
    const asked = error instanceof RetryableError ? (error.retryAfterMs ?? 0) : 0;
    const outage = await gate.outageMs();
    const apart = apartSeconds(Math.max(asked, outage), this.ports.chance);
    if (error instanceof RetryableError && error.scope === 'system')
      return this.again(delivery, apart);
    const attempts = await runs.addAttempt(runId, entity, page, id);
    if (outage > 0 && attempts < RECORD.outageAttempts) return this.again(delivery, apart);
    if (outage === 0 && attempts < RECORD.attempts)
      return this.again(delivery, Math.max(asked / SECOND_MS, redeliverySeconds(attempts)));
    await workQueue.bury(delivery.body, `${entity}-${id}`, `${runId}-${entity}-${id}`);
    return this.giveUp(message, 'CLIENTIFY_UNAVAILABLE', text);
  }

  private async again({ receiptHandle }: Delivery, seconds: number): Promise<false> {
    await this.ports.workQueue.postpone(receiptHandle, seconds);
    return false;
  }

  private async stop({ runId }: RecordMessage, error: ConfigurationError): Promise<true> {
    this.stopped = error;
    await failRun(this.ports, runId, error);
    return true;
  }

  /** This record's own trouble, unless the same happens to one after the other. */
  private async refused(message: RecordMessage, error: RecordError): Promise<true> {
    const { forbidden } = this.ports;
    const isForbidden = error.reason === 'FORBIDDEN_IN_CLIENTIFY';
    if (!isForbidden && error.status !== undefined) forbidden.broken();
    const row = isForbidden ? forbidden.add(message, error.message) : null;
    await this.giveUp(message, error.reason ?? 'CLIENTIFY_REFUSED', error.message);
    return row === null ? true : this.stop(message, row);
  }

  /** To the failed list, with the error that the admin reads. */
  private async giveUp(message: RecordMessage, reason: Reason, text: string): Promise<true> {
    const { runId, entity, id } = message;
    const at = this.ports.clock.now().toISOString();
    await failed(this.ports, message, { at, runId, reason, message: text });
    const result: RecordResult = { outcome: 'failed', reason };
    this.settled.push({
      message,
      result,
      decision: { entity, id, runId, at, result, message: text, kind: message.desired.kind },
    });
    return true;
  }
}
