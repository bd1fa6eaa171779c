import type { Faker } from '@faker-js/faker';
import { cif, nie, nif } from './documents';

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type GiavRecord = { [field: string]: Value };
export type CrmRecord = { [field: string]: Value };

export interface AgencyData {
  readonly clients: GiavRecord[];
  readonly expedientes: GiavRecord[];
  readonly stages: GiavRecord[];
  readonly offices: GiavRecord[];
  readonly invoices: GiavRecord[];
  readonly reservations: GiavRecord[];
  /** @default - none */
  readonly agents?: GiavRecord[];
  /** What clients have paid (WsCobro). @default - none */
  readonly collections?: GiavRecord[];
  /** Definitions of the agency's own fields, each with the class that has it under `(class)`. @default - none */
  readonly ownFields?: GiavRecord[];
  /** Users of Clientify by their user names. @default - ventas@example.com alone */
  readonly users?: string[];
  /** What the agency already had in Clientify, by collection. */
  readonly contacts: CrmRecord[];
  readonly companies: CrmRecord[];
  readonly deals: CrmRecord[];
  readonly pipelines: { name: string; stages: string[] }[];
}

const STAGES = ['Presupuestado', 'Confirmado', 'En viaje', 'Finalizado', 'Anulado'];
const FIRST_CLIENT = 40001;
const FIRST_EXPEDIENTE = 90001;

