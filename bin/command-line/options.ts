import { InvalidArgumentError, Option, type Command } from 'commander';
import { LANGUAGES, type Language } from '../../lib/admin/language';
import type { Actions } from './actions';
import type { Help } from './help';

/** What the definitions of all commands are made with. */
export interface Definitions {
  readonly actions: Actions;
  readonly help: Help;
  readonly language: Language;
  /** Takes the work of the command that was asked for. */
  readonly begin: (work: Promise<number>) => void;
}

/** Options that many commands have, in the words of one language. */
export function sharedOptions({ help, language }: Pick<Definitions, 'help' | 'language'>) {
  return {
    stack: () => new Option('--stack <name>', help.stack),
    json: () => new Option('--json', help.json),
    language: (description = help.language) =>
      new Option('--language <language>', description)
        .choices([...LANGUAGES])
        .default(language, help.languageDefault),
  };
}

/** A command of its parent, with its options. */
export function command(
  parent: Command,
  name: string,
  description: string,
  ...options: readonly Option[]
): Command {
  const made = parent.command(name).description(description);
  for (const option of options) made.addOption(option);
  return made;
}

/** An id: digits only. */
export const readId =
  (help: Help) =>
  (text: string): string => {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError(help.invalidId);
    return text;
  };
