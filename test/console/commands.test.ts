import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TEXTS } from '../../lib/admin/texts';
import { CONSOLE_TEXTS } from '../../lib/console/texts';
import { REASONS } from '../../lib/sync/reasons';
import { paths } from '../../lib/console/paths';
import { sentenceOf } from '../../lib/console/view';
import { withRemedy } from '../../lib/admin/doctor/check';
import { saidOf } from '../../lib/sync/errors';
import { RefusedError, refusalOf } from '../../lib/sync/refusal';
import { ConsoleOffice, NOW } from './office';

const LANGUAGES = ['es', 'en'] as const;
const ROOT = join(__dirname, '..', '..');
/** How a command is named in a text, in any way. */
const COMMAND = /\bcli (?:-|[a-z])|npm run|--[a-z]/;

/** What a text needs to be made: a count, an id, a slot … */
const ARGUMENTS: readonly unknown[] = [
  3,
  'one',
  { entity: 'contacts', state: 'unknown', why: null, host: 'a.example', said: null },
  { planned: { records: 3, emptied: 3 }, read: 3 },
];

/** Attributes of forms and styles have dashes of their own. */
const COMMAND_IN_PAGE = /\bcli [a-z]|npm run/;

function made(text: (...args: unknown[]) => unknown): unknown {
  for (const one of ARGUMENTS)
    try {
      return text(...Array.from({ length: 4 }, () => one));
    } catch {
      // Of another shape.
    }
  throw new Error(`a text that cannot be made: ${text.toString()}`);
}

/** Every text below, by its name. */
function textsIn(value: unknown, name: string): [string, string][] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value === 'function') return textsIn(made(value as () => unknown), name);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${name}.${key}`));
}

const named = (texts: readonly [string, string][]): string[] =>
  texts.filter(([, text]) => COMMAND.test(text)).map(([name, text]) => `${name}: ${text}`);

function filesIn(directory: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** What the pages take of the words of the command line: `words.modes`, `words.held.why` … */
function borrowed(): string[] {
  const names = filesIn('lib/console', /\.tsx?$/).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bwords((?:\.\w+)+)(\[says\])?/g)].map(
      ([, path = '', either]) => [path.slice(1), either !== undefined] as const,
    ),
  );
  return [
    ...new Set(
      names.flatMap(([path, either]) => {
        if (either) return [`${path}.confirmed`, `${path}.rejected`];
        // The others of it are put in place of this one, which is said in words of the pages.
        return path === 'synced' ? [] : [path];
      }),
    ),
  ];
}

describe('nobody at the console is sent to a command', () => {
  it.each(LANGUAGES)('by any text of the pages (%s)', (language) => {
    const texts = textsIn(CONSOLE_TEXTS[language], 'texts');
    expect(texts.length).toBeGreaterThan(400);
    expect(named(texts)).toEqual([]);
  });
  it.each(LANGUAGES)('by any reason (%s)', (language) => {
    const texts = Object.keys(REASONS).map((reason): [string, string] => [
      reason,
      sentenceOf(reason, { language }),
    ]);
    expect(named(texts)).toEqual([]);
  });
  it.each(LANGUAGES)('by a word that they borrow of the command line (%s)', (language) => {
    const paths = borrowed();
    expect(paths).toEqual(expect.arrayContaining(['modes', 'held.why', 'held.confirmed', 'undo']));
    const found = paths.flatMap((path) => {
      const value = path
        .split('.')
        .reduce<unknown>((of, key) => (of as Record<string, unknown>)[key], TEXTS[language]);
      // The length of a list, say.
      return value === undefined ? [] : textsIn(value, path);
    });
    expect(named(found)).toEqual([]);
  });
  it.each(LANGUAGES)('by what was synced at once (%s)', (language) => {
    const { unlisted, noAnswer, ...others } = TEXTS[language].synced;
    // Said in words of the pages; and said by whoever waits for an answer on the command line.
    expect(
      named([
        ['unlisted', unlisted(3)],
        ['noAnswer', noAnswer(3)],
      ]),
    ).toHaveLength(2);
    expect(named(textsIn(others, 'synced'))).toEqual([]);
  });

  it('by a refusal, nor by a finding, for which they have words of their own', async () => {
    const office = await new ConsoleOffice().signIn();
    const asked = { by: 'ana', askedAt: NOW.toISOString(), doneAt: NOW.toISOString() };
    const error = new RefusedError('in-progress', 'r1');
    await office.desk.answers.put(
      {
        ...asked,
        id: 'refused',
        do: 'undo',
        refused: saidOf(error),
        refusal: refusalOf(error),
        result: null,
      },
      NOW,
    );
    const refused = await office.page(paths.work('refused'));
    expect(refused).toContain('pulse «Cancelar la ejecución» en su página');
    const finding = withRemedy('error', { en: 'Halted.', es: 'Parada.' }, 'resume-halted', '7');
    const checks = [{ system: 'state', id: 'way-back', ...finding }];
    const result = { worst: 'error', checks };
    await office.desk.answers.put(
      { ...asked, id: 'doctor', do: 'doctor', refused: null, result },
      NOW,
    );
    const found = await office.page(paths.work('doctor'));
    expect(found).toContain('Abra la ficha del cliente 7');
    expect(`${refused}${found}`).not.toMatch(COMMAND_IN_PAGE);
    expect(office.errors).toEqual([]);
  });

  /** Where sentences of the command line are at home; the pages have others for them, by code. */
  const HOMES: Readonly<Record<string, string>> = {
    'lib/sync/reasons.ts': 'reasons: lib/console/texts/reasons.ts',
    'lib/sync/refusal.ts': 'refusals: lib/console/texts/refusals.ts',
    'lib/admin/doctor/remedies.ts': 'findings of the check-up: lib/console/texts/refusals.ts',
    'lib/clientify/setup.ts':
      'setup exists as a command alone: where runs may not create fields, only whoever deployed it so decides about it',
    'lib/runtime/secrets.ts': 'said to whoever uses the command line without the key of Clientify',
    'lib/config/schema.ts': 'descriptions of settings, for docs/settings.md',
    'lib/config/run-settings.ts': 'the same',
    'lib/config/way-back-settings.ts': 'the same',
    'lib/config/variables.ts': 'for docs/settings.md',
  };
  it('by a sentence that is made elsewhere and could reach a page', () => {
    const elsewhere = filesIn('lib', /\.tsx?$/).flatMap((file) => {
      const name = file.slice(ROOT.length + 1);
      if (/^lib\/(stack|admin\/texts)\//.test(name)) return [];
      const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      return /['"`][^'"`\n]*(?:\bcli [a-z]|npm run|--(?:all|id|resume|stack|reason)\b)/.test(text)
        ? [name]
        : [];
    });
    expect(elsewhere.sort()).toEqual(Object.keys(HOMES).sort());
  });
});
