import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { GiavClientApi } from '../../lib/giav/client';
import { ClientWriter, type PutPorts } from '../../lib/use-cases/put-client';
import type { ClientEdits } from '../../lib/sync/clientify-to-giav';
import { startChild, stopChild } from '../../local/child';
import type { Fields } from '../harness/world';

const ROOT = join(__dirname, '..', '..');
const VENDOR_WSDL = join(ROOT, '..', 'shared', 'giav', 'api_2_05.wsdl');
const CASES = 1000;

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
const optional = fc.option(nasty, { nil: undefined });
const flag = fc.boolean();
const number = fc.constantFrom('0', '0.10', '1234.5', '-3', '5.50', '100000000');
const nullable = (value: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(value, { nil: null });
const dateTime = fc.constantFrom('1984-05-06T00:00:00', '2026-03-29T02:30:00', '2026-10-25T02:30:00.1234567', '1899-12-31T23:59:59');
const listOf = (item: string, of: fc.Arbitrary<Fields>): fc.Arbitrary<Fields | undefined> =>
  fc.option(
    fc.array(of, { maxLength: 3 }).map((items): Fields => (items.length === 0 ? {} : { [item]: items })),
    { nil: undefined },
  );
const texts = (...names: string[]): fc.Arbitrary<Fields> => fc.record(Object.fromEntries(names.map((name) => [name, optional])));
const flags = (...names: string[]): fc.Arbitrary<Fields> => fc.record(Object.fromEntries(names.map((name) => [name, flag])));

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
      Contacts: listOf('Contact', texts('Name', 'JobTitle', 'Departament', 'Phone1', 'Phone2', 'PhoneExt', 'Email', 'Remarks')),
      RelevantDates: listOf(
        'RelevantDate',
        fc.record({ Type: fc.constantFrom('Birthday', 'Anniversaries', 'DocumentsExpiration', 'Other'), Text: nasty, Date: dateTime }),
      ),
      RRSSs: listOf('RRSS', fc.record({ Type: fc.constantFrom('Facebook', 'Other'), Text: nasty })),
      CustomDataValues: listOf('CustomDataItem', fc.record({ Key: fc.constantFrom('3', '14'), Value: nasty })),
      CustomDataCustomerSettings: listOf(
        'CustomDataCustomerSetting',
        fc.record({ Key: fc.constantFrom('3'), Value: fc.constantFrom('Hidden', 'Optional', 'Required') }),
      ),
      '(categories)': fc.uniqueArray(fc.constantFrom(12, 31, 7), { maxLength: 3 }),
      '(printOptions)': fc.constant('kept'),
      '(cuentaContableCliente)': fc.constant('4300000001'),
    }),
  )
  .map((parts) => Object.fromEntries(Object.entries(Object.assign({}, ...parts) as Fields).filter(([, value]) => value !== undefined)));

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
const edits: fc.Arbitrary<ClientEdits> = fc.dictionary(fc.constantFrom(...Object.keys(EDITABLE)), nasty, { minKeys: 1, maxKeys: 4 });

describe('the lossless PUT', () => {
  let simulators: Awaited<ReturnType<typeof startChild<{ giav: string; control: string }>>>;
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-put-'));
  beforeAll(async () => {
    const args = ['--giav-key', 'K', '--clients', '0', '--expedientes', '0', '--empty'];
    const wsdl = existsSync(VENDOR_WSDL) ? ['--wsdl', VENDOR_WSDL] : [];
    simulators = await startChild(join(ROOT, 'simulators', 'main.ts'), [...args, ...wsdl], {}, join(directory, 'simulators.log'));
  });
  afterAll(async () => {
    await stopChild(simulators.child);
    rmSync(directory, { recursive: true, force: true });
  });

  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (await fetch(`${simulators.ready.control}/${path}`, { method, body: JSON.stringify(body) })).json()) as T;

  it(`for ${CASES} random full records and random edits, GIAV's record afterwards equals the original but for the edited fields`, async () => {
    const samples = fc.sample(fc.tuple(record, edits), { numRuns: CASES, seed: 2026 });
    const originals = samples.map(([one], at) => ({ Id: at + 1, FechaModificacion: '2026-03-02T09:14:31.457', ...one }));
    await control('PUT', 'giav/data/clients', originals);
    const giav = new GiavClientApi({ endpoint: simulators.ready.giav, apiKey: 'K' });
    const unsafe: unknown[] = [];
    const quiet = (): void => undefined;
    const ports = {
      giav,
      putSettings: {
        taxDistricts: { '0': 'XX_General', '1': 'ES_PenínsulaYBaleares', '2': 'ES_Canarias', '3': 'ES_CeutaYMelilla' },
        refusePortalClients: false,
      },
      incidents: {
        add: (id: string, incident: unknown) => Promise.resolve(void unsafe.push({ id, incident })),
        halt: () => Promise.resolve(),
      },
      events: { announce: () => Promise.resolve() },
      clock: { now: () => new Date('2026-11-24T12:00:00Z') },
      log: { info: quiet, warn: quiet, error: quiet },
      meter: { add: quiet },
    } as unknown as PutPorts;
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
    expect(unsafe).toEqual([]);
    const after = await control<Fields[]>('GET', 'giav/data/clients');
    for (const [at, original] of originals.entries()) {
      const wanted: Fields = { ...original };
      for (const [field, value] of Object.entries(samples[at]?.[1] ?? {})) wanted[EDITABLE[field] ?? ''] = value;
      const same = (one: Fields): unknown =>
        Object.fromEntries(Object.entries({ ...one, FechaModificacion: '' }).sort(([a], [b]) => (a < b ? -1 : 1)));
      expect(same(after[at] ?? {})).toEqual(same(wanted));
    }
  }, 240_000);
});
