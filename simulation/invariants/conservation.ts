import type { World } from '../world';

/**
 * Every value that a person typed is on one of both sides, or was replaced and is kept in a decision. What its own author
 * wrote over is gone by right, as is all of a client that was erased.
 */
export async function judgeConservation(world: World): Promise<void> {
  const { giav, clientify, words, watch, account } = world;
  const told: unknown[] = [];
  for await (const item of account.table.scan())
    if (item.pk.startsWith('DECISION#')) {
      const { replaced, conflicts, giav: written } = item as Record<string, unknown>;
      told.push({ replaced, conflicts, written });
    }
  const somewhere = JSON.stringify([
    [...giav.clients.values()],
    [...clientify.store.records.contacts.values()],
    [...clientify.store.records.companies.values()],
    told,
  ]);
  for (const { word, side, client, field } of words.typed)
    if (!words.withdrawn.has(word) && !world.forgotten.has(client) && !somewhere.includes(word))
      watch.violated(
        'every value that a person typed is kept',
        `${field} of client ${client}, typed in ${side}`,
      );
}
