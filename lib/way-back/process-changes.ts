import { CHANGE, SECOND_MS, redeliverySeconds } from '../sync/budget';
import { changeMessageSchema, type Change } from '../ports/messages';
import type { EventBus } from '../ports/events';
import type { ChangeQueue, WorkQueue } from '../ports/queues';
import type { Decisions } from '../ports/decisions';
import type { Failures } from '../ports/failures';
import type { WayBackNotes } from '../ports/way-back-notes';
import type { Samples } from '../ports/samples';
import type { Reason } from '../sync/reasons';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { AskedRuns } from './asked-runs';
import { parseJson } from '../ports/parse-json';
import { inGroups, type Delivery } from '../record/process-records';
import { changeSettled, changeSucceeded, changeWaits, failedWithoutLink } from '../record/status';
import type { WriteBackPorts, WrittenBack } from './change-work';
import { WriteBack } from './write-back';

export interface ChangePorts extends Omit<WriteBackPorts, 'keep'> {
  readonly events: Pick<EventBus, 'announce' | 'announceAll'>;
  readonly changes: Pick<ChangeQueue, 'postpone' | 'send'>;
  readonly workQueue: Pick<WorkQueue, 'bury'>;
  readonly decisions: Decisions;
  readonly failures: Failures;
  readonly samples: Samples;
  /** @default - nobody is told */
  readonly notes?: WayBackNotes;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
}

/** A hint as the queue delivers it. */
export interface ChangeDelivery extends Delivery {
  readonly receiveCount: number;
  readonly sentAt: Date;
}

/** Tells the failures and decisions of the way back from those of runs. */
const RUN_PREFIX = 'change-';

/**
 * One batch of the change queue: hints about one record are one look at it, and what they ask a run for is asked for at
 * once. Ids of what must come again.
 */
export async function processChanges(
  ports: ChangePorts,
  deliveries: readonly ChangeDelivery[],
): Promise<string[]> {
  const again: string[] = [];
  measureAge(ports, deliveries);
  const reserveMs = ports.timeLeft() * CHANGE.reservedShare;
  const asked = new AskedRuns(ports);
  const heard: number[] = [];
  for (const group of inGroups(deliveries))
    for (const { change, hints } of await changesOf(ports, group)) {
      const [first] = hints as [ChangeDelivery];
      if (change.source === 'webhook') heard.push(...hints.map(({ sentAt }) => sentAt.getTime()));
      if (ports.timeLeft() < reserveMs)
        for (const { receiptHandle } of hints) await ports.changes.postpone(receiptHandle, 0);
      else if (await new OneChange({ ...ports, runQueue: asked }, first, change).process())
        continue;
      again.push(...hints.map(({ messageId }) => messageId));
    }
  await asked.flush();
  if (heard.length > 0) await noted(ports, (notes) => notes.heard(new Date(Math.max(...heard))));
  return again;
}

/** AWS leaves messages that come again and again out of the age that it tells: exactly those that wait for GIAV. */
function measureAge({ meter, clock }: ChangePorts, deliveries: readonly ChangeDelivery[]): void {
  const oldest = Math.min(...deliveries.map(({ sentAt }) => sentAt.getTime()));
  if (Number.isFinite(oldest))
    meter.add('ChangeAge', 'Seconds', (clock.now().getTime() - oldest) / SECOND_MS);
}

interface Hinted {
  readonly change: Change;
  readonly hints: ChangeDelivery[];
}

/** Each message of a group by itself: one that nobody can read is kept for a human, and does not take the others with it. */
async function changesOf(ports: ChangePorts, group: readonly ChangeDelivery[]): Promise<Hinted[]> {
  const found = new Map<string, Hinted>();
  for (const delivery of group) {
    const { messageId, body } = delivery;
    const message = changeMessageSchema.safeParse(parseJson(body)).data;
    if (message === undefined) {
      ports.log.error(
        'a message of the change queue cannot be read; it is kept in the dead-letter queue',
        { messageId },
      );
      await ports.workQueue.bury(body, `unreadable-${messageId}`, messageId);
    } else if (message.kind === 'sample') await keepSample(ports, message.shape);
    else {
      const key = `${message.of} ${message.id}`;
      const { change = message, hints = [] } = found.get(key) ?? {};
      found.set(key, { change: together(change, message), hints: [...hints, delivery] });
    }
  }
  return [...found.values()];
}

/** Two hints about one record as one: what either knows or asks for. */
function together(change: Change, { label = change.label, choices, source }: Change): Change {
  if (choices === undefined || choices === change.choices) return { ...change, label };
  return { ...change, label, source, choices: [...choices, ...(change.choices ?? [])] };
}

