import * as z from 'zod';
import type { OwnField } from '../ports/giav-lookups';
import { firstFilled } from '../sync/blank';
import type { Agent } from '../sync/records';
import { boolean, int, text } from './values';

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
