import {
  addressFields,
  addressLine,
  addressPart,
  isBlankAddress,
  isEqualToBase,
  isWithin,
  ourAddress,
  parseAddressLine,
  samePart,
  type KnownAddress,
} from '../../lib/sync/address';
import { hashText } from '../../lib/sync/hash';
import type { Address } from '../../lib/sync/target';

const at = (parts: Partial<Address> = {}): Address => ({
  street: '',
  city: '',
  state: '',
  country: '',
  postal_code: '',
  type: 1,
  ...parts,
});
const entry = (id: string, parts: Partial<Address> = {}) => ({ ...at(parts), id });
const base = (address: Address, addressId?: string): KnownAddress => ({
  addressId,
  clientify: {
    fields: Object.fromEntries(
      Object.entries(addressFields(address)).map(([name, text]) => [name, hashText(text)]),
    ),
  },
});

describe('which address of a record is ours', () => {
  const soria = entry('1', { city: 'Soria', street: 'C/ Mayor 1' });
  const cadiz = entry('2', { city: 'Cádiz' });
  const main = entry('3', { city: 'Lugo', type: 5 });
  const giav = at({ city: 'Soria' });
  type Row = [string, ReturnType<typeof ourAddress>, string | undefined];
  it.each<Row>([
    [
      'the one with the id that we stored, whatever type it has and whatever it says',
      ourAddress([main, soria, cadiz], giav, base(at({ city: 'Soria' }), '2')),
      '2',
    ],
    [
      'is that id gone, the one that is equal to the base',
      ourAddress([main, soria, cadiz], giav, base(at({ city: 'Cádiz' }), '9')),
      '2',
    ],
    [
      'without an id, the one that is equal to the base',
      ourAddress([main, cadiz], giav, base(at({ city: 'Cádiz' }))),
      '2',
    ],
    [
      'else the main one',
      ourAddress([soria, cadiz, main], giav, base(at({ city: 'Vigo' }), '9')),
      '3',
    ],
    ['else the one that GIAV’s fits into', ourAddress([cadiz, soria], giav), '1'],
    [
      'else the one that fits into GIAV’s',
      ourAddress([entry('4', { city: 'Soria' })], at({ city: 'Soria', street: 'C/ Mayor 1' })),
      '4',
    ],
    ['never one that is empty', ourAddress([entry('4')], giav), undefined],
    ['never one that contradicts it', ourAddress([cadiz], giav), undefined],
    ['while GIAV has none, the only one', ourAddress([cadiz], null), '2'],
    ['while GIAV has none, not one of several', ourAddress([cadiz, soria], null), undefined],
    [
      'while GIAV has none, not another one in the place of ours',
      ourAddress([cadiz], null, base(at({ city: 'Soria' }), '9')),
      undefined,
    ],
    ['none of what is not shown', ourAddress(undefined, giav, base(giav, '1')), undefined],
    [
      'an empty base is equal to nothing',
      ourAddress([entry('4'), soria], at({ city: 'Vigo' }), base(at())),
      undefined,
    ],
  ])('%s', (_, found, id) => {
    expect((found as { id?: string } | undefined)?.id).toBe(id);
  });
});

describe('an address as both sides compare it', () => {
  it('part by part, without blanks; a country in small letters', () => {
    expect(addressPart(at({ city: ' Soria ' }), 'city')).toBe('Soria');
    expect(addressPart(at({ country: 'ES' }), 'country')).toBe('es');
    expect(addressPart(null, 'city')).toBe('');
    expect(addressFields(at({ city: 'Soria', country: 'ES' }))).toEqual({
      street: '',
      city: 'Soria',
      state: '',
      country: 'es',
      postal_code: '',
    });
  });
  it('is blank when nothing that a person types is there', () => {
    expect([at({ country: 'es' }), null, at({ city: ' ' })].map(isBlankAddress)).toEqual([
      true,
      true,
      true,
    ]);
    for (const part of ['street', 'city', 'state', 'postal_code'] as const)
      expect(isBlankAddress(at({ [part]: 'x' }))).toBe(false);
  });
  it('is equal but for letter case', () => {
    expect(samePart(at({ city: 'SORIA' }), at({ city: 'Soria' }), 'city')).toBe(true);
    expect(samePart(at({ city: 'Soria' }), at({ city: 'Vigo' }), 'city')).toBe(false);
  });
  it('lies within another when all that it has is the same there', () => {
    expect(isWithin(at({ city: 'soria' }), at({ city: 'Soria', street: 'x' }))).toBe(true);
    expect(isWithin(at({ city: 'Soria', street: 'x' }), at({ city: 'Soria' }))).toBe(false);
    expect(
      isWithin(at({ city: 'Soria', country: 'fr' }), at({ city: 'Soria', country: 'es' })),
    ).toBe(false);
  });
  it('is equal to the base when every part is; an empty one never, nor one of which a part is not known', () => {
    const known = base(at({ city: 'Soria' }));
    expect(isEqualToBase(at({ city: 'Soria', country: 'fr' }), known)).toBe(true);
    expect(isEqualToBase(at({ city: 'Soria', street: 'x' }), known)).toBe(false);
    expect(isEqualToBase(at({ city: 'soria' }), known)).toBe(false);
    expect(isEqualToBase(at(), base(at()))).toBe(false);
    expect(
      isEqualToBase(at({ city: 'Soria' }), { clientify: { fields: { city: hashText('Soria') } } }),
    ).toBe(false);
    expect(isEqualToBase(at(), { clientify: { fields: {} } })).toBe(false);
  });
  it('is one line in decisions, and comes back from it', () => {
    const whole = addressFields(
      at({ street: 'C/ Mayor 1', city: 'Soria', country: 'es', postal_code: '42001' }),
    );
    expect(addressLine(whole)).toBe('C/ Mayor 1 | Soria |  | es | 42001');
    expect(parseAddressLine(addressLine(whole))).toEqual(whole);
    expect(addressLine(undefined)).toBe('');
    expect(parseAddressLine('C/ Mayor 1')).toEqual(addressFields(at({ street: 'C/ Mayor 1' })));
  });
});
