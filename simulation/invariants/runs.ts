import type { Run } from '../../lib/ports/run';
import type { DynamoRuns } from '../../lib/state/runs';
import { OUTCOMES } from '../../lib/sync/decision';
import type { Watch } from './watch';

/** Every record that a completed run read has one outcome, and none is counted that was not read. */
export async function judgeRuns(runs: DynamoRuns, watch: Watch): Promise<void> {
  for await (const run of runs.recent()) if (run.status === 'completed') judgeRun(run, watch);
}

function judgeRun({ id, summary, clientsRead, expedientesRead }: Run, watch: Watch): void {
  if (!summary) {
    watch.violated('a completed run has a summary', id);
    return;
  }
  for (const [entity, read] of [
    ['clients', clientsRead],
    ['expedientes', expedientesRead],
  ] as const) {
    const counts = summary[entity];
    const sum = OUTCOMES.reduce((total, outcome) => total + counts[outcome], 0);
    if (sum !== counts.read || sum !== read)
      watch.violated(
        'read is the sum of the outcomes',
        `${entity}: checkpoint ${read}, read ${counts.read}, outcomes ${sum}`,
      );
  }
}
