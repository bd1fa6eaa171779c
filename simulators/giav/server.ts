import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { DateTime } from 'luxon';
import type { AgencyData, GiavRecord, Value } from '../agency/data';
import { Weather, listen, readBody, type Answer } from '../http';
import { readSchema, type Schema } from './schema';
import { CATEGORIES, replaceClient, type WriteSwitches } from './write';
import { envelope, fault, writeRecord } from './xml';

export interface GiavSwitches extends WriteSwitches {
  dialect: 'zero' | 'one' | 'offset';
  /** Silent cap of the page size. */
  pageCap: number;
  /**
   * `shuffled`: every page request is answered from a list in another order. `modified-asc`, `modified-desc`: by the
   * date of the last change, so that records move while others change.
   */
  order: 'stable' | 'shuffled' | 'modified-asc' | 'modified-desc';
  /** So many of the next pages are each followed by a change of the record that was first on it. */
  churn: number;
  /** Whether a new stage counts as a modification of an expediente. */
  stageMovesDate: boolean;
  /** Whether the creation of an expediente counts as a modification. */
  creationMovesDate: boolean;
  /** So many of the next readings of a client are each followed by somebody's change of it. */
  editsAfterGet: number;
  /** The same: somebody assigns one category more, which moves no date. */
  assignsAfterGet: number;
}

/** Key of the date that the service keeps but does not show. */
const HIDDEN_DATE = '(modified)';

/** `link`: the last link of the fault, its exception's name included. */
class Refused extends Error {
  constructor(
    message: string,
    readonly link = `System.FormatException: ${message}`,
  ) {
    super(message);
  }
}

/** Key of what is pending of an expediente. */
const PENDING = '(pending)';

/** Key of the class that has an own field: the definition does not show it. */
const CLASS = '(class)';

/** The filter's text as the service reads it; a format that it does not know is refused. */
function localTime(text: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text))
    throw new Refused('La cadena no se reconoció como una fecha y hora válida');
  return text;
}

type Arguments = { [name: string]: string | null };
const BASE =
  'System.Web.Services.Protocols.SoapException: No se ha podido procesar la solicitud. ---> ';

/** GIAV as the contract knows it: strict about every request, destructive where the service is. */
export class GiavSimulator {
  readonly weather = new Weather();
  readonly switches: GiavSwitches = {
    dialect: 'zero',
    pageCap: 100,
    order: 'stable',
    churn: 0,
    stageMovesDate: true,
    creationMovesDate: false,
    editsAfterGet: 0,
    assignsAfterGet: 0,
    trimTexts: false,
    upperCaseNames: false,
    plainDocumentos: false,
    losesOnPut: [],
    losesOnce: [],
    ignoresOnPut: [],
    cutsTexts: {},
    emptiesParts: [],
    keepsEntries: {},
    losesCategories: false,
    wrongDistrict: false,
    damagingPuts: null,
    putFault: '',
    keepsUnreadable: true,
    wantsAccount: false,
  };
  url = '';

  private constructor(
    readonly data: AgencyData,
    private readonly apiKey: string,
    private readonly schema: Schema,
    private readonly parse: (text: string) => XmlDocument,
  ) {}

  static async start(options: {
    data: AgencyData;
    apiKey: string;
    wsdl: string;
    port?: number;
  }): Promise<GiavSimulator> {
    const { XmlDocument: Xml } = await import('libxml2-wasm');
    const simulator = new GiavSimulator(
      options.data,
      options.apiKey,
      await readSchema(options.wsdl),
      (text) => Xml.fromString(text),
    );
    const { url } = await listen(async (request, response) => {
      const body = await readBody(request);
      const operation = /\/(\w+)"$/.exec(String(request.headers['soapaction'] ?? ''))?.[1] ?? '';
      await simulator.weather.answer(
        { name: operation, method: operation, path: request.url ?? '', body },
        response,
        () => simulator.handle(request.method ?? '', request.headers, operation, body),
      );
    }, options.port);
    simulator.url = `${url}/webservices/api_2_05.asmx`;
    return simulator;
  }

