import {
  deleteMessage,
  listFailures,
  redrive,
  type FailedEntry,
  type Selection,
} from '../../lib/admin/failed-records';
import { runReport, watchRun, type Ended } from '../../lib/admin/watch-run';
import { ids } from '../../lib/runtime/ids';
import { ConfigurationError } from '../../lib/sync/errors';
import { exitOf, print, showProgress, showSummary } from './output';
import { EXIT, onDeployment, say, type Where } from './where';

export interface FailuresOptions extends Where {
  readonly json?: boolean;
  readonly reason?: string;
  readonly delete?: string;
}

export async function failures({
  json,
  reason,
  delete: messageId,
  ...where
}: FailuresOptions): Promise<number> {
  if (messageId !== undefined) {
    const found = await onDeployment(where, false, (ports) => deleteMessage(ports, messageId));
    say(
      found
        ? `Message ${messageId} deleted.`
        : `No unreadable message ${messageId}: only those can be deleted; records are re-driven.`,
    );
    return found ? EXIT.done : EXIT.failed;
  }
  const all = await onDeployment(where, false, listFailures);
  const list = all.filter((entry) => reason === undefined || entry.reason === reason);
  if (json) process.stdout.write(`${JSON.stringify(list)}\n`);
  else if (list.length === 0) process.stdout.write('No failed records.\n');
  else print(['record', 'reason', 'since', 'last', 'tries', 'error'], list.map(failureRow));
  return EXIT.done;
}

const failureRow = (entry: FailedEntry): (string | number)[] => [
  entry.entity === null ? `message ${entry.messageId ?? ''}` : `${entry.entity} ${entry.id ?? ''}`,
  entry.reason,
  entry.firstAt,
  entry.lastAt,
  entry.attempts,
  entry.message,
];

export interface RedriveOptions extends Where {
  readonly all?: boolean;
  readonly id?: string[];
  readonly reason?: string;
  readonly json?: boolean;
}

export async function redriveRecords({
  all,
  id,
  reason,
  json,
  ...where
}: RedriveOptions): Promise<number> {
  if (all !== true && id === undefined && reason === undefined)
    throw new ConfigurationError(
      'Say what to re-drive: --all, --id <GIAV id …> or --reason <CODE>.',
    );
  const selection: Selection = { all, ids: id, reason };
  const progress = showProgress();
  const { records, ended } = await onDeployment(where, true, async (ports) => {
    const sent = await redrive(ports, selection, () => ids.run(new Date()));
    const done: Ended[] = [];
    for (const runId of sent.runs) done.push(await watchRun(ports, runId, progress.update));
    return { records: sent.records, ended: done };
  }).finally(() => {
    progress.stop();
  });
  if (json)
    process.stdout.write(`${JSON.stringify({ redriven: records, runs: ended.map(runReport) })}\n`);
  else {
    process.stdout.write(`Re-driven records: ${records}\n`);
    for (const one of ended) showSummary(one);
  }
  for (const { run } of ended)
    if (run.error) say(`Run ${run.id} ${run.status}: ${run.error.message}`);
  return Math.max(EXIT.done, ...ended.map(exitOf));
}
