import fc from 'fast-check';
import {
  amountsOf,
  amountsOfGroup,
  comparableAmount,
  paidOf,
  salesOf,
  sumOf,
  type Reservation,
} from '../../lib/sync/amounts';

const line = (id: number, sale: string, idContainer: number | null = null): Reservation => ({
  id,
  idExpediente: 1,
  sale,
  idContainer,
});
const cents = fc.integer({ min: -100_000_000, max: 100_000_000 });
const text = (value: number): string => {
  const size = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`;
};

describe('sums of money', () => {
  it.each([
    [[], '0.00'],
    [['1840.5', '-40.5'], '1800.00'],
    [['0.1', '0.2'], '0.30'],
    [['1E3', '2.5e-1'], '1000.25'],
    [['0.004', '0.001'], '0.01'],
    [['-0.005'], '-0.01'],
    [['9007199254740993', '0.01'], '9007199254740993.01'],
    [['.5', '5.', '+1'], '6.50'],
    [['-0'], '0.00'],
  ])('%j is %s', (amounts, sum) => {
    expect(sumOf(amounts)).toBe(sum);
  });
  it.each(['', ' ', 'NaN', '12,50', 'INF', '1e9999', '--1'])('%j is no number', (amount) => {
    expect(sumOf(['1', amount])).toBeNull();
  });
  it('of any amounts are exact to the cent, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 300 }), fc.integer(), (amounts, seed) => {
        const sum = amounts.reduce((total, one) => total + BigInt(one), 0n);
        const shuffled = [...amounts].sort((a, b) => ((a ^ seed) % 97) - ((b ^ seed) % 97));
        expect(sumOf(shuffled.map(text))).toBe(text(Number(sum)));
      }),
    );
  });
  it('compares an amount however it is written', () => {
    for (const same of ['1840.5', '1840.50', 1840.5, ' 1840.500 '])
      expect(comparableAmount(same)).toBe('1840.50');
    for (const none of ['', null, undefined]) expect(comparableAmount(none)).toBe('');
    expect(comparableAmount('0')).toBe('0.00');
  });
});

describe('what was sold with an expediente', () => {
  it('the lines of a package are in its price; a negative line counts', () => {
    const lines = [line(1, '1840.5'), line(2, '600', 1), line(3, '-40.5')];
    expect(salesOf(1, lines)).toBe('1800.00');
  });
  it('a package of another expediente holds nothing of this one', () => {
    expect(salesOf(1, [line(1, '100', 99), { ...line(99, '500'), idExpediente: 2 }])).toBe(
      '100.00',
    );
  });
  it('packages that hold one another tell no sum, never 0', () => {
    expect(salesOf(1, [line(1, '100', 2), line(2, '50', 1), line(3, '7')])).toBe(null);
    expect(salesOf(1, [line(1, '100'), line(2, '50', 1), line(3, '7', 2)])).toBe('100.00');
  });
  it('without reservations it is nothing, which is not unknown', () => {
    expect(salesOf(1, [])).toBe('0.00');
  });
  it('over all pages in any order, however often a line comes', () => {
    // A package is older than what it holds: none holds another that holds it.
    const lines = fc.uniqueArray(
      fc
        .record({
          id: fc.integer({ min: 1, max: 400 }),
          idExpediente: fc.integer({ min: 1, max: 3 }),
          value: cents,
          of: fc.option(fc.integer({ min: 1, max: 400 })),
        })
        .map(({ of, ...one }) => ({
          ...one,
          idContainer: of === null ? of : Math.min(of, one.id),
        })),
      { selector: ({ id }) => id, maxLength: 250 },
    );
    fc.assert(
      fc.property(lines, fc.array(fc.nat(), { maxLength: 20 }), (made, again) => {
        const all = made.map(({ value, ...one }) => ({ ...one, sale: text(value) }));
        const repeated = again.flatMap((at) => all[at % Math.max(1, all.length)] ?? []);
        for (const file of [1, 2, 3]) {
          const own = made.filter(({ idExpediente }) => idExpediente === file);
          const roots = own.filter(
            ({ id, idContainer }) =>
              idContainer === null ||
              idContainer === id ||
              !own.some((other) => other.id === idContainer),
          );
          const sum = roots.reduce((total, { value }) => total + value, 0);
          expect(salesOf(file, [...repeated, ...[...all].reverse()])).toBe(text(sum));
        }
      }),
    );
  });
});

describe('what is pending', () => {
  const paid = (id: number, amount: string, isRefund = false) => ({
    id,
    idExpediente: 1,
    amount,
    isRefund,
  });
  it('is what was sold less what was paid; what was given back is owed again', () => {
    const collections = [paid(1, '500'), paid(2, '100.10', true), paid(3, '-50', true)];
    expect(paidOf(1, collections)).toBe('349.90');
    expect(amountsOf(1, [line(1, '1000')], collections)).toEqual({
      sales: '1000.00',
      pending: '650.10',
    });
    expect(amountsOf(1, [line(1, '1000')], null)).toEqual({ sales: '1000.00', pending: null });
  });
  it('of a group GIAV says it, and what was paid and is pending is what it costs', () => {
    expect(amountsOfGroup(1, [paid(1, '500'), paid(2, '20', true)], '1520.5')).toEqual({
      sales: '2000.50',
      pending: '1520.50',
    });
    expect(amountsOfGroup(1, [], 'x')).toEqual({ sales: null, pending: null });
  });
});
