import type { NewDecision } from '../ports/decisions';
import type { InvalidRecord } from '../ports/giav';
import { MESSAGE_VERSION, messageBody, type RecordMessage } from '../ports/messages';
import type { Run } from '../ports/run';
import type { Entity, RecordResult } from '../sync/decision';
import { fewCandidates } from '../sync/few-candidates';
import type { FieldNote } from '../sync/target';
import type { Link } from '../ports/links';
import { plannedChange, type PlannedChange } from '../sync/brake';
import type { Clock } from '../ports/clock';

/** A page, decided as far as the fetcher can: results that are known, and messages for the workers. */
export interface PlannedPage {
  readonly ids: string[];
  readonly results: Map<string, RecordResult>;
  readonly messages: RecordMessage[];
  readonly decisions: NewDecision[];
  /** Expedientes of it that are open, and ids of those whose state is not the one that was last written. */
  readonly open: number;
  readonly stateChanged: string[];
  /** What the messages would change of linked records. */
  readonly changes: PlannedChange[];
}

export type PlannedMessage = Pick<
  RecordMessage,
  'id' | 'clientId' | 'clientSettled' | 'desired' | 'candidates' | 'unmapped'
>;

/** Bytes of a message as JSON. A queue takes 256 KB, with what it adds itself. */
const LARGEST_MESSAGE = 200 * 1024;

/** One page of a run while it is being planned. */
export class PageDraft implements PlannedPage {
  readonly ids: string[] = [];
  readonly results = new Map<string, RecordResult>();
  readonly messages: RecordMessage[] = [];
  readonly decisions: NewDecision[] = [];
  open = 0;
  readonly stateChanged: string[] = [];
  readonly changes: PlannedChange[] = [];

  constructor(
    private readonly run: Pick<Run, 'id' | 'mode' | 'startedAt'>,
    private readonly entity: Entity,
    private readonly clock: Clock,
  ) {}

  /** Adds the records that the page holds. */
  holds(valid: readonly { readonly id: number }[], invalid: readonly InvalidRecord[] = []): this {
    for (const { id, fields, refusal, reason = 'INVALID_RECORD' } of invalid) {
      const message = refusal ?? `GIAV's record is not valid in: ${fields.join(', ')}`;
      this.settle(String(id), { outcome: 'failed', reason }, [], message);
      this.ids.push(String(id));
    }
    this.ids.push(...valid.map(({ id }) => String(id)));
    return this;
  }

  /** A result that needs no worker, told to the admin unless nothing happened. */
  settle(
    id: string,
    result: RecordResult,
    notes: readonly FieldNote[] = [],
    message?: string,
  ): void {
    this.results.set(id, result);
    if (result.outcome === 'unchanged') return;
    this.decisions.push({
      entity: this.entity,
      id,
      runId: this.run.id,
      at: this.clock.now().toISOString(),
      result,
      notes: [...notes],
      message,
    });
  }

  /** A record that needs nothing. */
  settleInStep(id: string, result: RecordResult, link: Link | undefined): void {
    this.settle(id, result);
    this.countWritten(id, link);
  }

  /** What this very run has changed already, on a page that is read again after its invocation died. */
  private countWritten(id: string, { runId, outcome, clientifyId }: Partial<Link> = {}): void {
    if (runId !== this.run.id || outcome !== 'updated' || clientifyId === undefined) return;
    this.changes.push({ entity: this.entity, id, clientifyId, changed: [], emptied: [] });
  }

  /** A result that the admin has been told before: it counts, and nothing more is said. */
  settleAgain(id: string, result: RecordResult): void {
    this.results.set(id, result);
  }

  /**
   * A worker has to look at it.
   * @param from the page of GIAV and its number in the run
   * @param link what the id map says of the record
   * @param print fingerprint of what it becomes; null = not known yet
   */
  queue(
    from: { readonly readAt: number; readonly page: number },
    planned: PlannedMessage,
    link: Link | undefined,
    print: string | null,
  ): void {
    const { id: runId, mode, startedAt } = this.run;
    const message: RecordMessage = {
      v: MESSAGE_VERSION,
      runId,
      mode,
      page: from.page,
      readAt: new Date(from.readAt).toISOString(),
      searchedAt: startedAt,
      entity: this.entity,
      ...planned,
      candidates: fewCandidates(planned.candidates, link?.clientifyId),
    };
    const bytes = Buffer.byteLength(messageBody(message));
    if (bytes <= LARGEST_MESSAGE) {
      this.messages.push(message);
      const change = plannedChange(this.entity, planned.id, link, planned.desired, print);
      if (change) this.changes.push(change);
      else this.countWritten(planned.id, link);
    } else
      this.settle(
        planned.id,
        { outcome: 'failed', reason: 'INVALID_RECORD' },
        [],
        `GIAV's record is too large to be sent to the workers: ${Math.ceil(bytes / 1024)} KB of ${LARGEST_MESSAGE / 1024}. Shorten its texts in GIAV.`,
      );
  }
}
