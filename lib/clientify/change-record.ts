import type { Sent, WriteResult } from '../ports/clientify';
import type { Changes, ListChanges } from '../sync/changes';
import type { Target } from '../sync/target';
import { isPlaced } from './answer-check';
import { wireValue } from './bodies';
import { closeDeal, withStatusNumber } from './close-deal';
import { isCreatedIgnored } from './created-date';
import { learnDealTags } from './deal-tags';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { lostCustomFields } from './lost-custom-fields';
import { placeDeal, placement } from './place-deal';
import { readRecord } from './read-record';
import { parseTarget } from './records';
import type { Answered, Sender } from './sender';
import { SubResourceCalls } from './sub-resources';
import type { Traits } from './traits';

/** Changes of records that are there. Remembers, for its process, how the API takes lists of custom fields. */
export class RecordChanger {
  private replacesCustomFields = false;

  constructor(
    private readonly http: ClientifyHttp,
    private readonly sender: Sender,
    private readonly traits: Traits,
    private readonly now: () => Date,
  ) {}

  /** Sends the changes: sub-resources first, so that the record's own answer shows the state after all of them. */
  async apply(before: Target, wanted: Changes): Promise<WriteResult> {
    const base = `${COLLECTION[before.kind]}${before.id}/`;
    const changes = await this.takable(before, wanted);
    const { sent, notes, refused } = await this.applyLists(base, changes);
    const body = this.bodyOf(before, changes);
    if (Object.keys(body).length === 0) {
      const target = await this.readAgain(before, sent);
      return this.closed({ target, sent, notes, refused }, changes);
    }
    const result = await this.sender.change(base, body);
    notes.push(...result.notes);
    refused.push(...result.refused);
    if (result.answer === null) {
      const target = await this.readAgain(before, sent);
      return this.closed({ target, sent, notes, refused }, changes);
    }
    sent.push({ method: result.method, path: base, body: result.body });
    const shown = parseTarget(before.kind, result.answer);
    const answer = shown.id === before.id ? shown : await this.readAgain(before, sent);
    const target = before.kind === 'deal' ? await this.settleDeal(result, answer, sent) : answer;
    const lost = Object.keys(changes.customFields).length > 0 && lostCustomFields(before, target);
    const whole = lost ? await this.restoreCustomFields(before, changes, base, sent) : target;
    return this.closed({ target: whole, sent, notes, refused }, changes);
  }

  /** The deal closed, last of all, and as it is then. */
  private async closed(
    written: WriteResult & { readonly target: Target },
    { fields, tags }: Changes,
  ): Promise<WriteResult> {
    const { target } = written;
    if (target.kind !== 'deal') return written;
    if (!written.notes.some(({ field }) => field === 'tags'))
      await learnDealTags(this.traits, tags, target);
    const closed = await closeDeal(this.http, fields, target, this.now());
    if (closed === null) return written;
    const after = await readRecord(this.http, 'deal', target.id);
    return {
      target: after ?? { ...target, modified: null },
      sent: [...written.sent, ...closed.sent],
      notes: [...written.notes, ...closed.notes],
      refused: [...(written.refused ?? []), ...closed.refused],
    };
  }

  /** Without what the account is known not to take, and what a deal only gets at its creation (clientify.md, D3, D4). */
  async takable(before: Target, changes: Changes): Promise<Changes> {
    if (before.kind !== 'deal') return changes;
    const fields: Record<string, (typeof changes.fields)[string]> = { ...changes.fields };
    // A PATCH with a past date expires the deal, and a later one is the salesperson's.
    delete fields['expected_closed_date'];
    if (await this.traits.has('createdNotChanged')) delete fields['created'];
    return {
      ...changes,
      fields,
      tags: (await this.traits.has('dealTagsNotTaken')) ? [] : changes.tags,
    };
  }

  private bodyOf(before: Target, changes: Changes): Record<string, unknown> {
    const fields = before.kind === 'deal' ? withStatusNumber(changes.fields) : changes.fields;
    const body: Record<string, unknown> = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, wireValue(name, value)]),
    );
    if (Object.keys(changes.customFields).length > 0)
      body['custom_fields'] = this.customFieldList(before, changes.customFields);
    if (before.kind === 'deal' && Object.keys(body).length > 0)
      Object.assign(body, placement(this.http, changes.fields, before.fields));
    return body;
  }

  /** E-mails, phones, addresses and tags go by their own routes only: in a PATCH they are ignored (clientify.md, C4). */
  private async applyLists(base: string, changes: Changes): Promise<SubResourceCalls> {
    const calls = new SubResourceCalls(this.http);
    const list = async (name: string, change: ListChanges<unknown>): Promise<void> => {
      for (const { id, entry } of change.replace)
        await calls.call('PUT', `${base}${name}/${id}/`, entry, name);
      for (const entry of change.add) await calls.call('POST', `${base}${name}/`, entry, name);
      for (const id of change.remove)
        await calls.call('DELETE', `${base}${name}/${id}/`, undefined, name);
    };
    await list('emails', changes.emails);
    await list('phones', changes.phones);
    await list('addresses', changes.addresses);
    for (const tag of changes.tags) await calls.call('POST', `${base}tags/`, { name: tag }, 'tags');
    return calls;
  }

  /** A deal that was written is where it should be, or is put there once more; what it does not take is learnt. */
  private async settleDeal(
    { body, refused }: Answered,
    answer: Target,
    sent: Sent[],
  ): Promise<Target> {
    if (isCreatedIgnored({ body, refused }, answer)) await this.traits.learn('createdNotChanged');
    if (isPlaced(body, answer) === true) return answer;
    const placed = await placeDeal(this.http, this.sender, body, answer);
    sent.push(...placed.sent);
    return placed.target;
  }

  /** The API replaced the list instead of merging it: the others are put back at once, and all are sent from now on. */
  private async restoreCustomFields(
    before: Target,
    changes: Changes,
    base: string,
    sent: Sent[],
  ): Promise<Target> {
    this.replacesCustomFields = true;
    const restored = {
      custom_fields: this.customFieldList(before, changes.customFields),
      ...(before.kind === 'deal' && placement(this.http, changes.fields, before.fields)),
    };
    const again = await this.sender.change(base, restored);
    sent.push({ method: again.method, path: base, body: restored });
    return parseTarget(before.kind, again.answer);
  }

  /** Answers of sub-resources show an entry only; what the record is after them tells its next change apart. */
  private async readAgain(before: Target, sent: readonly Sent[]): Promise<Target> {
    return (
      (sent.length === 0 ? before : await readRecord(this.http, before.kind, before.id)) ?? {
        ...before,
        modified: null,
      }
    );
  }

  private customFieldList(
    before: Target,
    ours: Readonly<Record<string, string>>,
  ): { field: string; value: string }[] {
    const all = this.replacesCustomFields ? { ...before.customFields, ...ours } : ours;
    return Object.entries(all).map(([field, value]) => ({ field, value }));
  }
}
