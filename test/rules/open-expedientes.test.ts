import * as fc from 'fast-check';
import { isProven, learnt, sliceOf, type OpenExpedientes } from '../../lib/sync/open-expedientes';

const now = new Date('2026-03-02T09:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const known = (change: Partial<OpenExpedientes> = {}): OpenExpedientes => ({
  pages: 480,
  next: { page: 0, offset: 0 },
  since: now.toISOString(),
  shown: 0,
  ...change,
});

describe('open expedientes, which a date filter may not show', () => {
  it('a small agency is read whole in every sweep', () => {
    expect(sliceOf(known({ pages: 9 }), 60, now)).toEqual({
      from: { page: 0, offset: 0 },
      most: 11,
    });
  });
  it('all of a large one are read in a day of sweeps, however often they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 720 }),
        (pages, minutes) => {
          let at = known({ pages });
          const read = new Set<number>();
          const sweeps = Math.floor(1440 / Math.max(10, minutes));
          for (let sweep = 0; sweep < sweeps; sweep++) {
            const slice = sliceOf(at, minutes, now);
            if (!slice) throw new Error('nothing was proven');
            const end = Math.min(pages, slice.from.page + slice.most);
            for (let page = slice.from.page; page < end; page++) read.add(page);
            const next = end < pages ? { page: end, offset: end * 100 } : null;
            at = learnt(at, { open: null, shown: 0, missed: 0, next }, now);
          }
          return read.size === pages;
        },
      ),
    );
  });
  it('a sweep begins a page before the end of the last one, for the list moves up', () => {
    const slice = sliceOf(known({ next: { page: 40, offset: 3950 } }), 60, now);
    expect(slice).toEqual({ from: { page: 39, offset: 3850 }, most: 21 });
  });
  it('before anybody has counted them a sweep reads a thousand', () => {
    expect(sliceOf(undefined, 60, now)?.most).toBe(11);
  });
  it.each([
    [20, 7, true],
    [19, 30, false],
    [500, 6, false],
  ])('%i changes shown in %i days prove the filter: %s', (shown, days, proven) => {
    expect(isProven(known({ shown }), later(days))).toBe(proven);
    expect(sliceOf(known({ shown }), 60, later(days)) === null).toBe(proven);
  });
  it('one change that it did not show ends the proof, which begins anew', () => {
    const after = learnt(known({ shown: 400 }), { open: 900, shown: 3, missed: 1 }, later(9));
    expect(after).toMatchObject({ shown: 0, since: later(9).toISOString(), pages: 9 });
    expect(sliceOf(after, 60, later(10))).not.toBeNull();
  });
  it('a run without a sweep leaves the place where the next one goes on', () => {
    const next = { page: 7, offset: 700 };
    expect(learnt(known({ next }), { open: null, shown: 2, missed: 0 }, now)).toMatchObject({
      next,
      shown: 2,
    });
  });
});
