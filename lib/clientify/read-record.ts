import { RecordError } from '../sync/errors';
import type { Target, TargetKind } from '../sync/target';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { parseTarget } from './records';

/** null when the record is gone: 404 JSON, or the record that it was merged into shown in its place. */
export async function readRecord(
  http: ClientifyHttp,
  kind: TargetKind,
  id: string,
): Promise<Target | null> {
  try {
    const target = parseTarget(kind, await http.request('GET', `${COLLECTION[kind]}${id}/`));
    return target.id === id ? target : null;
  } catch (error) {
    if (error instanceof RecordError && error.status === 404) return null;
    throw error;
  }
}
