import type { SyncConfig } from '../config/schema';
import { mappingSettings } from '../config/mapping-settings';
import type { Progress, Run } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import { settingsKey } from '../sync/fingerprint';
import { namesShowOffice } from '../sync/expediente-to-deal';
import { sliceOf } from '../sync/open-expedientes';
import { planModified, runStart, type Watermark } from '../sync/watermark';
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
 * @param known the watermark, where it was read already
 */
export async function planRun(
  ports: PlanRunPorts,
  run: Run,
  giavTime: Date | null,
  known?: Watermark | null,
): Promise<Progress> {
  const now = runStart(ports.clock.now(), giavTime);
  const settings = settingsKey(mappingSettings(ports.config));
  const watermark = known === undefined ? await ports.watermarks.get() : known;
  const officePrefix = officePrefixOf(ports, run, watermark);
  const start: Progress = { readFrom: now.toISOString(), settings, officePrefix };
  if (run.mode === 'redrive') return start;
  const plan = planModified(watermark, settings, now, ports.config.modified);
  const changedSince = plan.mode === 'modified' ? plan.since.toISOString() : null;
  const evidence = { changedSince, slice: null, shown: 0, missed: 0, asked: 0 };
  if (run.mode === 'full' || plan.mode === 'full') {
    if (run.mode !== 'full' && plan.mode === 'full')
      ports.log.info(`the modified run is a full one: ${plan.because}`, { runId: run.id });
    return { ...start, mode: 'full', openExpedientes: { ...evidence, open: 0 } };
  }
  const slice = plan.sweep ? sliceOf(watermark?.openExpedientes, watermark?.sweptAt, now) : null;
  return {
    ...start,
    since: plan.since.toISOString(),
    sweep: plan.sweep,
    sweptBefore: plan.sweep ? (watermark?.sweptAt ?? null) : null,
    openExpedientes: { ...evidence, slice, open: null },
  };
}

/** A full run gives all deals the names that the settings ask for; the others keep to those that it gave. */
export function officePrefixOf(
  { config, log }: Pick<PlanRunPorts, 'config' | 'log'>,
  run: Pick<Run, 'id' | 'mode'>,
  last: Watermark | null,
): boolean {
  if (run.mode !== 'full' && last !== null) return last.officePrefix;
  const shown = namesShowOffice(config.officePrefix, last?.officePrefix);
  if (shown && config.officePrefix !== 'always')
    log.warn('deals are named with their office, as an earlier version decided', {
      runId: run.id,
      advice: 'Set officePrefix to "always" to keep it, or to "never".',
    });
  return shown;
}
