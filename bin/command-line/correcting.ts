import { Option, type Command } from 'commander';
import type { RedriveOptions } from '../commands/failures';
import type { UndoOptions } from '../commands/undo';
import type { WebhookOptions } from '../commands/way-back';
import type { Asked, Where } from '../commands/where';
import { SLOT_ACTIONS } from './slot-actions';
import { command, readId, sharedOptions, type Definitions } from './options';

/** What puts something right about records: redrive, restore, undo, relink, forget. */
// eslint-disable-next-line max-lines-per-function -- One list: the commands as the help shows them.
export function defineCorrecting(program: Command, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const { stack, language, json } = sharedOptions(definitions);
  command(
    program,
    'redrive',
    help.redrive.is,
    new Option('--all', help.redrive.all),
    new Option('--id <id...>', help.redrive.id),
    new Option('--reason <CODE>', help.redrive.reason),
    stack(),
    language(),
    json(),
  ).action((options: RedriveOptions) => {
    begin(actions.redrive(options));
  });
  const field = new Option('--field <name>', help.restore.field).makeOptionMandatory();
  const restore = command(program, 'restore', help.restore.is);
  command(restore, 'client', help.restore.client, field, stack(), language())
    .argument('<id>', help.ids.client, readId(help))
    .action((id: string, options: Where & { field: string }) => {
      begin(actions.restore(id, options));
    });
  command(
    command(program, 'undo', help.undo.is),
    'run',
    help.undo.run,
    new Option('--dry-run', help.undo.dryRun),
    stack(),
    language(),
    json(),
  )
    .argument('<run>', help.runs.id)
    .action((id: string, options: UndoOptions) => {
      begin(actions.undoRun(id, options));
    });
  for (const name of ['relink', 'forget'] as const)
    command(
      command(program, name, help[name].is),
      'client',
      help[name].client,
      stack(),
      language(),
      json(),
    )
      .argument('<id>', help.ids.client, readId(help))
      .action((id: string, options: Asked) => {
        begin(actions[name](id, options));
      });
}

/** What concerns the way back: reconcile, write-back, webhook. */
export function defineWayBack(program: Command, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const { stack, language, json } = sharedOptions(definitions);
  command(program, 'reconcile', help.reconcile, stack(), language(), json()).action(
    (options: Asked) => {
      begin(actions.reconcile(options));
    },
  );
  const resume = new Option('--resume', help.writeBack.resume);
  command(program, 'write-back', help.writeBack.is, resume, stack(), language()).action(
    (options: Where & { resume?: boolean }) => {
      begin(actions.writeBack(options));
    },
  );
  const webhook = command(program, 'webhook', help.webhook.is);
  for (const action of SLOT_ACTIONS)
    command(
      webhook,
      action,
      help.webhook[action],
      new Option('--url <url>', help.webhook.url),
      stack(),
      language(),
      json(),
    ).action((options: WebhookOptions) => {
      begin(actions.webhook(action, options));
    });
}
