import type { Entity, Outcome } from './decision';

export type OutcomeCounts = Record<'read' | Outcome, number>;

/** What became of the records of a run. */
export interface RunSummary {
  clients: OutcomeCounts;
  expedientes: OutcomeCounts;
  /** How often each reason, notice and note on an unmapped value was given. */
  reasons: Record<string, number>;
}

/** A page of a run: the ids on it, and the results that are known, by id. */
export interface PageOfRun {
  readonly entity: Entity;
  readonly ids: readonly string[];
  readonly results: Readonly<
    Record<
      string,
      {
        readonly outcome: Outcome;
        readonly reason?: string;
        readonly unmapped?: readonly string[];
        readonly notices?: readonly string[];
      }
    >
  >;
}

/** Every record of the page has a result. */
export const isDone = (page: Pick<PageOfRun, 'ids' | 'results'>): boolean =>
  page.ids.every((id) => id in page.results);

/** How far a run has been read. */
export interface PagesRead {
  readonly phase: string;
  readonly clientPages: number;
  readonly expedientePages: number;
}

/** The run has been read to its end, and every record of it has a result. */
export const allPagesDone = (run: PagesRead, pagesDone: number): boolean =>
  run.phase === 'draining' && pagesDone >= run.clientPages + run.expedientePages;

/** Pages whose being done is marked in one place: few enough for an item of less than 1 KB. */
export const BUCKET_PAGES = 64;

/** How many pages of a run, which has been read to its end, share a place with that one. */
export function pagesOfBucket(run: PagesRead, entity: Entity, page: number): number {
  const pages = entity === 'client' ? run.clientPages : run.expedientePages;
  const first = page - (page % BUCKET_PAGES);
  return Math.max(0, Math.min(BUCKET_PAGES, pages - first));
}

const emptyCounts = (): OutcomeCounts => ({
  read: 0,
  created: 0,
  updated: 0,
  linked: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
});
export const emptySummary = (): RunSummary => ({
  clients: emptyCounts(),
  expedientes: emptyCounts(),
  reasons: {},
});

/** Adds a page to the summary: records are counted by id, so repeats cannot count twice. */
export function addPage(summary: RunSummary, page: PageOfRun): void {
  const counts = page.entity === 'client' ? summary.clients : summary.expedientes;
  const count = (reason: string): void => {
    summary.reasons[reason] = (summary.reasons[reason] ?? 0) + 1;
  };
  for (const id of new Set(page.ids)) {
    counts.read += 1;
    const result = page.results[id];
    if (!result) continue;
    counts[result.outcome] += 1;
    if (result.reason !== undefined) count(result.reason);
    for (const note of [...(result.unmapped ?? []), ...(result.notices ?? [])]) count(note);
  }
}
