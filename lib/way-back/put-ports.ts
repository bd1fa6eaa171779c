import { CHANGE } from '../sync/budget';
import type { Giav, PutSettings } from '../ports/giav';
import type { EventBus } from '../ports/events';
import type { Incidents } from '../ports/incidents';
import type { UnverifiedWrites } from '../ports/unverified-writes';
import { RecordError, RetryableError } from '../sync/errors';
import type { Intent, RawClient } from '../sync/giav-record';
import type { GiavClient } from '../sync/records';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';

export interface PutPorts {
  readonly giav: Pick<
    Giav,
    'apiKey' | 'timeoutMs' | 'readClient' | 'categoriesOf' | 'fillPut' | 'putClient'
  >;
  readonly putSettings: PutSettings;
  readonly incidents: Pick<
    Incidents,
    'add' | 'halt' | 'lift' | 'halted' | 'isHaltedBy' | 'happenedElsewhere'
  >;
  readonly unverified: Pick<
    UnverifiedWrites,
    'open' | 'get' | 'keepAsApplied' | 'keepAsDamaged' | 'close'
  >;
  readonly events: Pick<EventBus, 'announce'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

export interface ReadClient {
  readonly raw: RawClient;
  readonly client: GiavClient;
}

/** A write and what is needed to verify and to repair it. */
export interface Write extends Intent {
  readonly clientId: string;
  /** Its moment, and its name. */
  readonly at: string;
  readonly categories: readonly number[];
}

/** The answer to a write that was sent at that moment, or soon after, is out by then: it was applied, or never will be. */
export const lateUntil = (sentMs: number, timeoutMs: number): number =>
  sentMs + 2 * timeoutMs + Math.min(CHANGE.lateMs, timeoutMs);

export const notVerifiedYet = (retryAfterMs?: number): RetryableError =>
  new RetryableError('An earlier write of this client to GIAV is not verified yet', {
    scope: 'system',
    reason: 'WRITE_UNVERIFIED',
    retryAfterMs,
  });

export function fillOrRefuse(
  { giav, putSettings }: Pick<PutPorts, 'giav' | 'putSettings'>,
  client: RawClient,
  categories: readonly number[],
): Record<string, unknown> {
  const filled = giav.fillPut(client, categories, putSettings);
  if ('args' in filled) return filled.args;
  const named = filled.unsafe.map(({ field, why }) => `${field} (${why})`).join(', ');
  throw new RecordError(
    `The client cannot be written without the risk of losing: ${named}`,
    filled.unsafe.map(({ field }) => field),
    undefined,
    'UNSAFE_WRITE',
  );
}

export async function readAgain({ giav }: Pick<PutPorts, 'giav'>, id: number): Promise<ReadClient> {
  const found = await giav.readClient(id);
  if (found) return found;
  throw new RetryableError('GIAV does not show the client any more, although it did a moment ago');
}
