import type { Argument, Command, Option } from 'commander';
import type { Language } from '../../lib/admin/language';
import type { Actions } from '../command-line/actions';
import { commandLine } from '../command-line/program';
import { code, table } from './markdown';

/** What the page says besides the commands' own words. */
const FRAME: Readonly<Record<Language, Record<string, string>>> = {
  en: {
    title: 'Commands',
    intro:
      'Made by `npm run docs` from the definitions of the command line; a test fails when it is stale. Every command is called as `npm run -s cli -- <command>`, with the environment variables of [settings.md](settings.md). Exit codes: 0 done, 1 it could not be done, 2 a setting or an option must be fixed. What npm itself runs (`npm start`, `npm test` …) is in [CONTRIBUTING.md](../CONTRIBUTING.md#what-npm-runs). En español: [comandos.md](comandos.md).',
    option: 'option',
    meaning: 'meaning',
    oneOf: 'one of',
    default: 'default:',
    mandatory: 'must be given',
  },
  es: {
    title: 'Órdenes',
    intro:
      'Hecho con `npm run docs` a partir de las definiciones de la línea de órdenes. Cada orden se escribe `npm run -s cli -- <orden>`, con las variables de entorno de [settings.md](settings.md). Código de salida: 0 hecho, 1 no se pudo hacer, 2 hay que corregir un ajuste o una opción. In English: [commands.md](commands.md).',
    option: 'opción',
    meaning: 'significado',
    oneOf: 'uno de',
    default: 'por defecto:',
    mandatory: 'obligatoria',
  },
};

/** Definitions are read, nothing is done. */
const NOTHING = new Proxy({} as Actions, {
  get: (_, name) => () => {
    throw new Error(`${String(name)} is only described here`);
  },
});

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

function optionRow(option: Option, frame: Record<string, string>): string[] {
  const { flags, description, argChoices } = option;
  const standard = option.defaultValueDescription ?? (option.defaultValue as unknown);
  const facts = [
    argChoices && `${frame['oneOf'] ?? ''} ${argChoices.map(code).join(', ')}`,
    standard !== undefined && `${frame['default'] ?? ''} ${String(standard)}`,
    option.mandatory && frame['mandatory'],
  ].filter((fact) => typeof fact === 'string');
  return [code(flags), [description, ...facts].join('; ')];
}

const argumentRow = (argument: Argument): string[] => [
  code(`<${argument.name()}>`),
  argument.description,
];

function section(command: Command, frame: Record<string, string>): string[] {
  const rows = [
    ...command.registeredArguments.map(argumentRow),
    ...command.options.map((option) => optionRow(option, frame)),
  ];
  const args = command.registeredArguments.map((argument) => ` <${argument.name()}>`).join('');
  return [
    `## ${code(`${nameOf(command)}${args}`)}`,
    '',
    command.description(),
    '',
    ...table([frame['option'] ?? '', frame['meaning'] ?? ''], rows),
    '',
  ];
}

/** docs/commands.md and docs/comandos.md: every command with its options, in the words of its help. */
export function commandsPage(language: Language): string {
  const frame = FRAME[language];
  const program = commandLine(NOTHING, language, () => undefined);
  return [
    `# ${frame['title'] ?? ''}`,
    '',
    frame['intro'] ?? '',
    '',
    ...leaves(program).flatMap((command) => section(command, frame)),
  ].join('\n');
}
