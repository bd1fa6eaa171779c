import type { Entity, RecordResult } from '../sync/decision';
import { addPage, allPagesDone, emptySummary, pagesOfBucket } from '../sync/run-progress';
import { DynamoDays } from './days';
import { DueRuns } from './due-runs';
import { Lease } from './lease';
import { readRun, storedRunSchema } from './run';
import { RunPages } from './run-pages';
import { RunStarts } from './run-starts';
import type { DueMode, Progress, Run, RunMode, RunPage, Summary } from '../ports/run';
import type { Calls } from '../ports/calls';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Runs, Acquired } from '../ports/runs';

/**
 * Runs: one lease with a fencing token, a checkpoint per page, and results kept by record id, so that a record
 * delivered twice is counted once.
 */
export class DynamoRuns implements Runs {
  private readonly lease: Lease;
  private readonly runPages: RunPages;
  private readonly dueRuns: DueRuns;
  private readonly starts: RunStarts;
  private readonly days: DynamoDays;

  /** @param leaseMs for how long an invocation takes a run, in milliseconds */
  constructor(
    private readonly table: Table,
    leaseMs: number,
  ) {
    this.lease = new Lease(table, leaseMs);
    this.runPages = new RunPages(table);
    this.dueRuns = new DueRuns(table);
    this.starts = new RunStarts(table);
    this.days = new DynamoDays(table);
  }

  async get(runId: string): Promise<Run | null> {
    const item = await this.table.get(keys.run(runId));
    return item === null ? null : readRun(item);
  }

  async active(): Promise<Run | null> {
    return this.runOf(await this.lease.read());
  }

  private async runOf(lease: { readonly runId: string } | null): Promise<Run | null> {
    const item = lease && (await this.table.get(keys.run(lease.runId)));
    const run = storedRunSchema.safeParse(item ?? {}).data;
    return run?.status === 'running' ? run : null;
  }

  async acquire(
    runId: string,
    mode: RunMode,
    now: Date,
    start: boolean,
    records: Run['records'] = [],
    isNew = false,
  ): Promise<Acquired> {
    const lease = await this.lease.read();
    const active = await this.runOf(lease);
    if (active !== null && active.id !== runId) return { busy: active.id };
    const token = await this.lease.take(runId, now, lease !== null);
    if (token === null) return { busy: active?.id ?? 'unknown' };
    if (start && isNew)
      return { run: readRun(await this.starts.beginNew(runId, mode, now, { records, token })) };
    if (start && active?.id !== runId && (await this.get(runId)) === null)
      await this.starts.begin(runId, mode, now, { records, token });
    const item = await this.table.update(keys.run(runId), {
      expression: 'SET #t = :t',
      condition: 'attribute_exists(pk)',
      names: { '#t': 'token' },
      values: { ':t': token },
    });
    if (item !== null) return { run: readRun(item) };
    // There is no such run: the lease must not stay with it.
    await this.release({ token });
    return { busy: runId };
  }

  async release({ token }: Pick<Run, 'token'>): Promise<void> {
    await this.lease.release(token);
  }

  renew({ token }: Run, now: Date): Promise<boolean> {
    return this.lease.renew(token, now);
  }

  async heldUntil(runId: string, token: number, now: Date): Promise<Date | null> {
    const lease = await this.lease.read();
    const stands = lease?.runId === runId && lease.token === token && lease.until >= now.getTime();
    return stands ? new Date(lease.until) : null;
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

  noteDue(mode: DueMode): Promise<void> {
    return this.dueRuns.note(mode);
  }

  due(): Promise<DueMode[]> {
    return this.dueRuns.list();
  }

  clearDue(mode: DueMode): Promise<void> {
    return this.dueRuns.clear(mode);
  }

  recordRefused(runId: string, mode: RunMode, message: string, now: Date): Promise<void> {
    return this.starts.refuse(runId, mode, message, now);
  }

  openPage(
    runId: string,
    entity: Entity,
    page: number,
    ids: readonly string[],
    results: ReadonlyMap<string, RecordResult>,
    now: Date,
  ): Promise<boolean> {
    return this.runPages.open({ runId, entity, page }, ids, results, now);
  }

  addResults(
    runId: string,
    entity: Entity,
    page: number,
    results: ReadonlyMap<string, RecordResult>,
  ): Promise<boolean> {
    return this.runPages.addResults({ runId, entity, page }, results);
  }

  addAttempt(runId: string, entity: Entity, page: number, id: string): Promise<number> {
    return this.runPages.addAttempt({ runId, entity, page }, id);
  }

  async markDone(
    runId: string,
    entity: Entity,
    pages: readonly number[],
    now: Date,
  ): Promise<boolean> {
    const marked = await this.runPages.mark(runId, entity, pages, now);
    const item = await this.table.get(keys.run(runId));
    const run = item && readRun(item);
    if (run?.phase !== 'draining') return false;
    // As long as those beside it are open there is no need to look at all of them. An earlier version marked elsewhere.
    const isOlder = 'pagesDone' in (item ?? {});
    const full = [...marked].some(([page, count]) => count >= pagesOfBucket(run, entity, page));
    return (isOlder || full) && allPagesDone(run, await this.countDone(runId));
  }

  countDone(runId: string): Promise<number> {
    return this.runPages.countDone(runId);
  }

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

  pages(runId: string): AsyncGenerator<RunPage> {
    return this.runPages.all(runId);
  }

  async *recent(): AsyncGenerator<Run> {
    for await (const entry of this.table.query('RUNS', '', { newestFirst: true })) {
      const item = await this.table.get(keys.run(String(entry['id'])));
      const run = storedRunSchema.safeParse(item);
      if (run.success) yield run.data;
    }
  }

  /** Some of them, newest first. @param before `place` of the last one seen */
  async latest(limit: number, before?: string): Promise<{ runs: Run[]; next: string | null }> {
    const { items, more } = await this.table.slice('RUNS', {
      newestFirst: true,
      after: before,
      limit,
    });
    const ids = items.map(({ id }) => String(id));
    const found = new Map(
      (await this.table.getMany(ids.map(keys.run))).flatMap((item) => {
        const run = storedRunSchema.safeParse(item).data;
        return run ? [[run.id, run]] : [];
      }),
    );
    return {
      runs: ids.flatMap((id) => found.get(id) ?? []),
      next: more ? (items.at(-1)?.sk ?? null) : null,
    };
  }

  /** The full run that was completed last; null where none was, or where it cannot be read. */
  async lastFull(): Promise<Run | null> {
    const id = (await this.table.get(keys.lastFull()))?.['id'];
    const item = typeof id === 'string' ? await this.table.get(keys.run(id)) : null;
    return storedRunSchema.safeParse(item).data ?? null;
  }

  /** Some pages of a run. @param after `next` of those before */
  pagesSlice(
    runId: string,
    limit: number,
    after?: string,
  ): Promise<{ pages: RunPage[]; next: string | null }> {
    return this.runPages.slice(runId, limit, after);
  }

  async summarise(runId: string): Promise<Summary> {
    const summary = emptySummary();
    for await (const page of this.pages(runId)) addPage(summary, page);
    return summary;
  }
}
