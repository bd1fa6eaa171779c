import type { Clock } from '../ports/clock';
import type { Run } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import { learnt } from '../sync/open-expedientes';
import type { Watermark } from '../sync/watermark';

export interface WatermarkPorts {
  readonly watermarks: Watermarks;
  readonly clock: Clock;
}

/** The watermark moves before the run ends: a crash between the two is repaired by the next look at the run. */
export async function advanceWatermark(
  ports: WatermarkPorts,
  run: Run,
  known?: Watermark | null,
): Promise<void> {
  if (
    run.mode === 'redrive' ||
    run.unstable ||
    typeof run.readFrom !== 'string' ||
    typeof run.settings !== 'string'
  )
    return;
  const before = known ?? (await ports.watermarks.get());
  const swept = run.mode === 'full' || run.sweep || before === null;
  const { readFrom: since, settings, officePrefix } = run;
  await ports.watermarks.advance(
    {
      since,
      settings,
      sweptAt: swept ? since : before.sweptAt,
      officePrefix: officePrefix ?? false,
      fullAt: run.mode === 'full' ? since : before?.fullAt,
      openExpedientes: run.openExpedientes
        ? learnt(before?.openExpedientes, run.openExpedientes, ports.clock.now())
        : before?.openExpedientes,
    },
    ports.clock.now(),
    before !== null,
  );
}
