import { PUT_PARAMETERS } from '../../lib/sync/put-parameters';
import { fillPut } from '../../lib/giav/put';
import type { Filled, PutSettings } from '../../lib/ports/giav';
import { clientSchema } from '../../lib/giav/records';
import { RecordError } from '../../lib/sync/errors';
import type { RawClient } from '../../lib/sync/giav-record';
import type { GiavClient } from '../../lib/sync/records';

export type Raw = Record<string, unknown>;

const DISTRICTS = ['XX_General', 'ES_PenínsulaYBaleares', 'ES_Canarias', 'ES_CeutaYMelilla'];
export const PUT_SETTINGS: PutSettings = {
  taxDistricts: Object.fromEntries(DISTRICTS.map((name, at) => [String(at), name])),
  refusePortalClients: false,
};

/** GIAV in memory, as far as single clients go: a PUT replaces the whole record. */
export class MemoryGiav {
  readonly apiKey = 'KEY';
  readonly timeoutMs = 2000;
  readonly clients = new Map<number, Raw>();
  readonly categories = new Map<number, number[]>();
  /** Categories that each PUT held, and its arguments. */
  readonly puts: Raw[] = [];
  /** What the service does to a record besides replacing it. */
  damage: (record: Raw, nth: number) => void = () => undefined;
  private saves = 0;

  add(record: Raw, categories: number[] = []): void {
    this.clients.set(Number(record['Id']), structuredClone(record));
    this.categories.set(Number(record['Id']), categories);
  }

  /** Somebody saves the client. */
  edit(id: number, fields: Raw): void {
    this.clients.set(id, {
      ...this.clients.get(id),
      ...structuredClone(fields),
      FechaModificacion: this.stamp(),
    });
  }

  /** A client as it is now. */
  now(id: number): Raw {
    return structuredClone(this.clients.get(id) ?? {});
  }

  readClient(id: number): Promise<{ raw: RawClient; client: GiavClient } | null> {
    const raw = this.clients.get(id);
    return Promise.resolve(
      raw ? { raw: structuredClone(raw), client: clientSchema.parse(raw) } : null,
    );
  }

  categoriesOf(id: number): Promise<number[]> {
    return Promise.resolve([...(this.categories.get(id) ?? [])]);
  }

  fillPut(client: RawClient, categories: readonly number[], settings: PutSettings): Filled {
    return fillPut(this.apiKey, client, categories, settings);
  }

  putClient(args: Raw): Promise<void> {
    this.puts.push(args);
    const id = Number(args['idCliente']);
    const before = this.clients.get(id);
    if (!before)
      return Promise.reject(
        new RecordError('GIAV refused Cliente_PUT: No se tiene acceso al registro'),
      );
    const record = { ...before };
    for (const [parameter, source] of PUT_PARAMETERS) {
      const value = structuredClone(args[parameter]);
      if (source === 'categories')
        this.categories.set(id, [...((value as { int?: number[] } | undefined)?.int ?? [])]);
      else if (source === 'taxDistrict')
        record['SubSedeFiscal'] = value === null ? null : DISTRICTS.indexOf(String(value));
      else if (source === 'password') record['CustomerPortal_Password'] = value;
      else if (typeof source === 'object' && 'field' in source) record[source.field] = value;
    }
    record['FechaModificacion'] = this.stamp();
    this.damage(record, this.puts.length);
    this.clients.set(id, record);
    return Promise.resolve();
  }

  private stamp(): string {
    this.saves += 1;
    return `2026-11-25T10:00:${String(this.saves).padStart(2, '0')}`;
  }
}

/** A client with something in every kind of field. */
export const fullClient = (id: number, fields: Raw = {}): Raw => ({
  Id: id,
  FechaModificacion: '2026-03-02T09:14:31.457',
  Tipo: 'Particular',
  Codigo: `00${id}`,
  Documento: `DOC${id}`,
  Email: 'ana@example.com',
  Apellidos: 'Núñez Peña',
  Nombre: 'Ana María',
  NombreAlias: '',
  Direccion: 'C/ Mayor 1\r\n2º B',
  Telefono: '93 123 45 67',
  Movil: '600111222',
  CodPostal: '08001',
  Poblacion: 'Barcelona',
  Provincia: 'Barcelona',
  PersonaContacto: 'Luis',
  CodCc: '43.00-01',
  TraspasaDepartamentos: 'false',
  FactTotalizadora: 'true',
  CreditoImporte: '1234.50',
  Comentarios: 'viaja con perro',
  EmpresaFacturarRegGeneral: 'false',
  SedeFiscal: 'ES',
  SubSedeFiscal: 2,
  ComisionesIvaIncluido: 'true',
  ComisionesComisionDefecto: '5.50',
  Excluir347349: 'false',
  Deshabilitado: 'false',
  idEntityStage: 3,
  inscritoROI: 'true',
  AlertMsg: 'ojo',
  MailingConsent: 'Accepted',
  RGPDSigned: 'true',
  CustomerPortal_Enabled: 'true',
  CustomerPortal_DefaultVendorId: 9,
  CustomerPortal_Email: 'portal@example.com',
  CustomerPortal_Password: 's3creto-largo',
  CustomerPortal_Zone_Invoicing: 'true',
  Contacts: {
    Contact: [
      { Name: 'Luis', Phone1: '600222333', Remarks: 'su hermano' },
      { Name: 'Eva', Remarks: 'su hija' },
    ],
  },
  RelevantDates: {
    RelevantDate: [
      { Type: 'Anniversaries', Text: 'boda', Date: '2010-05-01T00:00:00' },
      { Type: 'Birthday', Text: '', Date: '1984-05-06T00:00:00' },
      { Type: 'DocumentsExpiration', Text: 'pasaporte', Date: '2030-01-01T00:00:00' },
    ],
  },
  RRSSs: { RRSS: [{ Type: 'Other', Text: '@ana' }] },
  CustomDataValues: { CustomDataItem: [{ Key: 3, Value: 'ventana' }] },
  CustomDataCustomerSettings: { CustomDataCustomerSetting: [{ Key: 3, Value: 'Required' }] },
  TaxPayerNameCheckStatus: 'Identified',
  EstadoValidacionROI: 'NoProcesado',
  idAgenteComercial: 5,
  idPaymentTerm: 2,
  idSepaEstado: 'En_uso',
  idSepaTipo: 'Recurrente',
  SepaReferencia: 'R-1',
  SepaFecha: '2020-01-31T00:00:00',
  CustomerPortal_Zone_TravelFiles: 'true',
  CustomerPortal_Zone_Payments: 'true',
  CustomerPortal_Zone_Contact: 'true',
  FacturaeAcepta: 'false',
  FacturaeCodPais: 'ESP',
  ...fields,
});
