import type { Failures } from '../ports/failures';
import type { Links } from '../ports/links';
import { failed, failedWithoutLink } from '../record/status';
import type { Entity } from '../sync/decision';
import type { PlannedPage } from './planned-page';

/** Puts what of a planned page has failed already on the failed list. */
export async function noteFailures(
  ports: { readonly links: Pick<Links, 'markFailed'>; readonly failures: Pick<Failures, 'add'> },
  entity: Entity,
  { decisions }: Pick<PlannedPage, 'decisions'>,
): Promise<void> {
  for (const { id, at, runId, result, message } of decisions) {
    if (result.outcome !== 'failed' || !result.reason) continue;
    const failure = { at, runId, reason: result.reason, message: message ?? '' };
    // Without an id it cannot be read again by itself: the next run that reads its list tells of it.
    if (Number(id) < 0) continue;
    // A link that cannot be read stays as it is, for a human to look at.
    if (result.reason === 'INVALID_RECORD') await failed(ports, { entity, id }, failure);
    else await failedWithoutLink(ports.failures, entity, id, failure);
  }
}
