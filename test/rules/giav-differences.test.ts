import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withEdits } from '../../lib/sync/with-edits';
import { FIELD_KINDS, NOT_COMPARED, isListKind } from '../../lib/sync/giav-fields';
import {
  categoryDifferences,
  differences,
  differencesAfter,
  intentOf,
  isRepairable,
  isSameVersion,
  repaired,
  sealed,
  unsealed,
  writerOf,
  type RawClient,
} from '../../lib/sync/giav-record';
import { fullClient, type Raw } from '../ports/giav';

const before = fullClient(1);
/** Kind of the one difference that a change of some fields makes; undefined when there is none. */
const kindOf = (fields: Raw, old: Raw = {}): string | undefined => {
  const found = differences({ ...before, ...old }, { ...before, ...old, ...fields });
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.kind;
};
const contacts = (...list: Raw[]): Raw => ({ Contacts: { Contact: list } });
const [LUIS, EVA] = (before['Contacts'] as { Contact: Raw[] }).Contact as [Raw, Raw];

describe('every field of the record is compared in its own way', () => {
  const vendor = join(__dirname, '..', '..', '..', 'shared', 'giav', 'api_2_05.wsdl');
  const wsdl = readFileSync(
    existsSync(vendor) ? vendor : join(__dirname, '..', '..', 'wsdl', 'giav.wsdl'),
    'utf8',
  );
  const typesOf = (type: string): [string, string][] => {
    const block =
      new RegExp(`<s:complexType name="${type}">([\\s\\S]*?)</s:complexType>`).exec(wsdl)?.[1] ??
      '';
    return [...block.matchAll(/name="([^"]+)"[^>]*? type="[^":]*:([^"]+)"/g)].map(
      ([, name = '', of = '']) => [name, of],
    );
  };
  const FITS: Record<string, RegExp> = {
    string: /^(?:text|phone|code|secret)$/,
    int: /^(?:id|key|district)$/,
    double: /^number$/,
    boolean: /^flag$/,
    dateTime: /^date$/,
    RelevantDateType: /^key$/,
    RRSSType: /^key$/,
  };
  const check = (kinds: Readonly<Record<string, unknown>>, type: string): void => {
    const fields = typesOf(type).filter(([name]) => !NOT_COMPARED.has(name));
    expect(Object.keys(kinds).sort()).toEqual(fields.map(([name]) => name).sort());
    for (const [name, of] of fields)
      if (typeof kinds[name] === 'string')
        expect([name, kinds[name]]).toEqual([
          name,
          expect.stringMatching(FITS[of] ?? /^(?:enum|computed)$/),
        ]);
  };
  it('the table names exactly the fields of WsCliente, each with a kind that fits its type', () => {
    check(FIELD_KINDS, 'WsCliente');
  });
  it('the parts of every list are those of the schema', () => {
    for (const kind of Object.values(FIELD_KINDS))
      if (isListKind(kind)) check(kind.parts, kind.item);
  });
});

