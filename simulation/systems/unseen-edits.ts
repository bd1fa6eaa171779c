import type { CrmRecord } from '../../simulators/agency/data';
import type { ClientifySimulator } from '../../simulators/clientify/server';
import type { Vocabulary } from '../agency/vocabulary';
import type { Scheduler } from '../time/scheduler';

const RECORD = /^\/v1\/(contacts|companies)\/(\d+)\//;

/**
 * What a person types into a record between the reading of it and a write that covers the same field is lost, and the
 * writer cannot know: Clientify has no version to compare. It counts as withdrawn (docs/known-faults.md).
 */
export function allowUnseenEdits(
  clientify: ClientifySimulator,
  words: Vocabulary,
  scheduler: Scheduler,
): void {
  const readAt = new Map<string, number>();
  const handle = clientify.handle.bind(clientify);
  clientify.handle = (...request) => {
    const [, method, path] = request;
    const [, collection, id = ''] = RECORD.exec(path) ?? [];
    if (collection === undefined) return handle(...request);
    const records = clientify.store.records[collection as 'contacts'];
    const shown = (): string => JSON.stringify(records.get(Number(id)) ?? ({} as CrmRecord));
    if (method === 'GET') {
      readAt.set(id, scheduler.now);
      return handle(...request);
    }
    const before = shown();
    const answer = handle(...request);
    const after = shown();
    const since = readAt.get(id) ?? 0;
    for (const { word, side, at } of words.typed)
      if (side === 'clientify' && at >= since && before.includes(word) && !after.includes(word))
        words.withdrawn.add(word);
    return answer;
  };
}
