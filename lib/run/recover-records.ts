import type { Giav } from '../ports/giav';
import { firstPageOf } from '../sync/paging';
import type { WorkQueue } from '../ports/queues';
import { isDone } from '../sync/run-progress';
import type { Run, RunPage } from '../ports/run';
import type { Runs } from '../ports/runs';
import { RecordPlanner } from './plan-records';
import type { PlanPorts, Prepared } from './plan-ports';
import type { PlannedPage } from './planned-page';
import { only } from './read-pages';
import type { Log } from '../ports/log';

export interface RecoverPorts extends PlanPorts {
  readonly giav: Giav;
  readonly runs: Runs;
  readonly queue: Pick<WorkQueue, 'send'>;
  readonly log: Log;
}

/**
 * Reads the records of a run again whose messages were lost (a purged queue, a dead local cloud), and sends them once more.
 * @returns `time-over` when Clientify's lists have to be read on first
 */
export async function recoverRecords(
  ports: RecoverPorts,
  prepared: Prepared,
  run: Run,
): Promise<'sent' | 'time-over'> {
  const planner = new RecordPlanner(ports, prepared, run);
  for await (const page of ports.runs.pages(run.id)) {
    if (isDone(page)) continue;
    const missing = page.ids.filter((id) => !(id in page.results));
    const planned = await planAgain(ports, planner, run, page, missing);
    if (planned === null) return 'time-over';
    const gone = missing.filter((id) => !planned.ids.includes(id));
    const known = new Map([...planned.results, ...(await planner.gone(page.entity, gone)).results]);
    ports.log.warn('messages were lost: their records are read again', {
      runId: run.id,
      entity: page.entity,
      page: page.page,
      records: missing.length,
    });
    const done =
      known.size > 0 && (await ports.runs.addResults(run.id, page.entity, page.page, known));
    await ports.queue.send(planned.messages, '-again');
    if (done) await ports.runs.markDone(run.id, page.entity, [page.page], ports.clock.now());
  }
  return 'sent';
}

async function planAgain(
  { giav, config }: RecoverPorts,
  planner: RecordPlanner,
  run: Run,
  { entity, page }: RunPage,
  missing: readonly string[],
): Promise<PlannedPage | null> {
  const first = firstPageOf(config.giav.pageIndex);
  const [ids, numbers] = [new Set(missing), missing.map(Number)];
  if (entity === 'client') {
    const found = await giav.searchClients(first, { idsCliente: numbers });
    return planner.clients(only(found, ids), page);
  }
  const found = await giav.searchExpedientes(first, { idsExpediente: numbers });
  return planner.expedientes(only(found, ids), page, run.officePrefix ?? false);
}
