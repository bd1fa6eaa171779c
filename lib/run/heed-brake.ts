import type { SyncConfig } from '../config/schema';
import type { Clock } from '../ports/clock';
import type { EventBus } from '../ports/events';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import type { Progress, Run } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import { NOTHING_COUNTED, countedWith, whyHeld } from '../sync/brake';
import type { PlannedPage } from './planned-page';

export interface BrakePorts {
  readonly config: Pick<SyncConfig, 'brake'>;
  readonly watermarks: Pick<Watermarks, 'get'>;
  readonly events: Pick<EventBus, 'announce'>;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Before a page is put on the queue: whether the run may change that much of what Clientify holds. What holds it is told
 * before it is noted, so that no crash leaves a run that stands still without a word.
 * @returns what the checkpoint of the page has to say of it; with `held` the page must not be kept
 */
export async function heedBrake(
  ports: BrakePorts,
  run: Run,
  { ids, changes }: Pick<PlannedPage, 'ids' | 'changes'>,
): Promise<Pick<Progress, 'brake' | 'held'>> {
  if (changes.length === 0) return {};
  const before = run.brake ?? NOTHING_COUNTED;
  const planned = countedWith(before, changes);
  const read = run.clientsRead + run.expedientesRead + ids.length;
  const because = whyHeld(ports.config.brake, planned, read);
  if (because === null || typeof run.confirmedAt === 'string') return { brake: planned };
  const last = await ports.watermarks.get();
  const newSettings = last !== null && last.settings !== run.settings;
  const { records, emptied } = planned;
  const told = { runId: run.id, because, records, emptied, read, newSettings };
  await ports.events.announce('RunHeld', told);
  ports.meter.add('RunsHeld', 'Count', 1);
  ports.log.warn('run held: it would change too much, and waits for an admin', told);
  return {
    held: {
      at: ports.clock.now().toISOString(),
      because,
      newSettings,
      read,
      before: { records: before.records, emptied: before.emptied },
      planned,
    },
  };
}
