import { comparable } from './base';
import type { Reason } from './reasons';
import type { Accepted, Desired, Target } from './target';

/**
 * What an admin should know of how a deal ends: we asked for it, and Clientify shows otherwise. What a person chose there is
 * no news.
 */
export function closingNotices(
  { kind, fields }: Desired,
  target: Target,
  accepted: Readonly<Record<string, Accepted>>,
): Reason[] {
  const wanted = fields['status'];
  if (kind !== 'deal' || wanted === undefined || accepted['status']?.sent !== wanted) return [];
  if (comparable('status', target.fields['status']) === wanted) return [];
  return [wanted === 'open' ? 'DEAL_NOT_REOPENED' : 'DEAL_NOT_CLOSED'];
}

const NOTICES: ReadonlySet<string> = new Set<Reason>(['DEAL_NOT_CLOSED', 'DEAL_NOT_REOPENED']);

/** Of the notices that a deal's link keeps: what is still true of how it ends. */
export const openClosings = (notices: readonly Reason[] | undefined): Reason[] | undefined => {
  const open = notices?.filter((notice) => NOTICES.has(notice)) ?? [];
  return open.length > 0 ? open : undefined;
};

/** Whether somebody who asks for the record again wants its deal closed, or opened, once more. */
export const hasOpenClosing = (notices: readonly string[] | undefined): boolean =>
  notices?.some((notice) => NOTICES.has(notice)) ?? false;
