/** GIAV records as the rules see them: parsed, but with their texts untouched (giav.md, R1). */

export const CLIENT_KINDS = ['NoDefinido', 'Empresa', 'Particular', 'ProfesionalAutónomo'] as const;
export type MailingConsent = 'Pending' | 'Accepted' | 'Denied';

export interface GiavClient {
  readonly id: number;
  readonly modifiedAt: string | null;
  /** `Tipo`; an enum name. */
  readonly tipo: string;
  readonly codigo: string;
  readonly documento: string;
  readonly email: string;
  readonly apellidos: string;
  readonly nombre: string;
  readonly nombreAlias: string;
  readonly direccion: string;
  readonly telefono: string;
  readonly movil: string;
  readonly fax: string;
  readonly codPostal: string;
  readonly poblacion: string;
  readonly provincia: string;
  readonly pais: string;
  /** `DatosExternos/NombrePais`. */
  readonly nombrePais: string;
  readonly fechaNacimiento: string;
  /** The `Birthday` of RelevantDates, as the local date `YYYY-MM-DD`. */
  readonly birthday: string | null;
  readonly comentarios: string;
  /** Other texts of WsCliente, by their names there: those that a row of lib/sync/fields asks for. */
  readonly texts: Readonly<Partial<Record<string, string>>>;
  readonly deshabilitado: boolean;
  readonly mailingConsent: MailingConsent;
  readonly rgpdSigned: boolean;
  /** Name of the office where it was created. */
  readonly oficina?: string;
  readonly idAgente?: number | null;
  /** The agency's own fields (CustomDataValues) by their ids. @default - not read */
  readonly own?: Readonly<Record<string, string>>;
  /** What GIAV holds elsewhere. @default - not read */
  readonly besides?: ClientBesides;
  /** Lists that a search left out, so that what they hold is not known. @default - none */
  readonly notShown?: readonly SearchedList[];
}

/** Lists of WsCliente from which values go to Clientify. */
export const SEARCHED_LISTS = ['RelevantDates', 'CustomDataValues'] as const;
export type SearchedList = (typeof SEARCHED_LISTS)[number];

/** A commercial agent (WsAgenteComercial). */
export interface Agent {
  readonly id: number;
  /** `AliasAgente`, else `Nombre`. */
  readonly name: string;
  /** `Correo`; may be empty. */
  readonly email: string;
  /** Old expedientes keep such an agent. */
  readonly blocked: boolean;
}

/** What no record of GIAV holds itself, as far as the settings ask for it. A key that is not there was not read. */
export interface ClientBesides {
  /** null: the record names none. One that GIAV does not show was not read. */
  readonly agent?: Agent | null;
  /** Names of its categories. */
  readonly categories?: readonly string[];
}

/** The same of an expediente. */
export interface ExpedienteBesides extends ClientBesides {
  /** Name of its office. */
  readonly office?: string;
  /** What was sold with it, and what of it is to be paid still: decimal texts with two decimals. */
  readonly sales?: string;
  readonly pending?: string;
}

export interface Expediente {
  readonly id: number;
  readonly idCliente: number;
  readonly codigo: string;
  readonly codigoOficina: string;
  readonly cerrado: boolean;
  /** Local dates in Europe/Madrid, `YYYY-MM-DD`. */
  readonly fechaCreacion: string | null;
  readonly fechaDesde: string | null;
  readonly fechaHasta: string | null;
  readonly titulo: string;
  readonly idEntityStage: number | null;
  readonly idOficina?: number;
  /** A group, whose reservations are shared out among its travellers. */
  readonly esGrupo?: boolean;
  readonly idAgente?: number | null;
  /** Other texts of WsExpediente, by their names there. @default - not read */
  readonly texts?: Readonly<Partial<Record<string, string>>>;
  /** The agency's own fields (CustomDataValues) by their ids. @default - not read */
  readonly own?: Readonly<Record<string, string>>;
  /** What GIAV holds elsewhere. @default - not read */
  readonly besides?: ExpedienteBesides;
}

export interface EntityStage {
  readonly id: number;
  readonly name: string;
}
