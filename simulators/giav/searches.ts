import type { AgencyData, GiavRecord, Value } from '../agency/data';
import type { Changes } from './changes';
import { localTime, Refused } from './refused';
import type { Arguments } from './request';
import { CATEGORIES } from './write';

/** Key of the class that has an own field: the definition does not show it. */
const CLASS = '(class)';

/** Which records an operation of the service finds, in the order in which it keeps them. */
export class Searches {
  constructor(
    private readonly data: AgencyData,
    private readonly changes: Changes,
  ) {}

  ownFields(args: Arguments): GiavRecord[] {
    const classes = args['targetClass[]']?.split(',') ?? [];
    return (this.data.ownFields ?? []).filter((one) => classes.includes(String(one[CLASS])));
  }

  /** Nobody has seen a list without a filter: it is answered with nothing. */
  agents(args: Arguments): GiavRecord[] {
    const ids = (args['idsAgente[]'] ?? '').split(',');
    return (this.data.agents ?? []).filter(
      (one) =>
        ids.includes(String(one['Id'])) &&
        (args['incluirBloqueados'] === 'true' || one['Bloqueado'] !== true),
    );
  }

  categories(args: Arguments): GiavRecord[] {
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

  clients(args: Arguments): GiavRecord[] {
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

  expedientes(args: Arguments): GiavRecord[] {
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
        (!modified || this.changes.modifiedAt(one) >= localTime(modified)) &&
        (!created || String(one['FechaCreacion'] ?? '') >= created) &&
        (closed === 'NoAplicar' || (one['Cerrado'] === true) === (closed === 'Si')),
    );
  }

  /** A wrong flag or bound filters without a word: `mostrarSoloConPtePago`, and the amounts of a total. */
  invoices(args: Arguments): GiavRecord[] {
    const clients = args['idsCliente[]'] ? args['idsCliente[]'].split(',') : null;
    if (args['mostrarSoloConPtePago'] !== 'false' || args['importeTotalHasta'] === '0') return [];
    return this.data.invoices.filter(
      (one) => clients === null || clients.includes(String(one['IdCliente'])),
    );
  }

  reservations(args: Arguments): GiavRecord[] {
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

  collections(args: Arguments): GiavRecord[] {
    const files = args['idsExpediente[]'] ? (args['idsExpediente[]'] ?? '').split(',') : null;
    const { fechaHoraModificacionDesde: since, importeHasta: to } = args;
    return (this.data.collections ?? []).filter(
      (one) =>
        (files === null || files.includes(String(one['IdExpediente']))) &&
        (!to || Number(one['Importe'] ?? 0) <= Number(to)) &&
        (!since || String(one['FechaModificacion'] ?? '') >= localTime(since)),
    );
  }
}

const fold = (value: Value | undefined): string =>
  String(value ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
