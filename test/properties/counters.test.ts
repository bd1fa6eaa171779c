import fc from 'fast-check';
import { DynamoRuns } from '../../lib/state/runs';
import { OUTCOMES, type RecordResult } from '../../lib/sync/decision';
import { MemoryTable } from '../ports/table';

const now = new Date('2026-03-02T09:00:00Z');
const idsArbitrary = fc.uniqueArray(fc.integer({ min: 1, max: 500 }).map(String), {
  minLength: 1,
  maxLength: 100,
});
const resultArbitrary: fc.Arbitrary<RecordResult> = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
});

/** A run of one page of clients, of which some results are known when it is read. */
async function pageOf(ids: readonly string[], known: ReadonlyMap<string, RecordResult>) {
  const runs = new DynamoRuns(new MemoryTable(), 900_000);
  await runs.acquire('r', 'full', now, true);
  const done = await runs.openPage('r', 'client', 0, ids, known, now);
  return { runs, done };
}

it('read = created + updated + linked + unchanged + skipped + failed, whatever comes twice or out of order: the first result of a record counts', () =>
  fc.assert(
    fc.asyncProperty(
      idsArbitrary,
      fc.array(fc.tuple(fc.nat(), resultArbitrary), { maxLength: 60 }),
      fc.func(fc.constantFrom(...OUTCOMES)),
      async (ids, deliveries, outcomeOf) => {
        const { runs } = await pageOf(ids, new Map());
        const first = new Map<string, RecordResult>();
        const deliver = async (id: string, result: RecordResult): Promise<void> => {
          await runs.addResults('r', 'client', 0, new Map([[id, result]]));
          if (!first.has(id)) first.set(id, result);
        };
        for (const [at, result] of deliveries) await deliver(ids[at % ids.length] ?? '', result);
        for (const id of ids) await deliver(id, { outcome: outcomeOf(id) });
        const { read, ...outcomes } = (await runs.summarise('r')).clients;
        expect(read).toBe(ids.length);
        for (const outcome of OUTCOMES)
          expect([outcome, outcomes[outcome]]).toEqual([
            outcome,
            [...first.values()].filter((one) => one.outcome === outcome).length,
          ]);
      },
    ),
    { numRuns: 50 },
  ));

it('a page is done exactly when each of its records has a result', () =>
  fc.assert(
    fc.asyncProperty(idsArbitrary, fc.nat(), resultArbitrary, async (ids, without, result) => {
      const missing = ids[without % ids.length] ?? '';
      const others = ids.filter((id) => id !== missing);
      const { runs, done } = await pageOf(ids, new Map(others.map((id) => [id, result])));
      expect(done).toBe(false);
      if (others.length > 0)
        expect(await runs.addResults('r', 'client', 0, new Map([[others[0] ?? '', result]]))).toBe(
          false,
        );
      expect(await runs.addResults('r', 'client', 0, new Map([[missing, result]]))).toBe(true);
    }),
    { numRuns: 50 },
  ));
