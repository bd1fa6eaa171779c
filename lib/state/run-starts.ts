import type { Run, RunMode } from '../ports/run';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import type { Table } from './table';
import { STATE_VERSION, type Item } from './items';
import { keys, type Key } from './keys';

/** Runs as they begin, and the list of them by their start. */
export class RunStarts {
  constructor(private readonly table: Table) {}

  async begin(
    runId: string,
    mode: RunMode,
    now: Date,
    begun: Pick<Run, 'records' | 'token'>,
  ): Promise<void> {
    await this.table.put(newRun(runId, mode, now, begun));
    await this.enlist(runId, now, KEPT_DAYS.runs);
  }

  /** The same in one request, for an id that nobody has; the run as it is stored. */
  async beginNew(
    runId: string,
    mode: RunMode,
    now: Date,
    begun: Pick<Run, 'records' | 'token'>,
  ): Promise<Item & Key> {
    const item = newRun(runId, mode, now, begun);
    await this.table.putMany([item, entryOf(runId, now, KEPT_DAYS.runs)]);
    return item;
  }

  /** One that could not start because another one was in progress. */
  async refuse(runId: string, mode: RunMode, message: string, now: Date): Promise<void> {
    const fresh = await this.table.put(
      {
        ...keys.run(runId),
        v: STATE_VERSION,
        id: runId,
        mode,
        status: 'refused',
        phase: 'ended',
        nextPage: 0,
        clientPages: 0,
        expedientePages: 0,
        startedAt: now.toISOString(),
        finishedAt: now.toISOString(),
        token: 0,
        error: { kind: 'unavailable', message },
        expires: expiresAfter(KEPT_DAYS.refusedRuns, now),
      },
      { condition: 'attribute_not_exists(pk)' },
    );
    // Else the message of a run that was started came once more.
    if (fresh) await this.enlist(runId, now, KEPT_DAYS.refusedRuns);
  }

  private async enlist(runId: string, startedAt: Date, keptDays: number): Promise<void> {
    await this.table.put(entryOf(runId, startedAt, keptDays));
  }
}

const newRun = (
  runId: string,
  mode: RunMode,
  now: Date,
  { records, token }: Pick<Run, 'records' | 'token'>,
): Item & Key => ({
  ...keys.run(runId),
  v: STATE_VERSION,
  id: runId,
  mode,
  status: 'running',
  phase: 'clients',
  nextPage: 0,
  clientPages: 0,
  expedientePages: 0,
  records,
  startedAt: now.toISOString(),
  token,
  expires: expiresAfter(KEPT_DAYS.runs, now),
});

/** Its line in the list of runs. */
const entryOf = (runId: string, startedAt: Date, keptDays: number): Item & Key => ({
  ...keys.runEntry(startedAt.toISOString(), runId),
  v: STATE_VERSION,
  id: runId,
  expires: expiresAfter(keptDays, startedAt),
});
