import {
  deleteMessage,
  listFailures,
  redrive,
  type FailedEntry,
  type Selection,
} from '../../lib/admin/failed-records';
import { TEXTS, type Texts } from '../../lib/admin/texts';
import { runReport, watchRun, type Ended } from '../../lib/admin/watch-run';
import { ids } from '../../lib/runtime/ids';
import { ConfigurationError } from '../../lib/sync/errors';
import { EXIT, say } from './exit';
import { exitOf, print, printJson, sayError, showProgress, showSummary } from './output';
import { tell } from './terminal';
import { onDeployment, type Asked } from './where';

export interface FailuresOptions extends Asked {
  readonly reason?: string;
  readonly delete?: string;
}

export async function failures({
  json,
  reason,
  delete: messageId,
  ...where
}: FailuresOptions): Promise<number> {
  const texts = TEXTS[where.language];
  const { failures: phrases } = texts;
  if (messageId !== undefined) {
    const found = await onDeployment(where, false, (ports) => deleteMessage(ports, messageId));
    say(found ? phrases.deleted(messageId) : phrases.notDeleted(messageId));
    return found ? EXIT.done : EXIT.failed;
  }
  const all = await onDeployment(where, false, listFailures);
  const list = all.filter((entry) => reason === undefined || entry.reason === reason);
  if (json) printJson(list);
  else if (list.length === 0) tell(phrases.none);
  else
    print(
      phrases.head,
      list.map((entry) => failureRow(entry, texts)),
    );
  return EXIT.done;
}

const failureRow = (entry: FailedEntry, { failures: phrases }: Texts): (string | number)[] => [
  entry.entity === null
    ? phrases.message(entry.messageId ?? '')
    : `${entry.entity} ${entry.id ?? ''}`,
  entry.reason,
  entry.firstAt,
  entry.lastAt,
  entry.attempts,
  entry.message,
];

export interface RedriveOptions extends Asked {
  readonly all?: boolean;
  readonly id?: string[];
  readonly reason?: string;
}

export async function redriveRecords({
  all,
  id,
  reason,
  json,
  ...where
}: RedriveOptions): Promise<number> {
  if (all !== true && id === undefined && reason === undefined)
    throw new ConfigurationError({
      en: 'Say what to re-drive: --all, --id <GIAV id …> or --reason <CODE>.',
      es: 'Diga qué relanzar: --all, --id <id de GIAV …> o --reason <CÓDIGO>.',
    });
  const selection: Selection = { all, ids: id, reason };
  const { language } = where;
  const progress = showProgress(language);
  const { records, ended, notFailed } = await onDeployment(where, true, async (ports) => {
    const sent = await redrive(ports, selection, () => ids.run(new Date()));
    const done: Ended[] = [];
    for (const runId of sent.runs) done.push(await watchRun(ports, runId, progress.update));
    return { records: sent.records, ended: done, notFailed: sent.notFailed };
  }).finally(() => {
    progress.stop();
  });
  if (json) printJson({ redriven: records, notFailed, runs: ended.map(runReport) });
  else {
    tell(TEXTS[language].failures.redriven(records));
    for (const one of ended) showSummary(one, language);
  }
  for (const one of ended) sayError(one, language);
  if (notFailed.length > 0) say(TEXTS[language].failures.notFailed(notFailed.join(', ')));
  const own = notFailed.length > 0 ? EXIT.failed : EXIT.done;
  return Math.max(own, ...ended.map(exitOf));
}
