import type { RecordMessage } from '../ports/messages';
import type { Run } from '../ports/run';
import { trimDocumento } from '../sync/documento';
import { MAILS_NOTICE, isSurprising } from '../sync/first-run';
import type { Log } from '../ports/log';

const isNew = ({ desired, candidates }: RecordMessage): boolean =>
  desired.kind === 'contact' && candidates.byId.length + candidates.byDocument.length === 0;

/** Counts the contacts that a run is about to create in an account that is in use, and says once that they may surprise. */
export class NewContacts {
  private counting: boolean | undefined;
  /** Of contacts counted in this invocation: clients that share a Documento become one contact. */
  private readonly counted = new Set<string>();

  /** @param inUse Clientify held records when this invocation began. */
  constructor(
    private readonly inUse: boolean,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** The run's count with one more page of clients. */
  with(run: Run, messages: readonly RecordMessage[]): number {
    // What a full run finds when it goes on in another invocation may be of its own making.
    this.counting ??=
      this.inUse && (run.mode !== 'full' || run.clientPages === 0 || run.newContacts > 0);
    if (!this.counting) return run.newContacts;
    const before = this.counted.size;
    for (const { desired } of messages.filter(isNew))
      this.counted.add(trimDocumento(desired.documento));
    const total = run.newContacts + this.counted.size - before;
    if (isSurprising(total, true) && !isSurprising(run.newContacts, true))
      this.log.warn(`At least ${MAILS_NOTICE.en(total)}`, { runId: run.id });
    return total;
  }
}