const pad = (value: number): string => String(value).padStart(2, '0');
const dateTime = (date: Date): string =>
  `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}T${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
const day = (date: Date): string => `${dateTime(date).slice(0, 10)}T00:00:00`;

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

function client(faker: Faker, at: number): GiavRecord {
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

function expediente(faker: Faker, at: number, clients: number): GiavRecord {
  const created = faker.date.between({ from: '2024-01-01', to: '2026-10-31' });
  const start = faker.date.soon({ days: 200, refDate: created });
  const office = at % 3 === 0 ? 2 : 1;
  return {
    Id: FIRST_EXPEDIENTE + at,
    IdOficina: office,
    // The last client of the agency has none; one expediente names a client that the search does not show.
    IdCliente: at === 20 ? 999_999 : FIRST_CLIENT + (at % Math.max(1, clients - 1)),
    IdDepartamento: null,
    IdAgenteComercial: null,
    IdTipoExpediente: null,
    IdPresupuesto: null,
    // Office 2 starts its own count: numbers repeat between the two.
    Codigo: String(2_600_000 + (office === 2 ? at / 3 : at)),
    Cerrado: at % 10 === 9,
    CodigoOficina: office === 2 ? 'BCN' : 'MAD',
    FechaCreacion: at === 15 ? null : `${dateTime(created)}.21`,
    Titulo: `Viaje a ${faker.location.country()}`,
    PlazaAPlaza: false,
    FechaDesde: day(start),
    FechaHasta: day(faker.date.soon({ days: 14, refDate: start })),
    GruposPaxPorDefecto: null,
    IdEntityStage: at === 25 ? null : 11 + (at % STAGES.length),
    esGrupo: false,
    Destination_IdCountryZone: null,
  };
}

/** What GIAV prints of a client on its papers: the name as it stood when the paper was made. */
const printed = (of: GiavRecord) => ({
  apellidos: String(of['Apellidos'] ?? ''),
  nombre: String(of['Nombre'] ?? ''),
  alias: String(of['NombreAlias'] ?? ''),
  whole: [of['Apellidos'], of['Nombre']]
    .filter((part) => part !== undefined && part !== '')
    .join(', '),
});

/** An invoice for every second company, a reservation for the others. */
function papers(clients: readonly GiavRecord[]): Pick<AgencyData, 'invoices' | 'reservations'> {
  const companies = clients.filter((one) => one['Tipo'] === 'Empresa');
  return {
    invoices: companies
      .filter((_, at) => at % 2 === 0)
      .map((of, at) => {
        const { apellidos, nombre, alias, whole } = printed(of);
        return {
          Id: 50_001 + at,
          IdCliente: of['Id'] ?? 0,
          ApeCliente: apellidos,
          FechaEmision: '2026-03-02T00:00:00',
          Codigo: `F26-${at + 1}`,
          NomCliente: nombre,
          DatosExternos: { NombreClienteAlias: alias },
          ApellidosNombreCliente: whole,
        };
      }),
    reservations: companies
      .filter((_, at) => at % 2 === 1)
      .map((of, at) => {
        const { alias, whole } = printed(of);
        const texts = { NombreCliente: whole, NombreClienteAlias: alias };
        return {
          Id: 70_001 + at,
          IdExpediente: FIRST_EXPEDIENTE,
          IdCliente: of['Id'] ?? 0,
          Venta: '120.50',
          DatosExternos: texts,
        };
      }),
  };
}

const field = (name: string, value: string): CrmRecord => ({ field: name, value });

/** What earlier work left in Clientify: records to link, and every conflict of the rules. */
function existing(clients: readonly GiavRecord[]): Pick<AgencyData, 'contacts' | 'companies'> {
  const people = clients.filter((one, at) => one['Tipo'] !== 'Empresa' && at >= 40);
  const firms = clients.filter((one, at) => one['Tipo'] === 'Empresa' && at >= 40);
  const contact = (of: GiavRecord | undefined, more: CrmRecord): CrmRecord => ({
    first_name: 'Contacto',
    last_name: 'Existente',
    status: 'cold-lead',
    taxpayer_identification_number: of?.['Documento'] ?? '',
    ...more,
  });
  const idOf = (of: GiavRecord | undefined): string => String(of?.['Id']);
  return {
    contacts: [
      contact(people[0], {}),
      contact(people[1], {
        custom_fields: [field('gesintur_id', idOf(people[1]))],
        phones: [{ type: 1, phone: '911111111' }],
      }),
      contact(people[2], {
        taxpayer_identification_number: '00000000T',
        custom_fields: [field('gesintur_id', idOf(people[2]))],
      }),
      contact(people[3], {
        taxpayer_identification_number: '',
        custom_fields: [field('gesintur_id', idOf(people[3]))],
      }),
      contact(people[4], { custom_fields: [field('gesintur_id', '77777')] }),
      contact(people[5], {}),
      contact(people[5], {}),
      contact(undefined, { first_name: 'Sin', last_name: 'Relación' }),
      contact(firms[1], { custom_fields: [field('gesintur_id', idOf(firms[1]))] }),
    ],
    companies: [
      {
        name: 'Empresa existente',
        business_name: 'Empresa existente SL',
        taxpayer_identification_number: firms[0]?.['Documento'] ?? '',
      },
    ],
  };
}

/** A believable agency; the same seed gives the same agency. */
export async function generateAgency(options: {
  seed: number;
  clients: number;
  expedientes: number;
}): Promise<AgencyData> {
  // The whole library brings the names of all languages.
  const { faker } = await import('@faker-js/faker/locale/es');
  faker.seed(options.seed);
  faker.setDefaultRefDate('2026-11-01T00:00:00.000Z');
  const clients = Array.from({ length: options.clients }, (_, at) => client(faker, at));
  const twin = clients[options.clients - 2];
  const original = clients.find(
    (one, at) => at > 30 && one['Tipo'] === twin?.['Tipo'] && one['Documento'] !== undefined,
  );
  if (twin && original && twin !== original) twin['Documento'] = original['Documento'] ?? '';
  return {
    clients,
    expedientes: Array.from({ length: options.expedientes }, (_, at) =>
      expediente(faker, at, options.clients),
    ),
    stages: [...STAGES, 'Incidencia'].map((StageName, at) => ({
      Id: 11 + at,
      StageName,
      ClassName: 'Expediente',
      OrderNum: at,
      Cancelled: false,
    })),
    offices: ['MAD', 'BCN'].map((Codigo, at) => ({
      Id: at + 1,
      Codigo,
      Denominacion: `Oficina ${Codigo}`,
    })),
    ...papers(clients),
    ...existing(clients),
    deals: [],
    pipelines: [
      { name: 'Ventas', stages: ['Nuevo', 'Confirmado', 'Ganado'] },
      {
        name: 'Expedientes',
        stages: ['Presupuestado', 'Confirmado', 'En viaje', 'Finalizado', 'Anulado'],
      },
    ],
  };
}
