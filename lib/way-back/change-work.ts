import type { Account } from '../ports/account';
import type { ClientifyRecords } from '../ports/clientify';
import { meetingOf, type Meeting } from '../config/meeting';
import type { ChangeQueue } from '../ports/queues';
import type { Change } from '../ports/messages';
import type { RunQueue } from '../ports/queues';
import { refusedOnTheWayBack } from '../record/status';
import type { NewDecision } from '../ports/decisions';
import type { Link } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Watermarks } from '../ports/watermarks';
import type { Outcome, Subject } from '../sync/decision';
import { WAITS_FOR_CLIENTIFY, type Reason } from '../sync/reasons';
import type { CreatePorts } from './create-ports';
import type { PutPorts } from './put-client';

export interface WriteBackPorts extends PutPorts, CreatePorts {
  readonly giav: CreatePorts['giav'];
  readonly incidents: CreatePorts['incidents'] & PutPorts['incidents'];
  readonly changes: Pick<ChangeQueue, 'send'>;
  /** Keeps what a write is about to replace, before it is sent: a crash in between loses nothing. */
  readonly keep: (decision: NonNullable<WrittenBack>) => Promise<void>;
  readonly clientify: ClientifyRecords;
  readonly account: Pick<Account, 'learnLabel'>;
  readonly pending: Pending;
  readonly watermarks: Pick<Watermarks, 'get'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
}

/** What became of a change. Nothing to tell about one that was none (an echo of our own write). */
export type WrittenBack = Omit<NewDecision, 'runId' | 'at'> | null;

/** A link with a base: both sides were in step once. */
export type KnownLink = Link & { readonly snapshot: NonNullable<Link['snapshot']> };

/** One change in Clientify that is being taken back: the ports, and how its result is told. */
export class ChangeWork {
  /** What a failure is about: the GIAV client once it is known. */
  subject: { entity: Subject; id: string };
  readonly meeting: Meeting;

  constructor(
    readonly ports: WriteBackPorts,
    readonly change: Change,
  ) {
    this.subject = { entity: change.of, id: change.id };
    this.meeting = meetingOf(ports.config);
  }

  get on(): boolean {
    return this.meeting.wayBack === 'on';
  }

  /** Nothing is written, and it is told once; the sweep of the other direction looks again. */
  async refuse(reason: Reason): Promise<WrittenBack> {
    const { links, clock } = this.ports;
    const { id } = this.subject;
    const link = await links.get('client', id);
    if (link?.status === 'refused' && link.reason === reason && this.change.source !== 'redrive')
      return null;
    if (WAITS_FOR_CLIENTIFY.has(reason))
      await refusedOnTheWayBack(this.ports, id, link, reason, clock.now().toISOString());
    return this.skip(reason);
  }

  skip(reason: Reason): NonNullable<WrittenBack> {
    return this.told('skipped', reason);
  }

  told(outcome: Outcome, reason?: Reason): NonNullable<WrittenBack> {
    return {
      ...this.subject,
      result: { outcome, reason },
      kind: this.change.of,
      clientifyId: this.change.id,
    };
  }
}
