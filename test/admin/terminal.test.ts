import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../bin/commands/exit';
import { print, printJson, printLines } from '../../bin/commands/output';

/** What a name in GIAV or Clientify may hold to take a terminal over, and how it is shown. */
const NASTY = [
  ['the title of the window', '\u001b]0;owned\u0007'],
  ['a cleared screen', '\u001b[2J\u001b[H'],
  ['the second set of control characters', '\u009b2J\u009d0;owned\u009c'],
  ['a line that is written over', 'Ana\rEva'],
  ['a character that is taken back', 'Ana\b\b\bEva'],
  ['a bell and a null', 'Ana\u0007\u0000'],
  ['a deleted character', 'Ana\u007f'],
  ['another direction of writing', 'Ana\u202egpj.exe\u2066x'],
  [
    'a link that shows another address',
    '\u001b]8;;https://evil.example\u001b\\GIAV\u001b]8;;\u001b\\',
  ],
] as const;

// eslint-disable-next-line no-control-regex -- They are what is looked for.
const ORDERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function written(write: () => void): { out: string; err: string } {
  const text = { out: '', err: '' };
  const spies = (['out', 'err'] as const).map((to) =>
    jest
      .spyOn(to === 'out' ? process.stdout : process.stderr, 'write')
      .mockImplementation((chunk) => {
        text[to] += String(chunk);
        return true;
      }),
  );
  try {
    write();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return text;
}

describe('what the command line writes', () => {
  it.each(NASTY)('orders the terminal nothing: %s', (_, name) => {
    for (const write of [
      () => {
        say(`Client ${name}`);
      },
      () => {
        print(['name'], [[name]]);
      },
      () => {
        printLines([name]);
      },
      () => {
        printJson({ name, [name]: [name] });
      },
    ]) {
      const { out, err } = written(write);
      expect(`${out}${err}`).not.toBe('');
      expect(`${out}${err}`.replace(/\n/g, '')).not.toMatch(ORDERS);
    }
  });
  it.each(NASTY)('is the same value as JSON: %s', (_, name) => {
    const { out } = written(() => {
      printJson({ name });
    });
    expect(JSON.parse(out)).toEqual({ name });
  });
  it('shows what it does not obey', () => {
    expect(written(() => printLines(['a\u001b[2Jb\u009bc\u007fd'])).out).toBe(
      'a\u241b[2Jb\\u009bc\u2421d\n',
    );
  });
  it('leaves names, tables and lines as they are', () => {
    const text = 'Núñez, María José 👩‍👧 Ωμέγα עברית\tx\n│ ─ ┌';
    expect(written(() => printLines([text])).out).toBe(`${text}\n`);
  });
  it('goes through one place', () => {
    const ROOT = join(__dirname, '..', '..', 'bin');
    const files = ['', 'commands', 'command-line'].flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(20);
    const writing = files.filter((file) =>
      /(stdout|stderr)\.write|console\.(log|error|warn)/.test(
        readFileSync(join(ROOT, file), 'utf8'),
      ),
    );
    // The first is for cdk and releases, which read settings of this machine only.
    expect(writing).toEqual(['deployed-settings.ts', join('commands', 'terminal.ts')]);
  });
});
