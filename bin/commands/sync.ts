import { runReport, runSync, watchRun } from '../../lib/admin/watch-run';
import { exitOf, showProgress, showSummary } from './output';
import { onDeployment, say, type Where } from './where';

export interface SyncOptions extends Where {
  readonly mode: 'full' | 'modified';
  readonly json?: boolean;
}

export async function sync(options: SyncOptions): Promise<number> {
  const progress = showProgress();
  const ended = await onDeployment(options, true, async (ports) => {
    // Here nobody else starts runs: one that is in progress was cut off when its process ended, and goes on now.
    const interrupted = options.stack === undefined ? await ports.runs.active() : null;
    if (interrupted === null) return runSync(ports, options.mode, progress.update);
    say(
      `The ${interrupted.mode} run ${interrupted.id} was interrupted; it goes on from its checkpoint.`,
    );
    const first = await watchRun(ports, interrupted.id, progress.update);
    return first.run.mode === options.mode ? first : runSync(ports, options.mode, progress.update);
  }).finally(() => {
    progress.stop();
  });
  if (options.json) process.stdout.write(`${JSON.stringify(runReport(ended))}\n`);
  else showSummary(ended);
  if (ended.run.error) say(`Run ${ended.run.id} ${ended.run.status}: ${ended.run.error.message}`);
  return exitOf(ended);
}
