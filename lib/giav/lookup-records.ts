import * as z from 'zod';
import type { OwnField } from '../ports/giav-lookups';
import { firstFilled } from '../sync/blank';
import type { Agent } from '../sync/records';
import type { Collection, Reservation } from '../sync/amounts';
import { boolean, int, nullableInt, text } from './values';

/** CustomData: only what names it. */
export const ownFieldSchema = z
  .object({ Id: int, Name: text })
  .transform((ws): OwnField => ({ id: ws.Id, name: ws.Name.trim() }));

/** WsAgenteComercial (giav.md, S7). */
export const agentSchema = z
  .object({ Id: int, Correo: text, AliasAgente: text, Nombre: text, Bloqueado: boolean })
  .transform((ws): Agent => ({
    id: ws.Id,
    name: firstFilled(ws.AliasAgente, ws.Nombre),
    email: ws.Correo.trim(),
    blocked: ws.Bloqueado,
  }));

/** WsOficina by the name that the public knows. */
export const officeNameSchema = z
  .object({ Id: int, NombreComercial: text, Denominacion: text })
  .transform((ws) => ({ id: ws.Id, name: firstFilled(ws.NombreComercial, ws.Denominacion) }));

export const namedCategorySchema = z
  .object({ Id: int, CategoryName: text })
  .transform((ws) => ({ id: ws.Id, name: ws.CategoryName.trim() }));

/** As it was written: a number of JavaScript would lose digits. */
const amount = z.union([z.string().min(1), z.number().transform(String)]);
const stamp = z.string().nullish();

/** When a paper was changed last, in GIAV's local time. */
export interface Dated {
  readonly modifiedAt: string | null;
}

/** WsReserva, as far as an amount needs it. */
export const reservationSchema = z
  .object({
    Id: int,
    IdExpediente: int,
    Venta: amount,
    FechaModificacion: stamp,
    Anidacion_IdReservaContenedora: nullableInt,
  })
  .transform((ws): Reservation & Dated => ({
    id: ws.Id,
    idExpediente: ws.IdExpediente,
    sale: ws.Venta,
    idContainer: ws.Anidacion_IdReservaContenedora,
    modifiedAt: ws.FechaModificacion ?? null,
  }));

/** WsCobro, as far as an amount needs it; one of no expediente is of none that was asked for. */
export const collectionSchema = z
  .object({
    Id: int,
    IdExpediente: nullableInt,
    TipoOperacion: z.enum(['Cobro', 'Reembolso']),
    Importe: amount,
    FechaModificacion: stamp,
    FechaCreacion: stamp,
  })
  .transform((ws): Collection & Dated => ({
    id: ws.Id,
    idExpediente: ws.IdExpediente ?? 0,
    amount: ws.Importe,
    isRefund: ws.TipoOperacion === 'Reembolso',
    modifiedAt: ws.FechaModificacion ?? ws.FechaCreacion ?? null,
  }));

/** InfoEconomica: what is pending of a group. */
export const economySchema = z.object({ PendienteCobrar: amount });
