import type { SyncConfig } from '../../lib/config/schema';
import { parseSyncConfig } from '../../lib/config/environment';
import { mapClient, clientMapping } from '../../lib/sync/client-to-clientify';
import { shownType, tiposFor } from '../../lib/sync/client-type';
import { draftClient, isWanted } from '../../lib/sync/creation';
import { isPassportLike, isSpanishId } from '../../lib/sync/spanish-id';
import type { ClientKind, Target } from '../../lib/sync/target';

const NIF = '12345678Z';
const settings = (text: unknown = {}): SyncConfig => parseSyncConfig(JSON.stringify(text));
const noCode = (): null => null;
const target = (fields: Record<string, unknown> = {}, kind: ClientKind = 'contact'): Target => ({
  kind,
  id: '5',
  modified: null,
  fields:
    kind === 'contact'
      ? {
          first_name: 'Ana',
          last_name: 'Gil',
          status: 'client',
          contact_type: 'Cliente actual',
          ...fields,
        }
      : { name: 'Viajes Duero', business_name: '', ...fields },
  emails: [],
  phones: [],
  addresses: [],
  customFields: {},
});
const draft = (of: Target, config = settings(), documento = NIF) =>
  draftClient(of.kind === 'company' ? 'company' : 'contact', of, documento, config, noCode);

describe('creating in GIAV needs a valid NIF, NIE or CIF', () => {
  it.each([
    '12345678Z',
    '12345678-z',
    'ES12345678Z',
    'X1234567L',
    'x-1234567-l',
    'Y1234567X',
    'B12345674',
    'b-12.345.674',
    'K1234567L',
  ])('%s has the right check character, however it is punctuated', (documento) => {
    expect(isSpanishId(documento)).toBe(true);
  });
  it.each([
    '12345678A',
    'X1234567A',
    'B12345670',
    '1234567',
    '00000000T',
    '11111111H',
    'PENDIENTE',
    'X',
    '0',
    'SIN DNI',
    '',
    'DOC1',
    'AB123456',
  ])('%s is none', (documento) => {
    expect(isSpanishId(documento)).toBe(false);
    expect(draft(target(), settings(), documento)).toMatchObject({ refused: 'INVALID_DOCUMENTO' });
  });
  it('or, by a setting, a passport-like Documento', () => {
    const any = settings({ writeBack: { createDocumento: 'any' } });
    for (const documento of ['AB123456', 'PAA1234567', '512345679', 'c-01x00t47', NIF])
      expect(draft(target(), any, documento)).toMatchObject({ documento });
  });
  it.each([
    'PENDIENTE',
    '00000000T',
    '00000000',
    '12345678',
    '123456789',
    'X',
    '0',
    'SIN DNI',
    'A1',
    'ABCDE12',
    '12345678A',
    'X1234567A',
    'Calle Mayor 123',
    'x'.repeat(20) + '123',
  ])('never the placeholder or slip %s', (documento) => {
    expect(isPassportLike(documento)).toBe(false);
    expect(
      draft(target(), settings({ writeBack: { createDocumento: 'any' } }), documento),
    ).toMatchObject({ refused: 'INVALID_DOCUMENTO' });
  });
});

describe('a first name and a surname, or a company name, that a person typed', () => {
  it.each([
    [{ first_name: '' }, ['first_name']],
    [{ first_name: '  ' }, ['first_name']],
    [{ first_name: '\u200b' }, ['first_name']],
    [{ first_name: null }, ['first_name']],
    [{ last_name: '' }, ['last_name']],
    [{ first_name: 'Cliente 0' }, ['first_name']],
    [{ first_name: '', last_name: '' }, ['first_name', 'last_name']],
  ])('a contact with %j is refused, and named what it lacks', (fields, missing) => {
    expect(draft(target(fields))).toMatchObject({ refused: 'MISSING_FIELDS', fields: missing });
  });
  it('a blank first name never becomes "Cliente 0"', () => {
    expect(JSON.stringify(draft(target({ first_name: '' })))).not.toContain('Cliente 0');
    expect(draft(target())).toMatchObject({
      tipo: 'Particular',
      edits: { nombre: 'Ana', apellidos: 'Gil' },
    });
  });
  it('a company has a name or a legal name', () => {
    expect(draft(target({}, 'company'), settings(), 'B12345674')).toMatchObject({
      tipo: 'Empresa',
      edits: { nombreAlias: 'Viajes Duero' },
    });
    expect(
      draft(target({ name: ' ', business_name: 'Duero SL' }, 'company'), settings(), 'B12345674'),
    ).toMatchObject({
      edits: { apellidos: 'Duero SL' },
    });
    expect(
      draft(target({ name: '', business_name: ' ' }, 'company'), settings(), 'B12345674'),
    ).toMatchObject({
      refused: 'MISSING_FIELDS',
    });
  });
  it('what GIAV has no field for is told', () => {
    const phones = ['600000001', '600000002', '600000003', '600000004'].map((phone, at) => ({
      id: String(at),
      type: 1,
      phone,
    }));
    expect(draft({ ...target(), phones })).toMatchObject({
      notes: [{ field: 'phones' }, { field: 'phones' }],
    });
  });
});

