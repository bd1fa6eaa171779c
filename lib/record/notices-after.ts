import { consentNotices } from '../sync/consents';
import { closingNotices } from '../sync/deal-closing';
import { trueNotices } from '../sync/happened';
import type { Reason } from '../sync/reasons';
import type { Replaced } from '../sync/replaced';
import type { Desired } from '../sync/target';
import type { Updated } from './update-record';

/** What holds of a record as it is after a write, however it came to be so. */
export const standingNotices = (
  wanted: Desired,
  { target, accepted }: Pick<Updated, 'target' | 'accepted'>,
): readonly Reason[] => [
  ...closingNotices(wanted, target, accepted),
  ...consentNotices(wanted, target),
];

/**
 * What is told of a record after a write: what was decided, as far as it has happened, and what holds of it now.
 * @param planned values that the write was to replace; `replaced` those that it did
 */
export const noticesAfter = (
  wanted: Desired,
  updated: Updated,
  notices: readonly Reason[],
  planned: readonly Replaced[],
  replaced: readonly Replaced[],
): readonly Reason[] => [
  ...trueNotices(notices, planned, replaced),
  ...standingNotices(wanted, updated),
];
