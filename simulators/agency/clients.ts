import type { Faker } from '@faker-js/faker';
import type { GiavRecord } from './data';
import { dateTime, day } from './dates';
import { cif, nie, nif } from './documents';

export const FIRST_CLIENT = 40001;

function documentFor(at: number, company: boolean): string {
  if (company) return cif('ABEFGHJNPQRSUVW'[at % 15] ?? 'B', 1_000_000 + at * 37);
  return at % 11 === 0
    ? nie(at % 2 === 0 ? 'X' : 'Y', 1_000_000 + at * 41)
    : nif(10_000_000 + at * 53);
}

/** The odd cases that every agency has, at fixed places of the list. */
const ODD: Readonly<Record<number, (client: GiavRecord) => void>> = {
  3: (client) => delete client['Documento'],
  7: (client) => (client['Documento'] = ''),
  11: (client) => (client['Documento'] = '   '),
  13: (client) => (client['Documento'] = `  ${String(client['Documento'])} `),
  17: (client) => (client['Email'] = `${String(client['Email'])}; segunda.direccion@example.com`),
  19: (client) => (client['Email'] = 'no tiene'),
  23: (client) => (client['Deshabilitado'] = true),
  29: (client) => (client['Nombre'] = ''),
  31: (client) => (client['Comentarios'] = 'Primera línea\r\nSegunda & <tercera> "línea"'),
  37: (client) => (client['Telefono'] = 'llamar por la tarde'),
};

/** One client of the list. */
// eslint-disable-next-line max-lines-per-function -- One list: all its fields in the order of the schema.
export function client(faker: Faker, at: number): GiavRecord {
  const company = at % 8 === 5;
  const tipo = company
    ? 'Empresa'
    : (['Particular', 'Particular', 'ProfesionalAutónomo', 'NoDefinido'][at % 4] ?? 'Particular');
  const place = faker.location.city();
  const record: GiavRecord = {
    Id: FIRST_CLIENT + at,
    FechaModificacion: `${dateTime(faker.date.between({ from: '2024-01-01', to: '2026-10-31' }))}.457`,
    Tipo: tipo,
    Codigo: String(at + 1).padStart(6, '0'),
    Documento: documentFor(at, company),
    Email: faker.internet.email({ provider: 'example.com' }).toLowerCase(),
    Apellidos: company
      ? `${faker.company.name()} SL`
      : `${faker.person.lastName()} ${faker.person.lastName()}`,
    Nombre: company ? '' : faker.person.firstName(),
    NombreAlias: company ? faker.company.name() : '',
    Direccion: faker.location.streetAddress(),
    Telefono: at % 3 === 0 ? `9${faker.string.numeric(8)}` : '',
    CodPostal: `0${faker.string.numeric(4)}`,
    Movil: `6${faker.string.numeric(8)}`,
    Poblacion: place,
    Provincia: faker.location.state(),
    Pais: 'ES',
    TraspasaDepartamentos: false,
    FactTotalizadora: at % 9 === 0,
    CreditoImporte: '0',
    Comentarios: at % 5 === 0 ? faker.lorem.sentence() : '',
    EmpresaFacturarRegGeneral: false,
    SedeFiscal: 'ES',
    SubSedeFiscal: null,
    ComisionesIvaIncluido: true,
    ComisionesComisionDefecto: null,
    Excluir347349: false,
    Deshabilitado: false,
    DatosExternos: {
      NombreOficinaCreacion: 'Central',
      SaldoDeudaPendiente: '0.00',
      FacturacionEjercicioCurso: '120.50',
      FacturacionEjercicioAnterioraMesDiaActual: '0',
      NombrePais: 'España',
    },
    idEntityStage: null,
    inscritoROI: false,
    MailingConsent: ['Pending', 'Accepted', 'Denied'][at % 3] ?? 'Pending',
    RGPDSigned: at % 2 === 0,
    CustomerPortal_DefaultVendorId: null,
    TaxPayerNameCheckStatus: 'NotProcessed',
    EstadoValidacionROI: 'NoProcesado',
    idAgenteComercial: null,
    idPaymentTerm: null,
    idSepaEstado: 'Pendiente',
    idSepaTipo: 'Puntual',
    SepaFecha: null,
    FacturaeCodPais: 'ESP',
  };
  if (!company && at % 2 === 1)
    record['RelevantDates'] = {
      RelevantDate: [{ Type: 'Birthday', Text: '', Date: day(faker.date.birthdate()) }],
    };
  ODD[at]?.(record);
  return record;
}