describe('the client type by the inverted clientTypes table', () => {
  const table = settings({
    clientTypes: {
      Particular: { status: 'client', contactType: 'Cliente actual' },
      ProfesionalAutónomo: { status: 'cold-lead', contactType: 'Autónomo' },
    },
    writeBack: { create: 'always' },
  });
  it('an empty table: client, "Cliente actual" is Particular for contacts, Empresa for companies', () => {
    expect(tiposFor('contact', { status: 'client', contactType: 'Cliente actual' }, {})).toEqual([
      'Particular',
    ]);
    expect(tiposFor('contact', { status: 'client', contactType: '' }, {})).toEqual(['Particular']);
    expect(tiposFor('company', { status: '', contactType: '' }, {})).toEqual(['Empresa']);
  });
  it('a cold-lead or an autónomo does not become Particular', () => {
    expect(draft(target({ status: 'cold-lead', contact_type: 'Autónomo' }), table)).toMatchObject({
      tipo: 'ProfesionalAutónomo',
    });
    expect(draft(target({ status: 'cold-lead', contact_type: null }), table)).toMatchObject({
      tipo: 'ProfesionalAutónomo',
    });
    expect(draft(target({ status: 'cold-lead' }))).toMatchObject({
      refused: 'NOT_CREATED_IN_GIAV',
    });
  });
  it('none maps to it: NOT_CREATED_IN_GIAV', () => {
    for (const fields of [
      { status: 'lost-client' },
      { contact_type: 'Proveedor' },
      { status: 'cold-lead', contact_type: 'Cliente actual' },
    ])
      expect(draft(target(fields), table)).toMatchObject({ refused: 'NOT_CREATED_IN_GIAV' });
  });
  it('several map to it: AMBIGUOUS_CLIENT_TYPE, which names them', () => {
    const twice = settings({ clientTypes: { Particular: {}, ProfesionalAutónomo: {} } });
    expect(draft(target(), twice)).toMatchObject({
      refused: 'AMBIGUOUS_CLIENT_TYPE',
      message: expect.stringContaining('Particular, ProfesionalAutónomo') as string,
    });
  });
  it('a Tipo without an entry has the default, but Particular only where it has none', () => {
    expect(
      tiposFor(
        'contact',
        { status: 'client', contactType: 'Cliente actual' },
        settings({ clientTypes: { Empresa: { contactType: 'Negocio' } } }).clientTypes,
      ),
    ).toEqual(['Particular']);
    expect(
      tiposFor(
        'contact',
        { status: 'client', contactType: 'Cliente actual' },
        settings({ clientTypes: { Particular: { status: 'hot-lead' } } }).clientTypes,
      ),
    ).toEqual([]);
  });
  it("the new client's mapped status and type never flip the contact's", () => {
    const statuses = ['client', 'cold-lead', 'lost-client', 'other'];
    for (const status of statuses)
      for (const contact_type of ['Cliente actual', 'Autónomo', '', null])
        for (const config of [
          settings(),
          table,
          settings({ clientTypes: { NoDefinido: { status: 'other' } } }),
        ]) {
          const made = draft(target({ status, contact_type }), config);
          if ('refused' in made) continue;
          const { fields } = mapClient(made.client, clientMapping(config, noCode)).desired;
          expect(fields['status']).toBe(status);
          if (contact_type) expect(fields['contact_type']).toBe(contact_type);
        }
  });
  it('companies keep status and type in custom fields', () => {
    expect(
      shownType({
        kind: 'company',
        fields: {},
        customFields: { gesintur_estado_cliente: 'client', gesintur_tipo_cliente: '--' },
      }),
    ).toEqual({ status: 'client', contactType: '' });
  });
});

describe('which records become clients is a setting', () => {
  const wanted = (create: string, of: Target, more: object = {}): boolean =>
    isWanted(
      of.kind === 'company' ? 'company' : 'contact',
      of,
      settings({ ...more, writeBack: { create } }),
    );
  it('never: none', () => {
    expect([wanted('never', target()), wanted('never', target({}, 'company'))]).toEqual([
      false,
      false,
    ]);
  });
  it('clients: contacts with a status of clients, by the mapping; leads and companies not', () => {
    expect([
      wanted('clients', target()),
      wanted('clients', target({ status: 'cold-lead' })),
      wanted('clients', target({}, 'company')),
    ]).toEqual([true, false, false]);
    expect(
      wanted('clients', target({ status: 'hot-lead' }), {
        clientTypes: { Particular: { status: 'hot-lead' } },
      }),
    ).toBe(true);
    expect(
      wanted('clients', target(), { clientTypes: { Particular: { status: 'hot-lead' } } }),
    ).toBe(false);
  });
  it('always: every one with a Documento', () => {
    expect([
      wanted('always', target({ status: 'cold-lead' })),
      wanted('always', target({}, 'company')),
    ]).toEqual([true, true]);
  });
});