describe('after a write, damage is', () => {
  it.each<[string, Raw, Raw?]>([
    ['a value that is emptied', { Comentarios: '' }],
    ['a value that is gone', { Telefono: undefined }],
    ['a value that is nil', { idAgenteComercial: null }],
    ['a value that is a prefix of what was there', { Direccion: 'C/ Mayor 1' }],
    ['a text that lost characters in the middle', { Comentarios: 'viaja perro' }],
    ['a text that lost its accents', { Apellidos: 'Nunez Pena' }],
    [
      'characters that came back as question marks',
      { Apellidos: 'N??ez Pe?a' },
      { Apellidos: 'Núñez Peña' },
    ],
    ['characters that are unreadable', { Nombre: 'Ana Mar\ufffda' }],
    ['a text in another encoding', { Nombre: 'Ana MarÃ\u00ada' }],
    ['a text that was escaped twice', { Comentarios: 'a &amp; b' }, { Comentarios: 'a & b' }],
    ['line ends that are gone', { Direccion: 'C/ Mayor 12º B' }],
    ['a code without its dots and hyphens', { CodCc: '430001' }],
    ['a leading zero that is gone', { CodPostal: '8001' }],
    ['a number reset to zero', { CreditoImporte: '0' }],
    [
      'a number reset to zero where there was none',
      { ComisionesComisionDefecto: '0' },
      { ComisionesComisionDefecto: null },
    ],
    ['a number that lost its decimals', { CreditoImporte: '1234' }],
    ['an id reset to zero', { idEntityStage: 0 }],
    ['an id of zero where there was none', { idPaymentTerm: 0 }, { idPaymentTerm: null }],
    ['a flag reset to false', { RGPDSigned: 'false' }],
    ['a date reset to the default', { SepaFecha: '0001-01-01T00:00:00' }],
    [
      'a date that lost its time',
      { SepaFecha: '2020-01-31T00:00:00' },
      { SepaFecha: '2020-01-31T10:30:00' },
    ],
    ['another tax district', { SubSedeFiscal: 1 }],
    ['a tax district that is gone', { SubSedeFiscal: null }],
    ['a tax district where there was none', { SubSedeFiscal: 0 }, { SubSedeFiscal: null }],
    ['another name of an enum', { idSepaTipo: 'Puntual' }],
    ['another country of the invoices', { FacturaeCodPais: 'AFG' }],
    ['another client type', { Tipo: 'Empresa' }],
    ['another consent', { MailingConsent: 'Pending' }],
    ['a check of the tax office that is reset', { TaxPayerNameCheckStatus: 'NotProcessed' }],
    ['a value that no parameter writes, emptied', { PersonaContacto: null }],
    ['a value that no parameter writes, cut', { Codigo: '00' }],
    ['a list that is gone', { Contacts: undefined }],
    ['a list that is empty', { Contacts: {} }],
    ['a list that lost one entry', contacts(LUIS)],
    ['a list that lost the first entry', contacts(EVA)],
    [
      'a list that lost one entry and shows the other changed',
      contacts({ ...EVA, Remarks: 'su sobrina' }),
    ],
    ['an emptied Contact.Remarks', contacts({ ...LUIS, Remarks: '' }, EVA)],
    ['a Contact.Remarks that is gone', contacts({ Name: 'Luis', Phone1: '600222333' }, EVA)],
    ['a cut Contact.Remarks', contacts({ ...LUIS, Remarks: 'su her' }, EVA)],
    ['an entry that is empty', contacts({}, EVA)],
    [
      'an emptied CustomDataItem.Value',
      { CustomDataValues: { CustomDataItem: [{ Key: 3, Value: '' }] } },
    ],
    [
      'a CustomDataItem of another key',
      { CustomDataValues: { CustomDataItem: [{ Key: 4, Value: 'ventana' }] } },
    ],
    [
      'another visibility of an own field',
      { CustomDataCustomerSettings: { CustomDataCustomerSetting: [{ Key: 3, Value: 'Hidden' }] } },
    ],
    ['another type of a network', { RRSSs: { RRSS: [{ Type: 'Facebook', Text: '@ana' }] } }],
    ['an emptied password', { CustomerPortal_Password: '' }],
    ['a masked password', { CustomerPortal_Password: '••••' }],
    ['a hashed password', { CustomerPortal_Password: '5f4dcc3b5aa765d61d8327deb882cf99' }],
    ['a cut password', { CustomerPortal_Password: 's3creto' }],
  ])('%s', (_, fields, old = {}) => {
    expect(kindOf(fields, old)).toBe('damage');
  });

  it('one category of those that were sent, missing; whatever was assigned in addition', () => {
    expect(categoryDifferences([7, 12], [7])).toMatchObject([
      { field: 'idsCategories', kind: 'damage' },
    ]);
    expect(categoryDifferences([7, 12], [7, 31])).toMatchObject([{ kind: 'damage' }]);
    expect(categoryDifferences([7, 12], [12, 7])).toEqual([]);
    expect(categoryDifferences([], [7])).toMatchObject([{ kind: 'person' }]);
  });
});

