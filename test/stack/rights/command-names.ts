import type { Command } from 'commander';
import type { Actions } from '../../../bin/command-line/actions';
import { commandLine } from '../../../bin/command-line/program';
import { SUBJECTS } from '../../../lib/sync/decision';

/** Every command that takes `--stack`, by its words; of those that are the same for each kind of record, one. */
export function takingDeployments(): string[] {
  const found = new Set<string>();
  const look = (command: Command, words: readonly string[]): void => {
    if (command.options.some(({ long }) => long === '--stack'))
      found.add(
        words
          .map((word) => ((SUBJECTS as readonly string[]).includes(word) ? 'client' : word))
          .join(' '),
      );
    for (const one of command.commands) look(one, [...words, one.name()]);
  };
  look(
    commandLine({} as Actions, 'en', () => undefined),
    [],
  );
  return [...found].sort();
}
