import * as z from 'zod';
import { ENTITIES, OUTCOMES, type Entity, type Outcome, type RecordResult } from '../sync/decision';
import { STATE_VERSION, keys, type Table } from './table';

export const RUN_MODES = ['full', 'modified'] as const;
export type RunMode = (typeof RUN_MODES)[number];

/** Calls made, by system and method. */
export type Calls = Record<'giav' | 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', number>;

const countsSchema = z.object({
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  linked: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  failed: z.number(),
});
export type Counts = z.infer<typeof countsSchema>;

const summarySchema = z.object({ clients: countsSchema, expedientes: countsSchema, reasons: z.record(z.string(), z.number()) });
export type Summary = z.infer<typeof summarySchema>;

const runSchema = z.object({
  v: z.literal(STATE_VERSION),
  id: z.string(),
  mode: z.enum(RUN_MODES),
  /** `refused`: another run was in progress. */
  status: z.enum(['running', 'completed', 'failed', 'refused']),
  phase: z.enum(['clients', 'expedientes', 'draining', 'ended']),
  /** The next page to read in this phase. */
  nextPage: z.number(),
  clientPages: z.number(),
  expedientePages: z.number(),
  officePrefix: z.boolean().nullish(),
  startedAt: z.string(),
  finishedAt: z.string().nullish(),
  /** Pages whose records all have a result. */
  pagesDone: z
    .unknown()
    .optional()
    .transform((value) => (value instanceof Set ? value.size : 0)),
  token: z.number(),
  error: z.object({ kind: z.enum(['configuration', 'unavailable', 'internal']), message: z.string() }).nullish(),
  summary: summarySchema.nullish(),
  calls_giav: z.number().default(0),
  calls_GET: z.number().default(0),
  calls_POST: z.number().default(0),
  calls_PUT: z.number().default(0),
  calls_PATCH: z.number().default(0),
  calls_DELETE: z.number().default(0),
});
export type Run = z.infer<typeof runSchema>;

const resultSchema = z.object({ outcome: z.enum(OUTCOMES), reason: z.string().optional(), unmapped: z.array(z.string()).optional() });

const pageSchema = z.object({
  entity: z.enum(ENTITIES),
  page: z.number(),
  ids: z.array(z.string()),
  results: z.record(z.string(), resultSchema),
});
export type RunPage = z.infer<typeof pageSchema>;

const PAGE_TTL_DAYS = 30;
const RUN_TTL_DAYS = 400;
const days = (from: Date, count: number): number => Math.floor(from.getTime() / 1000) + count * 86_400;

export type Acquired = { readonly run: Run } | { readonly busy: string };

/**
 * Runs: one lease with a fencing token, a checkpoint per page, and results kept by record id, so that a record
 * delivered twice is counted once.
 */
export class Runs {
  constructor(
    private readonly table: Table,
    private readonly leaseMs: number,
  ) {}

  async get(runId: string): Promise<Run | null> {
    const item = await this.table.get(keys.run(runId));
    return item === null ? null : runSchema.parse(item);
  }

