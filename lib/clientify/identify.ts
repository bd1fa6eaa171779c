import type { IndexPart, UnreadableItem } from '../ports/index-parts';
import { RecordError } from '../sync/errors';
import { refOf, type TargetKind, type TargetRef } from '../sync/target';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { asUnreadable, parseListed } from './records';

/** Whose the items of a list are. One that is too poor to tell is read in full: without its id or Documento it says nothing. */
export async function identify(
  http: ClientifyHttp,
  concurrency: number,
  kind: TargetKind,
  items: readonly unknown[],
): Promise<Pick<IndexPart, 'refs' | 'unreadable'>> {
  const refs: TargetRef[] = [];
  const unreadable: UnreadableItem[] = [];
  const poor: { readonly id: string; readonly item: unknown }[] = [];
  for (const item of items) {
    const target = parseListed(kind, item);
    if (target === null) unreadable.push(asUnreadable(kind, item));
    else if (
      target.customFields === undefined ||
      (kind !== 'deal' && !('taxpayer_identification_number' in target.fields))
    )
      poor.push({ id: target.id, item });
    else refs.push(refOf(target));
  }
  const reader = async (): Promise<void> => {
    for (let one = poor.pop(); one !== undefined; one = poor.pop()) {
      const record = await wholeOr(http, `${COLLECTION[kind]}${one.id}/`, one.item);
      if (record === null) continue;
      const target = record === one.item ? null : parseListed(kind, record);
      if (target === null) unreadable.push(asUnreadable(kind, record));
      else refs.push(refOf(target));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, reader));
  return { refs, unreadable };
}

/** The record in full; null when it was deleted since the list was read, and what the list showed where it may not be read. */
async function wholeOr(http: ClientifyHttp, path: string, listed: unknown): Promise<unknown> {
  try {
    return await http.request('GET', path);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return error.status === 404 ? null : listed;
  }
}
