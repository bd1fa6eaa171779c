import * as fc from 'fast-check';
import { plainDocumento, sameDocumento } from '../../lib/sync/documento';
import { isNearDocumento, isPlaceholder, searchableCore } from '../../lib/sync/near-documento';

describe('near misses: equal after folding case, blanks, invisible characters, dots, hyphens and an ES prefix', () => {
  it.each([
    ['ES17749015F', '17749015F'],
    ['81126237-q', '81126237Q'],
    ['x-7654321-b', 'X7654321B'],
    ['12.345.678-Z', '12345678Z'],
    ['12345678 Z', '12345678z'],
    ['\u200b12345678Z', '12345678Z'],
    ['&nbsp;12345678Z\u00a0', '12345678Z'],
    ['12345678‐Z', '12345678Z'],
    ['ESB12345674', 'b-12345674'],
    ['es-x7654321b', 'X7654321B'],
  ])('%s is near %s, in both directions', (a, b) => {
    expect([isNearDocumento(a, b), isNearDocumento(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['12345678Z', '12345678Z'],
    [' 12345678Z', '12345678Z'],
    ['12345678Z', '12345679S'],
    ['', ''],
    ['\u200b', ''],
    ['\u200b', '-'],
    ['ESCUELA1', 'CUELA1'],
  ])('%j is not near %j: equal, another, or nothing', (a, b) => {
    expect(isNearDocumento(a, b)).toBe(false);
  });

  it('whatever is put between the characters, it stays near, and exact equality is untouched', () => {
    const noise = fc.constantFrom('', ' ', '-', '.', '\u200b', '\u00a0', '\ufeff');
    fc.assert(
      fc.property(
        fc.array(noise, { minLength: 9, maxLength: 9 }),
        fc.boolean(),
        fc.boolean(),
        (between, lower, prefix) => {
          const typed =
            (prefix ? 'ES' : '') +
            Array.from('17749015F')
              .map((one, at) => `${between[at]}${lower ? one.toLowerCase() : one}`)
              .join('');
          expect(plainDocumento(typed)).toBe('17749015F');
          expect(isNearDocumento(typed, '17749015F')).toBe(!sameDocumento(typed, '17749015F'));
        },
      ),
    );
  });

  it('what all ways of writing share is the longest run of digits, where it says something', () => {
    expect(searchableCore('x-7654321-b')).toBe('7654321');
    expect(searchableCore('12.345.678-Z')).toBe('12345678');
    expect(searchableCore('AB12-345678')).toBe('12345678');
    expect(searchableCore('12A345678B9')).toBe('345678');
    expect(searchableCore('345678B12')).toBe('345678');
    expect(searchableCore('PENDIENTE')).toBeNull();
    expect(searchableCore('X1')).toBeNull();
  });

  it('five digits are worth a search, four are not', () => {
    expect(searchableCore('AB12345')).toBe('12345');
    expect(searchableCore('AB1234')).toBeNull();
  });

  it('a Documento shared by more than 5 clients of a kind is a placeholder', () => {
    expect([4, 5].map(isPlaceholder)).toEqual([false, true]);
  });
});
