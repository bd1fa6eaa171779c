import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, contentKey, madeOnce } from '../../lib/stack/made-once';

const BUILD = join(ROOT, '.build');
mkdirSync(BUILD, { recursive: true });
const sources = mkdtempSync(join(BUILD, 'sources-'));
const kind = `test${process.pid}`;
const ours = (): string[] => readdirSync(BUILD).filter((name) => name.startsWith(kind));
const file = join(sources, 'deep', 'source.ts');
const write = (text: string): void => {
  mkdirSync(join(sources, 'deep'), { recursive: true });
  writeFileSync(file, text);
};
const keyOf = (): string => contentKey([relative(ROOT, sources)], 'options');
let made = 0;
const make = (draft: string): void => {
  made++;
  writeFileSync(join(draft, 'copy.ts'), readFileSync(file));
};
const text = (directory: string): string => readFileSync(join(directory, 'copy.ts'), 'utf8');

describe('what is made once for each content of the sources', () => {
  beforeEach(() => {
    made = 0;
  });
  afterEach(() => {
    for (const name of ours()) rmSync(join(BUILD, name), { recursive: true, force: true });
  });
  afterAll(() => {
    rmSync(sources, { recursive: true, force: true });
  });

  it('is found again as long as no source changes, and made again when one does', () => {
    write('one');
    const first = madeOnce(kind, keyOf, make);
    expect([madeOnce(kind, keyOf, make), text(first), made]).toEqual([first, 'one', 1]);
    write('two');
    expect([text(madeOnce(kind, keyOf, make)), text(first), made]).toEqual(['two', 'one', 2]);
    write('one');
    expect([madeOnce(kind, keyOf, make), made]).toEqual([first, 2]);
  });
  it('has another key for another name, place, number or option, and for a missing file', () => {
    write('one');
    const path = relative(ROOT, file);
    const keys = [
      contentKey([path]),
      contentKey([path, path]),
      contentKey([path], 'x'),
      contentKey([`${path}x`]),
      keyOf(),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
  it('leaves nothing behind when it fails, and nothing that looks done when it is killed', () => {
    write('one');
    expect(() =>
      madeOnce(kind, keyOf, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(ours()).toEqual([]);
    const [draft, hours] = [join(BUILD, `${kind}-${keyOf()}-Ab12Cd`), Date.now() / 1000 - 7200];
    mkdirSync(draft);
    utimesSync(draft, hours, hours);
    expect([text(madeOnce(kind, keyOf, make)), existsSync(draft)]).toEqual(['one', false]);
  });
  it('ends with the same for two that make it at once', () => {
    write('one');
    let other = '';
    const directory = madeOnce(kind, keyOf, (draft) => {
      other = madeOnce(kind, keyOf, make);
      make(draft);
    });
    expect([directory, ours().length, text(directory)]).toEqual([other, 1, 'one']);
  });
  it('is not kept under the old key when a source is edited while it is made', () => {
    write('one');
    const old = keyOf();
    const directory = madeOnce(kind, keyOf, (draft) => {
      if (made === 0) write('two');
      make(draft);
    });
    expect([text(directory), existsSync(join(BUILD, `${kind}-${old}`)), made]).toEqual([
      'two',
      false,
      2,
    ]);
  });
});
