import type { Calls } from '../ports/calls';
import type { Progress, Run, Summary } from '../ports/run';
import type { DynamoDays } from './days';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Table } from './table';

/** Runs as they end: once, and counted for their day. */
export class RunEnds {
  constructor(
    private readonly table: Table,
    private readonly days: DynamoDays,
  ) {}

  /** Ends a run once; false when it had ended before. */
  async end(
    runId: string,
    status: 'completed' | 'failed' | 'cancelled',
    details: { summary?: Summary; error?: Run['error'] },
    now: Date,
  ): Promise<boolean> {
    const item = await this.table.update(keys.run(runId), {
      expression: 'SET #s = :s, phase = :ended, finishedAt = :at, summary = :summary, #e = :e',
      condition: '#s = :running',
      names: { '#s': 'status', '#e': 'error' },
      values: {
        ':s': status,
        ':ended': 'ended',
        ':at': now.toISOString(),
        ':running': 'running',
        ':summary': details.summary ?? null,
        ':e': details.error ?? null,
      },
    });
    if (item === null) return false;
    await this.days.noteRun(status, details.summary, now);
    if (status === 'completed' && item['mode'] === 'full')
      await this.table.put({ ...keys.lastFull(), v: STATE_VERSION, id: runId });
    return true;
  }

  /** A run that found nothing: its last checkpoint and its end in one write; false when another holder has taken over. */
  async endIdle(
    run: Run,
    progress: Progress,
    { summary, calls }: { readonly summary: Summary; readonly calls: Partial<Calls> },
    now: Date,
  ): Promise<boolean> {
    const set = Object.entries({
      ...progress,
      status: 'completed',
      phase: 'ended',
      finishedAt: now.toISOString(),
      summary,
      pause: null,
      error: null,
    });
    const counted = Object.entries(calls).filter(([, count]) => count > 0);
    const add = counted.map(([name]) => `calls_${name} :${name}`).join(', ');
    const item = await this.table.update(keys.run(run.id), {
      expression: `SET ${set.map((_, at) => `#f${at} = :f${at}`).join(', ')}${add && ` ADD ${add}`}`,
      condition: '#t = :t AND #s = :running',
      names: {
        '#t': 'token',
        '#s': 'status',
        ...Object.fromEntries(set.map(([name], at) => [`#f${at}`, name])),
      },
      values: {
        ':t': run.token,
        ':running': 'running',
        ...Object.fromEntries(set.map(([, value], at) => [`:f${at}`, value])),
        ...Object.fromEntries(counted.map(([name, count]) => [`:${name}`, count])),
      },
    });
    if (item === null) return false;
    await this.days.noteRun('completed', summary, now);
    return true;
  }
}
