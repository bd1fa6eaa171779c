import { SECOND_MS } from './budget';
import { consentWithdrawn, hasUntoldConsent, isStuck, type KnownConsents } from './consents';
import { hasOpenClosing } from './deal-closing';
import type { Base } from './base';
import type { Candidates, Desired, TargetRef } from './target';
import { sameDocumento } from './documento';

import type { Fights } from './fights';
import type { Parked } from './parked';
import type { MeetingRules } from './verdict';

export interface KnownLink {
  readonly status: string;
  readonly kind?: string;
  readonly clientifyId?: string;
  readonly fingerprint?: string;
  readonly modified?: string | null;
  /** Of which nobody knows how they ended. */
  readonly ownWrites?: unknown;
  /** What was written last was undone. */
  readonly undone?: string;
}

/** `modified` moves within milliseconds of our own write (clientify.md, C16): that is not an edit. */
const OWN_WRITE_MS = 2 * SECOND_MS;

/** Whether a record of Clientify is as we left it. An unknown stamp is never taken for unchanged. */
export function sameVersion(known: string | null | undefined, seen: string | null): boolean {
  if (seen === null) return false;
  if (known === seen) return true;
  const moved = Date.parse(seen) - Date.parse(known ?? '');
  return moved >= 0 && moved <= OWN_WRITE_MS;
}

/** Same content as last written; says nothing of what others did in Clientify since. */
export const isAsWritten = (
  link: KnownLink | null | undefined,
  desiredFingerprint: string,
): link is KnownLink =>
  link?.status === 'linked' &&
  link.clientifyId !== undefined &&
  link.ownWrites === undefined &&
  link.undone === undefined &&
  link.fingerprint === desiredFingerprint;

/**
 * What a run did to the record was undone, and GIAV has said nothing new since; only a re-drive takes it up again. A value
 * that was known and that GIAV does not give this time is no news; a consent that was withdrawn is never put off for it.
 */
export function isUndone(
  link: { readonly undone?: string; readonly snapshot?: Base } | null | undefined,
  desiredFingerprint: string,
  desired: Desired,
  mode: 'full' | 'modified' | 'redrive',
): boolean {
  if (mode === 'redrive' || link?.undone === undefined) return false;
  if (link.undone === desiredFingerprint) return true;
  const known = link.snapshot?.giav.fields;
  const isPartlyRead = desired.notRead?.some((name) => known?.[name] !== undefined) ?? false;
  return isPartlyRead && !consentWithdrawn(desired, link.snapshot);
}

/** Nothing to do at all: same content as last written, and nobody touched the record in Clientify since. */
export function isUnchanged(
  link: KnownLink | null | undefined,
  desiredFingerprint: string,
  candidates: Candidates,
  documento: string,
): boolean {
  if (!isAsWritten(link, desiredFingerprint)) return false;
  if (candidates.byId.length !== 1) return false;
  const [ref] = candidates.byId as [TargetRef];
  if (ref.id !== link.clientifyId || ref.kind !== link.kind) return false;
  if (ref.kind !== 'deal' && !sameDocumento(ref.documento, documento)) return false;
  return sameVersion(link.modified, ref.modified);
}

/** Whether this run may do more about a record than the last one could, although neither side moved since. */
export function hasOpenEdit(
  link:
    | (KnownConsents & {
        readonly fights?: Fights;
        readonly parked?: Parked;
        readonly movable?: boolean;
      })
    | null
    | undefined,
  { wayBack, putBackAll }: Pick<MeetingRules, 'wayBack' | 'putBackAll'>,
  mode: 'full' | 'modified' | 'redrive',
): boolean {
  const rested = Object.values(link?.fights ?? {}).some(({ resting }) => resting);
  const parked = Object.keys(link?.parked ?? {}).length > 0;
  if (link?.movable === true && wayBack === 'on') return true;
  const stuck = isStuck(link);
  if (mode === 'full' && (rested || stuck || hasUntoldConsent(link))) return true;
  const closing = hasOpenClosing(link?.notices);
  if (mode === 'redrive' && (parked || closing || stuck)) return true;
  return (
    (link?.notices?.includes('DIFFERS_FROM_GIAV') ?? false) && (wayBack === 'on' || putBackAll)
  );
}
