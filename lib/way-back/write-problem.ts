import { RecordError } from '../sync/errors';
import type { Reason } from '../sync/reasons';
import type { Verified } from './verify-write';

const problem = (text: string, fields: readonly string[], reason: Reason): RecordError =>
  new RecordError(`${text}: ${fields.join(', ')}`, fields, undefined, reason);

/** Why a write has failed after which GIAV lacks something; null: nothing is missing. The worst comes first. */
export function problemOf({ lost, notStored, repairs }: Verified): RecordError | null {
  if (lost.length > 0)
    return problem(
      repairs
        ? 'GIAV lost these fields and did not take them back'
        : 'GIAV does not show these fields as they should be, and it is not clear who wrote last: nothing was put back, a human decides',
      lost,
      'UNSAFE_WRITE',
    );
  return notStored.length > 0
    ? problem('GIAV did not store these fields and keeps its values', notStored, 'GIAV_REFUSED')
    : null;
}
