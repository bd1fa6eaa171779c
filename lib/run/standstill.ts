import { RUN } from '../sync/budget';
import type { Clock } from '../ports/clock';
import type { Runs } from '../ports/runs';
import type { Weather } from '../ports/gate';

export interface StandstillPorts {
  readonly runs: Pick<Runs, 'noteLook' | 'noteFurther' | 'pages' | 'countDone'>;
  readonly clock: Clock;
  /** @default - nobody knows of an outage */
  readonly weather?: Weather;
}

/** A run stands still although nothing that it waits for is known. */
export class Standstill extends Error {
  override readonly name = 'Standstill';

  constructor() {
    super(
      'No page was read and no record was finished for 30 minutes. Start another run: it reads what this one left. Should it stop too, the log of the page-fetcher says where.',
    );
  }
}

/**
 * Notes a look at a run. true: it has not come further for half an hour. What waits for the end of an outage or of
 * throttling is told as paused, and has limits of its own.
 */
export async function standsStill(ports: StandstillPorts, runId: string): Promise<boolean> {
  const now = ports.clock.now();
  const run = await ports.runs.noteLook(runId, now);
  if (run === null) return false;
  const { pages, results } = run.doneByThen;
  const done = await ports.runs.countDone(runId);
  if (done > pages) {
    await ports.runs.noteFurther(runId, { pages: done, results }, now);
    return false;
  }
  const since = Date.parse(run.cameFurtherAt ?? run.startedAt);
  const looks = RUN.standstillLooks[run.phase === 'draining' ? 'draining' : 'reading'];
  if (run.pause || run.looks < looks || now.getTime() - since < RUN.standstillMs) return false;
  const finished = await countResults(ports.runs, runId);
  if (finished === results && !(await ports.weather?.isBad())) return true;
  await ports.runs.noteFurther(runId, { pages, results: finished }, now);
  return false;
}

async function countResults(runs: Pick<Runs, 'pages'>, runId: string): Promise<number> {
  let count = 0;
  for await (const page of runs.pages(runId)) count += Object.keys(page.results).length;
  return count;
}
