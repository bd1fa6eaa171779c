import type { Command } from 'commander';
import type { Actions } from '../../bin/command-line/actions';
import { commandLine } from '../../bin/command-line/program';
import { FIND_BY, type FindBy } from '../../lib/console/pages/find';
import { paths } from '../../lib/console/paths';
import { workSchema, type WorkKind } from '../../lib/ports/asked';

/** Every button of the console, and the command that does the same through the same use case. */
const COMMANDS: Readonly<Record<keyof typeof paths.actions, readonly string[]>> = {
  retry: ['redrive --id', 'redrive --reason', 'sync client', 'sync contact'],
  sync: ['sync client', 'sync expediente', 'sync contact', 'sync company'],
  start: ['sync --mode'],
  cancel: ['runs cancel'],
  confirm: ['runs confirm'],
  reject: ['runs reject'],
  undo: ['undo run', 'undo run --dry-run'],
  resume: ['write-back --resume'],
  doctor: ['doctor', 'doctor --quick'],
  'webhook-status': ['webhook status'],
  'webhook-register': ['webhook register'],
  'webhook-remove': ['webhook remove'],
  compare: ['conflicts'],
  'rehearse-record': ['sync client --dry-run', 'sync expediente --dry-run'],
  forget: ['forget client'],
  choose: ['conflicts choose'],
  restore: ['restore client --field'],
  choices: ['settings choices'],
  rehearse: ['sync --dry-run'],
  settings: ['settings set --preview', 'settings set --dry-run'],
  saveSettings: ['settings set', 'settings revert --to'],
};

/** The same of what is looked for. */
const FINDS: Readonly<Record<FindBy, readonly string[] | 'nowhere else'>> = {
  client: ['explain client'],
  expediente: ['explain expediente'],
  number: ['find expediente'],
  clientify: ['explain contact', 'explain company'],
  // It would stand in the history of a shell, and its key is none that operators hold (docs/rights.md).
  documento: 'nowhere else',
};

/** What may be asked for and has no button of its own, by the button that asks for it. */
const ASKED_BY: Readonly<Partial<Record<WorkKind, keyof typeof paths.actions | 'find'>>> = {
  redrive: 'retry',
  'look-again': 'retry',
  'find-expediente': 'find',
};

const program = commandLine({} as Actions, 'en', () => undefined);

/** Whether the command line has that command, with that option. */
function isThere(words: string): boolean {
  const [option] = /--[a-z-]+$/.exec(words) ?? [];
  const names = words.replace(/ --.*/, '').split(' ');
  const found = names.reduce<Command | undefined>(
    (parent, name) => parent?.commands.find((one) => one.name() === name),
    program,
  );
  return (
    found !== undefined &&
    (option === undefined || found.options.some(({ long }) => long === option))
  );
}

describe('everything that the console does is also a command', () => {
  it.each(Object.keys(paths.actions) as (keyof typeof paths.actions)[])('%s', (what) => {
    const commands = COMMANDS[what];
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((words) => !isThere(words))).toEqual([]);
  });
  it.each(FIND_BY)('looking for a record by %s', (by) => {
    const commands = FINDS[by];
    if (commands === 'nowhere else') return;
    expect(commands.filter((words) => !isThere(words))).toEqual([]);
  });
  it('what may be asked for has a button', () => {
    const kinds = workSchema.options.map(({ shape }) => shape.do.value);
    const unknown = kinds.filter((kind) => !(kind in paths.actions) && !(kind in ASKED_BY));
    expect(unknown).toEqual([]);
  });
  it('a made-up command is none', () => {
    expect([isThere('conflicts guess'), isThere('redrive --everything')]).toEqual([false, false]);
  });
});
