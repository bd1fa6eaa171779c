import {
  baseOfCreated,
  changedSince,
  comparable,
  hashView,
  sameEntries,
  sidesOf,
  takeBase,
  viewOfDesired,
} from '../../lib/sync/base';
import { hashText } from '../../lib/sync/hash';
import type { GiavClient } from '../../lib/sync/records';
import type { Desired, Target } from '../../lib/sync/target';
import { desiredOf, inStep, storedOf, typed, hiding } from '../harness/look';

const CLIENT: Partial<GiavClient> = {
  nombre: 'Ana',
  apellidos: 'Ruiz',
  comentarios: 'antes',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
  poblacion: 'Soria',
  rgpdSigned: true,
};

it('of a value a few characters are kept, by which it is recognised but not read; what was stored stays known', () => {
  expect(hashText('600111222')).toBe('hZMAcPD8vUoWURJ5');
});

describe('what both sides show, as they compare it', () => {
  it.each<[string, string, unknown, string]>([
    ['a text', 'remarks', ' a\r\nb ', 'a\nb'],
    ['a flag', 'gdpr_accept', false, 'false'],
    ['nothing', 'birthday', null, ''],
    ['a relation, by its id', 'contact', 'https://a.example/v1/contacts/5/', '5'],
    ['no relation', 'contact', null, ''],
  ])('%s', (_, name, value, expected) => {
    expect(comparable(name, value)).toBe(expected);
  });

  it('GIAV’s: fields, custom fields and the parts of the address under their names; lists by what they mean', () => {
    const view = viewOfDesired(
      desiredOf({ ...CLIENT, email: 'A@x.es', movil: '600 111 222', texts: { SedeFiscal: 'ES' } }),
    );
    expect(view).toMatchObject({
      fields: {
        first_name: 'Ana',
        gdpr_accept: 'true',
        gesintur_id: '40017',
        gesintur_sede_fiscal: 'ES',
        street: '',
        city: 'Soria',
      },
      emails: ['a@x.es'],
      phones: ['+34600111222'],
    });
  });

  it('a deal has no address on either side', () => {
    const desired: Desired = { ...desiredOf(CLIENT), kind: 'deal' };
    const { giav, clientify } = sidesOf(desired, { ...storedOf(desired), kind: 'deal' }, null);
    expect([giav.fields, clientify.fields].some((fields) => 'city' in fields)).toBe(false);
  });

  it('Clientify’s: a custom field that is not there is empty; a list or a field that is not there is unknown', () => {
    const { desired, target } = inStep(CLIENT);
    const rest = hiding(target, 'emails', 'phones', 'addresses');
    const { clientify } = sidesOf(
      desired,
      { ...rest, customFields: { gesintur_sede_fiscal: '--' } },
      null,
    );
    expect(clientify.fields).toMatchObject({ gesintur_id: '', gesintur_sede_fiscal: '' });
    expect('city' in clientify.fields).toBe(false);
    expect([clientify.emails, clientify.phones]).toEqual([undefined, undefined]);
    const bare = hiding(rest, 'customFields');
    expect('gesintur_id' in sidesOf(desired, bare, null).clientify.fields).toBe(false);
  });
});

describe('a name that only stands in for an empty one is nobody’s', () => {
  const before: Partial<GiavClient> = { nombre: '', apellidos: 'Ruiz' };
  const nameOf = (shown: Target['fields'], base = inStep(before).base): unknown => {
    const target = storedOf(desiredOf(before));
    return sidesOf(desiredOf(before), { ...target, fields: shown }, base).desired.fields[
      'first_name'
    ];
  };
  it.each<[string, unknown, Target['fields']]>([
    ['where Clientify shows it, it counts', 'Ruiz', { first_name: 'Ruiz' }],
    ['where Clientify shows nothing, it counts', 'Ruiz', { first_name: ' ' }],
    ['where Clientify does not show the field, it counts', 'Ruiz', {}],
    [
      'where Clientify shows another name while it is what GIAV had, it counts',
      'Ruiz',
      { first_name: 'Ana' },
    ],
  ])('%s', (_, expected, shown) => {
    expect(nameOf(shown)).toBe(expected);
  });
  it('at a first meeting another name stands, and GIAV’s own values count', () => {
    const target = storedOf(desiredOf(before));
    const { desired } = sidesOf(
      desiredOf(before),
      typed(target, { fields: { first_name: 'Ana' } }),
      null,
    );
    expect(desired.fields).toMatchObject({ first_name: '', last_name: 'Ruiz' });
  });
  it('where Clientify shows what GIAV had before, the new stand-in counts', () => {
    const { base } = inStep({ nombre: 'Ana', apellidos: 'Ruiz' });
    const target = typed(storedOf(desiredOf(before)), { fields: { first_name: 'Ana' } });
    expect(sidesOf(desiredOf(before), target, base).desired.fields['first_name']).toBe('Ruiz');
    const other = typed(target, { fields: { first_name: 'Eva' } });
    expect(sidesOf(desiredOf(before), other, base).desired.fields['first_name']).toBe('');
  });
});