  private handle(
    method: string,
    headers: Record<string, unknown>,
    operation: string,
    body: string,
  ): Answer {
    const xml = (status: number, text: string): Answer => ({
      status,
      body: text,
      type: 'text/xml; charset=utf-8',
    });
    if (method !== 'POST' || !/^text\/xml/.test(String(headers['content-type'] ?? '')))
      return { status: 415, body: 'Unsupported Media Type', type: 'text/plain' };
    let document: XmlDocument;
    try {
      document = this.parse(body);
    } catch {
      return { status: 400, body: '', type: 'text/plain' };
    }
    try {
      const problem = this.schema.validate(document);
      if (problem !== null)
        return xml(
          500,
          fault(
            'Client',
            `System.Web.Services.Protocols.SoapException: Server was unable to read request. ---> There is an error in XML document (1, 1). ---> ${problem}`,
          ),
        );
      const root = document.get('/e:Envelope/e:Body/*', {
        e: 'http://schemas.xmlsoap.org/soap/envelope/',
      }) as unknown as XmlNodeLike | null;
      if (root?.name !== operation)
        return xml(
          500,
          fault(
            'Client',
            `Server did not recognize the value of HTTP Header SOAPAction: ${String(headers['soapaction'])}.`,
          ),
        );
      const args: Arguments = {};
      for (let node = root.firstChild ?? null; node; node = node.next) {
        if (!('name' in node) || !node.name) continue;
        args[node.name] = node.attrs?.some(({ name }) => name === 'nil') ? null : node.content;
        args[`${node.name}[]`] = childTexts(node).join(',');
      }
      if (args['apikey'] !== this.apiKey)
        return xml(500, fault('Server', `${BASE}System.Exception: ApiKey no válida`));
      let result: string | null;
      try {
        result = this.operate(operation, args, root as unknown as XmlElement);
      } catch (error) {
        if (error instanceof Refused) return xml(500, fault('Server', `${BASE}${error.link}`));
        throw error;
      }
      return result === null
        ? xml(500, fault('Server', `${BASE}System.Exception: No se tiene acceso al registro`))
        : xml(200, envelope(result));
    } finally {
      document.dispose();
    }
  }

  private operate(operation: string, args: Arguments, request: XmlElement): string | null {
    if (operation === 'Cliente_PUT' || operation === 'Cliente_POST')
      return this.write(operation, args, request);
    if (operation === 'Categories_GET')
      return this.list(operation, 'WsCategory', this.categories(args));
    if (operation === 'CustomData_SEARCH')
      return this.list(operation, 'CustomData', this.page(this.ownFields(args), args));
    if (operation === 'AgenteComercial_SEARCH')
      return this.list(operation, 'WsAgenteComercial', this.page(this.agents(args), args));
    if (operation === 'Cliente_SEARCH')
      return this.list(operation, 'WsCliente', this.page(this.searchClients(args), args));
    if (operation === 'Expediente_SEARCH')
      return this.list(operation, 'WsExpediente', this.page(this.searchExpedientes(args), args));
    if (operation === 'EntityStages_GET')
      return this.list(
        operation,
        'WsEntityStage',
        args['targetClass'] === 'Cliente' ? [] : this.data.stages,
      );
    if (operation === 'Oficina_SEARCH')
      return this.list(operation, 'WsOficina', this.page(this.data.offices, args));
    if (operation === 'Factura_SEARCH')
      return this.list(operation, 'WsFactura', this.page(this.invoices(args), args));
    if (operation === 'Reservas_SEARCH')
      return this.list(operation, 'WsReserva', this.page(this.reservations(args), args));
    if (operation === 'Cobro_SEARCH')
      return this.list(operation, 'WsCobro', this.page(this.collections(args), args));
    if (operation === 'Expediente_InfoEconomica_GET') return this.economy(operation, args);
    if (operation === 'Cliente_GET') {
      const answer = this.one(operation, 'WsCliente', this.data.clients, args);
      this.disturb(args['id']);
      return answer;
    }
    if (operation === 'Expediente_GET')
      return this.one(operation, 'WsExpediente', this.data.expedientes, args);
    return null;
  }

  private write(operation: string, args: Arguments, request: XmlElement): string | null {
    const creates = operation === 'Cliente_POST';
    const id = creates
      ? Math.max(40_000, ...this.data.clients.map((one) => Number(one['Id']))) + 1
      : Number(args['idCliente']);
    const record = creates
      ? { Id: id, Codigo: String(id) }
      : this.data.clients.find((one) => Number(one['Id']) === id);
    if (!record) return null;
    if (this.switches.wantsAccount && !args['cuentaContableCliente'])
      throw new Refused('La cuenta contable del cliente debe tener 10 dígitos');
    if (!creates && this.switches.putFault !== '') throw new Refused('', this.switches.putFault);
    replaceClient(this.schema, record, request, operation, this.switches);
    if (creates) this.data.clients.push(record);
    this.touch('clients', record, new Date());
    return `<${operation}Response xmlns="Giav.Core.Business">${creates ? `<Cliente_POSTResult>${id}</Cliente_POSTResult>` : ''}</${operation}Response>`;
  }

  private ownFields(args: Arguments): GiavRecord[] {
    const classes = args['targetClass[]']?.split(',') ?? [];
    return (this.data.ownFields ?? []).filter((one) => classes.includes(String(one[CLASS])));
  }

