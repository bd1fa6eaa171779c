import { Option, type Command } from 'commander';
import type { ConsoleOptions, InviteOptions } from '../commands/console-users';
import type { Told } from '../commands/where';
import { command, sharedOptions, type Definitions } from './options';

/** The console on this machine, and who is invited to that of a deployment. */
export function defineConsole(program: Command, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const { language, json } = sharedOptions(definitions);
  const asked = () => [
    new Option('--stack <name>', help.console.stack).makeOptionMandatory(),
    language(),
    json(),
  ];
  const reader = new Option('--reader', help.console.reader);
  const parent = command(program, 'console', help.console.is, language());
  parent.action((options: Told) => {
    begin(actions.console(options));
  });
  command(parent, 'invite', help.console.invite, reader, ...asked())
    .argument('<e-mail>', help.console.email)
    .action((email: string, options: InviteOptions) => {
      begin(actions.inviteToConsole(email, options));
    });
  command(parent, 'users', help.console.users, ...asked()).action((options: ConsoleOptions) => {
    begin(actions.consoleUsers(options));
  });
  command(parent, 'remove', help.console.remove, ...asked())
    .argument('<e-mail>', help.console.email)
    .action((email: string, options: ConsoleOptions) => {
      begin(actions.removeFromConsole(email, options));
    });
}
