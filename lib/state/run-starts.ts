import type { Run, RunMode } from '../ports/run';
import { STATE_VERSION, keys, type Table } from './table';

const TTL_DAYS = 400;
const REFUSED_TTL_DAYS = 7;
const inDays = (from: Date, count: number): number =>
  Math.floor(from.getTime() / 1000) + count * 86_400;

/** Runs as they begin, and the list of them by their start. */
export class RunStarts {
  constructor(private readonly table: Table) {}

  async begin(
    runId: string,
    mode: RunMode,
    now: Date,
    { records, token }: Pick<Run, 'records' | 'token'>,
  ): Promise<void> {
    await this.table.put({
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
      expires: inDays(now, TTL_DAYS),
    });
    await this.enlist(runId, now, TTL_DAYS);
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
        expires: inDays(now, REFUSED_TTL_DAYS),
      },
      { condition: 'attribute_not_exists(pk)' },
    );
    // Else the message of a run that was started came once more.
    if (fresh) await this.enlist(runId, now, REFUSED_TTL_DAYS);
  }

  private async enlist(runId: string, startedAt: Date, ttlDays: number): Promise<void> {
    await this.table.put({
      ...keys.runEntry(startedAt.toISOString(), runId),
      v: STATE_VERSION,
      id: runId,
      expires: inDays(startedAt, ttlDays),
    });
  }
}
