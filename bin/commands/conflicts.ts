import { conflicts, type Waiting } from '../../lib/admin/conflicts';
import { restoreField } from '../../lib/admin/restore';
import { ClientifyApi } from '../../lib/clientify/api';
import { countryCode } from '../../lib/runtime/countries';
import { REASONS } from '../../lib/sync/decision';
import { print } from './output';
import { EXIT, say, withSystems, type Where } from './where';

/** Lists what waits for a human, with the values of both sides. Personal data. */
export async function listConflicts({
  json,
  ...where
}: Where & { readonly json?: boolean }): Promise<number> {
  const found = await withSystems(where, async ({ systems, config, admin }) => {
    const clientify = new ClientifyApi(systems.clientify, config.clientify.concurrency);
    const all: Waiting[] = [];
    for await (const one of conflicts({
      ...admin,
      giav: systems.giav,
      clientify,
      config,
      countryCode,
    }))
      all.push(one);
    return all;
  });
  if (json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else if (found.length === 0) process.stdout.write('Nothing waits for a human.\n');
  else {
    print(
      ['client', 'Clientify', 'field', 'GIAV', 'Clientify', 'reason'],
      found.map((one) => [
        one.client,
        `${one.kind} ${one.clientifyId}`,
        one.field,
        one.giav,
        one.clientify,
        one.reason,
      ]),
    );
    for (const reason of new Set(found.map((one) => one.reason)))
      process.stdout.write(`${reason}  ${REASONS[reason].en}\n`);
  }
  return EXIT.done;
}

/** Puts a replaced value back where a decision still holds it. */
export async function restore(
  id: string,
  { field, ...where }: Where & { readonly field: string },
): Promise<number> {
  const done = await withSystems(where, ({ systems, config, admin }) =>
    restoreField(
      {
        ...admin,
        clientify: new ClientifyApi(systems.clientify, config.clientify.concurrency),
        config,
      },
      id,
      field,
      new Date(),
    ),
  );
  say(
    `${done.field}: ${JSON.stringify(done.from)} → ${JSON.stringify(done.to)} (replaced at ${done.replacedAt}), typed into Clientify again.`,
  );
  say(
    done.goesToGiav
      ? 'It goes to GIAV by itself.'
      : 'The way back does not write: GIAV keeps its own value.',
  );
  return EXIT.done;
}
