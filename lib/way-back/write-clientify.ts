import { broughtTogether } from '../record/status';
import { linkOf, updateRecord, type Remembered } from '../record/update-record';
import type { Link } from '../ports/links';
import { sidesOf, type Sides } from '../sync/base';
import { consentNotices } from '../sync/consents';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import { decided, noticesOf, type Decided } from '../sync/decide';
import { reallyReplaced } from '../sync/happened';
import type { Merged } from '../sync/merge';
import { writeToClientify } from '../sync/own-writes';
import { afterEdits, parkedNow } from '../sync/second-pass';
import type { ChangeWork, KnownLink, WrittenBack } from './change-work';
import type { Done, First, Written } from './look';
import { rules } from './look-rules';
import { announce, extraNotices, replacedBy, tell } from './tell';

/** Clientify gets what GIAV has and it lacks: GIAV's own fields, changes made in GIAV, conflicts that GIAV won. */
export async function toClientify(
  work: ChangeWork,
  first: First,
  written: Written,
  link: KnownLink,
): Promise<WrittenBack> {
  const { clientify, config, countryCode } = work.ports;
  const { target } = first.sides;
  const on = work.meeting.wayBack === 'on';
  const desired = mapClient(written.after.client, clientMapping(config, countryCode)).desired;
  const sides = sidesOf(desired, target, first.base);
  const second = secondPass(work, first, written, link, sides);
  const replaced = replacedBy(first, second, written);
  if (second.replaced.length > 0)
    await work.ports.keep({ ...work.told('updated'), giav: written.put, replaced });
  await noteOwnWrites(work, sides, second, written);
  const updated = await updateRecord(
    clientify,
    sides,
    second,
    { accepted: link.accepted, snapshot: first.base },
    on ? first.merged.noRoom : new Set(),
  );
  const parked = parkedNow({
    sides,
    first: first.found.settled,
    merged: first.merged,
    known: link.parked,
    refused: on ? refusedNote(written, first.merged) : undefined,
  });
  const told = { ...second, replaced: reallyReplaced(second.replaced, updated.target) };
  return remember(work, { first, second: told, written, updated, sides, desired }, parked, link);
}

/** What is left to decide after the write to GIAV, or without one where it was refused. */
function secondPass(
  work: ChangeWork,
  { base, found, merged }: First,
  written: Written,
  link: KnownLink,
  sides: Sides,
): Decided {
  const wrote = work.meeting.wayBack === 'on' && !written.refused;
  const settled = afterEdits({
    sides,
    base,
    rules: rules(work, link),
    first: found.settled,
    merged,
    applied: wrote ? merged.applied : new Set<string>(),
  });
  return decided(sides, settled, found.owned, base);
}

/** Before it is sent: should this process die in between, what either side then shows is known to be ours. */
async function noteOwnWrites(
  { ports, subject }: ChangeWork,
  sides: Sides,
  { changes }: Decided,
  { own }: Written,
): Promise<void> {
  const clientify = writeToClientify(sides, changes);
  if (clientify)
    await ports.links.noteOwnWrites('client', subject.id, { ...(own && { giav: own }), clientify });
}

async function remember(
  work: ChangeWork,
  done: Done,
  parked: Link['parked'],
  link: KnownLink,
): Promise<WrittenBack> {
  const { written, updated, sides, second } = done;
  const notices = [
    ...noticesOf(sides, second, work.meeting.wayBack),
    ...extraNotices(done, parked, link),
    ...consentNotices(sides.desired, updated.target),
  ];
  await broughtTogether(work.ports, nextLink(work, done, { notices, parked }, link), link);
  if (work.meeting.wayBack === 'on' && updated.moved.length > 0)
    await work.ports.changes.send({
      v: 1,
      kind: 'change',
      of: work.change.of,
      id: work.change.id,
      source: 'run',
    });
  await announce(work, done);
  if (written.refused) throw written.refused;
  return tell(work, done, [...new Set(notices)]);
}

/** The link once both sides were brought together: nothing of it is under way any more. */
function nextLink(
  { ports }: ChangeWork,
  { first, written, updated, desired }: Done,
  { notices, parked }: Pick<Remembered, 'notices' | 'parked'>,
  link: KnownLink,
) {
  const at = ports.clock.now().toISOString();
  return {
    ...link,
    ...linkOf(desired, updated, {
      notices,
      parked,
      fights: first.found.owned.fights,
      duplicates: link.duplicates,
      documentoKey: ports.claims.keyOf(desired.documento),
      again: updated.moved.length > 0 || isHalted(written),
    }),
    writtenBackAt: written.put?.mode === 'on' && !written.refused ? at : link.writtenBackAt,
    createdFrom: undefined,
    reason: undefined,
    pending: undefined,
    ownWrites: undefined,
    undone: undefined,
    at,
  };
}

const isHalted = ({ refused }: Written): boolean =>
  refused?.reason === 'WRITE_BACK_HALTED' || refused?.reason === 'WRITE_BACK_HELD';

/** A halt is over one day for all clients: it parks nothing, and every run looks again. */
const refusedNote = (written: Written, { applied }: Merged): string | undefined =>
  isHalted(written) || applied.size === 0 ? undefined : written.refused?.message;
