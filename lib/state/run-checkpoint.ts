import type { Calls } from '../ports/calls';
import type { Progress, Run } from '../ports/run';
import { keys } from './keys';
import { readRun } from './run';
import type { Table } from './table';

/** What is noted on a run that is in progress: how far it has come, who looked at it, what it has called. */
export class RunCheckpoint {
  constructor(private readonly table: Table) {}

  /** Moves the checkpoint and the counters in one conditional write; null when another holder has taken over. */
  async checkpoint(run: Run, change: Progress): Promise<Run | null> {
    const entries = Object.entries(change);
    const item = await this.table.update(keys.run(run.id), {
      expression: `SET ${entries.map((_, at) => `#f${at} = :f${at}`).join(', ')}`,
      condition: '#t = :t AND #s = :running',
      names: {
        '#t': 'token',
        '#s': 'status',
        ...Object.fromEntries(entries.map(([name], at) => [`#f${at}`, name])),
      },
      values: {
        ':t': run.token,
        ':running': 'running',
        ...Object.fromEntries(entries.map(([, value], at) => [`:f${at}`, value])),
      },
    });
    return item === null ? null : readRun(item);
  }

  async confirm(runId: string, now: Date): Promise<boolean> {
    const item = await this.table.update(keys.run(runId), {
      expression: 'SET held = :none, confirmedAt = :at, cameFurtherAt = :at, looks = :zero',
      condition: '#s = :running AND attribute_exists(held) AND held <> :none',
      names: { '#s': 'status' },
      values: { ':none': null, ':at': now.toISOString(), ':zero': 0, ':running': 'running' },
    });
    return item !== null;
  }

  async addCalls(runId: string, calls: Partial<Calls>): Promise<void> {
    const entries = Object.entries(calls).filter(([, count]) => count > 0);
    if (entries.length === 0) return;
    await this.table.update(keys.run(runId), {
      expression: `ADD ${entries.map(([name]) => `calls_${name} :${name}`).join(', ')}`,
      condition: 'attribute_exists(pk)',
      values: Object.fromEntries(entries.map(([name, count]) => [`:${name}`, count])),
    });
  }

  async noteLook(runId: string, now: Date): Promise<Run | null> {
    const item = await this.table.update(keys.run(runId), {
      expression: 'SET lookedAt = :now, looks = if_not_exists(looks, :zero) + :one',
      condition: '#s = :running',
      names: { '#s': 'status' },
      values: { ':now': now.toISOString(), ':running': 'running', ':zero': 0, ':one': 1 },
    });
    return item === null ? null : readRun(item);
  }

  async noteFurther(runId: string, done: Run['doneByThen'], now: Date): Promise<void> {
    await this.table.update(keys.run(runId), {
      expression: 'SET cameFurtherAt = :now, doneByThen = :done, looks = :zero',
      condition: '#s = :running',
      names: { '#s': 'status' },
      values: { ':now': now.toISOString(), ':done': done, ':running': 'running', ':zero': 0 },
    });
  }
}
