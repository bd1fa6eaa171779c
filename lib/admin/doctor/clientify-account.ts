import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION } from '../../clientify/lists';
import { TRAITS, isTrait } from '../../ports/traits';
import { FORBIDDEN, readSlot, type HookEntity } from '../../clientify/webhooks';
import { ok, warning, type Finding } from './check';

/** When each property of the account was learnt (ISO), by its name. */
export type Learnt = Readonly<Record<string, string>>;

export function learntTraits(learnt: Learnt): Finding {
  const known = Object.entries(learnt).filter(([name]) => isTrait(name));
  if (known.length === 0) return ok('Nothing odd was learnt of the account so far.');
  const sentences = known.map(
    ([name, at]) => `it ${TRAITS[name as keyof typeof TRAITS]} (since ${at.slice(0, 10)})`,
  );
  return ok(`Learnt of the account: ${sentences.join('; ')}.`);
}

/** The vendor names a second address for when the first one is in trouble (clientify.md, T3). */
export async function secondHost(second: ClientifyHttp | undefined): Promise<Finding> {
  if (second === undefined) return ok('No second host is used (setting clientify.secondHost).');
  try {
    const body = await second.request('GET', '/users/');
    if (body !== null && typeof body === 'object' && 'results' in body)
      return ok('The second host answers: reads go there after 502 to 504.');
  } catch {
    // Told below.
  }
  return warning(
    'The second host does not answer this token.',
    'Nothing now; if it stays so, set clientify.secondHost to "off".',
  );
}

const SLOTS: readonly HookEntity[] = ['contacts', 'companies'];

export async function webhookSlots(v2: ClientifyHttp | undefined): Promise<Finding> {
  if (v2 === undefined) return ok('The v2 API was not asked for the webhook slots.');
  const found: string[] = [];
  for (const entity of SLOTS) {
    const slot = await readSlot(v2, entity);
    if (slot === 'forbidden')
      return warning(
        `Webhook slots: ${FORBIDDEN} (403).`,
        'Add the API addon, or use the key of an administrator; or set the webhook by hand.',
      );
    found.push(
      `${entity} ${slot === null ? 'not told' : slot.target === '' ? 'free' : slot.active ? 'taken' : 'taken, switched off'}`,
    );
  }
  return ok(`Webhook slots: ${found.join(', ')} (cli webhook status tells whose they are).`);
}

/** Lists that give what they like are read to their end all the same: by `next`. */
export async function pageSizes(http: ClientifyHttp): Promise<Finding> {
  const ignoring: string[] = [];
  for (const path of Object.values(COLLECTION)) {
    const body = (await http.request('GET', `${path}?page_size=2&page=1`)) as {
      results?: unknown[];
    } | null;
    if ((body?.results?.length ?? 0) > 2) ignoring.push(path.replace(/\//g, ''));
  }
  return ignoring.length === 0
    ? ok('page_size is honoured.')
    : warning(
        `page_size is ignored by: ${ignoring.join(', ')}.`,
        'Nothing: lists end where Clientify says so.',
      );
}
