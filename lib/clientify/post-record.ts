import type { Reason } from '../sync/reasons';
import { ForeignRecordError, RecordError, RetryableError } from '../sync/errors';
import {
  refOf,
  type Desired,
  type EmailEntry,
  type FieldNote,
  type Target,
  type TargetKind,
} from '../sync/target';
import { showsNothingSent, whyForeign, type Foreign, type OwnerOf } from './answer-check';
import { createBody } from './bodies';
import type { EmailClaims } from '../ports/email-claims';
import type { EmailHolders, Finder } from './find';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { putBack } from './put-back';
import { readRecord } from './read-record';
import { parseTarget } from './records';
import type { CreateOptions, RefusedValue, Sent, WriteResult } from '../ports/clientify';
import type { Answered, Sender } from './sender';
import { SubResourceCalls } from './sub-resources';
import type { Traits } from './traits';

/** A create came back with a record of somebody else and may have overwritten it. */
export interface Overwritten {
  /** Of the record that was to be created. */
  readonly gesinturId: string;
  readonly kind: Desired['kind'];
  /** Of the record that came back. */
  readonly clientifyId: string;
  /** Names of what had been overwritten. */
  readonly fields: readonly string[];
  readonly restored: boolean;
}

export interface CreatePorts {
  readonly http: ClientifyHttp;
  readonly sender: Sender;
  readonly finder: Finder;
  readonly traits: Traits;
  readonly ownerOf: OwnerOf;
  readonly emailClaims: EmailClaims | null;
  readonly onOverwrite: (what: Overwritten) => Promise<void>;
  readonly now: () => Date;
}

export interface Created extends Answered {
  readonly target: Target;
}

/** A record without e-mails has them in common with nobody. */
const NOBODY: EmailHolders = { found: [], complete: true };

/** The POST of one record: nothing about it is believed that its answer does not show. */
export abstract class RecordPost {
  protected readonly sent: Sent[] = [];
  protected readonly notes: FieldNote[] = [];
  protected readonly refused: RefusedValue[] = [];
  /** Ids of contacts of somebody else that a create came back with: they have the e-mail. */
  protected readonly strangers: string[] = [];
  protected readonly path: string;

  constructor(
    protected readonly ports: CreatePorts,
    protected readonly desired: Desired,
    protected readonly notAfter: Date,
    protected readonly options: CreateOptions = {},
  ) {
    this.path = COLLECTION[desired.kind];
  }

  protected result(target: Target, notices?: readonly Reason[]): WriteResult {
    return {
      target,
      sent: this.sent,
      notes: this.notes,
      refused: this.refused,
      ...(notices && { notices }),
    };
  }

  /** One POST, its answer checked; a ForeignRecordError when it is somebody else's record. */
  protected async post(
    emails: readonly EmailEntry[],
    known: EmailHolders = NOBODY,
  ): Promise<Created> {
    const posted = await this.tryPost(emails, known);
    if ('target' in posted) return posted;
    throw this.foreign(posted);
  }

  protected foreign({ why }: Foreign): ForeignRecordError {
    return new ForeignRecordError(
      `The create of ${this.desired.gesinturId} came back with a record of somebody else: ${why}. It was neither linked nor written again.`,
      this.strangers,
    );
  }

  /** The record; or, put back as far as possible, what is wrong with the one that came back. */
  protected async tryPost(
    emails: readonly EmailEntry[],
    { found: known, complete }: EmailHolders,
  ): Promise<Created | Foreign> {
    const { http, sender, ownerOf, now } = this.ports;
    const { desired } = this;
    const body = createBody(desired, { now: now(), emails, without: await this.notTaken() });
    // A known e-mail may bring back the contact that has it; the vendor's own clients ask for a new one like this (clientify.md, C2).
    const path = desired.kind === 'contact' ? `${this.path}?force_insert=true` : this.path;
    const calledAt = new Date(http.serverTime(now().getTime()));
    const answered = await sender.tolerant('POST', path, body, this.notAfter);
    const target = createdTarget(desired.kind, answered.answer);
    this.sent.push({ method: 'POST', path: this.path, body: answered.body });
    const before = known.find(({ id }) => id === target.id);
    const foreign = before
      ? { why: 'it was there before', certain: true }
      : await whyForeign(desired, await this.telling(target), calledAt, ownerOf, complete);
    if (foreign === null) {
      this.notes.push(...answered.notes);
      this.refused.push(...answered.refused);
      return { ...answered, target: await this.oneByOne(target, answered) };
    }
    this.strangers.push(target.id);
    await this.undo(target, before, new Set(Object.keys(answered.body)));
    if (emails.length > 0 && foreign.certain) await this.ports.traits.learn('forceInsertIgnored');
    return { ...foreign, why: `${desired.kind} ${target.id} (${foreign.why})` };
  }

  /** The answer, or the record in full where the answer is too poor to tell whose it is. */
  private async telling(target: Target): Promise<Target> {
    const { gesinturId, documento } = refOf(target);
    const tells = 'created' in target.fields && !showsNothingSent(target);
    if (tells || gesinturId !== '' || documento !== '' || target.kind === 'deal') return target;
    return (await readRecord(this.ports.http, target.kind, target.id)) ?? target;
  }

  /** Of a list that was refused as a whole each entry is tried on its own. */
  private async oneByOne(target: Target, { unclear }: Answered): Promise<Target> {
    if (unclear.length === 0) return target;
    const calls = new SubResourceCalls(this.ports.http);
    for (const { list, entry } of unclear)
      await calls.call('POST', `${this.path}${target.id}/${list}/`, entry, list);
    this.sent.push(...calls.sent);
    this.notes.push(...calls.notes);
    this.refused.push(...calls.refused);
    return (await readRecord(this.ports.http, target.kind, target.id)) ?? target;
  }

  private async notTaken(): Promise<ReadonlySet<string>> {
    const { traits } = this.ports;
    const without = new Set<string>();
    if (this.desired.kind !== 'deal') return without;
    if (await traits.has('dealTagsDropped')) without.add('tags');
    if (await traits.has('createdNotTaken')) without.add('created');
    return without;
  }

  /** Each step survives the failure of the one before: the alarm comes in any case. */
  private async undo(
    answer: Target,
    before: Target | undefined,
    written: ReadonlySet<string>,
  ): Promise<void> {
    const { http, sender, onOverwrite } = this.ports;
    let outcome: { fields: readonly string[]; restored: boolean } = {
      fields: [...written],
      restored: false,
    };
    try {
      if (before) outcome = await putBack(http, sender, before, written);
    } finally {
      await onOverwrite({
        gesinturId: this.desired.gesinturId,
        kind: this.desired.kind,
        clientifyId: answer.id,
        ...outcome,
      });
    }
  }
}

/** It is created: what cannot be read is looked for, never created again. */
function createdTarget(kind: TargetKind, answer: unknown): Target {
  try {
    return parseTarget(kind, answer);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new RetryableError(error.message, { maybeApplied: true, reason: error.reason });
  }
}
