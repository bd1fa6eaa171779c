import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PAGES } from '../../bin/documents/pages';
import { VARIABLES } from '../../lib/config/variables';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Files below a folder, from the root of the repository on. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });

const isDocument = (file: string): boolean => file.endsWith('.md');
const DOCUMENTS = [
  'README.md',
  'README.es.md',
  'CONTRIBUTING.md',
  'bench/RESULTS.md',
  ...filesIn('docs').filter(isDocument),
  ...filesIn('test').filter(isDocument),
];

/** Without what is in code, which looks like anything. */
const prose = (text: string): string => text.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '');

interface Link {
  readonly from: string;
  readonly file: string;
  readonly anchor: string | undefined;
}

const linksOf = (from: string): Link[] =>
  [...prose(read(from)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { from, anchor, file: path === '' ? from : normalize(join(dirname(from), path)) };
    });

/** Anchors as GitHub makes them of headings, and those that were set by hand. */
function anchorsOf(file: string): Set<string> {
  const text = read(file);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  return new Set([
    ...headings,
    ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id),
  ]);
}

const isThere = ({ file, anchor }: Link): boolean =>
  existsSync(join(ROOT, file)) &&
  (anchor === undefined || !isDocument(file) || anchorsOf(file).has(anchor));

/** What a reader gets to: a linked folder shows its files. */
function reachable(): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(join(ROOT, file))) return;
    seen.add(file);
    if (statSync(join(ROOT, file)).isDirectory()) filesIn(file).forEach(visit);
    else if (isDocument(file)) for (const link of linksOf(file)) visit(link.file);
  };
  visit('README.md');
  return seen;
}

describe('the documents', () => {
  it.each(Object.keys(PAGES))('%s is up to date: npm run docs', (name) => {
    const [written, made] = [read(`docs/${name}`), PAGES[name]?.() ?? ''];
    if (name.endsWith('.json')) expect(JSON.parse(written)).toEqual(JSON.parse(made));
    else expect(written).toBe(made);
  });

  it('every link leads somewhere, headings included', () => {
    const broken = DOCUMENTS.flatMap(linksOf)
      .filter((link) => !isThere(link))
      .map(
        ({ from, file, anchor }) => `${from}: ${file}${anchor === undefined ? '' : `#${anchor}`}`,
      );
    expect(broken).toEqual([]);
  });

  it('every document is reached from README', () => {
    const reached = reachable();
    expect(filesIn('docs').filter((file) => !reached.has(file))).toEqual([]);
  });

  it('no comment cites a document that is not here', () => {
    // docs/contracts holds what is relied on in both systems; the one of GIAV is cited by its name alone.
    const names = new Set(['giav.md', ...DOCUMENTS.map((file) => file.split('/').at(-1) ?? '')]);
    const sources = ['lib', 'bin', 'functions', 'local', 'simulators', 'test', 'bench', '.ci']
      .flatMap(filesIn)
      .filter(
        (file) => /\.(?:ts|cjs|mjs)$|\/run$/.test(file) && !file.endsWith('documents.test.ts'),
      );
    const cited = sources.flatMap((file) =>
      [...read(file).matchAll(/[\w.-]*\w\.md\b/g)].map(([name]) => ({ file, name })),
    );
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ name }) => !names.has(name))).toEqual([]);
  });

  it('a decision that revises another is named there, too', () => {
    const numberOf = (file: string): string => /(\d+)-/.exec(file)?.[1] ?? '';
    const decisions = filesIn('docs/adr');
    expect(decisions.length).toBeGreaterThanOrEqual(20);
    for (const file of decisions) {
      const [status] = /^Status: (accepted|superseded|revised)\b.*$/m.exec(read(file)) ?? [];
      expect({ file, status }).toEqual({ file, status: expect.any(String) as string });
      for (const { file: other } of linksOf(file).filter(({ file: to }) => decisions.includes(to)))
        expect({ from: other, to: linksOf(other).map((link) => link.file) }).toEqual({
          from: other,
          to: expect.arrayContaining([file]) as string[],
        });
      expect(numberOf(file)).toMatch(/^\d+$/);
    }
  });
});

describe('the variables of the environment', () => {
  const named = VARIABLES.flatMap(({ names }) => names);

  it('that somebody may set are all described', () => {
    const ours = new Set(['LOCAL_CLOUD', 'LOCAL_TIME_SCALE', 'USER', 'COLUMNS']);
    const sources = ['bin', 'local'].flatMap(filesIn).map(read).join('\n');
    const used = [
      ...sources.matchAll(/env\['([A-Z0-9_]+)'\]/g),
      ...read('local/endpoints.ts').matchAll(/^ +([A-Z][A-Z0-9]+_[A-Z0-9_]+): z/gm),
      ...read('lib/config/environment.ts').matchAll(/^ +((?:GIAV|CLIENTIFY|WRITE_BACK)\w*): /gm),
    ].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(10);
    const inFunctions = /_(?:SECONDS|ID)$|^AWS_SDK_/;
    expect([
      ...new Set(
        used.filter((name) => !named.includes(name) && !ours.has(name) && !inFunctions.test(name)),
      ),
    ]).toEqual([]);
  });

  it('are in README, too: programs that run this one rely on them', () => {
    const readme = read('README.md');
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
  });
});

/** Where each command of README is executed: a file of CI or of the tests, and words of it that do so. */
const EXECUTED: Readonly<Record<string, readonly [file: string, words: string]>> = {
  'npm ci': ['.ci/run', 'npm ci --no-audit'],
  'npm start': ['.ci/run', 'step "npm start" npm start'],
  'npm test': ['.ci/run', 'npm test --'],
  'npm run -s cli -- doctor': ['.ci/run', 'npm run -s cli -- doctor'],
  'npm run -s cli -- sync --dry-run': ['.ci/run', 'npm run -s cli -- sync --dry-run'],
  'npm run dev': ['test/faults/dev.test.ts', "cli('dev')"],
};

describe('README', () => {
  const readme = read('README.md');
  const commands = [...readme.matchAll(/```sh\n([^]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n'))
    .flatMap((line) => line.replace(/\s+#.*$/, '').split('&&'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('export '));

  it('is short', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(121);
  });

  it('every command of it is executed by a test or by CI', () => {
    expect([...new Set(commands)].sort()).toEqual(Object.keys(EXECUTED).sort());
    for (const [file, words] of Object.values(EXECUTED)) expect(read(file)).toContain(words);
  });

  it('names every script of npm that somebody runs', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const text = readme + read('CONTRIBUTING.md');
    const missing = Object.keys(scripts).filter(
      (name) =>
        !text.includes(name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`),
    );
    expect(missing.filter((name) => name !== 'cli')).toEqual([]);
  });

  it('in Spanish speaks of the same commands', () => {
    const spanish = read('README.es.md');
    expect(Object.keys(EXECUTED).filter((command) => !spanish.includes(command))).toEqual([]);
  });
});
