import { LISTED_LATE_MS } from '../sync/budget';
import type { ClientifyAccount } from '../ports/clientify-account';
import type { Log } from '../ports/log';
import type { Pending } from '../ports/pending';
import type { Run } from '../ports/run';
import type { Entity } from '../sync/decision';
import type { TargetKind, TargetRef } from '../sync/target';
import { MovedRecords, NONE_MOVED, type SweepWindow } from '../sync/waiting';

export interface MovedPorts {
  readonly clientify: Pick<ClientifyAccount, 'changedSince'>;
  /** @default - nothing waits */
  readonly pending?: Pick<Pending, 'list'>;
  readonly log?: Pick<Log, 'warn'>;
}

const KINDS = {
  client: ['contact', 'company'],
  expediente: ['deal'],
} as const satisfies Record<Entity, readonly TargetKind[]>;

/** The time that a sweep covers; null: this run does not sweep. A sweep that an earlier version planned covers all. */
export function sweepWindow({ sweep, sweptBefore, readFrom }: Run): SweepWindow | null {
  if (!sweep) return null;
  const after = Date.parse(sweptBefore ?? '');
  const until = Date.parse(readFrom ?? '');
  return {
    after: Number.isNaN(after) ? Number.NEGATIVE_INFINITY : after,
    until: Number.isNaN(until) ? Number.POSITIVE_INFINITY : until,
  };
}

/**
 * What changed in Clientify since the last sweep, in one list for all that waits. Where the lists cannot tell, each of
 * those that wait is still looked at now and then.
 */
export async function movedRecords(ports: MovedPorts, run: Run): Promise<MovedRecords> {
  const window = sweepWindow(run);
  if (window === null || !Number.isFinite(window.after) || !ports.pending) return NONE_MOVED;
  const since = new Date(window.after - LISTED_LATE_MS);
  const moved: TargetRef[] = [];
  let told = true;
  for (const entity of ['client', 'expediente'] as const) {
    if ((await ports.pending.list(entity)).length === 0) continue;
    for (const kind of KINDS[entity]) {
      const refs = await ports.clientify.changedSince(kind, since);
      told &&= refs !== null;
      if (refs === null)
        ports.log?.warn('Clientify does not tell what changed: what waits is looked at later', {
          kind,
        });
      moved.push(...(refs ?? []));
    }
  }
  return new MovedRecords(moved, told);
}
