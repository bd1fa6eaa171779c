import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';
import { program } from '../../local/programs';
import { quoted } from '../harness/command';

const BUILD = join(ROOT, '.build');
mkdirSync(BUILD, { recursive: true });
const folder = mkdtempSync(join(BUILD, 'sources-'));
const main = join(folder, 'main.ts');
const made: string[] = [];

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const make = (): string => {
  const path = program(main);
  made.push(path.slice(0, path.indexOf('/', BUILD.length + 1)));
  return path;
};
const run = (path: string): unknown => {
  const { stdout, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
};

describe('a program that is bundled once', () => {
  beforeAll(() => {
    write(
      'main.ts',
      `import { version } from 'luxon/package.json';
       import style from './page.css';
       import { place } from './deep/place';
       import { Page } from './page';
       console.log(JSON.stringify({ here: __dirname, place, style, page: String(Page({ name: 'Ana' })), library: typeof version }));`,
    );
    write('page.css', 'p { margin: 0 }');
    write('page.tsx', 'export const Page = ({ name }: { name: string }) => <p>{name}</p>;');
    write('deep/place.ts', 'export const place = __dirname;');
  });
  afterAll(() => {
    for (const one of [folder, ...made]) rmSync(one, { recursive: true, force: true });
  });

  it('does what its sources say, each of which knows its own folder', () => {
    expect(run(make())).toEqual({
      here: folder,
      place: join(folder, 'deep'),
      style: 'p { margin: 0 }',
      page: '<p>Ana</p>',
      library: 'string',
    });
  });
  it('is found again as long as no source changes, and made again when one does', () => {
    const first = make();
    expect(make()).toBe(first);
    write('deep/place.ts', "export const place = 'elsewhere';");
    const second = make();
    expect(second).not.toBe(first);
    expect(run(second)).toMatchObject({ place: 'elsewhere' });
  });
  it('keeps its name, by which a person knows it', () => {
    expect(make().endsWith(`${folder.slice(ROOT.length)}/main.js`)).toBe(true);
  });
  it('is not made of what it is not made again for', () => {
    write('main.ts', "import '../../test/harness/nothing-outside.cjs';");
    expect(() => make()).toThrow('test/harness/nothing-outside.cjs');
    write('main.ts', 'nonsense here');
    expect(() => make()).toThrow('cannot be made');
  });
});

describe('a repository that is moved with what was bundled in it', () => {
  const home = mkdtempSync(join(tmpdir(), 'moved-'));
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });
  /** The program, made where the repository is: where it believes to be. */
  const says = (root: string): unknown => {
    const ask = `import { program } from './local/programs'; console.log(program(process.cwd() + '/small/main.ts'));`;
    writeFileSync(join(root, 'ask.ts'), ask);
    const asked = spawnSync(process.execPath, ['--import', 'tsx', 'ask.ts'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(asked.stderr).toBe('');
    return run(asked.stdout.trim());
  };

  it('finds itself at the new place, not at the old one', () => {
    const [before, after] = [join(home, 'before'), join(home, "it's here")];
    for (const name of ['lib', 'local', 'package.json', 'tsconfig.json'])
      cpSync(join(ROOT, name), join(before, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(before, 'node_modules'));
    mkdirSync(join(before, 'small'));
    writeFileSync(join(before, 'small', 'main.ts'), 'console.log(JSON.stringify(__dirname));');
    expect(says(before)).toBe(join(before, 'small'));
    renameSync(before, after);
    expect(says(after)).toBe(join(after, 'small'));
  });
});

it('is named to a shell wherever the repository lies', () => {
  const folder = '/it\'s here/with $HOME `and` "more"';
  expect(
    spawnSync('sh', ['-c', `printf %s ${quoted(folder)}`], { encoding: 'utf8' }),
  ).toMatchObject({ stdout: folder, stderr: '' });
});
