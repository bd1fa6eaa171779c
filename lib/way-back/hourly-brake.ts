import type { EventBus } from '../ports/events';
import type { Clock } from '../ports/clock';
import type { HourlyWrites } from '../ports/hourly-writes';
import type { Incidents } from '../ports/incidents';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import { RecordError } from '../sync/errors';

export interface HourlyBrakePorts {
  readonly hourlyWrites: HourlyWrites;
  readonly incidents: Pick<Incidents, 'hold'>;
  readonly events: Pick<EventBus, 'announce'>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: { readonly writeBack: { readonly perHour: number | null } };
}

/**
 * Before a client is written to GIAV, or made there: an import or a mass edit in Clientify must not rewrite the agency's
 * books before somebody has looked. Past the setting `writeBack.perHour` the way back is held until an admin resumes it.
 * @throws RecordError `WRITE_BACK_HELD`; nothing was written
 */
export async function heedHourlyBrake(ports: HourlyBrakePorts, client: string): Promise<void> {
  const { hourlyWrites, incidents, events, meter, clock, log } = ports;
  const { perHour } = ports.config.writeBack;
  if (perHour === null) return;
  const now = clock.now();
  if (await hourlyWrites.take(client, perHour, now)) return;
  if (await incidents.hold(now)) {
    log.warn('the way back is held: too many clients within an hour', { perHour });
    meter.add('WriteBackHeld', 'Count', 1);
    await events.announce('WriteBackHeld', { since: now.toISOString(), perHour });
  }
  throw new RecordError(
    `More than ${perHour} clients were to be written to GIAV within an hour`,
    [],
    undefined,
    'WRITE_BACK_HELD',
  );
}
