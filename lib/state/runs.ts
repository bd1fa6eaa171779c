import type { Entity, RecordResult } from '../sync/decision';
import { addPage, allPagesDone, emptySummary, pagesOfBucket } from '../sync/run-progress';
import { DynamoDays } from './days';
import { DueRuns } from './due-runs';
import { Lease } from './lease';
import { readRun, storedRunSchema } from './run';
import { RunCheckpoint } from './run-checkpoint';
import { RunEnds } from './run-ends';
import { RunHistory } from './run-history';
import { RunPages } from './run-pages';
import { RunStarts } from './run-starts';
import type { DueMode, Progress, Run, RunMode, RunPage, Summary } from '../ports/run';
import type { Calls } from '../ports/calls';
import type { Table } from './table';
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
  private readonly progress: RunCheckpoint;
  private readonly ends: RunEnds;
  private readonly history: RunHistory;

  /** @param leaseMs for how long an invocation takes a run, in milliseconds */
  constructor(
    private readonly table: Table,
    leaseMs: number,
  ) {
    this.lease = new Lease(table, leaseMs);
    this.runPages = new RunPages(table);
    this.dueRuns = new DueRuns(table);
    this.starts = new RunStarts(table);
    this.progress = new RunCheckpoint(table);
    this.ends = new RunEnds(table, new DynamoDays(table));
    this.history = new RunHistory(table);
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

  noteLook(runId: string, now: Date): Promise<Run | null> {
    return this.progress.noteLook(runId, now);
  }

  noteFurther(runId: string, done: Run['doneByThen'], now: Date): Promise<void> {
    return this.progress.noteFurther(runId, done, now);
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

  checkpoint(run: Run, change: Progress): Promise<Run | null> {
    return this.progress.checkpoint(run, change);
  }

  confirm(runId: string, now: Date): Promise<boolean> {
    return this.progress.confirm(runId, now);
  }

  addCalls(runId: string, calls: Partial<Calls>): Promise<void> {
    return this.progress.addCalls(runId, calls);
  }

  end(
    runId: string,
    status: 'completed' | 'failed' | 'cancelled',
    details: { summary?: Summary; error?: Run['error'] },
    now: Date,
  ): Promise<boolean> {
    return this.ends.end(runId, status, details, now);
  }

  endIdle(
    run: Run,
    progress: Progress,
    told: { readonly summary: Summary; readonly calls: Partial<Calls> },
    now: Date,
  ): Promise<boolean> {
    return this.ends.endIdle(run, progress, told, now);
  }

  pages(runId: string): AsyncGenerator<RunPage> {
    return this.runPages.all(runId);
  }

  recent(): AsyncGenerator<Run> {
    return this.history.recent();
  }

  latest(limit: number, before?: string): Promise<{ runs: Run[]; next: string | null }> {
    return this.history.latest(limit, before);
  }

  lastFull(): Promise<Run | null> {
    return this.history.lastFull();
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
