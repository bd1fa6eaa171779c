import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}
type Files = Readonly<Record<string, string>>;

/** Imports that must not be, in the words of what they would break: the rule, who imports, what, and how. */
const FORBIDDEN: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['sync-is-pure', 'lib/sync/linking.ts', 'lib/state/links.ts'],
  ['sync-is-pure', 'lib/sync/linking.ts', 'lib/ports/links.ts'],
  ['sync-is-pure', 'lib/sync/linking.ts', 'lib/run/plan-run.ts'],
  ...['run', 'record', 'way-back', 'dry-run'].flatMap((room) =>
    ['giav', 'clientify', 'state', 'queue', 'runtime'].map(
      (adapter) =>
        ['use-cases-know-ports-only', `lib/${room}/one.ts`, `lib/${adapter}/two.ts`] as const,
    ),
  ),
  ['use-cases-know-ports-only', 'lib/run/one.ts', 'lib/admin/status.ts'],
  ['ports-rest-on-the-rules', 'lib/ports/links.ts', 'lib/state/links.ts'],
  ['ports-rest-on-the-rules', 'lib/ports/links.ts', 'lib/run/plan-run.ts'],
  ['ports-rest-on-the-rules', 'lib/ports/links.ts', 'lib/config/environment.ts'],
  ['adapters-know-ports-only', 'lib/state/links.ts', 'lib/run/plan-run.ts'],
  ['adapters-know-ports-only', 'lib/state/links.ts', 'lib/queue/queues.ts'],
  ['adapters-know-ports-only', 'lib/clientify/http.ts', 'lib/giav/api.ts'],
  ['adapters-know-ports-only', 'lib/giav/api.ts', 'lib/runtime/log.ts'],
  ['few-know-adapters', 'lib/stack/queues.ts', 'lib/queue/changes.ts'],
  ['few-know-adapters', 'lib/config/parse.ts', 'lib/state/table.ts'],
  ['few-know-adapters', 'lib/wire/limited-body.ts', 'lib/giav/api.ts'],
  ['production-knows-no-local-cloud', 'lib/run/one.ts', 'test/harness/two.ts'],
  ['simulators-share-nothing', 'simulators/giav/server.ts', 'lib/giav/api.ts'],
];

const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['lib/run/one.ts', 'lib/ports/links.ts'],
  ['lib/record/one.ts', 'lib/sync/linking.ts'],
  ['lib/way-back/one.ts', 'lib/record/two.ts'],
  ['lib/dry-run/one.ts', 'lib/config/schema.ts'],
  ['lib/ports/links.ts', 'lib/sync/base.ts'],
  ['lib/sync/merge.ts', 'lib/config/schema.ts'],
  ['lib/sync/merge.ts', 'lib/config/client-settings.ts'],
  ['lib/state/links.ts', 'lib/ports/links.ts'],
  ['lib/state/links.ts', 'lib/state/table.ts'],
  ['lib/giav/transport.ts', 'lib/wire/limited-body.ts'],
  ['lib/runtime/environment.ts', 'lib/state/table.ts'],
  ['lib/admin/deployment.ts', 'lib/queue/queues.ts'],
  ['functions/webhook.ts', 'lib/queue/changes.ts'],
];

const HOW = {
  'a value': 'import { two } from',
  'a type': 'import type { Two } from',
} as const;

const importing = (from: string, to: string, how: string): Files => ({
  [from]: `${how} '${'../'.repeat(from.split('/').length - 1)}${to.replace(/\.ts$/, '')}';\nexport const one: unknown = 1;\n${how.includes('type') ? 'export type One = Two;' : 'export const three = two;'}\n`,
  [to]: 'export const two = 2;\nexport type Two = 2;\n',
});

const CIRCLE: Files = {
  'lib/run/one.ts': "import type { Two } from './two';\nexport type One = Two | 1;\n",
  'lib/run/two.ts': "import type { One } from './one';\nexport type Two = { readonly of: One };\n",
};

const folders: string[] = [];
function plant(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'giav-clientify-imports-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What `npm run lint` says of the imports in each of the folders. */
const broken = (planted: readonly string[]): Promise<Violation[][]> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(join(__dirname, '../harness/cruise.cjs'), { workerData: planted });
    thread.once('message', resolve);
    thread.once('error', reject);
  });

describe('what may import what', () => {
  const cases = FORBIDDEN.flatMap(([rule, from, to]) =>
    Object.entries(HOW).map(([what, how]) => ({ rule, from, to, what, how })),
  );
  let found: Violation[][];
  let fine: Violation[][];
  let circle: Violation[][];
  beforeAll(async () => {
    const all = [
      ...cases.map(({ from, to, how }) => plant(importing(from, to, how))),
      ...ALLOWED.map(([from, to]) => plant(importing(from, to, HOW['a value']))),
      plant(CIRCLE),
    ];
    const said = await broken(all);
    found = said.slice(0, cases.length);
    fine = said.slice(cases.length, -1);
    circle = said.slice(-1);
  });
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it.each(cases.map((one, at) => ({ ...one, at })))(
    '$from takes $what from $to: lint says $rule',
    ({ rule, from, to, at }) => {
      expect(found[at]).toContainEqual({ rule, from, to });
    },
  );
  it.each(ALLOWED.map(([from, to], at) => ({ from, to, at })))('$from may import $to', ({ at }) => {
    expect(fine[at]).toEqual([]);
  });
  it('two files whose types rest on each other: lint says no-circular', () => {
    expect(circle[0]?.map(({ rule }) => rule)).toContain('no-circular');
  });
});
