import type { NamedRecord, RecordMessage } from '../ports/messages';
import type { Decisions, NewDecision } from '../ports/decisions';
import type { RecordResult } from '../sync/decision';
import type { Pending } from '../ports/pending';
import { askFor } from '../run/asked-records';
import type { RunQueue } from '../ports/queues';
import type { FailPorts } from '../run/finish-run';

/** What became of one record of a batch. */
export interface Settled {
  readonly message: RecordMessage;
  readonly result: RecordResult;
  readonly decision: NewDecision;
  /** It counts, and nothing is told. @default false */
  readonly repeated?: boolean;
}

export interface TellPorts extends FailPorts {
  readonly decisions: Decisions;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly pending: Pick<Pending, 'addMany'>;
  /** Adds the calls made so far to the run: before its last result, which may end it. */
  readonly countCalls: () => Promise<void>;
}

/** Decisions first, then the counters, then the end of the run: a repeat after a crash changes nothing. */
export async function tellResults(
  ports: TellPorts,
  settled: readonly Settled[],
  stale: readonly NamedRecord[],
): Promise<void> {
  const { decisions, runs, clock, runQueue, events, meter } = ports;
  const noteworthy = settled
    .filter(
      ({ result, decision, repeated }) =>
        (result.outcome !== 'unchanged' || decision.message) && repeated !== true,
    )
    .map(({ decision }) => decision);
  await decisions.putMany(noteworthy, clock.now());
  await ports.countCalls();
  const pages = new Map<string, { message: RecordMessage; results: Map<string, RecordResult> }>();
  for (const { message, result } of settled) {
    const key = `${message.runId} ${message.entity} ${message.page}`;
    const page = pages.get(key) ?? { message, results: new Map<string, RecordResult>() };
    page.results.set(message.id, result);
    pages.set(key, page);
  }
  for (const { message, results } of pages.values()) {
    const { runId, page, entity } = message;
    if (!(await runs.addResults(runId, entity, page, results))) continue;
    if (await runs.markDone(runId, entity, [page], clock.now()))
      await runQueue.send({ v: 1, kind: 'check', runId, idleChecks: 0 });
  }
  if (stale.length > 0) await askFor(ports, stale);
  await events.announceAll(noteworthy);
  for (const { message, result } of settled)
    meter.add(`Processed_${result.outcome}`, 'Count', 1, { entity: message.entity });
}
