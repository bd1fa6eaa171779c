import { type SyncConfig, mappingSettings } from '../config/schema';
import type { Progress, Run } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import { settingsKey } from '../sync/fingerprint';
import { planModified, runStart } from '../sync/watermark';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';

export interface PlanRunPorts {
  readonly watermarks: Watermarks;
  readonly config: SyncConfig;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Decides once per run from where on it reads. Its start by GIAV's clock is the next watermark, so it is taken before
 * the first record is read.
 */
export async function planRun(
  ports: PlanRunPorts,
  run: Run,
  giavTime: Date | null,
): Promise<Progress> {
  const now = runStart(ports.clock.now(), giavTime);
  const settings = settingsKey(mappingSettings(ports.config));
  const watermark = run.mode === 'full' ? null : await ports.watermarks.get();
  const start: Progress = { readFrom: now.toISOString(), settings };
  if (run.mode === 'full') return start;
  // Which names deals have was decided by the last full run.
  const names: Progress = watermark === null ? {} : { officePrefix: watermark.officePrefix };
  if (run.mode === 'redrive') return { ...start, ...names };
  const plan = planModified(watermark, settings, now, ports.config.modified);
  if (plan.mode === 'full') {
    ports.log.info(`the modified run is a full one: ${plan.because}`, { runId: run.id });
    return { ...start, mode: 'full' };
  }
  return { ...start, since: plan.since.toISOString(), sweep: plan.sweep, ...names };
}
