import { confirmRun as confirm, rejectRun as reject } from '../../lib/admin/held-run';
import { TEXTS } from '../../lib/admin/texts';
import { runReport, watchRun } from '../../lib/admin/watch-run';
import { EXIT, say } from './exit';
import { exitOf, printJson, sayError, showProgress, showSummary } from './output';
import { onDeployment, type Asked } from './where';

const now = (): Date => new Date();

/** Lets a held run go on, and follows it to its end. */
export async function confirmRun(id: string, { json, ...where }: Asked): Promise<number> {
  const { language } = where;
  const progress = showProgress(language);
  const ended = await onDeployment(where, true, async (ports) => {
    await confirm({ ...ports, now }, id);
    say(TEXTS[language].held.confirmed(id));
    return watchRun(ports, id, progress.update);
  }).finally(() => {
    progress.stop();
  });
  if (json) printJson(runReport(ended));
  else showSummary(ended, language);
  sayError(ended, language);
  return exitOf(ended);
}

export async function rejectRun(id: string, { json, ...where }: Asked): Promise<number> {
  await onDeployment(where, false, (ports) => reject({ ...ports, now }, id));
  if (json) printJson({ rejected: id });
  else say(TEXTS[where.language].held.rejected(id));
  return EXIT.done;
}
