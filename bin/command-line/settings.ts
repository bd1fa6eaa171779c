import { InvalidArgumentError, Option, type Command } from 'commander';
import type { RevertOptions, SetOptions } from '../commands/settings';
import type { Asked } from '../commands/where';
import { command, sharedOptions, type Definitions } from './options';

/** The settings, and what people change of them, in the order in which the help shows it. */
export function defineSettings(program: Command, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const { stack, language, json } = sharedOptions(definitions);
  const asked = () => [stack(), language(), json()];
  // Options behind a further word are its own.
  const parent = command(
    program,
    'settings',
    help.settings.is,
    ...asked(),
  ).enablePositionalOptions();
  parent.action((options: Asked) => {
    begin(actions.settings(options));
  });
  defineSet(parent, definitions, asked());
  command(parent, 'choices', help.settings.choices, ...asked()).action((options: Asked) => {
    begin(actions.settingsChoices(options));
  });
  const to = new Option('--to <version>', help.settings.to).argParser(versionIn(help));
  command(parent, 'revert', help.settings.revert, to.makeOptionMandatory(), ...asked()).action(
    (options: RevertOptions) => {
      begin(actions.revertSettings(options));
    },
  );
  command(parent, 'history', help.settings.history, ...asked()).action((options: Asked) => {
    begin(actions.settingsHistory(options));
  });
}

const versionIn =
  (help: Definitions['help']) =>
  (text: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(help.settings.to);
    return Number(text);
  };

/** Another value of one setting: what it would change, or that it counts from now on. */
function defineSet(
  parent: Command,
  { actions, help, begin }: Definitions,
  asked: readonly Option[],
): void {
  command(
    parent,
    'set',
    help.settings.set,
    new Option('--preview', help.settings.preview),
    new Option('--dry-run', help.settings.dryRun),
    new Option('--report <folder>', help.sync.report),
    ...asked,
  )
    .argument('<setting>', help.settings.path)
    .argument('[value]', help.settings.value)
    .action((path: string, value: string | undefined, options: SetOptions, self: Command) => {
      // As of sync --dry-run.
      const named = self.getOptionValueSource('language') === 'cli';
      const reportLanguage = named ? options.language : 'es';
      begin(actions.setSetting(path, value, { ...options, reportLanguage }));
    });
}