describe('what is remembered of a record', () => {
  it('are hashes of what the mapping knows, never the Documento, each entry once', () => {
    const view = {
      fields: { a: 'x', b: 'y', taxpayer_identification_number: '12345678Z' },
      emails: ['m', 'm', 'n'],
    };
    expect(hashView(view, ['a', 'c', 'taxpayer_identification_number'])).toEqual({
      fields: { a: hashText('x') },
      emails: [hashText('m'), hashText('n')],
      phones: undefined,
    });
  });
  it('both sides, and the id of the address that is ours', () => {
    const { base } = inStep(CLIENT);
    expect(base.addressId).toBe('a0');
    expect(base.giav.fields).toEqual(base.clientify.fields);
    expect(JSON.stringify(base)).not.toMatch(/Ana|a@x\.es|600111222/);
    expect(Object.keys(base.giav.fields)).not.toContain('taxpayer_identification_number');
    const { desired, target } = inStep(CLIENT);
    const other = typed(target, { fields: { foreign: 'x' } });
    expect(Object.keys(takeBase(sidesOf(desired, other, null)).clientify.fields)).not.toContain(
      'foreign',
    );
  });
  it('shows which fields and lists have changed since; what either does not know has not', () => {
    const { target, desired, base } = inStep(CLIENT);
    const now = (change: Parameters<typeof typed>[1]): string[] =>
      changedSince(sidesOf(desired, typed(target, change), base).clientify, base.clientify);
    expect(now({})).toEqual([]);
    expect(
      now({ fields: { remarks: 'ahora' }, emails: ['b@x.es'], address: { city: 'Burgos' } }),
    ).toEqual(['remarks', 'city', 'emails']);
    expect(now({ emails: ['b@x.es', 'A@x.es'] })).toEqual([]);
    expect(now({ phones: ['600111222', '+34 600 111 222'] })).toEqual([]);
    expect(changedSince({ fields: {} }, base.clientify)).toEqual([]);
  });
  it.each<[string, readonly string[] | undefined, readonly string[] | undefined, boolean]>([
    ['in any order', ['a', 'b'], ['b', 'a'], true],
    ['one more', ['a', 'b'], ['a'], false],
    ['one less', ['a'], ['a', 'b'], false],
    ['another', ['a', 'c'], ['a', 'b'], false],
    ['unknown now', undefined, ['a'], true],
    ['unknown then', ['a'], undefined, true],
  ])('two lists of hashes hold the same entries: %s', (_, now, known, same) => {
    expect(sameEntries(now, known)).toBe(same);
  });
});

describe('the base of a record that we created is what we sent, as far as its answer shows it', () => {
  const desired = desiredOf({ ...CLIENT, comentarios: 'nota', texts: { SedeFiscal: '' } });
  const answer = storedOf(desired);
  const hashOf = (text: string) => hashText(text);
  const remarksOf = (one: Target, later: Target): string | undefined =>
    baseOfCreated(desired, one, later).clientify.fields['remarks'];
  const remarks = (text: string): Target => typed(answer, { fields: { remarks: text } });

  it('GIAV’s side is what we sent', () => {
    expect(baseOfCreated(desired, answer, answer).giav.fields).toMatchObject({
      remarks: hashOf('nota'),
      city: hashOf('Soria'),
    });
  });
  it.each<[string, string | undefined, string]>([
    ['as the answer shows it', remarksOf(remarks('nota '), remarks('nota')), 'nota'],
    ['as Clientify made it: that is no edit', remarksOf(remarks('NOTA'), remarks('NOTA')), 'NOTA'],
    ['changed after the answer: that is an edit', remarksOf(answer, remarks('otra')), 'nota'],
    ['emptied after the answer: that is an edit', remarksOf(answer, remarks('')), 'nota'],
    [
      'not in the answer, nor later: Clientify did not take it',
      remarksOf(remarks(''), remarks('')),
      '',
    ],
    ['not in the answer, but later: it is ours', remarksOf(remarks(''), answer), 'nota'],
  ])('a field %s', (_, found, expected) => {
    expect(found).toBe(hashOf(expected));
  });
  it('a field that the answer does not show is as we sent it', () => {
    const fields = hiding(answer.fields, 'remarks');
    expect(remarksOf({ ...answer, fields }, remarks('otra'))).toBe(hashOf('nota'));
    // Empty in the first reading after it: Clientify did not take it, and nobody emptied it.
    expect(remarksOf({ ...answer, fields }, remarks(''))).toBe(hashOf(''));
  });
  it('a value in a field that we left empty is somebody’s, however quick they were', () => {
    const empty = desiredOf({ ...CLIENT, comentarios: '' });
    expect(
      baseOfCreated(empty, typed(storedOf(empty), { fields: { remarks: 'mía' } }), storedOf(empty))
        .clientify.fields['remarks'],
    ).toBe(hashOf(''));
  });
  it('entries that the answer or a later look shows are stored; one that nobody ever saw is not', () => {
    const emails = (one: string[], later: string[]) =>
      baseOfCreated(desired, typed(answer, { emails: one }), typed(answer, { emails: later }))
        .clientify.emails;
    expect(emails(['a@x.es', 'b@x.es'], ['b@x.es'])).toEqual(['a@x.es', 'b@x.es'].map(hashOf));
    expect(emails(['a@x.es'], ['a@x.es', 'b@x.es', 'mine@x.es'])).toEqual(
      ['a@x.es', 'b@x.es'].map(hashOf),
    );
    expect(emails(['a@x.es'], ['a@x.es'])).toEqual([hashOf('a@x.es')]);
    const hidden = hiding(answer, 'emails');
    expect(baseOfCreated(desired, hidden, hidden).clientify.emails).toEqual(
      ['a@x.es', 'b@x.es'].map(hashOf),
    );
  });
  it('the address that is ours is the one of the answer, or of a later look', () => {
    const none = { ...answer, addresses: [] };
    expect(baseOfCreated(desired, answer, none).addressId).toBe('a0');
    expect(baseOfCreated(desired, none, answer).addressId).toBe('a0');
    expect(baseOfCreated(desired, none, none).addressId).toBeUndefined();
  });
});
