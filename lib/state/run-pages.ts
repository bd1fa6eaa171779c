import type { RunPage } from '../ports/run';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import type { Entity, RecordResult } from '../sync/decision';
import { BUCKET_PAGES, isDone } from '../sync/run-progress';
import { PAGE_VERSION, groupsOf, readPage } from './stored-page';
import type { Table } from './table';
import { STATE_VERSION, type Item } from './items';
import { keys } from './keys';

/** A page of a run, as all of them are told apart. */
export interface PageName {
  readonly runId: string;
  readonly entity: Entity;
  readonly page: number;
}

const bucketOf = (page: number): number => Math.floor(page / BUCKET_PAGES);
const isSet = (value: unknown): value is ReadonlySet<unknown> =>
  Object.prototype.toString.call(value) === '[object Set]';

/**
 * The pages of runs, one item each, and which of them are done: marked in items of some pages each, so that a mark costs
 * the same however many pages a run has.
 */
export class RunPages {
  constructor(private readonly table: Table) {}

  /** As {@link Runs.openPage}. */
  async open(
    name: PageName,
    ids: readonly string[],
    results: ReadonlyMap<string, RecordResult>,
    now: Date,
  ): Promise<boolean> {
    const item = await this.table.update(keyOf(name), {
      expression:
        'SET v = :v, entity = :e, #p = :p, groups = :g, results = if_not_exists(results, :noResults), attempts = if_not_exists(attempts, :noAttempts), opened = if_not_exists(opened, :zero) + :one, expires = :x REMOVE ids',
      names: { '#p': 'page' },
      values: {
        ':v': PAGE_VERSION,
        ':e': name.entity,
        ':p': name.page,
        ':g': groupsOf(ids, results),
        // Two values: an emulator may store one object in both places.
        ':noResults': {},
        ':noAttempts': {},
        ':zero': 0,
        ':one': 1,
        ':x': expiresAfter(KEPT_DAYS.pages, now),
      },
    });
    if (item === null) return false;
    const done = isDone(readPage(item));
    // An invocation that died had read it: what it held then may have been done.
    if (!done && item['opened'] !== 1) await this.unmark(name);
    return done;
  }

  /** As {@link Runs.addResults}. */
  async addResults(name: PageName, results: ReadonlyMap<string, RecordResult>): Promise<boolean> {
    const entries = [...results];
    if (entries.length === 0) return false;
    const item = await this.table.update(keyOf(name), {
      expression: `SET ${entries.map((_, at) => `results.#i${at} = if_not_exists(results.#i${at}, :r${at})`).join(', ')}`,
      condition: 'attribute_exists(pk)',
      names: Object.fromEntries(entries.map(([id], at) => [`#i${at}`, id])),
      values: Object.fromEntries(entries.map(([, result], at) => [`:r${at}`, result])),
    });
    return item !== null && isDone(readPage(item));
  }

  /** As {@link Runs.addAttempt}. */
  async addAttempt(name: PageName, id: string): Promise<number> {
    const item = await this.table.update(keyOf(name), {
      expression: 'SET attempts.#i = if_not_exists(attempts.#i, :zero) + :one',
      condition: 'attribute_exists(attempts)',
      names: { '#i': id },
      values: { ':zero': 0, ':one': 1 },
    });
    return item === null
      ? Number.POSITIVE_INFINITY
      : Number((item['attempts'] as Record<string, number>)[id]);
  }

  async *all(runId: string): AsyncGenerator<RunPage> {
    for await (const item of this.table.query(`RUN#${runId}`, 'PAGE#')) yield readPage(item);
  }

  async slice(
    runId: string,
    limit: number,
    after?: string,
  ): Promise<{ pages: RunPage[]; next: string | null }> {
    const { items, more } = await this.table.slice(`RUN#${runId}`, {
      prefix: 'PAGE#',
      after,
      limit,
    });
    return { pages: items.map(readPage), next: more ? (items.at(-1)?.sk ?? null) : null };
  }

  /** Marks pages as done; how many there are in each place that was touched, by its first page. */
  async mark(
    runId: string,
    entity: Entity,
    pages: readonly number[],
    now: Date,
  ): Promise<ReadonlyMap<number, number>> {
    const counts = new Map<number, number>();
    for (const bucket of new Set(pages.map(bucketOf))) {
      const item = await this.table.update(keys.donePages(runId, entity, bucket), {
        expression: 'ADD pages :p SET v = :v, entity = :e, expires = :x',
        values: {
          ':p': new Set(pages.filter((page) => bucketOf(page) === bucket)),
          ':v': STATE_VERSION,
          ':e': entity,
          ':x': expiresAfter(KEPT_DAYS.pages, now),
        },
      });
      const marked = isSet(item?.['pages']) ? item['pages'].size : 0;
      counts.set(bucket * BUCKET_PAGES, marked);
    }
    return counts;
  }

  private async unmark({ runId, entity, page }: PageName): Promise<void> {
    await this.table.update(keys.donePages(runId, entity, bucketOf(page)), {
      expression: 'DELETE pages :p',
      condition: 'attribute_exists(pages)',
      values: { ':p': new Set([page]) },
    });
  }

  /**
   * How many of the pages that a run has passed are done. One beyond its checkpoint was kept by an invocation that died, and
   * there may be no such page when the list is read again. The first version marked them in the run itself: a run that it
   * began has marks in both places, and a page in both counts once.
   */
  async countDone(runId: string): Promise<number> {
    const marked = new Set<string>();
    const run: Item = (await this.table.get(keys.run(runId))) ?? {};
    const before = run['pagesDone'];
    if (isSet(before)) for (const page of Array.from(before.values())) marked.add(String(page));
    for await (const { entity, pages } of this.table.query(`RUN#${runId}`, 'DONE#'))
      if (isSet(pages))
        for (const page of Array.from(pages.values()))
          marked.add(`${String(entity)}#${String(page)}`);
    const passed = { client: run['clientPages'], expediente: run['expedientePages'] };
    return [...marked].filter((name) => {
      const [entity, page] = name.split('#');
      return Number(page) < Number(passed[entity as Entity] ?? 0);
    }).length;
  }
}

const keyOf = ({ runId, entity, page }: PageName) => keys.page(runId, entity, page);
