import fc from 'fast-check';
import { ClientWriter } from '../../lib/way-back/put-client';
import type { PutPorts } from '../../lib/way-back/put-ports';
import type { ClientEdits } from '../../lib/sync/clientify-to-giav';
import { SharedGiav } from '../harness/shared-giav';
import { byVendorWsdl } from '../harness/vendor-wsdl';
import type { Fields } from '../harness/world';
import { PutWorld } from '../ports/put';

const CASES = 400;
/** Entries of a list, at most. */
const LONGEST = 40;

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '  B1 ',
    'Ñandú & <b>"x"</b>',
    "d'Or",
    'uno\r\ndos\ntres',
    '\r',
    '007',
    '0.10',
    'ﬁ',
    'e\u0301',
    '😀',
    ']]>',
    '&amp;',
    '\t',
  ),
  fc.stringMatching(/^[ -~áéíóúñçÁÑ€]{0,30}$/),
  fc.constant('muy largo '.repeat(800)),
);
/** In lists of forty a long text would only be long. */
const short = fc.oneof(
  fc.constantFrom('', ' ', 'Ñandú & <b>', 'uno\r\ndos', '007', '😀', 'x'),
  fc.stringMatching(/^[ -~áéíóúñ]{0,12}$/),
);
const optional = fc.option(nasty, { nil: undefined });
const flag = fc.boolean();
const number = fc.constantFrom('0', '0.10', '1234.5', '-3', '5.50', '100000000');
const nullable = (value: fc.Arbitrary<string>): fc.Arbitrary<string | null> =>
  fc.option(value, { nil: null });
const dateTime = fc.constantFrom(
  '1984-05-06T00:00:00',
  '2026-03-29T02:30:00',
  '2026-10-25T02:30:00.1234567',
  '1899-12-31T23:59:59',
);
/** Most lists are short; a few have up to 40 entries. */
const listOf = (item: string, of: fc.Arbitrary<Fields>): fc.Arbitrary<Fields | undefined> =>
  fc.option(
    fc
      .oneof(
        { weight: 40, arbitrary: fc.array(of, { maxLength: 3 }) },
        { weight: 3, arbitrary: fc.array(of, { minLength: 4, maxLength: LONGEST, size: 'max' }) },
        { weight: 1, arbitrary: fc.array(of, { minLength: LONGEST, maxLength: LONGEST }) },
      )
      .map((items): Fields => (items.length === 0 ? {} : { [item]: items })),
    { nil: undefined },
  );
const texts = (...names: string[]): fc.Arbitrary<Fields> =>
  fc.record(Object.fromEntries(names.map((name) => [name, optional])));
const entryTexts = (...names: string[]): fc.Arbitrary<Fields> =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.option(short, { nil: undefined })])));
const flags = (...names: string[]): fc.Arbitrary<Fields> =>
  fc.record(Object.fromEntries(names.map((name) => [name, flag])));

const category = fc.integer({ min: 1, max: 500 });
const categories = fc.oneof(
  fc.uniqueArray(category, { maxLength: 3 }),
  fc.uniqueArray(category, { maxLength: LONGEST, size: 'max' }),
  {
    weight: 1,
    arbitrary: fc.uniqueArray(category, { minLength: LONGEST, maxLength: LONGEST }),
  },
);

