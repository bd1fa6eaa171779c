import { applyField, editsBetween, xmlText } from '../../lib/sync/clientify-to-giav';
import type { BackContext } from '../../lib/sync/fields/back';
import type { GiavClient } from '../../lib/sync/records';
import { giavClient } from '../harness/giav-records';

/** What an edited field of Clientify changes in a client of GIAV; null: GIAV cannot hold it, or there is no rule. */
function edits(
  client: Partial<GiavClient>,
  field: string,
  value: string,
  context?: BackContext,
): unknown {
  const before = giavClient(client);
  const after = applyField(
    before,
    client.tipo === 'Empresa' ? 'company' : 'contact',
    field,
    value,
    context,
  );
  return after && editsBetween(before, after);
}

describe('a person’s names go back in the shape in which GIAV holds them', () => {
  const TWO = { nombre: 'Ana', apellidos: 'Ruiz' };
  const IN_ONE = { nombre: 'Ruiz, Ana' };
  const SURNAME_ONLY = { apellidos: 'Ruiz' };
  it.each<[string, Partial<GiavClient>, string, string, BackContext | undefined, unknown]>([
    ['a first name', TWO, 'first_name', 'Eva', undefined, { nombre: 'Eva' }],
    ['a surname', TWO, 'last_name', 'Díaz', undefined, { apellidos: 'Díaz' }],
    ['an emptied surname', TWO, 'last_name', '', undefined, { apellidos: '' }],
    [
      'a name that is what it was keeps its blanks',
      { nombre: ' Ana ', apellidos: ' Ruiz ' },
      'first_name',
      'Ana',
      undefined,
      {},
    ],
    [
      'the other name keeps its blanks',
      { nombre: 'Ana', apellidos: ' Ruiz ' },
      'first_name',
      'Eva',
      undefined,
      { nombre: 'Eva' },
    ],
    [
      'a first name within one field',
      IN_ONE,
      'first_name',
      'Eva',
      undefined,
      { nombre: 'Ruiz, Eva' },
    ],
    ['a surname within one field', IN_ONE, 'last_name', 'Díaz', undefined, { nombre: 'Díaz, Ana' }],
    ['an emptied surname within one field', IN_ONE, 'last_name', '', undefined, { nombre: 'Ana' }],
    [
      'a comma without a name behind it is no second name',
      { nombre: 'Ruiz,' },
      'first_name',
      'Ana',
      undefined,
      { nombre: 'Ana' },
    ],
    [
      'a comma beside a surname is no second name',
      { nombre: 'Ana, María', apellidos: 'Ruiz' },
      'last_name',
      'Díaz',
      undefined,
      { apellidos: 'Díaz' },
    ],
    [
      'no comma, no second name',
      { nombre: 'Ana' },
      'last_name',
      'Ruiz',
      undefined,
      { apellidos: 'Ruiz' },
    ],
    [
      'the surname that stood in for the first name is what is edited',
      SURNAME_ONLY,
      'first_name',
      'Díaz',
      undefined,
      { apellidos: 'Díaz' },
    ],
    [
      'unless it shows in its own field: then a first name is new',
      SURNAME_ONLY,
      'first_name',
      'Ana',
      { shown: { last_name: 'Ruiz' } },
      { nombre: 'Ana' },
    ],
    [
      'or the surname is GIAV’s by a setting',
      SURNAME_ONLY,
      'first_name',
      'Ana',
      { surnameIsGiavs: true },
      { nombre: 'Ana' },
    ],
    [
      'a surname typed beside a stand-in makes two names',
      SURNAME_ONLY,
      'last_name',
      'Díaz',
      undefined,
      { nombre: 'Ruiz', apellidos: 'Díaz' },
    ],
    [
      'a first name where there is none at all',
      {},
      'first_name',
      'Ana',
      undefined,
      { nombre: 'Ana' },
    ],
    [
      'blanks alone are no surname',
      { nombre: '', apellidos: ' ' },
      'first_name',
      'Ana',
      undefined,
      { nombre: 'Ana' },
    ],
  ])('%s', (_, client, field, value, context, expected) => {
    expect(edits(client, field, value, context)).toEqual(expected);
  });
});

describe('each field of Clientify has its place in GIAV', () => {
  const COMPANY = { tipo: 'Empresa', nombreAlias: 'Duero', apellidos: 'Duero SL' };
  it.each<[string, Partial<GiavClient>, string, string, unknown]>([
    ['remarks', {}, 'remarks', 'x', { comentarios: 'x' }],
    ['street', {}, 'street', 'x', { direccion: 'x' }],
    ['city', {}, 'city', 'x', { poblacion: 'x' }],
    ['state', {}, 'state', 'x', { provincia: 'x' }],
    ['postal code', {}, 'postal_code', 'x', { codPostal: 'x' }],
    ['birthday', {}, 'birthday', '1984-05-06', { birthday: '1984-05-06' }],
    ['an emptied birthday', { birthday: '1984-05-06' }, 'birthday', '', { birthday: null }],
    ...['1984-05-06T10:00', 'x1984-05-06', '1984-02-30', '0001-01-01', '0000-00-00', 'mayo'].map(
      (typed): [string, object, string, string, null] => [
        `a birthday ${typed}, which GIAV would show as none, has none`,
        { birthday: '1984-05-06' },
        'birthday',
        typed,
        null,
      ],
    ),
    ['the trade name of a company', COMPANY, 'name', 'Ebro', { nombreAlias: 'Ebro' }],
    ['the legal name of a company', COMPANY, 'business_name', 'Ebro SL', { apellidos: 'Ebro SL' }],
    ['remarks of a company', COMPANY, 'remarks', 'x', { comentarios: 'x' }],
    ['a field of the other kind has none', {}, 'business_name', 'x', null],
    ['a company has no birthday', COMPANY, 'birthday', '1984-05-06', null],
    ['an unknown field has none', {}, 'status', 'x', null],
    [
      'a text without what XML cannot carry',
      {},
      'remarks',
      'a\u0001b\ufffe😀',
      { comentarios: 'ab😀' },
    ],
    [
      'line ends as the field had them',
      { comentarios: 'a\r\nb' },
      'remarks',
      'a\nb\r\nc',
      { comentarios: 'a\r\nb\r\nc' },
    ],
    [
      'line ends as they were typed, where it had none of two characters',
      { comentarios: 'a\nb' },
      'remarks',
      'a\nb\nc',
      { comentarios: 'a\nb\nc' },
    ],
  ])('%s', (_, client, field, value, expected) => {
    expect(edits(client, field, value)).toEqual(expected);
  });
  it('the legal name of two fields, by the setting', () => {
    const two = { tipo: 'Empresa', apellidos: 'Duero SL', nombre: 'Viajes' };
    expect(edits(two, 'business_name', 'Ebro SL - Viajes')).toEqual({ apellidos: 'Ebro SL' });
    expect(edits(two, 'business_name', 'Ebro SL', { companyName: 'apellidos' })).toEqual({
      apellidos: 'Ebro SL',
    });
    expect(edits(two, 'business_name', 'Ebro SL')).toBeNull();
  });
  it('half a pair of surrogates does not reach GIAV', () => {
    expect(xmlText('a\ud83db')).toBe('ab');
    expect(xmlText('a\t\n\r b')).toBe('a\t\n\r b');
  });
});
