import { SECOND_MS } from '../sync/budget';
import type { IndexPart, IndexParts } from '../ports/index-parts';
import type { Meter } from '../ports/meter';
import type { Pacing } from '../ports/pacing';
import type { RunQueue } from '../ports/queues';
import type { Progress, Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import type { EntityStage } from '../sync/records';
import type { Watermark } from '../sync/watermark';
import { PageFetcher, type FetchPorts } from './fetch-pages';
import type { Prepared } from './plan-ports';
import { planRun, type PlanRunPorts } from './plan-run';
import { prepareRun, type IndexPorts, type PreparePorts } from './prepare-run';
import type { FetchEnd } from './reading-place';

export type FetchRunPorts = PreparePorts &
  IndexPorts &
  FetchPorts &
  PlanRunPorts & {
    readonly runs: Runs;
    readonly runQueue: Pick<RunQueue, 'send'>;
    readonly indexParts: IndexParts;
    readonly pacing: Pacing;
    readonly meter: Meter;
  };

/** A run as it was planned, what of the plan is not stored yet, and what planning its records relies on. */
interface Ready {
  readonly run: Run;
  readonly unsaved: Progress;
  readonly giavStages: readonly EntityStage[];
  readonly watermark: Watermark | null;
}

/** Plans the run on its first invocation. A modified one stores its plan with what it finds; if it dies, it plans anew. */
async function plan(ports: FetchRunPorts, run: Run): Promise<Ready | null> {
  const giavStages = await ports.giav.expedienteStages();
  const watermark = await ports.watermarks.get();
  if (watermark) measureAge(ports, watermark);
  if (typeof run.readFrom === 'string') return { run, unsaved: {}, giavStages, watermark };
  const planned = await planRun(ports, run, ports.giav.serverTime, watermark);
  if ((planned.mode ?? run.mode) === 'modified')
    return { run: { ...run, ...planned }, unsaved: planned, giavStages, watermark };
  const stored = await ports.runs.checkpoint(run, planned);
  return stored && { run: stored, unsaved: {}, giavStages, watermark };
}

/** The same with everything that planning its records relies on; `prepared` null: the time was over before. */
export async function prepare(
  ports: FetchRunPorts,
  taken: Run,
): Promise<{ run: Run; prepared: Prepared | null } | null> {
  const ready = await plan(ports, taken);
  if (ready === null) return null;
  const { unsaved, giavStages } = ready;
  const isStored = Object.keys(unsaved).length === 0;
  const run = isStored ? ready.run : await ports.runs.checkpoint(taken, unsaved);
  return run && { run, prepared: await prepareRun(ports, run, giavStages) };
}

function measureAge({ meter, clock }: FetchRunPorts, { since, fullAt, sweptAt }: Watermark): void {
  const age = (at: string): number => (clock.now().getTime() - Date.parse(at)) / SECOND_MS;
  meter.add('WatermarkAge', 'Seconds', age(since));
  meter.add('FullRunAge', 'Seconds', age(fullAt ?? sweptAt));
}

/** What an invocation has come to, what of that is not stored yet, and the watermark as it was read. */
export interface Fetched {
  readonly end: FetchEnd;
  readonly run: Run;
  readonly unsaved: Progress;
  readonly watermark: Watermark | null;
}

/**
 * Reads on where the run is, as far as the time of this invocation goes; undefined: another one has taken the run.
 * @param comesAgain should this invocation die, its own message comes again, and leads to this run
 */
export async function fetchRun(
  ports: FetchRunPorts,
  taken: Run,
  comesAgain: boolean,
): Promise<Fetched | undefined> {
  const { id: runId, token } = taken;
  // Comes back only if this invocation dies: a run that has moved on ignores it. A modified run that has found nothing
  // may do without.
  const watch = (): Promise<void> =>
    ports.runQueue.send({ v: 1, kind: 'continue', runId, token }, ports.pacing.watchSeconds);
  const isWatched = taken.mode !== 'modified' || !comesAgain;
  if (isWatched) await watch();
  const ready = await plan(ports, taken);
  if (ready === null) return undefined;
  const { run, unsaved, giavStages } = ready;
  const indexParts = new CountedParts(ports.indexParts);
  const watched = async (isAccessChecked: boolean): Promise<Prepared | null> => {
    if (!isWatched) await watch();
    return prepareRun({ ...ports, indexParts, isAccessChecked }, run, giavStages);
  };
  const fetcher = await fetcherOf(ports, ready, watched);
  const end = fetcher === null ? 'hand-over' : await fetcher.fetch();
  if (end === 'hand-over') {
    // It may not have come further with GIAV's pages, but it read some of Clientify's lists.
    if (indexParts.kept > 0)
      await ports.runs.noteFurther(run.id, run.doneByThen, ports.clock.now());
    ports.log.info('handing over before the time limit', { runId: run.id });
    await ports.runs.release(run);
    await ports.runQueue.send({ v: 1, kind: 'continue', runId: run.id, token });
  }
  return { end, run, unsaved, watermark: ready.watermark, ...fetcher?.reached };
}

/**
 * A modified run often finds nothing: of Clientify it asks then whether the key is good, and no more. The others prepare
 * first; null: the time was over before.
 */
async function fetcherOf(
  ports: FetchRunPorts,
  { run, unsaved }: Ready,
  prepared: (isAccessChecked: boolean) => Promise<Prepared | null>,
): Promise<PageFetcher | null> {
  if (run.mode === 'modified') {
    await ports.clientify.checkAccess();
    return new PageFetcher(ports, () => prepared(true), run, { unsaved });
  }
  const first = await prepared(false);
  return first && new PageFetcher(ports, () => Promise.resolve(first), run, first);
}

/** Knows whether this invocation came further with the lists. */
class CountedParts implements IndexParts {
  kept = 0;

  constructor(private readonly parts: IndexParts) {}

  of(runId: string): AsyncGenerator<IndexPart> {
    return this.parts.of(runId);
  }

  async keep(runId: string, part: IndexPart): Promise<void> {
    await this.parts.keep(runId, part);
    this.kept += 1;
  }

  remove(runId: string): Promise<void> {
    return this.parts.remove(runId);
  }
}
