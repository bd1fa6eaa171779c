import type { ClientifyRecords, WriteResult } from '../ports/clientify';
import type { Meeting } from '../config/meeting';
import type { ChangeQueue } from '../ports/queues';
import type { RecordMessage } from '../ports/messages';
import type { Claimant, Claims } from '../ports/claims';
import type { Decisions, NewDecision } from '../ports/decisions';
import type { Failures } from '../ports/failures';
import type { Link, Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Outcome, RecordResult, UnmappedNote } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import type { Filled } from '../sync/filled';
import type { Replaced } from '../sync/replaced';
import { duplicatesOf } from '../sync/duplicates';
import type { Desired, FieldNote, Target, TargetRef } from '../sync/target';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';

/** Reads and writes of single records, as {@link ClientifyRecords} does them. */
export type RecordWrites = Pick<
  ClientifyRecords,
  | 'read'
  | 'create'
  | 'apply'
  | 'recordUrl'
  | 'findById'
  | 'findByDocumento'
  | 'latecomers'
  | 'confirmWrite'
  | 'timeoutMs'
  | 'paceMs'
>;

/** The claims that keep creations in Clientify single. */
export type CreateClaims = Pick<
  Claims,
  | 'claimDocumento'
  | 'claimDeal'
  | 'sentWith'
  | 'noteSent'
  | 'release'
  | 'giveUp'
  | 'noteRefused'
  | 'keyOf'
>;

export interface UpsertPorts {
  readonly clientify: RecordWrites;
  readonly links: Pick<
    Links,
    'get' | 'put' | 'replace' | 'claimRecord' | 'noteOwnWrites' | 'noteUnplaced'
  >;
  readonly claims: CreateClaims;
  readonly failures: Pick<Failures, 'clear'>;
  readonly pending: Pick<Pending, 'add' | 'remove'>;
  readonly clock: Clock;
  readonly deletedInClientify: 'recreate' | 'respect';
  /** A record with nearly the same Documento. @default 'create' */
  readonly nearDocumento?: 'create' | 'hold';
  readonly changes: Pick<ChangeQueue, 'send'>;
  /** Keeps what a write is about to replace, before it is sent: a crash in between loses nothing. */
  readonly decisions: Pick<Decisions, 'putMany'>;
  /** Who gets what where both sides hold something, and whether edits in Clientify go back to GIAV. */
  readonly meeting: Meeting;
  /** Clients that were erased are not synced again. */
  readonly staysForgotten?: boolean;
  readonly ids: Pick<Ids, 'holder'>;
  /** This invocation, for its claims. */
  readonly claimant: Claimant;
}

export interface Upserted {
  /** GIAV was written after the message was made: the record must be read again. */
  readonly stale?: boolean;
  /** The admin has been told exactly this before, and nothing is told now. @default false */
  readonly repeated?: boolean;
  readonly result: RecordResult;
  readonly decision: NewDecision;
}

/** What is told of a record beside its outcome. */
export interface Told {
  readonly reason?: Reason;
  readonly notes?: readonly FieldNote[];
  /** What was sent to Clientify. */
  readonly write?: WriteResult;
  readonly notices?: readonly Reason[];
  readonly replaced?: readonly Replaced[];
  readonly filled?: readonly Filled[];
  readonly message?: string;
}

/** One record that a worker has in hand: its message, the ports, and how its result is told. */
export class RecordWork {
  /** One moment for all that is told of this record: what is kept before a write is the same item as what is told after it. */
  private readonly at: Date;
  private readonly nearLater: TargetRef[] = [];

  constructor(
    readonly ports: UpsertPorts,
    readonly message: RecordMessage,
  ) {
    this.at = ports.clock.now();
  }

  get redrive(): boolean {
    return this.message.mode === 'redrive';
  }

  /** Records with nearly the same Documento: never linked, since the match must be exact. But an admin should know. */
  get near(): readonly TargetRef[] {
    const all = [...(this.message.candidates.near ?? []), ...this.nearLater];
    return [...new Map(all.map((ref) => [ref.id, ref])).values()];
  }

  /** Others with nearly the same Documento that the run's lists did not show yet. */
  noteNear(near: readonly TargetRef[]): void {
    this.nearLater.push(...near);
  }

  /** Both ids. */
  get nearText(): string {
    return `${this.near.map(({ kind, id }) => `${kind} ${id}`).join(', ')} beside GIAV client ${this.message.id}: nearly the same Documento`;
  }

  /** Other records with its Documento: those that a full run sees, or that the last one saw. */
  duplicatesOf(
    desired: Desired,
    clientifyId: string | undefined,
    link: Link | null,
  ): readonly string[] {
    const { mode, candidates } = this.message;
    // The lists may be older than a merge: what the link named before is no second record.
    if (mode === 'full')
      return duplicatesOf({ kind: desired.kind, clientifyId }, desired, candidates).filter(
        (id) => id !== link?.clientifyId,
      );
    return (link?.clientifyId === clientifyId ? link?.duplicates : undefined) ?? [];
  }

  /** Keeps what a write is about to replace, and to fill: an undo needs both, whatever becomes of this process. */
  async keep(
    target: Target,
    { replaced, filled }: Required<Pick<Told, 'replaced' | 'filled'>>,
  ): Promise<void> {
    if (replaced.length + filled.length === 0) return;
    const { decision } = this.done('updated', {
      write: { target, sent: [], notes: [] },
      replaced,
      filled,
    });
    await this.ports.decisions.putMany([decision], this.at);
  }

  /** Asks the way back to look at both sides. */
  async hint(target: Target): Promise<void> {
    const source = this.redrive ? 'redrive' : 'run';
    if (target.kind !== 'deal')
      await this.ports.changes.send({
        v: 1,
        kind: 'change',
        of: target.kind,
        id: target.id,
        source,
      });
  }

  /** @param notices what holds of the record all the same */
  skip(reason: Reason, message?: string, notices?: readonly Reason[]): Upserted {
    return this.done('skipped', { reason, message, notices });
  }

  /** A create came back with these records of somebody else: told once as a failure, which stays on its list. */
  foreign(ids: readonly string[]): Upserted {
    const { desired, id } = this.message;
    return this.skip(
      'FOREIGN_RECORD',
      `GIAV client or expediente ${id}: a create came back with ${desired.kind} ${ids.join(', ')}`,
    );
  }

  done(outcome: Outcome, told: Told = {}): Upserted {
    const { message } = this;
    const { reason, write, notes = [], replaced = [], filled = [] } = told;
    const near = outcome === 'created' && this.near.length > 0;
    const notices = [
      ...new Set([
        ...(told.notices ?? []),
        ...(write?.notices ?? []),
        ...(near ? (['NEAR_DOCUMENTO'] as const) : []),
      ]),
    ];
    const result: RecordResult = {
      outcome,
      reason,
      unmapped: message.unmapped as UnmappedNote[],
      notices: notices.length > 0 ? notices : undefined,
    };
    return {
      result,
      decision: {
        entity: message.entity,
        id: message.id,
        runId: message.runId,
        at: this.at.toISOString(),
        result,
        message: told.message ?? (near ? this.nearText : undefined),
        kind: message.desired.kind,
        clientifyId: write?.target.id,
        notes: [...notes, ...(write?.notes ?? [])],
        replaced: replaced.length > 0 ? [...replaced] : undefined,
        filled: filled.length > 0 ? [...filled] : undefined,
        sent: write && [...write.sent],
      },
    };
  }
}
