import { RecordError, RetryableError } from '../sync/errors';
import type { FieldNote, Target } from '../sync/target';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { readRecord } from './read-record';
import type { Sent } from '../ports/clientify';
import type { Traits } from './traits';

interface Tagged {
  readonly target: Target;
  readonly sent: readonly Sent[];
  readonly notes: readonly FieldNote[];
}

interface Ports {
  readonly http: ClientifyHttp;
  readonly traits: Traits;
}

/** Those of the wanted tags that a record does not show, whatever the case in which Clientify keeps them. */
export function missingTags(wanted: readonly string[], { tags = [] }: Target): readonly string[] {
  const has = new Set(tags.map((tag) => tag.toLowerCase()));
  return wanted.filter((tag) => !has.has(tag.toLowerCase()));
}

/** What a deal that was tagged shows of it: tags that are not there were dropped without a word (clientify.md, D4). */
export async function learnDealTags(
  traits: Traits,
  sent: readonly string[],
  shown: Target,
): Promise<void> {
  if (sent.length === 0 || shown.kind !== 'deal' || shown.tags === undefined) return;
  if (missingTags(sent, shown).length > 0) await traits.learn('dealTagsNotTaken');
  else traits.disprove('dealTagsNotTaken');
}

/**
 * The tags that the body of a new deal did not carry, or lost, by their own route. No deal fails for its tags: it is there,
 * and a create that is tried again would know less of it.
 */
export async function tagDeal(
  { http, traits }: Ports,
  wanted: readonly string[],
  deal: Target,
): Promise<Tagged> {
  const missing = missingTags(wanted, deal);
  const sent: Sent[] = [];
  const untouched = (notes: readonly FieldNote[] = []): Tagged => ({ target: deal, sent, notes });
  if (missing.length === 0 || (await traits.has('dealTagsNotTaken'))) return untouched();
  const path = `${COLLECTION.deal}${deal.id}/tags/`;
  try {
    for (const name of missing) {
      await http.request('POST', path, { name });
      sent.push({ method: 'POST', path, body: { name } });
    }
    // What is known to work need not be read back for every deal.
    if (traits.isDisproved('dealTagsNotTaken'))
      return { target: { ...deal, tags: [...(deal.tags ?? []), ...missing] }, sent, notes: [] };
    const target = (await readRecord(http, 'deal', deal.id)) ?? deal;
    await learnDealTags(traits, missing, target);
    return { target, sent, notes: [] };
  } catch (error) {
    if (error instanceof RecordError) {
      // There is no such route; any other refusal may be of this one.
      if (error.status === 404 || error.status === 405) await traits.learn('dealTagsNotTaken');
      const why = error.status ?? 'a page instead of an answer';
      return untouched([{ field: 'tags', note: `refused by Clientify (${why}); left out` }]);
    }
    if (!(error instanceof RetryableError)) throw error;
    return untouched([
      {
        field: 'tags',
        note: 'Clientify did not answer; they come with the next change of the deal',
      },
    ]);
  }
}
