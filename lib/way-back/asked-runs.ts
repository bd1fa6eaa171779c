import type { NamedRecord, RunMessage } from '../ports/messages';
import type { RunQueue } from '../ports/queues';
import type { Pending } from '../ports/pending';
import { askFor } from '../run/asked-records';

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

  /** Before the batch is told as done: until then the queue delivers it again. */
  async flush(): Promise<void> {
    const records = [...this.records.values()];
    this.records.clear();
    await askFor(this.ports, records);
  }
}
