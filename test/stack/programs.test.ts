import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';
import { program } from '../../local/programs';

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
