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
}

export interface EntityStage {
  readonly id: number;
  readonly name: string;
}
