import { TEXTS } from '../../lib/admin/texts';
import { runReport, runSync, watchRun } from '../../lib/admin/watch-run';
import { Interrupted } from './ending';
import { say } from './exit';
import { exitOf, printJson, sayError, showProgress, showSummary } from './output';
import { onDeployment, type Asked } from './where';

export interface SyncOptions extends Asked {
  readonly mode: 'full' | 'modified';
}

export async function sync(options: SyncOptions): Promise<number> {
  const { language, mode } = options;
  const texts = TEXTS[language];
  const progress = showProgress(language);
  const ended = await onDeployment(options, true, async (ports) => {
    // Here nobody else starts runs: one that is in progress was cut off when its process ended, and goes on now.
    const interrupted = options.stack === undefined ? await ports.runs.active() : null;
    if (interrupted === null) return runSync(ports, mode, progress.update);
    say(texts.sync.interrupted(texts.modes[interrupted.mode], interrupted.id));
    const first = await watchRun(ports, interrupted.id, progress.update);
    return first.run.mode === mode ? first : runSync(ports, mode, progress.update);
  })
    .catch((error: unknown) => {
      if (error instanceof Interrupted && options.stack === undefined) say(texts.ending.cutOff);
      throw error;
    })
    .finally(() => {
      progress.stop();
    });
  if (options.json) printJson(runReport(ended));
  else showSummary(ended, language);
  sayError(ended, language);
  if (options.stack === undefined && !options.json) say(texts.sync.lookAtIt);
  return exitOf(ended);
}