describe('the same in another way of writing is', () => {
  it.each<[string, Raw, Raw?]>([
    ['white space at the ends', { Comentarios: ' viaja con perro\n' }],
    ['a blank text that is empty', { NombreAlias: '' }, { NombreAlias: '  ' }],
    ['other line ends', { Direccion: 'C/ Mayor 1\n2º B' }],
    ['other letter case', { Apellidos: 'NÚÑEZ PEÑA' }],
    ['composed accents', { Nombre: 'Ana Mari\u0301a' }],
    ['a number written otherwise', { CreditoImporte: '1234.5' }],
    ['a number with a comma', { ComisionesComisionDefecto: '5,5' }],
    ['a flag as a digit', { FactTotalizadora: '1' }],
    ['fractions of a second that are zero', { SepaFecha: '2020-01-31T00:00:00.000' }],
    ['the punctuation of a phone', { Telefono: '931234567' }],
    ['the punctuation of a phone of a contact', contacts({ ...LUIS, Phone1: '600-222-333' }, EVA)],
    ['another order of a list', contacts(EVA, LUIS)],
  ])('%s', (_, fields, old = {}) => {
    expect(kindOf(fields, old)).toBe('normalised');
  });
  it('never two numbers that became one', () => {
    expect(kindOf({ Telefono: '600111222931112233' }, { Telefono: '600111222 / 931112233' })).toBe(
      'damage',
    );
    expect(kindOf({ Telefono: '600111222931112233' }, { Telefono: '600111222 931112233' })).toBe(
      'damage',
    );
  });
});

describe("plausibly a person's edit is", () => {
  it.each<[string, Raw, Raw?]>([
    ['another value', { Poblacion: 'Girona' }],
    ['a value where there was none', { NombreAlias: 'Anita' }],
    ['another number', { CreditoImporte: '900' }],
    ['another id', { idAgenteComercial: 6 }],
    ['a flag that was set', { Deshabilitado: 'true' }],
    ['a check that the tax office has made', { EstadoValidacionROI: 'Identificado' }],
    ['an entry of a list that was gained', contacts(LUIS, EVA, { Name: 'Paz' })],
    [
      'an entry that was changed to another filled value',
      contacts(LUIS, { ...EVA, Remarks: 'su sobrina' }),
    ],
    ['an entry of its only part', contacts({ Name: 'Paz' }), contacts({ Name: 'Luis' })],
    [
      'another value of an own field',
      { CustomDataValues: { CustomDataItem: [{ Key: 3, Value: 'pasillo' }] } },
    ],
    ['another password', { CustomerPortal_Password: 'otra-clave-nueva' }],
  ])('%s', (_, fields, old = {}) => {
    expect(kindOf(fields, old)).toBe('person');
  });
});

const write = (edits: Parameters<typeof withEdits>[1], after: Raw, old: Raw = {}) => {
  const read = { ...before, ...old };
  const expected = withEdits(read, edits);
  return differencesAfter(intentOf(read, expected), { ...expected, ...after }).map(
    ({ field, kind }) => `${field} ${kind}`,
  );
};

