import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tried, type Rule } from './conformance/engine';
import { startEngines, type Engines } from './conformance/engines';
import { conformancePage, EXPLAINED } from './conformance/page';
import { QUEUE_RULES } from './conformance/queue-rules';
import { TABLE_RULES } from './conformance/table-rules';
import { whyNot } from './ministack';

const PAGE = join(__dirname, '..', '..', 'docs', 'conformance.md');
const missing = whyNot();

/** What the tests run on instead of AWS, held against what AWS documents: a difference is written down, or it is a fault. */
(missing === null ? describe : describe.skip)('what stands in for AWS', () => {
  let engines: Engines | undefined;
  const results = new Map<string, ReadonlyMap<string, readonly (boolean | null)[]>>();

  beforeAll(async () => {
    const started = await startEngines();
    engines = started;
    const all = async <E>(rules: readonly Rule<E>[], of: Readonly<Record<string, E>>) =>
      new Map(
        await Promise.all(
          Object.entries(of).map(
            async ([name, engine]) => [name, await tried(rules, engine)] as const,
          ),
        ),
      );
    results.set('SQS', await all(QUEUE_RULES, started.queues));
    results.set('DynamoDB', await all(TABLE_RULES, started.tables));
  });
  afterAll(() => engines?.stop());

  it('does what the product relies on, but for the differences that docs/conformance.md explains', () => {
    const differences = [...results].flatMap(([service, byEngine]) =>
      [...byEngine].flatMap(([engine, shown]) =>
        (service === 'SQS' ? QUEUE_RULES : TABLE_RULES).flatMap(({ name }, at) =>
          shown[at] === false ? [`${engine}: ${name}`] : [],
        ),
      ),
    );
    expect(differences.sort()).toEqual(Object.keys(EXPLAINED).sort());
  });

  it('is written down as it was seen: docs/conformance.md', () => {
    const page = conformancePage(results);
    // WRITE_DOCS=1 npx jest -c jest.deploy.config.cjs conformance
    if (process.env['WRITE_DOCS'] === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});
