import type { ClientFilter, ExpedienteFilter, PageArguments } from '../ports/giav';
import { isBlank } from '../sync/blank';

/**
 * Ordered argument tables: npm soap sends top-level arguments in the order of the object's keys, and the
 * order of the schema is binding (giav.md, T2, T3). test/contract/requests.test.ts checks them against the WSDL.
 */

const ids = (list: readonly number[] | undefined): { int: readonly number[] } | undefined =>
  list === undefined ? undefined : { int: list };

/** `null` becomes xsi:nil, `undefined` is not sent. */
export const clienteSearch = (
  apikey: string,
  page: PageArguments,
  filter: ClientFilter = {},
): Record<string, unknown> => ({
  apikey,
  idsCliente: ids(filter.idsCliente),
  // An empty documento may match every client (giav.md, S1).
  documento:
    filter.documento === undefined || isBlank(filter.documento) ? undefined : filter.documento,
  documentoModo: 'Solo_NIF',
  documentoExacto: filter.documento !== undefined && filter.exactly !== false,
  incluirDeshabilitados: true,
  modoFecha: filter.modifiedSince === undefined ? 'Creacion' : 'CreacionModificacion',
  fechaHoraDesde: filter.modifiedSince,
  edadDesde: null,
  edadHasta: null,
  rgpdSigned: 'NoAplicar',
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

export const expedienteSearch = (
  apikey: string,
  page: PageArguments,
  filter: ExpedienteFilter = {},
): Record<string, unknown> => ({
  apikey,
  idsExpediente: ids(filter.idsExpediente),
  codigoDesde: filter.codigo,
  codigoHasta: filter.codigo,
  idsCliente: ids(filter.idsCliente),
  fechaCreacionDesde: filter.createdSince,
  fechaHoraModificacionDesde: filter.modifiedSince,
  modoMultiFiltroFecha: 'Salida',
  facturacionPendiente: 'NoAplicar',
  cobroPendiente: 'NoAplicar',
  estadoCierre: filter.closed ?? 'NoAplicar',
  tipoExpediente: 'NoAplicar',
  recepcionCosteTotal: 'NoAplicar',
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

export const getById = (apikey: string, id: number): Record<string, unknown> => ({ apikey, id });

/** `objectId` null: the catalogue of the class, probably (giav.md, S5). */
export const categoriesCatalogue = (apikey: string): Record<string, unknown> => ({
  apikey,
  targetClass: 'Cliente',
  objectId: null,
});

export const entityStagesGet = (
  apikey: string,
  targetClass: 'Expediente' | 'Cliente',
): Record<string, unknown> => ({
  apikey,
  targetClass,
});

export const categoriesGet = (
  apikey: string,
  id: number,
  targetClass: 'Cliente' | 'Expediente' = 'Cliente',
): Record<string, unknown> => ({
  apikey,
  targetClass,
  objectId: id,
});

/** Definitions of the agency's own fields of a class, hidden ones included. */
export const customDataSearch = (
  apikey: string,
  page: PageArguments,
  targetClass: 'Cliente' | 'Expediente',
): Record<string, unknown> => ({
  apikey,
  targetClass: { CrmTargetClass: [targetClass] },
  hidden: 'NoAplicar',
  required: 'NoAplicar',
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

/** Agents by their ids, blocked ones too: a list without a filter is unproven (giav.md, S7). */
export const agenteSearch = (
  apikey: string,
  page: PageArguments,
  idsAgente: readonly number[],
): Record<string, unknown> => ({
  apikey,
  idsAgente: ids(idsAgente),
  incluirVinculados: true,
  incluirBloqueados: true,
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

export const oficinaSearch = (apikey: string, page: PageArguments): Record<string, unknown> => ({
  apikey,
  busquedaExactaCodigo: false,
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

/** Invoices of some clients, with no other filter: a wrong `mostrarSoloConPtePago` would empty the answer (giav.md, S4). */
export const facturaSearch = (
  apikey: string,
  page: PageArguments,
  idsCliente: readonly number[],
): Record<string, unknown> => ({
  apikey,
  idsCliente: ids(idsCliente),
  importeTotalaPagarDesde: null,
  importeTotalaPagarHasta: null,
  importePteCobroDesde: null,
  importePteCobroHasta: null,
  traspasado: 'NoAplicar',
  mostrarSoloConPtePago: false,
  liquidada: 'NoAplicar',
  idModalidadFactura: null,
  importeTotalDesde: null,
  importeTotalHasta: null,
  simplificada: 'NoAplicar',
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

/** Which reservations, or collections: one of the keys. */
export interface PaperFilter {
  readonly idsCliente?: readonly number[];
  readonly idsExpediente?: readonly number[];
  /** Local time in the configured format. */
  readonly modifiedSince?: string;
}

/** Reservations; the bounds take in negative lines (giav.md, S4). */
export const reservasSearch = (
  apikey: string,
  page: PageArguments,
  filter: PaperFilter,
): Record<string, unknown> => ({
  apikey,
  idsExpediente: ids(filter.idsExpediente),
  idsCliente: ids(filter.idsCliente),
  facturacionPendiente: 'NoAplicar',
  cobroPendiente: 'NoAplicar',
  prepagoPendiente: 'NoAplicar',
  modofiltroImporte: 'venta',
  importeDesde: -9_999_999,
  importeHasta: 9_999_999,
  recepcionCosteTotal: 'NoAplicar',
  fechaReserva: 'creacion',
  modoFiltroLocalizadorPedido: 'LOCPED',
  fechaHoraModificacionDesde: filter.modifiedSince,
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});

/** What clients have paid; every filter that must be sent is sent as none. */
export const cobroSearch = (
  apikey: string,
  page: PageArguments,
  filter: Omit<PaperFilter, 'idsCliente'>,
): Record<string, unknown> => ({
  apikey,
  idTipoOperacion: null,
  idsExpediente: ids(filter.idsExpediente),
  idBankAccount: null,
  modoImporte: null,
  importeDesde: null,
  importeHasta: null,
  traspasado: 'NoAplicar',
  conciliado: 'NoAplicar',
  fechaHoraModificacionDesde: filter.modifiedSince,
  pageSize: page.pageSize,
  pageIndex: page.pageIndex,
});
