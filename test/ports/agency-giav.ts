import { fillPost, fillPut } from '../../lib/giav/put';
import { NOT_WRITABLE, PUT_PARAMETERS } from '../../lib/sync/put-parameters';
import { withEdits } from '../../lib/sync/with-edits';
import type { NewClient } from '../../lib/ports/giav';
import { clientSchema } from '../../lib/giav/records';
import type { ClientEdits } from '../../lib/sync/clientify-to-giav';
import type { RawClient } from '../../lib/sync/giav-record';
import type { GiavClient } from '../../lib/sync/records';
import { Faults } from './faults';

type Raw = Record<string, unknown>;

const VALUES: Readonly<Record<string, unknown>> = {
  Tipo: 'Particular',
  CreditoImporte: '0',
  SubSedeFiscal: null,
  ComisionesComisionDefecto: null,
  idAgenteComercial: null,
  idEntityStage: null,
  idPaymentTerm: null,
  CustomerPortal_DefaultVendorId: null,
  SepaFecha: null,
  idSepaTipo: 'Puntual',
  idSepaEstado: 'Pendiente',
  MailingConsent: 'Pending',
  FacturaeCodPais: 'ESP',
  SedeFiscal: 'ES',
  FechaModificacion: '2026-01-01T00:00:00',
  CustomerPortal_Password: '',
};
const BOOLEANS =
  /^(?:Deshabilitado|RGPDSigned|Traspasa|FactTotal|EmpresaFacturar|ComisionesIva|Excluir|inscrito|CustomerPortal_(?:Enabled|Zone)|FacturaeAcepta)/;
const LISTS = new Set([
  'Contacts',
  'RelevantDates',
  'RRSSs',
  'CustomDataValues',
  'CustomDataCustomerSettings',
]);

const FIELD_OF: readonly (readonly [string, string])[] = PUT_PARAMETERS.flatMap(
  ([parameter, source]) => {
    if (source === 'taxDistrict') return [];
    if (source === 'password') return [[parameter, 'CustomerPortal_Password'] as const];
    return typeof source === 'object' && 'field' in source
      ? [[parameter, source.field] as const]
      : [];
  },
);

/** A whole record of GIAV, every field that its schema requires. */
export function rawClient(id: number, fields: Raw = {}): Raw {
  const names = new Set([...FIELD_OF.map(([, field]) => field), ...NOT_WRITABLE, 'SubSedeFiscal']);
  const raw: Raw = {};
  for (const name of names) {
    if (name === 'DatosExternos' || LISTS.has(name)) continue;
    raw[name] = name in VALUES ? VALUES[name] : BOOLEANS.test(name) ? 'false' : '';
  }
  return { ...raw, Id: id, ...fields };
}

/** GIAV in memory: a PUT replaces the record by what it was sent, field by field (giav.md, P1). */
export class AgencyGiav {
  readonly clients = new Map<number, Raw>();
  readonly categories = new Map<number, number[]>();
  /** Arguments of all PUTs that arrived. */
  readonly puts: Record<string, unknown>[] = [];
  readonly timeoutMs = 1000;
  readonly apiKey = 'key';
  private stamp = 0;
  private nextId = 5000;
  /** What GIAV makes of a record when it stores it. */
  normalise: (raw: Raw) => Raw = (raw) => raw;

  constructor(private readonly faults = new Faults()) {}

  /** What a person does in GIAV's screen. */
  edit(id: number, edits: ClientEdits, fields: Raw = {}): void {
    const raw = this.clients.get(id);
    if (raw) this.store({ ...withEdits(raw, edits), ...fields });
  }

  store(raw: Raw): void {
    this.stamp += 1;
    const at = new Date(Date.UTC(2026, 0, 1) + this.stamp * 1000).toISOString().slice(0, 19);
    this.clients.set(Number(raw['Id']), { ...raw, FechaModificacion: at });
  }

  client(id: number): GiavClient | null {
    const raw = this.clients.get(id);
    return raw ? clientSchema.parse(raw) : null;
  }

  readClient(id: number): Promise<{ raw: RawClient; client: GiavClient } | null> {
    return this.faults.around(() => {
      const raw = this.clients.get(id);
      return raw ? { raw: structuredClone(raw), client: clientSchema.parse(raw) } : null;
    });
  }

  categoriesOf(id: number): Promise<number[]> {
    return this.faults.around(() => [...(this.categories.get(id) ?? [])]);
  }

  fillPut(
    client: RawClient,
    categories: readonly number[],
    settings: Parameters<typeof fillPut>[3],
  ): ReturnType<typeof fillPut> {
    return fillPut('key', client, categories, settings);
  }

  putClient(args: Record<string, unknown>): Promise<void> {
    return this.faults.around(() => {
      this.puts.push(args);
      const before = this.clients.get(Number(args['idCliente']));
      const raw: Raw = { ...before };
      for (const [parameter, field] of FIELD_OF) {
        if (args[parameter] === undefined && LISTS.has(field)) delete raw[field];
        else raw[field] = args[parameter] ?? (args[parameter] === null ? null : '');
      }
      this.store(this.normalise(raw));
    });
  }

  postClient(client: NewClient): Promise<number> {
    return this.faults.around(() => {
      const args = fillPost('key', client);
      const id = this.nextId++;
      const raw: Raw = rawClient(id);
      for (const [parameter, field] of FIELD_OF)
        if (args[parameter] !== undefined && field !== 'Id') raw[field] = asText(args[parameter]);
      this.store(this.normalise(raw));
      return id;
    });
  }

  searchClients(_page: unknown, filter: { documento?: string } = {}) {
    return this.faults.around(() => {
      const all = [...this.clients.values()].map((raw) => clientSchema.parse(raw));
      const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
      const records = all.filter(
        (one) => filter.documento === undefined || plain(one.documento) === plain(filter.documento),
      );
      return { records, invalid: [], size: records.length, readAt: 0 };
    });
  }
}

const asText = (value: unknown): unknown =>
  typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
