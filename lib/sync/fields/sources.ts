import { filled } from '../blank';
import type { Expediente, GiavClient } from '../records';

/** What GIAV holds of a record elsewhere than in it: read only where a setting asks for it. */
export type Elsewhere = 'agent' | 'categories' | 'office' | 'sales' | 'pending';

/** One value of GIAV that may become a custom field. `read` gives undefined where it was not, or could not be, read. */
export interface Source<Of> {
  readonly read: (record: Of) => string | undefined;
  readonly elsewhere?: Elsewhere;
}

type Sources<Of> = Readonly<Record<string, Source<Of>>>;

interface WithBesides {
  readonly besides?: GiavClient['besides'];
}

/** A person's e-mail is nobody's name: an agent without a name is told as nothing. */
const AGENT: Source<WithBesides> = {
  read: ({ besides }) =>
    besides?.agent === null ? '' : besides?.agent && filled(besides.agent.name),
  elsewhere: 'agent',
};
/** In the order of the alphabet: GIAV gives them in any. */
const CATEGORIES: Source<WithBesides> = {
  read: ({ besides }) => besides?.categories && [...besides.categories].sort().join(', '),
  elsewhere: 'categories',
};

/** Texts of WsCliente that are read because they may be a source. */
export const CLIENT_SOURCE_TEXTS = ['PersonaContacto', 'CodCc'] as const;

const CLIENT: Sources<GiavClient> = {
  Codigo: { read: (c) => c.codigo },
  NombreAlias: { read: (c) => c.nombreAlias },
  PersonaContacto: { read: (c) => c.texts['PersonaContacto'] ?? '' },
  CodCc: { read: (c) => c.texts['CodCc'] ?? '' },
  Fax: { read: (c) => c.fax },
  Pais: { read: (c) => c.pais },
  // The office where the client was created: the record names no other.
  Oficina: { read: (c) => c.oficina },
  Agente: AGENT,
  Categorias: CATEGORIES,
};

/** Texts of WsExpediente that are read because they may be a source. */
export const EXPEDIENTE_SOURCE_TEXTS = [
  'Observaciones',
  'NombreTipoExpediente',
  'Destino',
  'Descripcion',
  'Destination_Country',
] as const;

const textsOf = (names: readonly string[]): Sources<Expediente> =>
  Object.fromEntries(names.map((name) => [name, { read: (e) => e.texts?.[name] }]));

const EXPEDIENTE: Sources<Expediente> = {
  Codigo: { read: (e) => e.codigo },
  Titulo: { read: (e) => e.titulo },
  CodigoOficina: { read: (e) => e.codigoOficina },
  FechaCreacion: { read: (e) => e.fechaCreacion ?? '' },
  FechaDesde: { read: (e) => e.fechaDesde ?? '' },
  FechaHasta: { read: (e) => e.fechaHasta ?? '' },
  ...textsOf(EXPEDIENTE_SOURCE_TEXTS),
  Oficina: { read: (e) => e.besides?.office, elsewhere: 'office' },
  Agente: AGENT,
  Categorias: CATEGORIES,
};

/** By what the setting `customFields` calls `on`. */
export const SOURCES = { client: CLIENT, expediente: EXPEDIENTE } as const;
export type SourceOf = keyof typeof SOURCES;

/** A field of the agency's own (CustomDataValues), by its id in GIAV. */
const OWN = /^CustomDataValues:([1-9]\d{0,9})$/;

/** The id of the agency's own field that a source names; null where it names another one. */
export const ownFieldOf = (from: string): number | null => {
  const id = OWN.exec(from)?.[1];
  return id === undefined ? null : Number(id);
};

const isOwnKey = <T extends object>(table: T, name: string): name is string & keyof T =>
  Object.hasOwn(table, name);

/** Whether GIAV's records have such a value, as far as the product knows without asking GIAV. */
export const isSource = (on: SourceOf, from: string): boolean =>
  ownFieldOf(from) !== null || isOwnKey(SOURCES[on], from);

/** How sources are written, for a message. */
export const sourcesOf = (on: SourceOf): string =>
  [...Object.keys(SOURCES[on]), 'CustomDataValues:<id>'].join(', ');

const sourceOf = <Of extends { readonly own?: Readonly<Record<string, string>> }>(
  table: Sources<Of>,
  from: string,
): Source<Of> | undefined => {
  const own = ownFieldOf(from);
  if (own !== null) return { read: (record) => record.own && (record.own[String(own)] ?? '') };
  return isOwnKey(table, from) ? table[from] : undefined;
};

/** Where else than in the record a source is. */
export const elsewhereOf = (on: SourceOf, from: string): Elsewhere | undefined =>
  sourceOf<never>(SOURCES[on], from)?.elsewhere;

/** What a client holds of a source; undefined where that was not read. */
export const readOfClient = (client: GiavClient, from: string): string | undefined =>
  sourceOf(CLIENT, from)?.read(client);

/** The same of an expediente. */
export const readOfExpediente = (expediente: Expediente, from: string): string | undefined =>
  sourceOf(EXPEDIENTE, from)?.read(expediente);
