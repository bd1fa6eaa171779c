import { CREATE } from '../sync/budget';
import { RecordError } from '../sync/errors';
import type { Target } from '../sync/target';
import { isPlaced } from './answer-check';
import { closeDeal } from './close-deal';
import { isCreatedIgnored } from './created-date';
import { missingTags, tagDeal } from './deal-tags';
import { holdEmails } from './email-holds';
import { placeDeal } from './place-deal';
import { RecordPost, type Created } from './post-record';
import { readRecord } from './read-record';
import type { WriteResult } from '../ports/clientify';

/** Creates one record of any kind: contacts mind whose their e-mails are, deals where they end up. */
export class RecordCreator extends RecordPost {
  async run(): Promise<WriteResult> {
    if (this.desired.kind === 'deal') return this.deal();
    if (this.desired.kind === 'company' || this.desired.emails.length === 0)
      return this.result((await this.post(this.desired.emails)).target);
    return this.holding((recent) => this.contact(recent));
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
    return this.result(await this.closed(await this.tagged(target)));
  }

  private async tagged(target: Target): Promise<Target> {
    const tagged = await tagDeal(this.ports, this.desired.tags, target);
    this.sent.push(...tagged.sent);
    this.notes.push(...tagged.notes);
    return tagged.target;
  }

  /** The new deal, closed where its expediente is over. */
  private async closed(target: Target): Promise<Target> {
    const { http, now } = this.ports;
    const closed = await closeDeal(http, this.desired.fields, target, now());
    if (closed === null) return target;
    this.sent.push(...closed.sent);
    this.notes.push(...closed.notes);
    this.refused.push(...closed.refused);
    return (await readRecord(http, 'deal', target.id)) ?? target;
  }

  /** What a deal's answer tells of the account. */
  private async learnFrom(created: Created): Promise<void> {
    const { traits } = this.ports;
    const { body, target } = created;
    if (isCreatedIgnored(created, target)) await traits.learn('createdNotTaken');
    const shown = 'tags' in body && target.tags !== undefined;
    if (shown && missingTags(this.desired.tags, target).length > 0)
      await traits.learn('dealTagsDropped');
  }
}
