import fc from 'fast-check';
import { addPage, emptySummary, isDone } from '../../lib/sync/run-progress';
import type { RunPage } from '../../lib/ports/run';
import { OUTCOMES, type RecordResult } from '../../lib/sync/decision';

/** Results as they reach a page: any order, any repeats, the first one of a record stays. */
function deliver(
  ids: readonly string[],
  deliveries: readonly (readonly [string, RecordResult])[],
): RunPage {
  const results: Record<string, RecordResult> = {};
  for (const [id, result] of deliveries) results[id] ??= result;
  return { entity: 'client', page: 0, ids: [...ids], results: results as RunPage['results'] };
}

it('read = created + updated + linked + unchanged + skipped + failed, whatever comes twice or out of order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 500 }).map(String), { maxLength: 100 }),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...OUTCOMES)), { maxLength: 300 }),
      (ids, extra) => {
        const repeats = extra.map(([at, outcome]): [string, RecordResult] => [
          ids[at % Math.max(1, ids.length)] ?? 'stranger',
          { outcome },
        ]);
        const first = ids.map((id, at): [string, RecordResult] => [
          id,
          { outcome: OUTCOMES[at % OUTCOMES.length] ?? 'failed' },
        ]);
        const page = deliver(ids, [...first, ...repeats]);
        expect(isDone(page)).toBe(true);
        const summary = emptySummary();
        addPage(summary, page);
        const { read, ...outcomes } = summary.clients;
        expect(read).toBe(ids.length);
        expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(read);
        expect(outcomes.created).toBe(
          first.filter(([, { outcome }]) => outcome === 'created').length,
        );
      },
    ),
  );
});

it('a page is done exactly when each of its records has a result', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 50 }).map(String), { minLength: 1 }),
      fc.nat(),
      (ids, without) => {
        const missing = ids[without % ids.length];
        const results = ids
          .filter((id) => id !== missing)
          .map((id): [string, RecordResult] => [id, { outcome: 'updated' }]);
        expect(isDone(deliver(ids, results))).toBe(false);
        expect(isDone(deliver(ids, [...results, [missing ?? '', { outcome: 'skipped' }]]))).toBe(
          true,
        );
      },
    ),
  );
});