/** Every field of WsCliente filled with what is hard to carry. */
const record: fc.Arbitrary<Fields> = fc
  .tuple(
    texts(
      'Codigo',
      'PasaporteNumero',
      'PasaporteCaducidad',
      'Email',
      'Apellidos',
      'Nombre',
      'NombreAlias',
      'Direccion',
      'Telefono',
      'Fax',
      'CodPostal',
      'Movil',
      'Poblacion',
      'Provincia',
      'Pais',
      'FechaNacimiento',
      'PersonaContacto',
      'CodCc',
      'Comentarios',
      'SedeFiscal',
      'AlertMsg',
      'CustomerPortal_Email',
      'CuentaContableVentas',
      'SepaReferencia',
      'FacturaeTipoPersona',
      'FacturaeTipoResidencia',
      'FacturaeDir3OficinaContable',
      'FacturaeDir3OrganoGestor',
      'FacturaeDir3UnidadTramitadora',
      'FacturaeDir3OrganoProponente',
      'FacturaeDir3OcDesc',
      'FacturaeDir3OgDesc',
      'FacturaeDir3UtDesc',
      'FacturaeDir3OpDesc',
    ),
    flags(
      'TraspasaDepartamentos',
      'FactTotalizadora',
      'EmpresaFacturarRegGeneral',
      'ComisionesIvaIncluido',
      'Excluir347349',
      'Deshabilitado',
      'inscritoROI',
      'RGPDSigned',
      'CustomerPortal_Enabled',
      'CustomerPortal_Zone_Invoicing',
      'CustomerPortal_Zone_TravelFiles',
      'CustomerPortal_Zone_Payments',
      'CustomerPortal_Zone_Contact',
      'FacturaeAcepta',
    ),
    fc.record({
      Tipo: fc.constantFrom('NoDefinido', 'Empresa', 'Particular', 'ProfesionalAutónomo'),
      Documento: fc.constantFrom('12345678Z', ' b-12 345 ', 'x1234567l'),
      CreditoImporte: number,
      ComisionesComisionDefecto: nullable(number),
      SubSedeFiscal: nullable(fc.constantFrom('0', '1', '2', '3')),
      idEntityStage: nullable(fc.constantFrom('3')),
      MailingConsent: fc.constantFrom('Pending', 'Accepted', 'Denied'),
      CustomerPortal_DefaultVendorId: nullable(fc.constantFrom('9')),
      CustomerPortal_Password: fc.constantFrom('s3creto ñ', 'p&<"'),
      idAgenteComercial: nullable(fc.constantFrom('5')),
      idPaymentTerm: nullable(fc.constantFrom('2')),
      idSepaEstado: fc.constantFrom('Pendiente', 'En_uso', 'Finalizado'),
      idSepaTipo: fc.constantFrom('Puntual', 'Recurrente'),
      SepaFecha: nullable(dateTime),
      FacturaeCodPais: fc.constantFrom('ESP', 'AFG', 'FRA'),
      Contacts: listOf(
        'Contact',
        entryTexts(
          'Name',
          'JobTitle',
          'Departament',
          'Phone1',
          'Phone2',
          'PhoneExt',
          'Email',
          'Remarks',
        ),
      ),
      RelevantDates: listOf(
        'RelevantDate',
        fc.record({
          Type: fc.constantFrom('Birthday', 'Anniversaries', 'DocumentsExpiration', 'Other'),
          Text: short,
          Date: dateTime,
        }),
      ),
      RRSSs: listOf('RRSS', fc.record({ Type: fc.constantFrom('Facebook', 'Other'), Text: short })),
      CustomDataValues: listOf(
        'CustomDataItem',
        fc.record({ Key: fc.constantFrom('3', '14'), Value: fc.oneof(short, nasty) }),
      ),
      CustomDataCustomerSettings: listOf(
        'CustomDataCustomerSetting',
        fc.record({
          Key: fc.constantFrom('3'),
          Value: fc.constantFrom('Hidden', 'Optional', 'Required'),
        }),
      ),
      '(categories)': categories,
      '(printOptions)': fc.constant('kept'),
      '(cuentaContableCliente)': fc.constant('4300000001'),
    }),
  )
  .map((parts) =>
    Object.fromEntries(
      Object.entries(Object.assign({}, ...parts) as Fields).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  );

const EDITABLE: Readonly<Record<string, string>> = {
  nombre: 'Nombre',
  apellidos: 'Apellidos',
  nombreAlias: 'NombreAlias',
  email: 'Email',
  movil: 'Movil',
  telefono: 'Telefono',
  fax: 'Fax',
  direccion: 'Direccion',
  codPostal: 'CodPostal',
  poblacion: 'Poblacion',
  provincia: 'Provincia',
  comentarios: 'Comentarios',
};
const edits: fc.Arbitrary<ClientEdits> = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...Object.keys(EDITABLE)), nasty, { minKeys: 1, maxKeys: 4 }),
    fc.constantFrom(undefined, undefined, null, '1990-01-31', '2001-12-24'),
  )
  .map(([texts, birthday]) => (birthday === undefined ? texts : { ...texts, birthday }));