  /** Nobody has seen a list without a filter: it is answered with nothing. */
  private agents(args: Arguments): GiavRecord[] {
    const ids = (args['idsAgente[]'] ?? '').split(',');
    return (this.data.agents ?? []).filter(
      (one) =>
        ids.includes(String(one['Id'])) &&
        (args['incluirBloqueados'] === 'true' || one['Bloqueado'] !== true),
    );
  }

  private categories(args: Arguments): GiavRecord[] {
    const records =
      args['targetClass'] === 'Expediente' ? this.data.expedientes : this.data.clients;
    const client = records.find((one) => String(one['Id']) === args['objectId']);
    const ids = (client?.[CATEGORIES] as number[] | undefined) ?? [];
    return ids.map((Id) => ({
      Id,
      CategoryName: `Categoría ${Id}`,
      ClassName: args['targetClass'] ?? '',
      Cancelled: false,
    }));
  }

  /** Somebody else works on the record that was just read. */
  private disturb(id: string | null | undefined): void {
    const record = this.data.clients.find((one) => String(one['Id']) === id);
    if (this.switches.assignsAfterGet > 0 && record) {
      this.switches.assignsAfterGet -= 1;
      const assigned = (record[CATEGORIES] as number[] | undefined) ?? [];
      record[CATEGORIES] = [...assigned, Math.max(0, ...assigned) + 1];
    }
    if (this.switches.editsAfterGet <= 0 || !record) return;
    this.switches.editsAfterGet -= 1;
    record['AlertMsg'] = `${String(record['AlertMsg'] ?? '')}+`;
    this.touch('clients', record, new Date());
  }

  private searchClients(args: Arguments): GiavRecord[] {
    const ids = args['idsCliente[]'] ? args['idsCliente[]'].split(',') : null;
    const documento = args['documento'];
    return this.data.clients.filter(
      (client) =>
        (args['incluirDeshabilitados'] === 'true' || client['Deshabilitado'] !== true) &&
        (ids === null || ids.includes(String(client['Id']))) &&
        // Case and punctuation are ignored, blanks match everything: as the sheet fears.
        (!documento || fold(client['Documento']).includes(fold(documento))) &&
        // `Creacion` looks at a date that the record does not show; edits do not move it.
        (!args['fechaHoraDesde'] ||
          (args['modoFecha'] === 'CreacionModificacion' &&
            String(client['FechaModificacion']) >= localTime(args['fechaHoraDesde']))),
    );
  }

  private searchExpedientes(args: Arguments): GiavRecord[] {
    const ids = args['idsExpediente[]'] ? args['idsExpediente[]'].split(',') : null;
    const clients = args['idsCliente[]'] ? args['idsCliente[]'].split(',') : null;
    const {
      fechaHoraModificacionDesde: modified,
      fechaCreacionDesde: created,
      estadoCierre: closed,
      codigoDesde: from,
      codigoHasta: to,
    } = args;
    if (created && !/^\d{4}-\d\d-\d\d$/.test(created))
      throw new Refused('La cadena no se reconoció como una fecha válida');
    return this.data.expedientes.filter(
      (one) =>
        (ids === null || ids.includes(String(one['Id']))) &&
        (clients === null || clients.includes(String(one['IdCliente']))) &&
        (!from || String(one['Codigo'] ?? '') >= from) &&
        (!to || String(one['Codigo'] ?? '') <= to) &&
        (!modified || this.modifiedAt(one) >= localTime(modified)) &&
        (!created || String(one['FechaCreacion'] ?? '') >= created) &&
        (closed === 'NoAplicar' || (one['Cerrado'] === true) === (closed === 'Si')),
    );
  }

  /** A wrong flag or bound filters without a word: `mostrarSoloConPtePago`, and the amounts of a total. */
  private invoices(args: Arguments): GiavRecord[] {
    const clients = args['idsCliente[]'] ? args['idsCliente[]'].split(',') : null;
    if (args['mostrarSoloConPtePago'] !== 'false' || args['importeTotalHasta'] === '0') return [];
    return this.data.invoices.filter(
      (one) => clients === null || clients.includes(String(one['IdCliente'])),
    );
  }

  private reservations(args: Arguments): GiavRecord[] {
    const list = (name: string): string[] | null =>
      args[`${name}[]`] ? (args[`${name}[]`] ?? '').split(',') : null;
    const [clients, files] = [list('idsCliente'), list('idsExpediente')];
    const { importeDesde: from, importeHasta: to, fechaHoraModificacionDesde: since } = args;
    return this.data.reservations.filter(
      (one) =>
        (clients === null || clients.includes(String(one['IdCliente']))) &&
        (files === null || files.includes(String(one['IdExpediente']))) &&
        (!from || Number(one['Venta'] ?? 0) >= Number(from)) &&
        (!to || Number(one['Venta'] ?? 0) <= Number(to)) &&
        (!since || String(one['FechaModificacion'] ?? '') >= localTime(since)),
    );
  }

