import type { ClientifyRecords, WriteResult } from '../clientify/client';
import type { Link } from '../state/links';
import { NOTHING_WRITTEN, acceptedOf, compare, isEmpty, writtenOf } from '../sync/changes';
import { fingerprint } from '../sync/fingerprint';
import { isTwoWay } from '../sync/ownership';
import { takeSnapshot } from '../sync/snapshot';
import type { Desired, Target } from '../sync/target';

/** A record of Clientify after it was brought to what it should be. `write` is null when there was nothing to send. */
export interface Updated {
  readonly target: Target;
  readonly accepted: NonNullable<Link['accepted']>;
  readonly write: WriteResult | null;
}

/** Whether an answer shows all that may be edited on both sides: what it leaves out would look like an unknown past. */
const isWhole = ({ kind, fields }: Desired, target: Target): boolean =>
  kind === 'deal' ||
  (Object.keys(fields).every((name) => name in target.fields || !isTwoWay(kind, name)) &&
    target.emails !== undefined &&
    target.phones !== undefined &&
    target.addresses !== undefined);

/** The record after a write; read once more where the answer to the write was poorer than the record. */
export async function inFull(clientify: Pick<ClientifyRecords, 'read'>, desired: Desired, target: Target): Promise<Target> {
  return isWhole(desired, target) ? target : ((await clientify.read(target.kind, target.id)) ?? target);
}

/** Sends what differs, and only that. */
export async function updateRecord(
  clientify: Pick<ClientifyRecords, 'read' | 'apply'>,
  desired: Desired,
  target: Target,
  link: Link | null,
): Promise<Updated> {
  const same = link?.clientifyId === target.id ? link : null;
  const accepted = same?.accepted ?? {};
  const changes = compare(desired, target, same?.written ?? NOTHING_WRITTEN, accepted);
  if (isEmpty(changes)) return { target, accepted, write: null };
  const write = await clientify.apply(target, changes);
  const after = await inFull(clientify, desired, write.target);
  // What the account is known not to take was not sent: nothing was updated.
  const idle = write.sent.length + write.notes.length === 0;
  return { target: after, accepted: { ...accepted, ...acceptedOf(desired, after) }, write: idle ? null : write };
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
