import { customFieldText, EMPTY_CUSTOM_FIELD, type Identified, type Target } from '../sync/target';
import { RecordError } from '../sync/errors';
import { wireValue } from './bodies';
import { readRecord } from './read-record';
import type { ClientifyHttp } from './http';
import { COLLECTION } from './lists';
import { readAll } from './read-list';
import type { Sender } from './sender';
import { own } from '../sync/own';

const LISTS = ['emails', 'phones', 'addresses'] as const;
/** Move by themselves, or are none of the record's own content. */
const VOLATILE = new Set(['modified', 'url', 'last_contact', 'gdpr_acceptance_date', 'message']);

interface Damage {
  /** Names of what differs. */
  readonly fields: string[];
  readonly body: Record<string, unknown>;
}

const equal = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? '') === JSON.stringify(b ?? '');

/** What a write made of a record, but for what the API itself keeps: names, and the body that undoes it. */
function damageOf(before: Target, after: Target, written: ReadonlySet<string>): Damage {
  const body: Record<string, unknown> = {};
  for (const name of written) {
    if (
      VOLATILE.has(name) ||
      !Object.hasOwn(before.fields, name) ||
      equal(before.fields[name], after.fields[name])
    )
      continue;
    body[name] = wireValue(name, before.fields[name] ?? '');
  }
  const was = before.customFields ?? {};
  const is = after.customFields ?? {};
  const custom = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => customFieldText(own(was, name)) !== customFieldText(own(is, name)),
  );
  if (custom.length > 0)
    body['custom_fields'] = custom.map((field) => ({
      field,
      value: customFieldText(own(was, field)) || EMPTY_CUSTOM_FIELD,
    }));
  const lists = LISTS.filter((list) => !equal(before[list], after[list]));
  const tags = equal([...(before.tags ?? [])].sort(), [...(after.tags ?? [])].sort())
    ? []
    : ['tags'];
  return {
    fields: [
      ...Object.keys(body).filter((name) => name !== 'custom_fields'),
      ...custom,
      ...lists,
      ...tags,
    ],
    body,
  };
}

/**
 * Puts a record back to what it was before a create of ours came back with it. Returns the names of what had been
 * overwritten, and whether all of it is as it was.
 * @param written names of the fields that the create carried.
 */
export async function putBack(
  http: ClientifyHttp,
  sender: Sender,
  before: Target,
  written: ReadonlySet<string>,
): Promise<{ fields: string[]; restored: boolean }> {
  const { kind, id } = before;
  const path = `${COLLECTION[kind]}${id}/`;
  const after = await readRecord(http, kind, id);
  if (!after) return { fields: [], restored: false };
  const { fields, body } = damageOf(before, after, written);
  if (fields.length === 0) return { fields, restored: true };
  for (const list of LISTS)
    await unlessRefused(() => restoreList(http, path, list, before[list], after[list]));
  await unlessRefused(() => restoreTags(http, path, before.tags ?? [], after.tags ?? []));
  if (Object.keys(body).length > 0) await unlessRefused(() => sender.change(path, body));
  const now = await readRecord(http, kind, id);
  const left =
    now === null
      ? fields
      : damageOf(before, now, written).fields.filter(
          (name) => !isList(name) || !sameList(before, now, name),
        );
  return { fields, restored: left.length === 0 };
}

/** What is refused keeps nothing else from being put back; the reading after it tells what is left. */
async function unlessRefused(restore: () => Promise<unknown>): Promise<void> {
  try {
    await restore();
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
}

const isList = (name: string): name is (typeof LISTS)[number] =>
  (LISTS as readonly string[]).includes(name);

/** An entry that was put back has a new id. */
const withoutId = (entry: Identified): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'id'));
const sameList = (before: Target, now: Target, list: (typeof LISTS)[number]): boolean => {
  const texts = (target: Target): string[] =>
    (target[list] ?? []).map((entry) => JSON.stringify(withoutId(entry))).sort();
  return equal(texts(before), texts(now));
};

async function restoreList(
  http: ClientifyHttp,
  path: string,
  list: (typeof LISTS)[number],
  was: readonly Identified[] = [],
  is: readonly Identified[] = [],
): Promise<void> {
  const old = new Map(was.map((entry) => [entry.id, entry]));
  const present = new Set(is.map(({ id }) => id));
  for (const entry of is) {
    const before = old.get(entry.id);
    if (before === undefined) await http.request('DELETE', `${path}${list}/${entry.id}/`);
    else if (!equal(before, entry))
      await http.request('PUT', `${path}${list}/${entry.id}/`, withoutId(before));
  }
  for (const entry of was)
    if (!present.has(entry.id)) await http.request('POST', `${path}${list}/`, withoutId(entry));
}

async function restoreTags(
  http: ClientifyHttp,
  path: string,
  was: readonly string[],
  is: readonly string[],
): Promise<void> {
  const added = is.filter((tag) => !was.includes(tag));
  if (added.length > 0)
    for (const { id, name } of await tagIds(http, path))
      if (added.includes(name)) await http.request('DELETE', `${path}tags/${id}/`);
  for (const tag of was)
    if (!is.includes(tag)) await http.request('POST', `${path}tags/`, { name: tag });
}

/** Of all pages, or of a bare list. */
async function tagIds(http: ClientifyHttp, path: string): Promise<{ id: string; name: string }[]> {
  const tags: { id: string; name: string }[] = [];
  const take = (item: unknown): void => {
    const { id, name } = (item ?? {}) as { id?: unknown; name?: unknown };
    if (id !== undefined && typeof name === 'string') tags.push({ id: String(id), name });
  };
  try {
    const bare = await http.request('GET', `${path}tags/?page=1&page_size=100`);
    if (Array.isArray(bare)) bare.forEach(take);
    else await readAll(http, `${path}tags/`, 1, take);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
  return tags;
}
