import * as z from 'zod';
import { KEPT_DAYS, epochSeconds, expiresAfter } from '../sync/kept';
import type { Entity, RecordResult } from '../sync/decision';
import { addPage, allPagesDone, emptySummary, isDone } from '../sync/run-progress';
import { readPage, readRun, storedRunSchema } from './run';
import type { Calls, DueMode, Progress, Run, RunMode, RunPage, Summary } from '../ports/run';
import { STATE_VERSION, keys, type Table } from './table';
import type { Runs, Acquired } from '../ports/runs';

const leaseSchema = z.object({ runId: z.string(), until: z.number(), token: z.number() });

/**
 * Runs: one lease with a fencing token, a checkpoint per page, and results kept by record id, so that a record
 * delivered twice is counted once.
 */
export class DynamoRuns implements Runs {
  constructor(
    private readonly table: Table,
    private readonly leaseMs: number,
  ) {}

  async get(runId: string): Promise<Run | null> {
    const item = await this.table.get(keys.run(runId));
    return item === null ? null : readRun(item);
  }

  /**
   * The run that is in progress, whoever works on it. One that cannot be read is given up: its watermark was not
   * advanced, so the next run reads all of it again.
   */
  async active(): Promise<Run | null> {
    const lease = leaseSchema.safeParse((await this.table.get(keys.lease())) ?? {});
    const run = lease.success
      ? storedRunSchema.safeParse((await this.table.get(keys.run(lease.data.runId))) ?? {})
      : null;
    return run?.success && run.data.status === 'running' ? run.data : null;
  }

