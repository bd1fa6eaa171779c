import type { ClientifyRecords, WriteResult } from '../ports/clientify';
import type { Link } from '../ports/links';
import { sidesOf, type Base, type Sides } from '../sync/base';
import { isEmpty, sentFields, type Changes } from '../sync/changes';
import { STANDING, type Decided } from '../sync/decide';
import { isConsent, isConsentHidden } from '../sync/consents';
import type { Reason } from '../sync/reasons';
import { fingerprint } from '../sync/fingerprint';
import { nextBase } from '../sync/next-base';
import { acceptedOf } from '../sync/accepted';
import { isTwoWay } from '../sync/ownership';
import type { Parked } from '../sync/parked';
import type { Accepted, Desired, Target } from '../sync/target';

/** A record of Clientify after it was brought to what was decided. */
export interface Updated {
  readonly target: Target;
  readonly accepted: Readonly<Record<string, Accepted>>;
  /** null when there was nothing to send. */
  readonly write: WriteResult | null;
  readonly base: Base;
  /** Fields that somebody changed while we wrote: they want another look. */
  readonly moved: readonly string[];
}

/** Whether an answer shows all that may be edited on both sides: what it leaves out would look like an unknown past. */
const isWhole = ({ kind, fields }: Desired, target: Target): boolean =>
  kind === 'deal' ||
  (Object.keys(fields).every((name) => name in target.fields || !isTwoWay(kind, name)) &&
    target.emails !== undefined &&
    target.phones !== undefined &&
    target.addresses !== undefined);

/**
 * The record after a write; read once more where the answer to the write was poorer than the record, or does not tell
 * whether a withdrawn consent has arrived.
 */
export async function inFull(
  clientify: Pick<ClientifyRecords, 'read'>,
  desired: Desired,
  target: Target,
): Promise<Target> {
  return isWhole(desired, target) && !isConsentHidden(desired, target)
    ? target
    : ((await clientify.read(target.kind, target.id)) ?? target);
}

/**
 * Sends what was decided, and only that, and tells what both sides showed when they were last in step.
 * @param extras keys of list entries that only Clientify has, and that are remembered as such
 */
export async function updateRecord(
  clientify: Pick<ClientifyRecords, 'read' | 'apply'>,
  sides: Sides,
  { changes, settled }: Pick<Decided, 'changes' | 'settled'>,
  link: Pick<Link, 'accepted' | 'snapshot'> | null,
  extras: ReadonlySet<string> = new Set(),
): Promise<Updated> {
  const { desired, target } = sides;
  const [accepted, known] = [link?.accepted ?? {}, link?.snapshot ?? null];
  const write = isEmpty(changes) ? null : await clientify.apply(target, changes);
  const after = write === null ? target : await inFull(clientify, desired, write.target);
  const sent = write === null ? new Set<string>() : sentFields(changes);
  const { base, moved } = nextBase(
    {
      before: sides,
      after: sidesOf(desired, after, withNewAddress(known, sides, changes, after)),
      settled,
      changes: write === null ? null : changes,
      refused: write?.refused ?? [],
      extras,
    },
    known,
  );
  // What the account is known not to take was not sent: nothing was updated.
  const idle = write !== null && write.sent.length + write.notes.length === 0;
  // What was sent again tells anew what Clientify makes of it.
  const untouched = Object.entries(accepted).filter(
    ([name, { sent: wanted }]) =>
      !sent.has(name) && !(isConsent(name) && after.fields[name] === wanted),
  );
  return {
    target: after,
    accepted: { ...Object.fromEntries(untouched), ...acceptedOf(desired, sent, after) },
    write: idle ? null : write,
    base,
    moved,
  };
}

const NOTHING_KNOWN: Base = { giav: { fields: {} }, clientify: { fields: {} } };

/** An address that we added is ours from now on, by its id. */
function withNewAddress(
  known: Base | null,
  { target, address }: Sides,
  changes: Changes,
  after: Target,
): Base | null {
  if (changes.addresses.add.length === 0)
    return address ? { ...(known ?? NOTHING_KNOWN), addressId: address.id } : known;
  const before = new Set((target.addresses ?? []).map(({ id }) => id));
  const added = after.addresses?.find(({ id }) => !before.has(id));
  return added ? { ...(known ?? NOTHING_KNOWN), addressId: added.id } : known;
}

/** What a look knows of a record beside what was written. */
export interface Remembered {
  readonly notices: readonly Reason[];
  readonly parked?: Parked;
  readonly movable?: boolean;
  readonly fights?: Link['fights'];
  /** Ids of other records with the client's Documento. */
  readonly duplicates?: readonly string[];
  /** Keyed hash of the Documento of both sides. */
  readonly documentoKey?: string;
  /** It wants another look. */
  readonly again: boolean;
}

/** What a look makes of a link. */
type LookedAt = Pick<
  Link,
  | 'id'
  | 'status'
  | 'kind'
  | 'clientifyId'
  | 'fingerprint'
  | 'modified'
  | 'accepted'
  | 'snapshot'
  | 'parked'
  | 'fights'
  | 'notices'
  | 'movable'
  | 'duplicates'
  | 'documentoKey'
>;

/** What is remembered of a record that was looked at. */
export function linkOf(desired: Desired, updated: Updated, more: Remembered): LookedAt {
  const twice = more.duplicates !== undefined && more.duplicates.length > 0;
  const standing = [
    ...more.notices.filter((notice) => STANDING.has(notice)),
    ...(twice ? (['DUPLICATE_IN_CLIENTIFY'] as const) : []),
  ];
  return {
    id: desired.gesinturId,
    status: 'linked',
    kind: desired.kind,
    clientifyId: updated.target.id,
    fingerprint: fingerprint(desired),
    // A record that wants another look is never taken for unchanged.
    modified: more.again ? null : updated.target.modified,
    accepted: updated.accepted,
    snapshot: updated.base,
    parked: more.parked && Object.keys(more.parked).length > 0 ? more.parked : undefined,
    movable: more.movable === true ? true : undefined,
    fights: more.fights,
    duplicates: twice ? more.duplicates : undefined,
    documentoKey: more.documentoKey,
    notices: standing.length > 0 ? standing : undefined,
  };
}
