import { CHANGE, LISTED_LATE_MS, SECOND_MS } from '../sync/budget';
import type { ClientifyAccount } from '../ports/clientify-account';
import type { ClientKind, TargetRef } from '../sync/target';
import type { ChangeQueue } from '../ports/queues';
import type { Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Reconciliations } from '../ports/reconciliations';
import type { UnverifiedWrites } from '../ports/unverified-writes';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Meter } from '../ports/meter';
import { RetryableError } from '../sync/errors';

export interface ReconcilePorts {
  readonly clientify: Pick<ClientifyAccount, 'eachOf'>;
  /** Whether GIAV is really written. */
  readonly writes: boolean;
  readonly links: Links;
  readonly pending: Pending;
  readonly reconciliations: Reconciliations;
  readonly unverified: Pick<UnverifiedWrites, 'list'>;
  readonly changes: Pick<ChangeQueue, 'send'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

const KINDS: readonly ClientKind[] = ['contact', 'company'];

/**
 * A search for what webhooks did not tell. An outage puts it off: what it would have found, the next one finds. Its age
 * is told each time, so that one which is always put off does not stop without a word. Hints sent; null = put off.
 */
export async function reconcile(ports: ReconcilePorts): Promise<number | null> {
  try {
    return await search(ports);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    ports.log.warn('the search for changes in Clientify is put off', { error: error.message });
    return null;
  } finally {
    const since = await ports.reconciliations.since().catch(() => null);
    const age =
      since === null
        ? CHANGE.neverSearchedSeconds
        : (ports.clock.now().getTime() - since.getTime()) / SECOND_MS;
    ports.meter.add('ReconcileAge', 'Seconds', age);
  }
}

/**
 * Finds what webhooks did not tell: records changed in Clientify since the last search, but for our own writes, and
 * changes that are still waiting, and writes that are not verified. A lost webhook is a delay, never a loss. Returns how many hints were sent.
 */
async function search(ports: ReconcilePorts): Promise<number> {
  const { reconciliations, clock, log } = ports;
  const startedAt = clock.now();
  const last = await reconciliations.since();
  const since = last && new Date(last.getTime() - LISTED_LATE_MS);
  let sent = 0;
  for (const kind of KINDS) {
    const changed = await ownWritesOut(
      ports,
      await changedSince(ports, kind, since),
      since === null,
    );
    // In a dry run they would only be told again.
    const waiting = ports.writes ? await ports.pending.list(`change-of-${kind}`) : [];
    const ids = new Set([...changed.map(({ id }) => id), ...waiting]);
    for (const id of ids)
      await ports.changes.send({ v: 1, kind: 'change', of: kind, id, source: 'reconcile' });
    sent += ids.size;
  }
  sent += await takeUpWrites(ports);
  // Only now: a search that dies is made again in full.
  await reconciliations.advance(startedAt, sent);
  log.info('reconciled with Clientify', {
    since: since?.toISOString() ?? 'the beginning',
    changes: sent,
  });
  return sent;
}

/** A write to GIAV whose verification was cut off is looked at again, also when its message was lost. */
async function takeUpWrites({ unverified, links, changes }: ReconcilePorts): Promise<number> {
  let sent = 0;
  for (const { clientId, damaged } of await unverified.list()) {
    // Known damage waits for an admin, who has been told.
    const link = damaged ? null : await links.get('client', clientId);
    if (link?.clientifyId === undefined || link.kind === undefined || link.kind === 'deal')
      continue;
    await changes.send({
      v: 1,
      kind: 'change',
      of: link.kind,
      id: link.clientifyId,
      source: 'reconcile',
    });
    sent += 1;
  }
  return sent;
}

/** The filter may be ignored (clientify.md, L3): each stamp is looked at. A record without one counts as changed. */
async function changedSince(
  { clientify, log }: ReconcilePorts,
  kind: ClientKind,
  since: Date | null,
): Promise<TargetRef[]> {
  const found = new Map<string, TargetRef>();
  const unreadable = new Set<string>();
  await clientify.eachOf(
    kind,
    since,
    (ref) => {
      const modified = Date.parse(ref.modified ?? '');
      if (since === null || !(modified < since.getTime())) found.set(ref.id, ref);
    },
    (name) => void unreadable.add(name),
  );
  // Nobody can ask for such a record by itself: whatever was changed in it stays there until it can be read.
  if (unreadable.size > 0)
    log.warn('Clientify lists records that cannot be read: their changes are not taken back', {
      kind,
      count: unreadable.size,
      records: [...unreadable].slice(0, 5).join(', '),
    });
  return [...found.values()];
}

/**
 * Linked records that are not as they were left. What no run has synced yet is the next run's business; of records
 * without a GIAV id, only those that changed since the first search may be news to GIAV.
 */
async function ownWritesOut(
  { links }: ReconcilePorts,
  refs: readonly TargetRef[],
  first: boolean,
): Promise<TargetRef[]> {
  const ids = refs.map(({ gesinturId }) => gesinturId).filter((id) => id !== '');
  const known = await links.getMany('client', ids);
  return refs.filter((ref) => {
    if (ref.gesinturId === '') return !first && ref.documento !== '';
    const link = known.links.get(ref.gesinturId);
    if (link?.snapshot === undefined) return false;
    return !(
      link.status === 'linked' &&
      link.clientifyId === ref.id &&
      ref.modified !== null &&
      link.modified === ref.modified
    );
  });
}