describe('an intended value is stored, or it is damage', () => {
  it.each<[string, string | undefined, string[]]>([
    ['stored', '699000000', []],
    ['in another way of writing', '699 00 00 00', ['Movil normalised']],
    ['another value', '611111111', ['Movil damage']],
    ['the old value', '600111222', ['Movil damage']],
    ['nothing', undefined, ['Movil damage']],
    ['a part of it', '699000', ['Movil damage']],
  ])('%s', (_, shown, found) => {
    expect(write({ movil: '699000000' }, { Movil: shown })).toEqual(found);
  });
  it.each<[string, string, string, Raw, string, string]>([
    [
      'of Spain',
      '8002',
      '08002',
      { Pais: 'ES', DatosExternos: { NombrePais: 'España' } },
      'normalised',
      'person',
    ],
    ['of no country', '8002', '08002', { Pais: '', DatosExternos: null }, 'normalised', 'person'],
    [
      'of Switzerland',
      '8002',
      '08002',
      { Pais: 'CH', DatosExternos: { NombrePais: 'Suiza' } },
      'damage',
      'person',
    ],
    ['that is another one', '8002', '08003', { Pais: 'ES' }, 'damage', 'person'],
    ['that lost its zero', '08002', '8002', { Pais: 'ES' }, 'damage', 'damage'],
  ])('a postal code %s: %s sent, %s stored', (_, sent, stored, old, edited, untouched) => {
    expect(
      write({ codPostal: sent }, { CodPostal: stored }, { ...old, CodPostal: '42001' }),
    ).toEqual([`CodPostal ${edited}`]);
    // Where nobody edited it, it is no way of writing.
    expect(
      write({ movil: '699000000' }, { CodPostal: stored }, { ...old, CodPostal: sent }),
    ).toEqual([`CodPostal ${untouched}`]);
  });
});

describe('a birthday edit compares the other RelevantDates one by one', () => {
  const dates = (after: RawClient): Raw[] =>
    (after['RelevantDates'] as { RelevantDate: Raw[] }).RelevantDate;
  const written = dates(withEdits(before, { birthday: '1990-01-31' }));
  const shown = (list: Raw[]): string[] =>
    write({ birthday: '1990-01-31' }, { RelevantDates: { RelevantDate: list } });
  const [wedding, birthday, passport] = written as [Raw, Raw, Raw];
  it.each<[string, Raw[], string[]]>([
    ['all there', written, []],
    ['in another order', [passport, birthday, wedding], []],
    ['one lost', [wedding, birthday], ['RelevantDates damage']],
    ['all others lost', [birthday], ['RelevantDates damage']],
    [
      'one with another date',
      [wedding, birthday, { ...passport, Date: '2031-01-01T00:00:00' }],
      ['RelevantDates damage'],
    ],
    [
      'one with another text',
      [{ ...wedding, Text: 'Boda' }, birthday, passport],
      ['RelevantDates damage'],
    ],
    [
      'one of another type',
      [{ ...wedding, Type: 'Other' }, birthday, passport],
      ['RelevantDates damage'],
    ],
    [
      'the birthday not stored',
      [wedding, { ...birthday, Date: '1984-05-06T00:00:00' }, passport],
      ['RelevantDates damage'],
    ],
    ['the birthday gone', [wedding, passport], ['RelevantDates damage']],
    ['one twice instead of the other', [wedding, birthday, wedding], ['RelevantDates damage']],
    [
      'one more',
      [...written, { Type: 'Other', Text: 'x', Date: '2020-01-01T00:00:00' }],
      ['RelevantDates person'],
    ],
  ])('%s', (_, list, found) => {
    expect(shown(list)).toEqual(found);
  });
  it('removed, the others must all be there and the birthday must not', () => {
    const left = dates(withEdits(before, { birthday: null }));
    expect(left).toEqual([wedding, passport]);
    expect(write({ birthday: null }, { RelevantDates: { RelevantDate: [wedding] } })).toEqual([
      'RelevantDates damage',
    ]);
    expect(write({ birthday: null }, { RelevantDates: before['RelevantDates'] })).toEqual([
      'RelevantDates damage',
    ]);
  });
  it("GIAV's free text of the birthday may follow", () => {
    expect(
      write(
        { birthday: '1990-01-31' },
        { FechaNacimiento: '31/01/1990' },
        { FechaNacimiento: '06/05/1984' },
      ),
    ).toEqual(['FechaNacimiento normalised']);
    expect(
      write({ birthday: '1990-01-31' }, { FechaNacimiento: '' }, { FechaNacimiento: '06/05/1984' }),
    ).toEqual(['FechaNacimiento damage']);
  });
});

