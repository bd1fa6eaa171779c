import type { ClientifyRecords, WriteResult } from '../clientify/client';
import type { Link } from '../state/links';
import { NOTHING_WRITTEN, acceptedOf, compare, isEmpty, writtenOf } from '../sync/changes';
import { fingerprint } from '../sync/fingerprint';
import { takeSnapshot } from '../sync/snapshot';
import type { Desired, Target } from '../sync/target';

/** A record of Clientify after it was brought to what it should be. `write` is null when there was nothing to send. */
export interface Updated {
  readonly target: Target;
  readonly accepted: NonNullable<Link['accepted']>;
  readonly write: WriteResult | null;
}

/** Sends what differs, and only that. */
export async function updateRecord(clientify: ClientifyRecords, desired: Desired, target: Target, link: Link | null): Promise<Updated> {
  const same = link?.clientifyId === target.id ? link : null;
  const accepted = same?.accepted ?? {};
  const changes = compare(desired, target, same?.written ?? NOTHING_WRITTEN, accepted);
  if (isEmpty(changes)) return { target, accepted, write: null };
  const write = await clientify.apply(target, changes);
  return { target: write.target, accepted: { ...accepted, ...acceptedOf(desired, write.target) }, write };
}

/** What is remembered of a record that is in step. */
export const inStep = (desired: Desired, target: Target, accepted: Link['accepted']) => ({
  id: desired.gesinturId,
  status: 'linked' as const,
  kind: desired.kind,
  clientifyId: target.id,
  fingerprint: fingerprint(desired),
  modified: target.modified,
  accepted,
  written: writtenOf(desired),
  snapshot: desired.kind === 'deal' ? undefined : takeSnapshot(desired, target),
});
