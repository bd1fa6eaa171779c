import { cancelRun as cancel } from '../../lib/admin/cancel-run';
import { explain } from '../../lib/admin/explain';
import { spoken } from '../../lib/admin/language';
import { readRun, readStatus, runLine, statusLines } from '../../lib/admin/status';
import { TEXTS } from '../../lib/admin/texts';
import { runReport } from '../../lib/admin/watch-run';
import type { Held } from '../../lib/ports/run';
import type { Subject } from '../../lib/sync/decision';
import { EXIT, say } from './exit';
import { COUNTS, print, printJson, sayError, showSummary } from './output';
import { tell } from './terminal';
import { onDeployment, type Asked, type Told, type Where } from './where';

export async function explainRecord(entity: Subject, id: string, where: Where): Promise<number> {
  const lines = await onDeployment(where, false, (ports) =>
    explain(ports, entity, id, new Date(), TEXTS[where.language]),
  );
  tell(lines.join('\n'));
  return EXIT.done;
}

export async function status({ json, ...where }: Asked): Promise<number> {
  const state = await onDeployment(where, false, (ports) => readStatus(ports, new Date()));
  if (json) printJson(state);
  else tell(statusLines(state, TEXTS[where.language]).join('\n'));
  return EXIT.done;
}

export interface RunsOptions extends Asked {
  /** How many. */
  readonly limit: number;
}

type RunLine = ReturnType<typeof runLine>;

const sum = ({ clients, expedientes }: RunLine, count: (typeof COUNTS)[number]): number =>
  (clients?.[count] ?? 0) + (expedientes?.[count] ?? 0);

export async function runs({ json, limit, ...where }: RunsOptions): Promise<number> {
  const list = await onDeployment(where, false, async (ports) => {
    const found: RunLine[] = [];
    for await (const run of ports.runs.recent()) {
      if (found.length === limit) break;
      found.push(runLine(run));
    }
    return found;
  });
  if (json) printJson(list);
  else printRuns(list, where);
  return EXIT.done;
}

/** One run: its counts, and what it would change where it is held. */
export async function showRun(id: string, { json, ...where }: Asked): Promise<number> {
  const ended = await onDeployment(where, false, (ports) => readRun(ports, id));
  const { run } = ended;
  if (json) {
    printJson(runReport(ended));
    return EXIT.done;
  }
  showSummary(ended, where.language);
  sayError(ended, where.language);
  if (run.held) printPlanned(run.held.planned, where);
  return EXIT.done;
}

/** Fields and their counts, and the most telling records. */
export function printPlanned({ fields, examples }: Held['planned'], { language }: Told): void {
  const { held: told } = TEXTS[language];
  print(
    told.fields,
    Object.entries(fields).map(([name, { changed, emptied }]) => [name, changed, emptied]),
  );
  print(
    told.examples,
    examples.map(({ entity, id, clientifyId, emptied, changed }) => [
      `${entity} ${id}`,
      clientifyId,
      emptied.join(', '),
      changed.join(', '),
    ]),
  );
}

export async function cancelRun(id: string, { json, ...where }: Asked): Promise<number> {
  const { read, left } = await onDeployment(where, false, (ports) =>
    cancel({ ...ports, now: () => new Date() }, id),
  );
  if (json) printJson({ cancelled: id, read, left });
  else say(TEXTS[where.language].runs.cancelled(id, read, left));
  return EXIT.done;
}

function printRuns(list: readonly RunLine[], { language }: Where): void {
  const { runs: say, counts, modes, statuses } = TEXTS[language];
  print(
    [...say.head, ...COUNTS.map((count) => counts[count])],
    list.map((run) => [
      run.id,
      modes[run.mode],
      statuses[run.status],
      run.startedAt,
      ...COUNTS.map((count) => sum(run, count)),
    ]),
  );
  for (const run of list)
    if (run.error) tell(`${run.id}: ${spoken(run.error.message, run.error.es, language)}`);
}