/** RelevantDates as they must be after an edit of the birthday: the first of its type, the others untouched and in order. */
function withBirthday(dates: unknown, birthday: string | null): unknown {
  const list = [...((dates as { RelevantDate?: Fields[] } | undefined)?.RelevantDate ?? [])];
  const at = list.findIndex((one) => one['Type'] === 'Birthday');
  if (at < 0 && birthday === null) return dates;
  if (at < 0) list.push({ Type: 'Birthday', Text: '', Date: `${String(birthday)}T00:00:00` });
  else if (birthday === null) list.splice(at, 1);
  else list[at] = { ...list[at], Date: `${birthday}${String(list[at]?.['Date']).slice(10)}` };
  return list.length === 0 ? {} : { RelevantDate: list };
}

const LISTS = [
  'Contacts',
  'RelevantDates',
  'RRSSs',
  'CustomDataValues',
  'CustomDataCustomerSettings',
];
const lengthOf = (list: unknown): number =>
  Array.isArray(list)
    ? list.length
    : ((Object.values((list as Fields | undefined) ?? {})[0] as unknown[] | undefined) ?? [])
        .length;

describe('the lossless PUT', () => {
  let shared: SharedGiav;
  beforeAll(async () => {
    shared = await SharedGiav.start(...byVendorWsdl());
  });
  afterAll(() => shared.stop());

  it(`for ${CASES} random full records and random edits, GIAV's record afterwards equals the original but for the edited fields`, async () => {
    const samples = fc.sample(fc.tuple(record, edits), { numRuns: CASES, seed: 2026 });
    for (const field of [...LISTS, '(categories)']) {
      const lengths = new Set(samples.map(([one]) => lengthOf(one[field])));
      expect([field, lengths.has(0), lengths.has(LONGEST), lengths.size > 15]).toEqual([
        field,
        true,
        true,
        true,
      ]);
    }
    const originals = samples.map(([one], at) => ({
      Id: at + 1,
      FechaModificacion: '2026-03-02T09:14:31.457',
      ...one,
    }));
    await shared.control('PUT', 'data/clients', originals);
    const { api: giav } = shared;
    const world = new PutWorld();
    const ports: PutPorts = { ...world.ports, giav };
    const work = samples.map(([, edit], at) => ({ id: at + 1, edit }));
    const lane = async (): Promise<void> => {
      for (let one = work.shift(); one; one = work.shift()) {
        const before = await giav.readClient(one.id);
        if (!before) throw new Error(`client ${one.id} is not readable`);
        const result = await new ClientWriter(ports, before).write(one.edit);
        expect(result.moved).toBe(false);
      }
    };
    await Promise.all([lane(), lane(), lane()]);
    expect(world.announced).toEqual([]);
    expect(await world.unverified.list()).toEqual([]);
    const after = await shared.clients();
    for (const [at, original] of originals.entries()) {
      const wanted: Fields = { ...original };
      const { birthday, ...texts } = samples[at]?.[1] ?? {};
      for (const [field, value] of Object.entries(texts)) wanted[EDITABLE[field] ?? ''] = value;
      if (birthday !== undefined)
        wanted['RelevantDates'] = withBirthday(wanted['RelevantDates'], birthday);
      const same = (one: Fields): unknown =>
        Object.fromEntries(
          Object.entries({ ...one, FechaModificacion: '' }).sort(([a], [b]) => (a < b ? -1 : 1)),
        );
      expect(same(after[at] ?? {})).toEqual(same(wanted));
    }
  }, 400_000);
});
