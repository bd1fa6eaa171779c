import * as z from 'zod';
import { EXPEDIENTE_SOURCE_TEXTS } from '../sync/fields/sources';
import { PLAIN_TEXTS } from '../sync/fields/table';
import type { InvalidRecord, Page } from '../ports/giav';
import { giavDate } from '../sync/dates';
import {
  SEARCHED_LISTS,
  type EntityStage,
  type Expediente,
  type GiavClient,
} from '../sync/records';
import { boolean, int, listOf, nullableInt, text } from './values';

const dateTime = z.string().nullish();

const relevantDate = z.object({ Type: text, Date: dateTime });

/** The agency's own fields by their ids: one that holds nothing may be missing (giav.md, R2, R12). */
const ownFields = listOf('CustomDataItem', z.object({ Key: int, Value: text })).transform(
  (items): Record<string, string> =>
    Object.fromEntries(items.map(({ Key, Value }) => [String(Key), Value])),
);

const CONSENTS = { Pending: 'Pending', Accepted: 'Accepted', Denied: 'Denied' } as const;

/** Read because a row of the table names them; the compiler does not know their names. */
const plainTexts = Object.fromEntries(PLAIN_TEXTS.map((field) => [field, text])) as object;
const plainTextsOf = (ws: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(PLAIN_TEXTS.map((field) => [field, String(ws[field])]));

/** WsCliente (giav.md, R1). */
export const clientSchema = z
  .object({
    ...plainTexts,
    Id: int,
    FechaModificacion: dateTime,
    Tipo: z.string().transform((value) => value.trim().normalize('NFC')),
    Codigo: text,
    Documento: text,
    Email: text,
    Apellidos: text,
    Nombre: text,
    NombreAlias: text,
    Direccion: text,
    Telefono: text,
    Movil: text,
    Fax: text,
    CodPostal: text,
    Poblacion: text,
    Provincia: text,
    Pais: text,
    FechaNacimiento: text,
    Comentarios: text,
    Deshabilitado: boolean,
    DatosExternos: z.object({ NombrePais: text, NombreOficinaCreacion: text }).nullish(),
    idAgenteComercial: nullableInt,
    CustomDataValues: ownFields,
    MailingConsent: z.string().pipe(z.enum(CONSENTS)),
    RGPDSigned: boolean,
    RelevantDates: listOf('RelevantDate', relevantDate),
  })
  .transform((ws): GiavClient => ({
    id: ws.Id,
    modifiedAt: ws.FechaModificacion ?? null,
    tipo: ws.Tipo,
    codigo: ws.Codigo,
    documento: ws.Documento,
    email: ws.Email,
    apellidos: ws.Apellidos,
    nombre: ws.Nombre,
    nombreAlias: ws.NombreAlias,
    direccion: ws.Direccion,
    telefono: ws.Telefono,
    movil: ws.Movil,
    fax: ws.Fax,
    codPostal: ws.CodPostal,
    poblacion: ws.Poblacion,
    provincia: ws.Provincia,
    pais: ws.Pais,
    nombrePais: ws.DatosExternos?.NombrePais ?? '',
    fechaNacimiento: ws.FechaNacimiento,
    birthday: giavDate(ws.RelevantDates.find((date) => date.Type === 'Birthday')?.Date),
    comentarios: ws.Comentarios,
    texts: plainTextsOf(ws),
    deshabilitado: ws.Deshabilitado,
    mailingConsent: ws.MailingConsent,
    rgpdSigned: ws.RGPDSigned,
    oficina: ws.DatosExternos?.NombreOficinaCreacion ?? '',
    idAgente: ws.idAgenteComercial,
    own: ws.CustomDataValues,
  }));

const expedienteTexts = Object.fromEntries(
  EXPEDIENTE_SOURCE_TEXTS.map((field) => [field, text]),
) as Record<(typeof EXPEDIENTE_SOURCE_TEXTS)[number], typeof text>;

/** WsExpediente (giav.md, R8). */
export const expedienteSchema = z
  .object({
    ...expedienteTexts,
    Id: int,
    IdCliente: int,
    Codigo: text,
    CodigoOficina: text,
    Cerrado: boolean,
    FechaCreacion: dateTime,
    FechaDesde: dateTime,
    FechaHasta: dateTime,
    Titulo: text,
    IdEntityStage: nullableInt,
    IdOficina: nullableInt,
    esGrupo: boolean.nullish(),
    IdAgenteComercial: nullableInt,
    CustomDataValues: ownFields,
  })
  .transform((ws): Expediente => ({
    id: ws.Id,
    idCliente: ws.IdCliente,
    codigo: ws.Codigo,
    codigoOficina: ws.CodigoOficina,
    cerrado: ws.Cerrado,
    fechaCreacion: giavDate(ws.FechaCreacion),
    fechaDesde: giavDate(ws.FechaDesde),
    fechaHasta: giavDate(ws.FechaHasta),
    titulo: ws.Titulo,
    idEntityStage: ws.IdEntityStage,
    idOficina: ws.IdOficina ?? undefined,
    esGrupo: ws.esGrupo ?? false,
    idAgente: ws.IdAgenteComercial,
    texts: Object.fromEntries(EXPEDIENTE_SOURCE_TEXTS.map((field) => [field, ws[field]])),
    own: ws.CustomDataValues,
  }));

/** WsCategory, as far as a PUT needs it. */
export const categorySchema = z.object({ Id: int }).transform(({ Id }) => ({ id: Id }));

export const newIdSchema = int;

export const entityStageSchema = z
  .object({ Id: int, StageName: text })
  .transform((ws): EntityStage => ({ id: ws.Id, name: ws.StageName }));

/** Parses each record on its own: one that lacks required fields never stops the page. */
export function parsePage<T>(
  items: readonly unknown[],
  schema: z.ZodType<T>,
  readAt: number,
): Page<T> {
  const records: T[] = [];
  const invalid: InvalidRecord[] = [];
  for (const item of items) {
    const parsed = schema.safeParse(item);
    if (parsed.success) records.push(parsed.data);
    else
      invalid.push({
        id: z.object({ Id: int }).safeParse(item).data?.Id ?? 0,
        fields: parsed.error.issues.map((issue) => issue.path.map(String).join('.')),
      });
  }
  return { records, invalid, size: items.length, readAt };
}

/** Tells of each client which lists its record in a search lacks: whether a search fills them all is not known (giav.md, R15). */
export function withNotShown(page: Page<GiavClient>, items: readonly unknown[]): Page<GiavClient> {
  const byId = new Map(
    (items as readonly Record<string, unknown>[]).map((item) => [Number(item['Id']), item]),
  );
  const records = page.records.map((client) => {
    const item = byId.get(client.id);
    const notShown = SEARCHED_LISTS.filter((list) => item?.[list] === undefined);
    return notShown.length > 0 ? { ...client, notShown } : client;
  });
  return { ...page, records };
}
