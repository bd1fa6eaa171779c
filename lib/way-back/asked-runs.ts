import { MAX_REDRIVE, type NamedRecord, type RunMessage } from '../ports/messages';
import type { RunQueue } from '../ports/queues';
import type { Pending } from '../ports/pending';

/**
 * Takes the place of the run queue for a batch of changes: the clients that its changes want to be read from GIAV are
 * noted and asked for with one message, so that an import of contacts is not as many runs as contacts. What is noted and
 * not yet read when a run begins is read by that run, whoever asked for it (drive-run).
 */
export class AskedRuns implements Pick<RunQueue, 'send'> {
  private readonly records = new Map<string, NamedRecord>();

  constructor(
    private readonly ports: {
      readonly runQueue: Pick<RunQueue, 'send'>;
      readonly pending: Pick<Pending, 'addMany'>;
    },
  ) {}

  async send(message: RunMessage, delaySeconds?: number): Promise<void> {
    if (
      message.kind !== 'redrive' ||
      message.runId !== undefined ||
      message.records.some(({ entity }) => entity !== 'client')
    )
      return this.ports.runQueue.send(message, delaySeconds);
    for (const record of message.records) this.records.set(record.id, record);
  }

  /** Before the batch is told as done: until then the queue delivers it again. Noted first, so that no message is without its note. */
  async flush(): Promise<void> {
    const records = [...this.records.values()];
    this.records.clear();
    await this.ports.pending.addMany(
      'asked',
      records.map(({ id }) => id),
    );
    for (let at = 0; at < records.length; at += MAX_REDRIVE)
      await this.ports.runQueue.send({
        v: 1,
        kind: 'redrive',
        gathered: true,
        records: records.slice(at, at + MAX_REDRIVE),
      });
  }
}

/**
 * The records of a run that was asked for in that way: its own that nobody has read since, and what else is noted, up to
 * the size of a run. Empty when another run has taken them.
 */
export function gatheredRecords(
  own: readonly NamedRecord[],
  noted: readonly string[],
): NamedRecord[] {
  const waiting = new Set(noted);
  const mine = own.map(({ id }) => id).filter((id) => waiting.has(id));
  if (mine.length === 0) return [];
  return [...new Set([...mine, ...noted])]
    .slice(0, MAX_REDRIVE)
    .map((id) => ({ entity: 'client', id }));
}
