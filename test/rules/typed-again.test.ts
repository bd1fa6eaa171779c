import { TYPED_ENTRY, typedField } from '../../lib/sync/typed-again';

describe('a value that a decision kept as a text, written to Clientify again', () => {
  it.each<[string, string, unknown, unknown]>([
    ['remarks', 'Pasillo', '', 'Pasillo'],
    ['remarks', '', 'Pasillo', ''],
    ['gdpr_accept', 'true', false, true],
    ['gdpr_accept', 'false', true, false],
    ['birthday', '', '1980-01-02', null],
    ['birthday', '1980-01-02', null, '1980-01-02'],
    ['company', '', 'https://x/companies/7/', null],
    ['created', '', '2026-01-01', null],
  ])('%s "%s" beside %j is %j', (field, kept, shown, value) => {
    expect(typedField(field, kept, shown)).toBe(value);
  });
  it('an entry of a list is of the type that says least, an address the main one', () => {
    expect(TYPED_ENTRY.emails('a@x.es')).toEqual({ email: 'a@x.es', type: 3 });
    expect(TYPED_ENTRY.phones('600111222')).toEqual({ phone: '600111222', type: 2 });
    expect(TYPED_ENTRY.address('')).toMatchObject({ street: '', country: '', type: 5 });
  });
});
