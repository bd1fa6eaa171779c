import { chooseValue as choose, type Choice } from '../../lib/admin/choose-value';
import { conflicts, type Waiting } from '../../lib/admin/conflicts';
import { restoreField } from '../../lib/admin/restore';
import { ClientifyApi } from '../../lib/clientify/api';
import { TEXTS } from '../../lib/admin/texts';
import { countryCode } from '../../lib/sync/country-code';
import { REASONS } from '../../lib/sync/reasons';
import { EXIT, say } from './exit';
import { print, printJson } from './output';
import { tell } from './terminal';
import { withSystems, type Asked, type Where } from './where';

/** Lists what waits for a human, with the values of both sides. Personal data. */
export async function listConflicts({ json, ...where }: Asked): Promise<number> {
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
  if (json) printJson(found);
  else printConflicts(found, where);
  return EXIT.done;
}

function printConflicts(found: readonly Waiting[], { language }: Where): void {
  const { head, none } = TEXTS[language].conflicts;
  if (found.length === 0) {
    tell(none);
    return;
  }
  print(
    head,
    found.map(({ client, kind, clientifyId, field, giav, clientify, reason }) => [
      client,
      `${kind} ${clientifyId}`,
      field,
      giav,
      clientify,
      reason,
    ]),
  );
  for (const reason of new Set(found.map((one) => one.reason)))
    tell(`${reason}  ${REASONS[reason][language]}`);
}

/** Gives one field that waits the value of one side. */
export async function chooseValue(choice: Choice, { json, ...where }: Asked): Promise<number> {
  const chosen = await withSystems(where, ({ systems, config, admin }) =>
    choose(
      {
        ...admin,
        giav: systems.giav,
        clientify: new ClientifyApi(systems.clientify, config.clientify.concurrency),
        config,
        countryCode,
      },
      choice,
    ),
  );
  const { field, value, other } = chosen;
  if (json) printJson(chosen);
  else
    say(
      TEXTS[where.language].conflicts.chosen(field, JSON.stringify(value), JSON.stringify(other)),
    );
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
  const texts = TEXTS[where.language].restore;
  const [from, to] = [JSON.stringify(done.from), JSON.stringify(done.to)];
  say(texts.done(done.field, from, to, done.replacedAt));
  say(done.goesToGiav ? texts.goesToGiav : texts.staysHere);
  return EXIT.done;
}
