import { Argument, Option, type Command } from 'commander';
import { SUBJECTS } from '../../lib/sync/decision';
import type { FailuresOptions } from '../commands/failures';
import type { RunsOptions } from '../commands/look';
import type { Asked, Where } from '../commands/where';
import { command, readId, sharedOptions, type Definitions } from './options';

/** Whose value of a field may be chosen. */
const SIDES = ['giav', 'clientify'] as const;

type Defined = Definitions & { readonly asked: () => Option[] };

/** What only looks (and the one choice that a conflict asks for), in the order in which the help shows it. */
export function defineLooking(program: Command, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const { stack, language, json } = sharedOptions(definitions);
  const asked = () => [stack(), language(), json()];
  command(program, 'status', help.status, ...asked()).action((options: Asked) => {
    begin(actions.status(options));
  });
  command(program, 'letter', help.letter, ...asked()).action((options: Asked) => {
    begin(actions.letter(options));
  });
  defineRuns(program, { ...definitions, asked });
  defineConflicts(program, { ...definitions, asked });
  defineFailures(program, { ...definitions, asked });
  command(program, 'audit', help.audit, ...asked()).action((options: Asked) => {
    begin(actions.audit(options));
  });
  defineRecords(program, { ...definitions, asked });
}

/** The list of runs, one of them, and the word that a held one waits for. */
function defineRuns(program: Command, { actions, help, begin, asked }: Defined): void {
  const limit = new Option('--limit <n>', help.runs.limit).argParser(Number).default(20);
  const runs = command(program, 'runs', help.runs.is, limit, ...asked());
  runs.action((options: RunsOptions) => {
    begin(actions.runs(options));
  });
  for (const [name, action] of [
    ['show', 'showRun'],
    ['cancel', 'cancelRun'],
    ['confirm', 'confirmRun'],
    ['reject', 'rejectRun'],
  ] as const)
    command(runs, name, help.runs[name], ...asked())
      .argument('<run>', help.runs.id)
      .action((id: string, options: Asked) => {
        begin(actions[action](id, options));
      });
}

/** What both sides show differently, and whose value is to count. */
function defineConflicts(program: Command, { actions, help, begin, asked }: Defined): void {
  // Options behind a further word are its own.
  const conflicts = command(
    program,
    'conflicts',
    help.conflicts.is,
    ...asked(),
  ).enablePositionalOptions();
  conflicts.action((options: Asked) => {
    begin(actions.conflicts(options));
  });
  command(conflicts, 'choose', help.conflicts.choose, ...asked())
    .argument('<client>', help.ids.client, readId(help))
    .argument('<field>', help.conflicts.field)
    .addArgument(new Argument('<side>', help.conflicts.side).choices(SIDES))
    .action((client: string, name: string, side: (typeof SIDES)[number], options: Asked) => {
      begin(actions.chooseValue({ client, field: name, winner: side }, options));
    });
}

function defineFailures(program: Command, { actions, help, begin, asked }: Defined): void {
  command(
    program,
    'failures',
    help.failures.is,
    new Option('--reason <CODE>', help.failures.reason),
    new Option('--delete <messageId>', help.failures.delete),
    ...asked(),
  ).action((options: FailuresOptions) => {
    begin(actions.failures(options));
  });
}

/** One record: found by its number, and what is known of it. */
function defineRecords(program: Command, definitions: Defined): void {
  const { actions, help, begin, asked } = definitions;
  const { stack, language } = sharedOptions(definitions);
  command(command(program, 'find', help.find.is), 'expediente', help.find.expediente, ...asked())
    .argument('<number>', help.find.number)
    .action((number: string, options: Asked) => {
      begin(actions.findByNumber(number, options));
    });
  const explain = command(program, 'explain', help.explain.is);
  for (const entity of SUBJECTS)
    command(explain, entity, help.explain.of[entity], stack(), language())
      .argument('<id>', help.ids[entity], readId(help))
      .action((id: string, options: Where) => {
        begin(actions.explain(entity, id, options));
      });
}
