import type { Failures, FailedTry } from '../ports/failures';
import type { Link, Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import { ascending } from '../sync/duplicates';
import type { Entity, Subject } from '../sync/decision';
import { WAITS_FOR_CLIENTIFY, type Reason } from '../sync/reasons';
import { isSameRefusal, type Refusal } from '../sync/waiting';

/**
 * What a record's status consists of: its link (the id map), the failed list, and the lists of what waits. This is the
 * only place that changes it. Each transition says in which order it writes, since a process may die between two writes:
 * what lists a record for a human, or for the next run, comes before what says that nothing is to be done.
 */
export interface StatusPorts {
  readonly links: Pick<Links, 'put' | 'replace'>;
  readonly failures: Pick<Failures, 'clear'>;
  readonly pending: Pick<Pending, 'add' | 'remove'>;
}

export interface RecordId {
  readonly entity: Entity;
  readonly id: string;
}

/** A record on the failed list, or on the list of those that wait for Clientify: no run passes it over. */
export const isOpen = (link: Pick<Link, 'failed' | 'pending'> | null | undefined): boolean =>
  link?.failed === true || link?.pending === true;

/** A link without the marks of both lists. */
export const closed = (link: Link | undefined): Partial<Link> => ({
  ...link,
  failed: undefined,
  pending: undefined,
});

/** The list of what waits for a human follows the link. */
export async function noteAttention(
  pending: Pick<Pending, 'add' | 'remove'>,
  id: string,
  before: Pick<Link, 'notices' | 'parked'> | null,
  now: Pick<Link, 'notices' | 'parked'>,
): Promise<void> {
  const waits = (link: Pick<Link, 'notices' | 'parked'> | null): boolean =>
    link?.notices !== undefined || link?.parked !== undefined;
  if (waits(now)) await pending.add('attention', id);
  else if (waits(before)) await pending.remove('attention', id);
}

/**
 * A run brought the record to what it should be. What its change makes necessary elsewhere (its deals, a human) is listed
 * first, then the link says that it is done, then it leaves the lists: whatever dies in between is looked at once more.
 * @param before the link as it was read; a retryable error when somebody has replaced it since
 * @param by `full` runs bring the deals of a client that moved by themselves; a re-drive clears whatever failed
 */
export async function linked(
  { links, failures, pending }: StatusPorts,
  entity: Entity,
  link: Link,
  before: Link | null,
  by: 'full' | 'modified' | 'redrive',
): Promise<void> {
  const { id } = link;
  const moved =
    entity === 'client' &&
    before?.clientifyId !== undefined &&
    before.clientifyId !== link.clientifyId;
  // Its deals still belong to the record that is gone; a full run brings them after this one anyway.
  if (moved && by !== 'full') await pending.add('expedientes-of', id);
  if (entity === 'client') await noteAttention(pending, id, before, link);
  await links.replace(entity, link, before);
  if (before?.failed === true || by === 'redrive') await failures.clear(entity, id);
  if (before?.pending === true) await pending.remove(entity, id);
}

/**
 * A change in Clientify shows another record with a client's Documento beside its own: it waits for a person from now on.
 * The next full run, which sees all of them, lists those that there are then.
 */
export async function twinMet(
  { links, pending }: Pick<StatusPorts, 'links' | 'pending'>,
  link: Link,
  twin: string,
): Promise<void> {
  if (link.duplicates?.includes(twin)) return;
  const told = new Set<Reason>([...(link.notices ?? []), 'DUPLICATE_IN_CLIENTIFY']);
  const duplicates = ascending([...(link.duplicates ?? []), twin]);
  const now: Link = { ...link, duplicates, notices: [...told] };
  await noteAttention(pending, link.id, link, now);
  await links.replace('client', now, link);
}

/**
 * Nothing is written to the record, for a reason that an admin reads. One that waits for Clientify is listed before its
 * link says so: the other way round a crash would leave a record that nobody looks at again.
 */
export async function refused(
  { links, failures, pending }: StatusPorts,
  { entity, id }: RecordId,
  link: Link | null,
  reason: Reason,
  {
    redrive,
    at,
    refusal,
  }: { readonly redrive: boolean; readonly at: string; readonly refusal: Refusal },
): Promise<void> {
  const waits = WAITS_FOR_CLIENTIFY.has(reason);
  if (waits && link?.pending !== true) await pending.add(entity, id);
  const isTold =
    link?.status === 'refused' &&
    link.reason === reason &&
    isSameRefusal(link.refusal, refusal) &&
    link.failed !== true &&
    (!waits || link.pending === true);
  if (!isTold)
    await links.put(entity, {
      ...link,
      id,
      status: 'refused',
      reason,
      failed: undefined,
      pending: waits,
      refusal,
      at,
    });
  if (link?.failed === true || redrive) await failures.clear(entity, id);
  if (!waits && link?.pending === true) await pending.remove(entity, id);
}

/** An expediente comes again with its client: until then it is skipped, no longer failed. */
export async function waitsForItsClient(
  { links, failures }: Pick<StatusPorts, 'links' | 'failures'>,
  { entity, id }: RecordId,
  link: Link | null,
  redrive: boolean,
): Promise<void> {
  if (link?.failed === true) await links.put(entity, { ...link, failed: undefined });
  if (link?.failed === true || redrive) await failures.clear(entity, id);
}

/**
 * A record that is in order, or left out by a setting, leaves both lists; the link last, since as long as it carries a
 * mark the next run looks again.
 * @param save whether the link is written here; else the caller writes it as {@link closed}
 */
export async function inOrder(
  {
    links,
    failures,
    pending,
  }: { readonly links: Pick<Links, 'put'> } & Pick<StatusPorts, 'failures'> & {
      readonly pending: Pick<Pending, 'remove'>;
    },
  { entity, id }: RecordId,
  link: Link | undefined,
  { redrive, save }: { readonly redrive: boolean; readonly save: boolean },
): Promise<void> {
  if (link?.failed === true || redrive) await failures.clear(entity, id);
  if (link?.pending === true) await pending.remove(entity, id);
  if (save && link && isOpen(link)) await links.put(entity, { ...link, ...closed(link) });
}

/**
 * To the failed list, with the error that the admin reads, then the mark on the link by which a later success finds it
 * there. Told twice after a crash it is one try.
 */
export async function failed(
  ports: {
    readonly failures: Pick<Failures, 'add'>;
    readonly links: Pick<Links, 'markFailed'>;
  },
  { entity, id }: RecordId,
  failure: FailedTry,
): Promise<void> {
  await ports.failures.add(entity, id, failure);
  await ports.links.markFailed(entity, id, failure.at);
}

/** The same for what has no link, or none that can be read: a change in Clientify, a damaged item of the state. */
export const failedWithoutLink = (
  failures: Pick<Failures, 'add'>,
  entity: Subject,
  id: string,
  failure: FailedTry,
): Promise<void> => failures.add(entity, id, failure);

/** GIAV no longer shows a record that was asked for: there is nothing to try again. */
export const gone = (failures: Pick<Failures, 'clear'>, { entity, id }: RecordId): Promise<void> =>
  failures.clear(entity, id);

/** The way back looked at a client and both sides are in step, or what is not waits as an edit of its own. */
export async function broughtTogether(
  { links, pending }: Pick<StatusPorts, 'links' | 'pending'>,
  link: Link,
  before: Link,
): Promise<void> {
  await noteAttention(pending, link.id, before, link);
  await links.replace('client', link, before);
  if (before.pending === true) await pending.remove('client', link.id);
}

/** The way back refused a client until something in Clientify changes; runs look again. */
export async function refusedOnTheWayBack(
  { links, pending }: Pick<StatusPorts, 'links' | 'pending'>,
  id: string,
  link: Link | null,
  reason: Reason,
  at: string,
): Promise<void> {
  await pending.add('client', id);
  if (link)
    await links.replace('client', { ...link, status: 'refused', reason, pending: true, at }, link);
}

type Changed = 'contact' | 'company';

/** A change in Clientify that could not be taken back yet: the reconciliation sends it once more, even from an empty queue. */
export const changeWaits = (
  pending: Pick<Pending, 'add'>,
  of: Changed,
  clientifyId: string,
): Promise<void> => pending.add(`change-of-${of}`, clientifyId);

/** The change is dealt with: taken back, refused for good, or given up with a failure that an admin sees. */
export const changeSettled = (
  pending: Pick<Pending, 'remove'>,
  of: Changed,
  clientifyId: string,
): Promise<void> => pending.remove(`change-of-${of}`, clientifyId);

/** Only a failure of the way back: that of a run is the run's to clear. */
export async function changeSucceeded(
  failures: Pick<Failures, 'get' | 'clear'>,
  { entity, id }: { readonly entity: Subject; readonly id: string },
  isOfTheWayBack: (runId: string) => boolean,
): Promise<void> {
  const failure = await failures.get(entity, id);
  if (failure && isOfTheWayBack(failure.history.at(-1)?.runId ?? ''))
    await failures.clear(entity, id);
}
