import * as z from 'zod';
import { runPageSchema, type RunPage } from '../ports/run';
import type { RecordResult } from '../sync/decision';
import { ConfigurationError } from '../sync/errors';
import { packIds, unpackIds } from '../sync/packed-ids';
import { STATE_VERSION, type Item } from './items';

/**
 * Version of pages whose ids and known results take a few bytes each: a page of a hundred records that need nothing is
 * less than 1 KB, which is one write unit. Version 1 names each id twice, and its result in words.
 */
export const PAGE_VERSION = 2;

const groupSchema = z.object({
  ids: z.union([z.string(), z.array(z.string())]),
  /** Of all of them; none: a worker has yet to tell it. */
  result: runPageSchema.shape.results.valueType.optional(),
});
type Group = z.infer<typeof groupSchema>;

const packedSchema = runPageSchema
  .omit({ ids: true })
  .extend({ v: z.literal(PAGE_VERSION), groups: z.array(groupSchema) });
const storedSchema = z.discriminatedUnion('v', [
  runPageSchema.extend({ v: z.literal(STATE_VERSION) }),
  packedSchema,
]);

const filled = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list && list.length > 0 ? list : undefined;

/** Records of a page by what is known of them when it is kept. */
export function groupsOf(
  ids: readonly string[],
  results: ReadonlyMap<string, RecordResult>,
): Item[] {
  const groups = new Map<string, { ids: string[]; result: object | undefined }>();
  for (const id of ids) {
    const known = results.get(id);
    const result = known && {
      ...known,
      unmapped: filled(known.unmapped),
      notices: filled(known.notices),
    };
    const name = JSON.stringify(result ?? null);
    const group = groups.get(name) ?? { ids: [], result };
    group.ids.push(id);
    groups.set(name, group);
  }
  return [...groups.values()].map((group) => ({ ids: packIds(group.ids), result: group.result }));
}

/** What a worker told of a record counts before what was known when the page was kept. */
function unpacked({ entity, page, groups, results }: z.infer<typeof packedSchema>): RunPage {
  const named = groups.map((group) => ({ ...group, ids: unpackIds(group.ids) }));
  const known = named.flatMap(({ ids, result }) =>
    result ? ids.map((id): [string, NonNullable<Group['result']>] => [id, result]) : [],
  );
  return {
    entity,
    page,
    ids: named.flatMap(({ ids }) => ids),
    results: { ...Object.fromEntries(known), ...results },
  };
}

/** @throws ConfigurationError for a page that is damaged, or of a later version: it is never guessed */
export function readPage(item: Item): RunPage {
  const stored = storedSchema.safeParse(item).data;
  try {
    if (stored) return stored.v === PAGE_VERSION ? unpacked(stored) : withoutVersion(stored);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new ConfigurationError(
    `The stored item ${String(item['pk'])} / ${String(item['sk'])} cannot be read. Delete it and start a full run.`,
  );
}

const withoutVersion = ({ entity, page, ids, results }: RunPage): RunPage => ({
  entity,
  page,
  ids,
  results,
});
