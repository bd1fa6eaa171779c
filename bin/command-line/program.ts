import { Command } from 'commander';
import type { Language } from '../../lib/admin/language';
import { say } from '../commands/terminal';
import type { Actions } from './actions';
import { defineConsole } from './console';
import { defineCorrecting, defineWayBack } from './correcting';
import { HELP } from './help';
import { defineLooking } from './looking';
import type { Definitions } from './options';
import { defineRunning } from './running';
import { defineSettings } from './settings';

/** The command line: every command with its options. It prints help and errors itself, and throws instead of ending the process. */
export function commandLine(
  actions: Actions,
  language: Language,
  begin: Definitions['begin'],
): Command {
  const help = HELP[language];
  const definitions: Definitions = { actions, help, language, begin };
  const program = new Command('cli').description(help.program).configureOutput({
    writeErr: (text) => {
      say(text.replace(/\n$/, ''));
    },
  });
  defineRunning(program, definitions);
  defineLooking(program, definitions);
  defineCorrecting(program, definitions);
  defineWayBack(program, definitions);
  defineSettings(program, definitions);
  defineConsole(program, definitions);
  const everywhere = (command: Command): void => {
    command
      // What stands behind the name of a command is that command's, wherever one above it has an option of that name.
      .enablePositionalOptions()
      .exitOverride()
      .helpOption('-h, --help', help.help)
      .configureHelp({ styleTitle: (title) => help.titles[title] ?? title });
    if (command.commands.length > 0) command.helpCommand('help [command]', help.help);
    command.commands.forEach(everywhere);
  };
  everywhere(program);
  return program;
}
