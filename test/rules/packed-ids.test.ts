import * as fc from 'fast-check';
import { packIds, unpackIds } from '../../lib/sync/packed-ids';

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

describe('ids packed for a page of a run', () => {
  it('come out as they went in, whatever they look like', () => {
    const id = fc.oneof(
      fc.nat().map(String),
      fc.integer().map(String),
      fc.maxSafeInteger().map(String),
      fc.constantFrom('007', '-0', '1e3', '', 'x', '9007199254740993', '1', '1'),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 120 }), (ids) => {
        expect(sorted(unpackIds(packIds(ids)))).toEqual(sorted(ids));
      }),
    );
  });
  it('come out as they went in also where they lie further apart than numbers are exact', () => {
    const ids = ['-2130084116902568', '6952905697793495'];
    expect(sorted(unpackIds(packIds(ids)))).toEqual(sorted(ids));
  });
  it('take a few bytes each', () => {
    const near = Array.from({ length: 100 }, (_, at) => String(1_234_567 + 2 * at));
    expect(String(packIds(near)).length).toBeLessThan(210);
    const far = Array.from({ length: 100 }, (_, at) => String((at * 7_919_333) % 10_000_000));
    expect(String(packIds(far)).length).toBeLessThan(700);
  });
  it('that nobody packed are no ids', () => {
    expect(() => unpackIds('5 x')).toThrow(RangeError);
    expect(() => unpackIds('5 0')).toThrow(RangeError);
    expect(() => unpackIds('5  1')).toThrow(RangeError);
  });
});
