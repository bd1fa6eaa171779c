import { CREATE } from '../sync/budget';
import type { Reason } from '../sync/decision';
import { ForeignRecordError, RecordError, RetryableError } from '../sync/errors';
import {
  refOf,
  type Desired,
  type EmailEntry,
  type FieldNote,
  type Target,
  type TargetKind,
} from '../sync/target';
import { isPlaced, showsNothingSent, whyForeign, type Foreign, type OwnerOf } from './answer-check';
import { createBody } from './bodies';
import { isCreatedIgnored } from './created-date';
import { holdEmails } from './email-holds';
import type { EmailClaims } from '../ports/email-claims';
import type { EmailHolders, Finder } from './find';
import { readRecord } from './read-record';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { placeDeal } from './place-deal';
import { putBack } from './put-back';
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

interface Created extends Answered {
  readonly target: Target;
}

/** A record without e-mails has them in common with nobody. */
const NOBODY: EmailHolders = { found: [], complete: true };

/** Creates one record, and believes nothing about it that its answer does not show. */
export class RecordCreator {
  private readonly sent: Sent[] = [];
  private readonly notes: FieldNote[] = [];
  private readonly refused: RefusedValue[] = [];
  /** Ids of contacts of somebody else that a create came back with: they have the e-mail. */
  private readonly strangers: string[] = [];
  private readonly path: string;

  constructor(
    private readonly ports: CreatePorts,
    private readonly desired: Desired,
    private readonly notAfter: Date,
    private readonly options: CreateOptions = {},
  ) {
    this.path = COLLECTION[desired.kind];
  }

  async run(): Promise<WriteResult> {
    if (this.desired.kind === 'deal') return this.deal();
    if (this.desired.kind === 'company' || this.desired.emails.length === 0)
      return this.result((await this.post(this.desired.emails)).target);
    return this.holding((recent) => this.contact(recent));
  }

  private result(target: Target, notices?: readonly Reason[]): WriteResult {
    return {
      target,
      sent: this.sent,
      notes: this.notes,
      refused: this.refused,
      ...(notices && { notices }),
    };
  }

  /** One POST, its answer checked; a ForeignRecordError when it is somebody else's record. */
  private async post(
    emails: readonly EmailEntry[],
    known: EmailHolders = NOBODY,
  ): Promise<Created> {
    const posted = await this.tryPost(emails, known);
    if ('target' in posted) return posted;
    throw this.foreign(posted);
  }

  private foreign({ why }: Foreign): ForeignRecordError {
    return new ForeignRecordError(
      `The create of ${this.desired.gesinturId} came back with a record of somebody else: ${why}. It was neither linked nor written again.`,
      this.strangers,
    );
  }

  /** The record; or, put back as far as possible, what is wrong with the one that came back. */
  private async tryPost(
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

  private async contact(recent: readonly string[] = []): Promise<WriteResult> {
    const { finder, traits } = this.ports;
    const { emails } = this.desired;
    const holders = await finder.byEmail(emails.map(({ email }) => email));
    const known = holders.found;
    // An e-mail that somebody else has is not put to the test: what an overwrite would destroy is a person's record.
    const apart = known.length > 0 || recent.length > 0 || (await traits.has('forceInsertIgnored'));
    if (!apart) {
      const posted = await this.tryPost(emails, holders);
      if ('target' in posted) return this.result(posted.target);
      // Where it may be the new one after all, a second create could make a second contact of one client.
      if (!posted.certain) throw this.foreign(posted);
    }
    const { target } = await this.post([], holders);
    return this.addEmails(target, [...known.map(({ id }) => id), ...recent, ...this.strangers]);
  }

  /** The e-mails by their own route; one that is refused stays out, and is told with the contact that has it. */
  private async addEmails(target: Target, others: readonly string[]): Promise<WriteResult> {
    const { http } = this.ports;
    const path = `${this.path}${target.id}/`;
    let shared = false;
    for (const entry of this.desired.emails) {
      if (target.emails?.some(({ email }) => email === entry.email)) continue;
      try {
        await http.request('POST', `${path}emails/`, entry);
        this.sent.push({ method: 'POST', path: `${path}emails/`, body: entry });
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        // What a firewall or the plan forbids says nothing of who has the e-mail.
        const taken = others.length > 0 && error.reason !== 'FORBIDDEN_IN_CLIENTIFY';
        shared ||= taken;
        const owner = taken
          ? `contact ${[...new Set(others)].join(', ')} has it`
          : `refused with ${error.status ?? 400}`;
        this.notes.push({
          field: 'emails',
          note: `Clientify does not take this e-mail for contact ${target.id}: ${owner}; left out`,
        });
      }
    }
    const after = (await readRecord(http, 'contact', target.id)) ?? target;
    return this.result(after, shared ? ['EMAIL_SHARED'] : undefined);
  }

  /** Of two contacts with one e-mail the second begins when the first is there to be found. */
  private async holding(
    create: (recent: readonly string[]) => Promise<WriteResult>,
  ): Promise<WriteResult> {
    const { emailClaims, http, now } = this.ports;
    const { until = new Date(this.notAfter.getTime() + http.timeoutMs + CREATE.email.heldMs) } =
      this.options;
    if (emailClaims === null) return create([]);
    const keys = this.desired.emails.map(({ email }) => http.keyed(email.trim().toLowerCase()));
    return holdEmails({ claims: emailClaims, now }, keys, until, create, ({ target }) => target.id);
  }

  private async deal(): Promise<WriteResult> {
    const { http, sender, traits } = this.ports;
    const { desired } = this;
    const created = await this.post([]);
    await this.learnFrom(created);
    let target = created.target;
    const placed = isPlaced(desired.fields, target);
    if (placed !== true) {
      if (placed === false) await traits.learn('pipelineIgnored');
      const { onMisplaced } = this.options;
      const repaired = await placeDeal(http, sender, desired.fields, target, onMisplaced);
      this.sent.push(...repaired.sent);
      target = repaired.target;
    }
    return this.result(target);
  }

  /** What a deal's answer tells of the account. */
  private async learnFrom(created: Created): Promise<void> {
    const { traits } = this.ports;
    const { body, target } = created;
    if (isCreatedIgnored(created, target)) await traits.learn('createdNotTaken');
    const has = new Set(target.tags?.map((tag) => tag.toLowerCase()));
    if (
      'tags' in body &&
      target.tags !== undefined &&
      this.desired.tags.some((tag) => !has.has(tag.toLowerCase()))
    )
      await traits.learn('dealTagsDropped');
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
