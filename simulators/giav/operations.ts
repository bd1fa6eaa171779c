import type { XmlElement } from 'libxml2-wasm';
import type { AgencyData, GiavRecord } from '../agency/data';
import { Answers } from './answers';
import type { Changes } from './changes';
import { Pages } from './pages';
import { Refused } from './refused';
import type { Arguments } from './request';
import type { Schema } from './schema';
import { Searches } from './searches';
import type { GiavSwitches } from './switches';
import { replaceClient } from './write';

const byId = (records: readonly GiavRecord[], id: string | null | undefined) =>
  records.find((one) => String(one['Id']) === id);

/** The operations of the service, behind the reading of requests. */
export class Operations {
  private readonly answers: Answers;
  private readonly searches: Searches;
  private readonly pages: Pages;

  constructor(
    private readonly data: AgencyData,
    private readonly schema: Schema,
    private readonly switches: GiavSwitches,
    private readonly changes: Changes,
  ) {
    this.answers = new Answers(schema);
    this.searches = new Searches(data, changes);
    this.pages = new Pages(switches, changes);
  }

  /** The answer's body; null = no such record, and no such operation. @throws Refused */
  operate(operation: string, args: Arguments, request: XmlElement): string | null {
    const paged = this.paged[operation];
    if (paged) {
      const [type, found] = paged(args);
      return this.answers.list(operation, type, this.pages.page(found, args));
    }
    return this.others[operation]?.(operation, args, request) ?? null;
  }

  private readonly paged: Readonly<
    Record<string, (args: Arguments) => readonly [type: string, found: readonly GiavRecord[]]>
  > = {
    CustomData_SEARCH: (args) => ['CustomData', this.searches.ownFields(args)],
    AgenteComercial_SEARCH: (args) => ['WsAgenteComercial', this.searches.agents(args)],
    Cliente_SEARCH: (args) => ['WsCliente', this.searches.clients(args)],
    Expediente_SEARCH: (args) => ['WsExpediente', this.searches.expedientes(args)],
    Oficina_SEARCH: () => ['WsOficina', this.data.offices],
    Factura_SEARCH: (args) => ['WsFactura', this.searches.invoices(args)],
    Reservas_SEARCH: (args) => ['WsReserva', this.searches.reservations(args)],
    Cobro_SEARCH: (args) => ['WsCobro', this.searches.collections(args)],
  };

  private readonly others: Readonly<
    Record<string, (operation: string, args: Arguments, request: XmlElement) => string | null>
  > = {
    Cliente_PUT: (operation, args, request) => this.put(operation, args, request),
    Cliente_POST: (operation, args, request) => this.post(operation, args, request),
    Categories_GET: (operation, args) =>
      this.answers.list(operation, 'WsCategory', this.searches.categories(args)),
    EntityStages_GET: (operation, args) =>
      this.answers.list(
        operation,
        'WsEntityStage',
        args['targetClass'] === 'Cliente' ? [] : this.data.stages,
      ),
    Expediente_InfoEconomica_GET: (operation, args) =>
      this.answers.economy(operation, byId(this.data.expedientes, args['id'])),
    Cliente_GET: (operation, args) => {
      const client = byId(this.data.clients, args['id']);
      const answer = this.answers.one(operation, 'WsCliente', client);
      this.changes.disturb(args['id']);
      return answer;
    },
    Expediente_GET: (operation, args) =>
      this.answers.one(operation, 'WsExpediente', byId(this.data.expedientes, args['id'])),
  };

  private put(operation: string, args: Arguments, request: XmlElement): string | null {
    const id = Number(args['idCliente']);
    const record = this.data.clients.find((one) => Number(one['Id']) === id);
    if (!record) return null;
    this.refuseAccount(args);
    if (this.switches.putFault !== '') throw new Refused('', this.switches.putFault);
    replaceClient(this.schema, record, request, operation, this.switches);
    this.changes.touch('clients', record, new Date());
    return this.answers.written(operation, null);
  }

  private post(operation: string, args: Arguments, request: XmlElement): string {
    const id = Math.max(40_000, ...this.data.clients.map((one) => Number(one['Id']))) + 1;
    const record: GiavRecord = { Id: id, Codigo: String(id) };
    this.refuseAccount(args);
    replaceClient(this.schema, record, request, operation, this.switches);
    this.data.clients.push(record);
    this.changes.touch('clients', record, new Date());
    return this.answers.written(operation, id);
  }

  private refuseAccount(args: Arguments): void {
    if (this.switches.wantsAccount && !args['cuentaContableCliente'])
      throw new Refused('La cuenta contable del cliente debe tener 10 dígitos');
  }
}
