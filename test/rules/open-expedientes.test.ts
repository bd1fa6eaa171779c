import * as fc from 'fast-check';
import { isProven, learnt, sliceOf, type OpenExpedientes } from '../../lib/sync/open-expedientes';

const now = new Date('2026-03-02T09:00:00Z');
const later = (days: number, from = now): Date => new Date(from.getTime() + days * 86_400_000);
const minutes = (count: number, from = now): Date => new Date(from.getTime() + count * 60_000);
/** Of a sweep an hour after the last one. */
const hourly = (at: OpenExpedientes | undefined, when = now) =>
  sliceOf(at, minutes(-60, when).toISOString(), when);
const known = (change: Partial<OpenExpedientes> = {}): OpenExpedientes => ({
  pages: 480,
  next: { page: 0, offset: 0 },
  since: now.toISOString(),
  shown: 0,
  ...change,
});

describe('open expedientes, which a date filter may not show', () => {
  it('a small agency is read whole in every sweep', () => {
    expect(hourly(known({ pages: 9 }))).toEqual({
      from: { page: 0, offset: 0 },
      most: 11,
    });
  });
  it('all of a large one are read in a day, however far its sweeps lie apart, and again in each day after it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 100, maxLength: 100 }),
        (pages, gaps) => {
          let [at, when] = [known({ pages }), now];
          const lastRead = new Array<number>(pages).fill(now.getTime());
          for (const gap of gaps) {
            const slice = sliceOf(at, when.toISOString(), minutes(gap, when));
            when = minutes(gap, when);
            if (!slice) throw new Error('nothing was proven');
            const end = Math.min(pages, slice.from.page + slice.most);
            lastRead.fill(when.getTime(), slice.from.page, end);
            const next = end < pages ? { page: end, offset: end * 100 } : null;
            at = learnt(at, { open: null, shown: 0, missed: 0, next }, now);
            if (Math.min(...lastRead) < later(-1, when).getTime()) return false;
          }
          return true;
        },
      ),
      { numRuns: 20 },
    );
  });
  it.each([
    ['a day without sweeps', '2026-03-01T09:00:00Z'],
    ['a month without them', '2026-02-02T09:00:00Z'],
    ['a clock that went back', '2026-03-02T10:00:00Z'],
    ['a state of an earlier version', undefined],
  ])('all of it is read at once after %s', (_, sweptAt) => {
    const next = { page: 40, offset: 4000 };
    const all = { from: { page: 0, offset: 0 }, most: 481 };
    expect(sliceOf(known({ next }), sweptAt, now)).toEqual(all);
  });
  it('a sweep begins a page before the end of the last one, for the list moves up', () => {
    const slice = hourly(known({ next: { page: 40, offset: 3950 } }));
    expect(slice).toEqual({ from: { page: 39, offset: 3850 }, most: 23 });
  });
  it('before anybody has counted them a sweep reads a thousand', () => {
    expect(hourly(undefined)?.most).toBe(11);
  });
  it.each([
    [20, 7, true],
    [19, 30, false],
    [500, 6, false],
  ])('%i changes shown in %i days prove the filter: %s', (shown, days, proven) => {
    expect(isProven(known({ shown }), later(days))).toBe(proven);
    expect(hourly(known({ shown }), later(days)) === null).toBe(proven);
  });
  it('one change that it did not show ends the proof, which begins anew', () => {
    const after = learnt(known({ shown: 400 }), { open: 900, shown: 3, missed: 1 }, later(9));
    expect(after).toMatchObject({ shown: 0, since: later(9).toISOString(), pages: 9 });
    expect(hourly(after, later(10))).not.toBeNull();
  });
  it('a run without a sweep leaves the place where the next one goes on', () => {
    const next = { page: 7, offset: 700 };
    expect(learnt(known({ next }), { open: null, shown: 2, missed: 0 }, now)).toMatchObject({
      next,
      shown: 2,
    });
  });
});