  /**
   * Takes the lease for a run: the named one, or the one that an earlier holder left unfinished.
   * `busy` = somebody else holds it, or another run is unfinished.
   */
  async acquire(
    runId: string,
    mode: RunMode,
    now: Date,
    start: boolean,
    records: Run['records'] = [],
  ): Promise<Acquired> {
    const active = await this.active();
    if (active !== null && active.id !== runId) return { busy: active.id };
    await this.repairLease(now);
    // A lease that lies further ahead than one can be taken for was written by a clock that jumped.
    const lease = await this.table.update(keys.lease(), {
      expression: 'SET runId = :run, #u = :until, #t = if_not_exists(#t, :zero) + :one',
      condition: 'attribute_not_exists(pk) OR #u < :now OR #u > :furthest',
      names: { '#u': 'until', '#t': 'token' },
      values: {
        ':run': runId,
        ':until': now.getTime() + this.leaseMs,
        ':now': now.getTime(),
        ':furthest': now.getTime() + 2 * this.leaseMs,
        ':zero': 0,
        ':one': 1,
      },
    });
    if (lease === null) return { busy: active?.id ?? 'unknown' };
    const { token } = leaseSchema.parse(lease);
    if (start && active?.id !== runId && (await this.get(runId)) === null) {
      const startedAt = now.toISOString();
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
        startedAt,
        token,
        expires: expiresAfter(KEPT_DAYS.runs, now),
      });
      await this.table.put({
        ...keys.runEntry(startedAt, runId),
        v: STATE_VERSION,
        id: runId,
        expires: expiresAfter(KEPT_DAYS.runs, now),
      });
    }
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

  /** A lease that cannot be read is replaced by a free one, whose token is larger than any that was counted up from 1. */
  private async repairLease(now: Date): Promise<void> {
    const item = await this.table.get(keys.lease());
    if (item === null || leaseSchema.safeParse(item).success) return;
    await this.table.put({
      ...keys.lease(),
      runId: '',
      until: 0,
      token: epochSeconds(now),
    });
  }

  /** Lets the next invocation take the lease without waiting for it to run out. */
  async release(run: Pick<Run, 'token'>): Promise<void> {
    await this.table.update(keys.lease(), {
      expression: 'SET #u = :zero',
      condition: '#t = :t',
      names: { '#u': 'until', '#t': 'token' },
      values: { ':zero': 0, ':t': run.token },
    });
  }

  /** Prolongs the lease; false when another holder has taken it. */
  async renew(run: Run, now: Date): Promise<boolean> {
    const lease = await this.table.update(keys.lease(), {
      expression: 'SET #u = :until',
      condition: '#t = :t',
      names: { '#u': 'until', '#t': 'token' },
      values: { ':until': now.getTime() + this.leaseMs, ':t': run.token },
    });
    return lease !== null;
  }

  async heldUntil(runId: string, token: number, now: Date): Promise<Date | null> {
    const lease = leaseSchema.safeParse((await this.table.get(keys.lease())) ?? {}).data;
    const stands = lease?.runId === runId && lease.token === token && lease.until > now.getTime();
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

  async noteDue(mode: DueMode): Promise<void> {
    await this.table.put({ ...keys.due(mode), v: STATE_VERSION });
  }

  async due(): Promise<DueMode[]> {
    const found = await this.table.getMany([keys.due('full'), keys.due('modified')]);
    const modes = found.map(({ sk }) => sk);
    return (['full', 'modified'] as const).filter((mode) => modes.includes(mode));
  }

  async clearDue(mode: DueMode): Promise<void> {
    await this.table.delete(keys.due('modified'));
    if (mode === 'full') await this.table.delete(keys.due('full'));
  }

  async recordRefused(runId: string, mode: RunMode, message: string, now: Date): Promise<void> {
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
    // The message of a run that was started came once more.
    if (!fresh) return;
    await this.table.put({
      ...keys.runEntry(now.toISOString(), runId),
      v: STATE_VERSION,
      id: runId,
      expires: expiresAfter(KEPT_DAYS.refusedRuns, now),
    });
  }

  /** Stores the ids of a page and the results known without a worker; results that workers wrote stay. */
  async openPage(
    runId: string,
    entity: Entity,
    page: number,
    ids: readonly string[],
    results: ReadonlyMap<string, RecordResult>,
    now: Date,
  ): Promise<boolean> {
    const item = await this.table.update(keys.page(runId, entity, page), {
      expression:
        'SET v = :v, entity = :e, #p = :p, ids = :ids, results = if_not_exists(results, :r), attempts = if_not_exists(attempts, :none), expires = :x',
      names: { '#p': 'page' },
      values: {
        ':v': STATE_VERSION,
        ':e': entity,
        ':p': page,
        ':ids': [...ids],
        ':r': Object.fromEntries(results),
        ':none': {},
        ':x': expiresAfter(KEPT_DAYS.pages, now),
      },
    });
    return item !== null && isDone(readPage(item));
  }

  /** Adds results of workers to their page; the first result of a record stays, so a repeat is not counted. True when every record of the page now has one. */
  async addResults(
    runId: string,
    entity: Entity,
    page: number,
    results: ReadonlyMap<string, RecordResult>,
  ): Promise<boolean> {
    const entries = [...results];
    if (entries.length === 0) return false;
    const item = await this.table.update(keys.page(runId, entity, page), {
      expression: `SET ${entries.map((_, at) => `results.#i${at} = if_not_exists(results.#i${at}, :r${at})`).join(', ')}`,
      condition: 'attribute_exists(pk)',
      names: Object.fromEntries(entries.map(([id], at) => [`#i${at}`, id])),
      values: Object.fromEntries(entries.map(([, result], at) => [`:r${at}`, result])),
    });
    return item !== null && isDone(readPage(item));
  }

  /** Counts a try of a record that went wrong through no outage; the tries so far. */
  async addAttempt(runId: string, entity: Entity, page: number, id: string): Promise<number> {
    const item = await this.table.update(keys.page(runId, entity, page), {
      expression: 'SET attempts.#i = if_not_exists(attempts.#i, :zero) + :one',
      condition: 'attribute_exists(attempts)',
      names: { '#i': id },
      values: { ':zero': 0, ':one': 1 },
    });
    return item === null
      ? Number.POSITIVE_INFINITY
      : Number((item['attempts'] as Record<string, number>)[id]);
  }

  /** Marks a page done; true when it was the last one of a run that has been read to its end. */
  async pageDone(runId: string, entity: Entity, page: number): Promise<boolean> {
    const item = await this.table.update(keys.run(runId), {
      expression: 'ADD pagesDone :p',
      condition: 'attribute_exists(pk)',
      values: { ':p': new Set([`${entity}#${page}`]) },
    });
    return item !== null && allPagesDone(readRun(item));
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
    return item !== null;
  }

  async *pages(runId: string): AsyncGenerator<RunPage> {
    for await (const item of this.table.query(`RUN#${runId}`, 'PAGE#')) yield readPage(item);
  }

  async *recent(): AsyncGenerator<Run> {
    for await (const entry of this.table.query('RUNS', '', { newestFirst: true })) {
      const item = await this.table.get(keys.run(String(entry['id'])));
      const run = storedRunSchema.safeParse(item);
      if (run.success) yield run.data;
    }
  }

  async summarise(runId: string): Promise<Summary> {
    const summary = emptySummary();
    for await (const page of this.pages(runId)) addPage(summary, page);
    return summary;
  }
}