/** What pages tell is worth no second try. */
async function noted(
  { notes, log }: ChangePorts,
  note: (notes: WayBackNotes) => Promise<void>,
): Promise<void> {
  if (notes === undefined) return;
  try {
    await note(notes);
  } catch (error) {
    log.warn('what the pages tell of the way back could not be noted', {
      error: error instanceof Error ? error.message : 'unknown error',
    });
  }
}

/** Whether GIAV was written. */
const isWritten = ({ giav, result }: NonNullable<WrittenBack>): boolean =>
  giav?.mode === 'on' && (result.outcome === 'updated' || result.outcome === 'created');

/** A shape helps to understand a body; nothing depends on it, least of all the changes beside it. */
async function keepSample({ samples, clock, log }: ChangePorts, shape: unknown): Promise<void> {
  try {
    await samples.add(shape, clock.now());
  } catch (error) {
    log.warn('the shape of a webhook body could not be kept', {
      error: error instanceof Error ? error.message : 'unknown error',
    });
  }
}

class OneChange {
  private readonly runId: string;

  constructor(
    private readonly ports: ChangePorts,
    private readonly delivery: ChangeDelivery,
    private readonly change: Change,
  ) {
    this.runId = `${RUN_PREFIX}${delivery.messageId}`;
  }

  /** false when the message must come again. */
  async process(): Promise<boolean> {
    const { decisions, events, clock, log } = this.ports;
    const { of, id, source } = this.change;
    log.info('looking at a change', { kind: of, id, source });
    const at = clock.now().toISOString();
    // The same item before and after a write: what is told in the end takes the place of what was kept.
    const keep = (kept: NonNullable<WrittenBack>): Promise<void> =>
      decisions.putMany([{ ...kept, runId: this.runId, at }], clock.now());
    const work = new WriteBack({ ...this.ports, keep }, this.change);
    try {
      const done = await work.run();
      if (done) {
        const decision = { ...done, runId: this.runId, at };
        await decisions.putMany([decision], clock.now());
        await events.announceAll([decision]);
        if (isWritten(decision)) await noted(this.ports, (notes) => notes.written(clock.now()));
        this.ports.meter.add(`WrittenBack_${done.result.outcome}`, 'Count', 1);
      } else log.info('nothing to take back', { kind: of, id });
      // A client whose sync from GIAV was asked for leaves the list there.
      if (done?.result.reason !== 'NOT_SYNCED_YET')
        await changeSucceeded(this.ports.failures, work.subject, (run) =>
          run.startsWith(RUN_PREFIX),
        );
      // What a dry run would have written is written once the way back is on.
      if (done?.result.reason === 'DRY_RUN') await changeWaits(this.ports.pending, of, id);
      else if (done) await changeSettled(this.ports.pending, of, id);
      else await this.settled();
      return true;
    } catch (error) {
      return this.failed(work, error);
    }
  }

  private async settled(): Promise<void> {
    if (this.delivery.receiveCount > 1)
      await changeSettled(this.ports.pending, this.change.of, this.change.id);
  }

  private async failed(work: WriteBack, error: unknown): Promise<boolean> {
    const { changes, pending, clock, log } = this.ports;
    const { receiptHandle, receiveCount, sentAt } = this.delivery;
    const message = error instanceof Error ? error.message : 'unknown error';
    log.warn('change not taken back', { ...work.subject, error: message });
    if (error instanceof RecordError) {
      await this.giveUp(work, error.reason ?? 'GIAV_REFUSED', message);
      await this.settled();
      return true;
    }
    if (receiveCount >= CHANGE.visibleAttempts || error instanceof ConfigurationError)
      await this.giveUp(work, waitsFor(error), message);
    if (clock.now().getTime() - sentAt.getTime() > CHANGE.giveUpMs) {
      await this.settled();
      return true;
    }
    // The queue may be purged: the reconciliation sends what is noted here once more.
    await changeWaits(pending, this.change.of, this.change.id);
    await changes.postpone(
      receiptHandle,
      error instanceof ConfigurationError
        ? CHANGE.configurationSeconds
        : redeliverySeconds(receiveCount),
    );
    return false;
  }

  private async giveUp(work: WriteBack, reason: Reason, message: string): Promise<void> {
    const { failures, decisions, events, clock } = this.ports;
    const at = clock.now().toISOString();
    const { entity, id } = work.subject;
    await failedWithoutLink(failures, entity, id, { at, runId: this.runId, reason, message });
    const result = { outcome: 'failed' as const, reason };
    const decision = {
      entity,
      id,
      runId: this.runId,
      at,
      result,
      message,
      kind: this.change.of,
      clientifyId: this.change.id,
    };
    await decisions.putMany([decision], clock.now());
    await events.announceAll([decision]);
  }
}

/** What an admin is told while a change waits. */
const waitsFor = (error: unknown): Reason =>
  (error instanceof RetryableError ? error.reason : undefined) ?? 'WAY_BACK_WAITS';
