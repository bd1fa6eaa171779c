import { readChoices } from '../../lib/admin/choices';
import { TEXTS } from '../../lib/admin/texts';
import { EXIT } from './exit';
import { printJson, printLines } from './output';
import { withSystems, type Asked } from './where';

/** What the settings may choose among, as both systems have it now. */
export async function settingsChoices({ json, ...where }: Asked): Promise<number> {
  const choices = await withSystems(where, ({ systems, config }) =>
    readChoices(systems, config.clientify.concurrency),
  );
  if (json) {
    printJson(choices);
    return EXIT.done;
  }
  const say = TEXTS[where.language].rehearsed.choices;
  const { states, pipelines, offices, contactTypes } = choices;
  const listed = (head: string, items: readonly string[]): string[] => [
    head,
    ...items.map((item) => `  ${item}`),
    '',
  ];
  printLines([
    ...listed(
      say.states,
      states.map(({ name }) => name),
    ),
    ...pipelines.flatMap(({ name, stages }) => listed(say.stages(name), stages)),
    ...(offices === null
      ? [say.noOffices, '']
      : listed(
          say.offices,
          offices.map(({ code, name }) => `${code}  ${name}`),
        )),
    ...listed(say.contactTypes, contactTypes),
  ]);
  return EXIT.done;
}
