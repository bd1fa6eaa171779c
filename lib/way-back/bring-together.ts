import { refOf } from '../sync/target';
import type { Link } from '../ports/links';
import { kindOf, mapClient } from '../sync/client-to-clientify';
import { decide } from '../sync/decide';
import type { Reason } from '../sync/reasons';
import { sameDocumento } from '../sync/documento';
import { isLeftOut } from '../sync/eligibility';
import { RecordError, RetryableError } from '../sync/errors';
import { linkClient } from '../sync/linking';
import { conflictsIn } from '../sync/conflicts';
import { mergeEdits } from '../sync/merge';
import { sidesAndBase } from '../sync/own-writes';
import type { Target } from '../sync/target';
import type { ChangeWork, KnownLink, WrittenBack } from './change-work';
import type { First } from './look';
import { rules as rulesOf } from './look-rules';
import type { ReadClient } from './put-client';
import { verifyPending } from './verify-pending';
import { toClientify } from './write-clientify';
import { toGiav } from './write-giav';

/** Readings of a client that somebody else keeps changing, before the change waits. */
const MAX_LOOKS = 3;

/** Reads GIAV's side afresh, merges, writes to each side what it lacks. */
export async function bringTogether(
  work: ChangeWork,
  target: Target,
  link: KnownLink,
): Promise<WrittenBack> {
  const { giav, config } = work.ports;
  if (link.unverified) {
    await verifyEarlierWrite(work, link);
    return bringTogether(work, target, await fresh(work, link));
  }
  for (let look = 0; look < MAX_LOOKS; look++) {
    const read = await giav.readClient(Number(work.subject.id));
    if (read === null) return work.skip('NOT_IN_GIAV');
    const { client } = read;
    if (isLeftOut(client, config.disabledClients)) return work.skip('DISABLED_CLIENT');
    const refused = identity(work, read, target);
    if (refused !== null) return work.refuse(refused);
    const first = decideFor(work, read, target, link);
    const written = await toGiav(work, read, first);
    if (written === 'moved') continue;
    return toClientify(work, first, written, await fresh(work, link));
  }
  throw new RetryableError(
    'The client was changed in GIAV again and again while it was to be written',
  );
}

/** The write to GIAV has marked the link meanwhile. */
async function fresh(work: ChangeWork, link: KnownLink): Promise<KnownLink> {
  const now = await work.ports.links.get('client', work.subject.id);
  if (now?.clientifyId !== link.clientifyId)
    throw new RetryableError('Another process worked on this record at the same time');
  return {
    ...link,
    snapshot: { ...link.snapshot, unread: now?.snapshot?.unread },
    writtenBackAt: now?.writtenBackAt,
    rev: now?.rev,
    unverified: undefined,
  };
}

/** While a write is not verified, the client is not written again and nothing of GIAV's is copied. */
export async function verifyEarlierWrite(work: ChangeWork, link: Link): Promise<void> {
  if (link.unverified !== true) return;
  const earlier = await verifyPending(work.ports, link.id);
  if (earlier.state !== 'damaged') return;
  const lost = earlier.lost.join(', ');
  throw new RecordError(
    `After an earlier write GIAV does not show these fields as they should be: ${lost}`,
    earlier.lost,
    undefined,
    'UNSAFE_WRITE',
  );
}

/** The id field may be empty: the Documento, still exactly equal, links it again. */
function identity(work: ChangeWork, { client }: ReadClient, target: Target): Reason | null {
  const ref = refOf(target);
  const emptied = ref.gesinturId === '';
  if (emptied && !sameDocumento(ref.documento, client.documento)) return 'LINK_BROKEN';
  const byId = [emptied ? { ...ref, gesinturId: work.subject.id } : ref];
  const identity = {
    kind: kindOf(client),
    gesinturId: work.subject.id,
    documento: client.documento,
  };
  const linking = linkClient(identity, { byId, byDocument: [] });
  if (linking.action === 'refuse') return linking.reason;
  return linking.action === 'create' ? 'LINK_BROKEN' : null;
}

function decideFor(
  work: ChangeWork,
  { client }: ReadClient,
  target: Target,
  link: KnownLink,
): First {
  const rules = rulesOf(work, link);
  const { desired } = mapClient(client, rules);
  const { sides, base } = sidesAndBase(desired, target, link.snapshot, link.ownWrites);
  // What a dry run would send is decided as if it were sent.
  const wayBack = rules.wayBack === 'off' ? ('off' as const) : ('on' as const);
  const settings = { ...rules, wayBack };
  const found = decide(sides, base, settings);
  return {
    sides,
    base: base ?? link.snapshot,
    found,
    merged: mergeEdits(client, sides, found.settled, settings, base),
    conflicts: conflictsIn(sides, found.settled),
  };
}
