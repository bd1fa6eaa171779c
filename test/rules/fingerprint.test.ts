import { createHash, createHmac } from 'node:crypto';
import { bareDocumentoKey, documentoKey } from '../../lib/sync/documento-key';
import { fingerprint, settingsKey } from '../../lib/sync/fingerprint';
import type { Desired } from '../../lib/sync/target';
import { desiredOf } from '../harness/look';

const ONE = desiredOf({
  nombre: 'Ana',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
  poblacion: 'Soria',
});
const address = { street: '', city: 'Soria', state: '', country: '', postal_code: '', type: 5 };

/** The same record, its keys in the opposite order, at every depth. */
function turned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(turned) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]: [string, unknown]) => [key, turned(inner)]),
  ) as Value;
}

describe('the fingerprint of what a record should be', () => {
  it('is short, shows nothing, and is the same in whatever order the keys come', () => {
    expect(fingerprint(ONE)).toMatch(/^[\w-]{43}$/);
    expect(fingerprint(turned(ONE))).toBe(fingerprint(ONE));
  });

  it.each<[string, Partial<Desired>]>([
    ['its kind', { kind: 'company' }],
    ['its id', { gesinturId: '8' }],
    ['its Documento', { documento: '87654321X' }],
    ['a field', { fields: { ...ONE.fields, first_name: 'Eva' } }],
    ['a field more', { fields: { ...ONE.fields, more: '' } }],
    ['a flag', { fields: { ...ONE.fields, gdpr_accept: true } }],
    ['a field that is cleared', { fields: { ...ONE.fields, birthday: '' } }],
    ['an e-mail', { emails: [...ONE.emails].slice(1) }],
    ['the order of its e-mails', { emails: [...ONE.emails].reverse() }],
    ['the type of a phone', { phones: [{ phone: '600111222', type: 2 }] }],
    ['its address', { address: { ...address, city: 'Burgos' } }],
    ['no address', { address: null }],
    ['a custom field', { customFields: { ...ONE.customFields, gesintur_sede_fiscal: 'ES' } }],
    ['a tag', { tags: [] }],
  ])('differs when %s does', (_, change) => {
    expect(fingerprint({ ...ONE, ...change })).not.toBe(fingerprint(ONE));
  });

  it.each<[string, Partial<Desired>]>([
    ['notes', { notes: [{ field: 'x', note: 'y' }] }],
    ['names that stand in for empty ones', { plain: { first_name: '' } }],
    ['what was cut', { cut: ['remarks'] }],
  ])('does not depend on %s, which are not sent', (_, change) => {
    expect(fingerprint({ ...ONE, ...change })).toBe(fingerprint(ONE));
  });

  it('knows a relation by its id: the host of its address may change', () => {
    const of = (contact: string | null): string =>
      fingerprint({ ...ONE, kind: 'deal', fields: { contact } });
    expect(of('https://b.example/contacts/5/')).toBe(of('https://a.example/v1/contacts/5/'));
    expect(of('https://a.example/v1/contacts/6/')).not.toBe(of('https://a.example/v1/contacts/5/'));
    expect(of(null)).not.toBe(of('https://a.example/v1/contacts/5/'));
  });
});

describe('keys that are stored', () => {
  it('of settings: the same for the same ones, another for others', () => {
    expect(settingsKey('{"a":1}')).toMatch(/^[\w-]{16}$/);
    expect(settingsKey('{"a":1}')).toBe(settingsKey('{"a":1}'));
    expect(settingsKey('{"a":2}')).not.toBe(settingsKey('{"a":1}'));
  });
  it('of a Documento: keyed, so that nobody can guess it; as earlier versions stored it, to find it', () => {
    expect(documentoKey('KEY', '12345678Z')).toBe(
      createHmac('sha256', 'KEY').update('12345678Z').digest('base64url'),
    );
    expect(documentoKey('OTHER', '12345678Z')).not.toBe(documentoKey('KEY', '12345678Z'));
    expect(bareDocumentoKey('12345678Z')).toBe(
      createHash('sha256').update('12345678Z').digest('base64url'),
    );
  });
});