  private collections(args: Arguments): GiavRecord[] {
    const files = args['idsExpediente[]'] ? (args['idsExpediente[]'] ?? '').split(',') : null;
    const { fechaHoraModificacionDesde: since, importeHasta: to } = args;
    return (this.data.collections ?? []).filter(
      (one) =>
        (files === null || files.includes(String(one['IdExpediente']))) &&
        (!to || Number(one['Importe'] ?? 0) <= Number(to)) &&
        (!since || String(one['FechaModificacion'] ?? '') >= localTime(since)),
    );
  }

  /** What is pending of an expediente, as its record keeps it under a key that no list shows. */
  private economy(operation: string, args: Arguments): string | null {
    const file = this.data.expedientes.find((one) => String(one['Id']) === args['id']);
    if (!file) return null;
    const record = { PendienteCobrar: file[PENDING] ?? 0 };
    return `<${operation}Response xmlns="Giav.Core.Business">${writeRecord(this.schema, `${operation}Result`, 'InfoEconomica', record)}</${operation}Response>`;
  }

  /** The service keeps a date that the record does not show; a creation may not count. */
  private modifiedAt(one: GiavRecord): string {
    return String(
      one[HIDDEN_DATE] ?? (this.switches.creationMovesDate ? one['FechaCreacion'] : '') ?? '',
    );
  }

  /** What the service does to a record on every change. */
  touch(
    list: 'clients' | 'expedientes',
    record: GiavRecord,
    now: Date,
    changed: readonly string[] = [],
  ): void {
    const at = DateTime.fromJSDate(now, { zone: 'Europe/Madrid' }).toFormat(
      "yyyy-MM-dd'T'HH:mm:ss.SSS",
    );
    if (list === 'clients') record['FechaModificacion'] = at;
    else if (this.switches.stageMovesDate || changed.some((field) => field !== 'IdEntityStage'))
      record[HIDDEN_DATE] = at;
  }

  private page(records: readonly GiavRecord[], args: Arguments): GiavRecord[] {
    const asked = Number(args['pageSize']);
    const size = Math.min(asked, this.switches.pageCap);
    const index = Number(args['pageIndex']);
    const ordered = this.order(records);
    const from =
      this.switches.dialect === 'offset'
        ? index
        : (this.switches.dialect === 'one' ? Math.max(0, index - 1) : index) * size;
    const page = ordered.slice(from, from + size);
    const [first] = page;
    if (this.switches.churn > 0 && first && page.length > 1) {
      this.switches.churn -= 1;
      this.touch('IdCliente' in first ? 'expedientes' : 'clients', first, new Date());
    }
    return page;
  }

  private order(records: readonly GiavRecord[]): GiavRecord[] {
    const { order } = this.switches;
    if (order === 'stable') return [...records];
    if (order === 'shuffled') return [...records].sort(() => Math.random() - 0.5);
    const date = (one: GiavRecord): string =>
      'IdCliente' in one ? this.modifiedAt(one) : String(one['FechaModificacion']);
    const sorted = [...records].sort((a, b) =>
      date(a) < date(b) ? -1 : date(a) > date(b) ? 1 : 0,
    );
    return order === 'modified-asc' ? sorted : sorted.reverse();
  }

  private list(operation: string, type: string, records: readonly GiavRecord[]): string {
    const items = records.map((record) => writeRecord(this.schema, type, type, record)).join('');
    const result =
      items === '' ? `<${operation}Result/>` : `<${operation}Result>${items}</${operation}Result>`;
    return `<${operation}Response xmlns="Giav.Core.Business">${result}</${operation}Response>`;
  }

  private one(
    operation: string,
    type: string,
    records: readonly GiavRecord[],
    args: Arguments,
  ): string | null {
    const record = records.find((one) => String(one['Id']) === args['id']);
    return record
      ? `<${operation}Response xmlns="Giav.Core.Business">${writeRecord(this.schema, `${operation}Result`, type, record)}</${operation}Response>`
      : null;
  }
}

interface XmlNodeLike {
  readonly name: string;
  readonly content: string;
  readonly next: XmlNodeLike | null;
  readonly firstChild?: XmlNodeLike | null;
  readonly attrs?: readonly { readonly name: string }[];
}

function childTexts(node: XmlNodeLike): string[] {
  const texts: string[] = [];
  for (let child = node.firstChild ?? null; child; child = child.next)
    if (child.name && 'attrs' in child) texts.push(child.content);
  return texts;
}

const fold = (value: Value | undefined): string =>
  String(value ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