  /**
   * Takes the lease for a run: the named one, or the one that an earlier holder left unfinished.
   * `busy` = somebody else holds it, or another run is unfinished.
   */
  async acquire(runId: string, mode: RunMode, now: Date, start: boolean): Promise<Acquired> {
    const held = await this.table.get(keys.lease());
    const active = typeof held?.['runId'] === 'string' ? await this.get(held['runId']) : null;
    if (active?.status === 'running' && active.id !== runId) return { busy: active.id };
    const lease = await this.table.update(keys.lease(), {
      expression: 'SET runId = :run, #u = :until, #t = if_not_exists(#t, :zero) + :one',
      condition: 'attribute_not_exists(pk) OR #u < :now',
      names: { '#u': 'until', '#t': 'token' },
      values: { ':run': runId, ':until': now.getTime() + this.leaseMs, ':now': now.getTime(), ':zero': 0, ':one': 1 },
    });
    if (lease === null) return { busy: active?.id ?? 'unknown' };
    const token = Number(lease['token']);
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
        startedAt,
        token,
        expires: days(now, RUN_TTL_DAYS),
      });
      await this.table.put({ ...keys.runEntry(startedAt, runId), v: STATE_VERSION, id: runId, expires: days(now, RUN_TTL_DAYS) });
    }
    const item = await this.table.update(keys.run(runId), {
      expression: 'SET #t = :t',
      condition: 'attribute_exists(pk)',
      names: { '#t': 'token' },
      values: { ':t': token },
    });
    return item === null ? { busy: runId } : { run: runSchema.parse(item) };
  }

  /** Lets the next invocation take the lease without waiting for it to run out. */
  async release(run: Run): Promise<void> {
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

  async recordRefused(runId: string, mode: RunMode, message: string, now: Date): Promise<void> {
    await this.table.put(
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
        expires: days(now, RUN_TTL_DAYS),
      },
      { condition: 'attribute_not_exists(pk)' },
    );
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
      expression: 'SET v = :v, entity = :e, #p = :p, ids = :ids, results = if_not_exists(results, :r), expires = :x',
      names: { '#p': 'page' },
      values: {
        ':v': STATE_VERSION,
        ':e': entity,
        ':p': page,
        ':ids': [...ids],
        ':r': Object.fromEntries(results),
        ':x': days(now, PAGE_TTL_DAYS),
      },
    });
    return item !== null && isDone(pageSchema.parse(item));
  }

  /** Adds results of workers to their page; the first result of a record stays, so a repeat is not counted. True when every record of the page now has one. */
  async addResults(runId: string, entity: Entity, page: number, results: ReadonlyMap<string, RecordResult>): Promise<boolean> {
    const entries = [...results];
    if (entries.length === 0) return false;
    const item = await this.table.update(keys.page(runId, entity, page), {
      expression: `SET ${entries.map((_, at) => `results.#i${at} = if_not_exists(results.#i${at}, :r${at})`).join(', ')}`,
      condition: 'attribute_exists(pk)',
      names: Object.fromEntries(entries.map(([id], at) => [`#i${at}`, id])),
      values: Object.fromEntries(entries.map(([, result], at) => [`:r${at}`, result])),
    });
    return item !== null && isDone(pageSchema.parse(item));
  }

  /** Marks a page done; true when it was the last one of a run that has been read to its end. */
  async pageDone(runId: string, entity: Entity, page: number): Promise<boolean> {
    const item = await this.table.update(keys.run(runId), {
      expression: 'ADD pagesDone :p',
      condition: 'attribute_exists(pk)',
      values: { ':p': new Set([`${entity}#${page}`]) },
    });
    return item !== null && allPagesDone(runSchema.parse(item));
  }

  /** Moves the checkpoint; null when another holder has taken over. */
  async checkpoint(
    run: Run,
    change: Partial<Pick<Run, 'phase' | 'nextPage' | 'clientPages' | 'expedientePages' | 'officePrefix'>>,
  ): Promise<Run | null> {
    const entries = Object.entries(change);
    const item = await this.table.update(keys.run(run.id), {
      expression: `SET ${entries.map((_, at) => `#f${at} = :f${at}`).join(', ')}`,
      condition: '#t = :t AND #s = :running',
      names: { '#t': 'token', '#s': 'status', ...Object.fromEntries(entries.map(([name], at) => [`#f${at}`, name])) },
      values: { ':t': run.token, ':running': 'running', ...Object.fromEntries(entries.map(([, value], at) => [`:f${at}`, value])) },
    });
    return item === null ? null : runSchema.parse(item);
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
    status: 'completed' | 'failed',
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
    for await (const item of this.table.query(`RUN#${runId}`, 'PAGE#')) yield pageSchema.parse(item);
  }

  async *recent(): AsyncGenerator<Run> {
    for await (const entry of this.table.query('RUNS', '', { newestFirst: true })) {
      const run = await this.get(String(entry['id']));
      if (run) yield run;
    }
  }

  async summarise(runId: string): Promise<Summary> {
    const summary = emptySummary();
    for await (const page of this.pages(runId)) addPage(summary, page);
    return summary;
  }
}

export const isDone = (page: RunPage): boolean => page.ids.every((id) => id in page.results);

export const allPagesDone = (run: Run): boolean => run.phase === 'draining' && run.pagesDone >= run.clientPages + run.expedientePages;

const emptyCounts = (): Counts => ({ read: 0, created: 0, updated: 0, linked: 0, unchanged: 0, skipped: 0, failed: 0 });
export const emptySummary = (): Summary => ({ clients: emptyCounts(), expedientes: emptyCounts(), reasons: {} });

/** Adds a page to the summary: records are counted by id, so repeats cannot count twice. */
export function addPage(summary: Summary, page: RunPage): void {
  const counts = page.entity === 'client' ? summary.clients : summary.expedientes;
  const count = (reason: string): void => {
    summary.reasons[reason] = (summary.reasons[reason] ?? 0) + 1;
  };
  for (const id of page.ids) {
    counts.read += 1;
    const result = page.results[id];
    if (!result) continue;
    counts[result.outcome satisfies Outcome] += 1;
    if (result.reason !== undefined) count(result.reason);
    for (const note of result.unmapped ?? []) count(note);
  }
}
