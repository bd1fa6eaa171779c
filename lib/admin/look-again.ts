import type { ChangeQueue, RunQueue } from '../ports/queues';
import { MAX_REDRIVE, type NamedRecord, type NamedSubject } from '../ports/messages';
import { ENTITIES, type Entity, type Subject } from '../sync/decision';

export interface LookAgainPorts {
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly changes: Pick<ChangeQueue, 'send'>;
}

const isEntity = (subject: Subject): subject is Entity =>
  (ENTITIES as readonly string[]).includes(subject);

/** A record of GIAV, which a run reads; else one of Clientify. */
export const isOfGiav = (one: NamedSubject): one is NamedRecord => isEntity(one.entity);

/**
 * Has records read again and synced, whatever is known of them: those of GIAV in runs of their own, those of Clientify as
 * changes. Ids of the runs to watch.
 */
export async function lookAgain(
  { runQueue, changes }: LookAgainPorts,
  subjects: readonly NamedSubject[],
  newRunId: () => string,
): Promise<string[]> {
  for (const { entity, id } of subjects)
    if (!isEntity(entity))
      await changes.send({ v: 1, kind: 'change', of: entity, id, source: 'redrive' });
  const records = subjects.filter(isOfGiav);
  const runs: string[] = [];
  for (let at = 0; at < records.length; at += MAX_REDRIVE) {
    const runId = newRunId();
    await runQueue.send({
      v: 1,
      kind: 'redrive',
      runId,
      records: records.slice(at, at + MAX_REDRIVE).map(({ entity, id }) => ({ entity, id })),
    });
    runs.push(runId);
  }
  return runs;
}
