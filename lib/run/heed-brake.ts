import type { SyncConfig } from '../config/schema';
import type { Clock } from '../ports/clock';
import type { EventBus } from '../ports/events';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import type { Held, Progress, Run } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import {
  NOTHING_COUNTED,
  countedWith,
  whyHeld,
  type BrakeCount,
  type PlannedChange,
} from '../sync/brake';
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
  const read = run.clientsRead + run.expedientesRead + ids.length;
  const { planned, because } = weighed(ports.config.brake, before, changes, read);
  if (because === null || typeof run.confirmedAt === 'string') return { brake: planned };
  const newSettings = await areNew(ports, run);
  const { records, emptied } = planned;
  const told = { runId: run.id, because, records, emptied, read, newSettings };
  await ports.events.announce('RunHeld', told);
  ports.meter.add('RunsHeld', 'Count', 1);
  ports.log.warn('run held: it would change too much, and waits for an admin', told);
  return {
    held: heldAs(ports.clock.now(), { because, newSettings, read, planned }, before),
  };
}

/** What a run would change with a page more, and whether that holds it. @param read records so far, with that page */
export function weighed(
  brake: SyncConfig['brake'],
  before: BrakeCount,
  changes: readonly PlannedChange[],
  read: number,
): { readonly planned: BrakeCount; readonly because: ReturnType<typeof whyHeld> } {
  const planned = countedWith(before, changes);
  return { planned, because: whyHeld(brake, planned, read) };
}

/** Whether the mapping is another one than that of the last run: so many changes are to be expected. */
export async function areNew(
  { watermarks }: Pick<BrakePorts, 'watermarks'>,
  { settings }: Pick<Run, 'settings'>,
): Promise<boolean> {
  const last = await watermarks.get();
  return last !== null && last.settings !== settings;
}

/** As it is told and kept. @param before what was let through */
export const heldAs = (
  at: Date,
  why: Omit<Held, 'at' | 'before'>,
  { records, emptied }: BrakeCount,
): Held => ({ at: at.toISOString(), ...why, before: { records, emptied } });