describe('after a lost answer', () => {
  const intent = intentOf(
    before,
    withEdits(before, { movil: '699000000', comentarios: 'viaja con perro y gato' }),
  );
  const saved = { FechaModificacion: '2026-11-25T10:00:00' };
  const ours = { ...saved, Movil: '699000000', Comentarios: 'viaja con perro y gato' };
  it.each<[string, Raw, string]>([
    ['the record as it was is nobody’s write', {}, 'none'],
    ['all intended fields, and nothing else, are ours', ours, 'ours'],
    [
      'all intended fields in another way of writing are ours',
      { ...ours, Movil: '699 000 000' },
      'ours',
    ],
    [
      'all intended fields and a loss are ours: the loss is damage',
      { ...ours, Contacts: {} },
      'ours',
    ],
    ['a save without our values is somebody else’s', saved, 'other'],
    ['another field is somebody else’s', { ...saved, Poblacion: 'Girona' }, 'other'],
    ['one of our values is not enough', { ...saved, Movil: '699000000' }, 'other'],
    [
      'one of our values and another edit is somebody else’s',
      { ...saved, Movil: '699000000', Poblacion: 'Girona' },
      'other',
    ],
    [
      'all our values beside somebody’s edit are looked at again',
      { ...ours, Poblacion: 'Girona' },
      'other',
    ],
    ['an entry that somebody deleted is theirs', { ...saved, ...contacts(LUIS) }, 'other'],
    ['another value in our field is somebody else’s', { ...saved, Movil: '611111111' }, 'other'],
    [
      'one of ours and a cut other one is our damaged write',
      { ...ours, Comentarios: 'viaja con perro y g' },
      'damaged',
    ],
    [
      'one of ours and an emptied other one is our damaged write',
      { ...ours, Movil: '' },
      'damaged',
    ],
    ['an emptied field alone cannot be told', { ...saved, Movil: '' }, 'unclear'],
    [
      'a loss beside somebody’s edit cannot be told',
      { ...ours, Poblacion: 'Girona', Contacts: {} },
      'unclear',
    ],
    [
      'one of our values and a loss elsewhere cannot be told',
      { ...saved, Movil: '699000000', Contacts: {} },
      'unclear',
    ],
  ])('%s', (_, fields, writer) => {
    expect(writerOf(intent, { ...before, ...fields })).toBe(writer);
  });
  it('an edit of letter case alone is told from the record as somebody else left it', () => {
    const upper = intentOf(before, withEdits(before, { nombre: 'ANA MARÍA' }));
    expect(writerOf(upper, { ...before, ...saved })).toBe('other');
    expect(writerOf(upper, { ...before, ...saved, Nombre: 'ANA MARÍA' })).toBe('ours');
  });
  it("somebody else's write is never taken for ours, whatever they edit", () => {
    const values: Record<string, string[]> = {
      Movil: ['699000000', '600111222', '', '699', 'x'],
      Comentarios: ['viaja con perro y gato', 'viaja con perro', '', 'viaja'],
      Poblacion: ['Barcelona', 'Girona'],
      AlertMsg: ['ojo', 'ojo al dato'],
    };
    const theirs = fc.record(
      Object.fromEntries(
        Object.entries(values).map(([field, all]) => [field, fc.constantFrom(...all)]),
      ),
    );
    fc.assert(
      fc.property(theirs, (fields) => {
        const all =
          fields['Movil'] === '699000000' && fields['Comentarios'] === 'viaja con perro y gato';
        const nothingElse = fields['Poblacion'] === 'Barcelona' && fields['AlertMsg'] === 'ojo';
        expect(writerOf(intent, { ...before, ...saved, ...fields }) === 'ours').toBe(
          all && nothingElse,
        );
      }),
      { numRuns: 500, seed: 13 },
    );
  });
});

describe('what is put back', () => {
  const intent = intentOf(before, withEdits(before, { movil: '699000000' }));
  it('only damaged fields, and in a list only damaged parts: what a person did meanwhile stays', () => {
    const after = {
      ...before,
      Comentarios: '',
      Poblacion: 'Girona',
      ...contacts({ Name: 'Luis Ángel', Phone1: '600222333' }, { Name: 'Paz' }),
    };
    const whole = repaired(after, before, ['Comentarios', 'Contacts']);
    expect(whole).toMatchObject({ Comentarios: 'viaja con perro', Poblacion: 'Girona' });
    expect(whole['Contacts']).toEqual({
      Contact: [
        { Name: 'Luis Ángel', Phone1: '600222333', Remarks: 'su hermano' },
        { Name: 'Eva', Remarks: 'su hija' },
        { Name: 'Paz' },
      ],
    });
  });
  it('an entry that was lost comes back, one that was gained stays', () => {
    const whole = repaired({ ...before, RRSSs: { RRSS: [] } }, before, ['RRSSs']);
    expect(whole['RRSSs']).toEqual(before['RRSSs']);
    const gained = { Type: 'Birthday', Text: 'hijo', Date: '2015-01-01T00:00:00' };
    const [, birthday, passport] = (before['RelevantDates'] as { RelevantDate: Raw[] })
      .RelevantDate as [Raw, Raw, Raw];
    const dates = repaired(
      { ...before, RelevantDates: { RelevantDate: [birthday, passport, gained] } },
      before,
      ['RelevantDates'],
    );
    expect(
      (dates['RelevantDates'] as { RelevantDate: Raw[] }).RelevantDate.map(({ Text }) => Text),
    ).toEqual(['boda', '', 'pasaporte', 'hijo']);
  });
  it('two entries are never mixed into one', () => {
    const shown = { RelevantDates: before['RelevantDates'], ...contacts({ Name: 'Eva' }) };
    expect(repaired({ ...before, ...shown }, before, ['Contacts'])['Contacts']).toEqual(
      before['Contacts'],
    );
  });
  it.each<[string, string, unknown, boolean]>([
    ['an emptied value', 'Comentarios', '', true],
    ['a withdrawn consent is never given again by a machine', 'MailingConsent', 'Denied', false],
    ['a consent that was reset', 'MailingConsent', 'Pending', true],
    ['an intended value that is missing', 'Movil', '', true],
    ['an intended value that is still the old one', 'Movil', '600111222', true],
    ['what may be another person’s value in an edited field', 'Movil', '611111111', false],
  ])('%s', (_, field, after, repairs) => {
    expect(isRepairable({ field, before: before[field], after, kind: 'damage' }, intent)).toBe(
      repairs,
    );
  });
});

describe('the portal password while a write is verified', () => {
  const stored = sealed(before, 'KEY');
  it('is stored as a seal', () => {
    expect(JSON.stringify(stored)).not.toContain('s3creto');
  });
  it('is known again by a reading that shows the same one', () => {
    expect(unsealed(stored, before, 'KEY')).toEqual(before);
    expect(isSameVersion(unsealed(stored, before, 'KEY'), before)).toBe(true);
  });
  it('of which only the length can be told after the key was changed', () => {
    expect(unsealed(stored, before, 'OTHER')).toEqual(before);
    const other = { ...before, CustomerPortal_Password: 'x' };
    expect(differences(unsealed(stored, other, 'OTHER'), other)).toMatchObject([
      { kind: 'damage' },
    ]);
  });
  it.each<[string, unknown, string]>([
    ['another one is a person’s', 'otra-clave-larga', 'person'],
    ['a shorter one is damage', 'corta', 'damage'],
    ['none is damage', undefined, 'damage'],
    ['a mask is damage', '*****', 'damage'],
  ])('%s', (_, shown, kind) => {
    const fresh = { ...before, CustomerPortal_Password: shown };
    expect(differences(unsealed(stored, fresh, 'KEY'), fresh)).toMatchObject([
      { field: 'CustomerPortal_Password', kind },
    ]);
  });
  it('is not put back from the seal', () => {
    expect(
      isRepairable(
        { field: 'CustomerPortal_Password', before: '', after: '', kind: 'damage' },
        { before: stored, intended: {} },
      ),
    ).toBe(false);
  });
});
