import * as z from 'zod';
import type { EntityStage, GiavClient } from '../sync/records';
import type { ClientFilter, PageArguments } from '../ports/giav';
import type { GiavApi } from './api';
import { clientSchema, entityStageSchema, parsePage } from './records';
import {
  categoriesCatalogue,
  clienteSearch,
  entityStagesGet,
  facturaSearch,
  oficinaSearch,
  reservasSearch,
} from './requests';

/** What only GIAV's own record shows; `raw` is the record as soap gave it. */
export interface ProbedClient {
  readonly id: number;
  readonly client: GiavClient;
  readonly raw: Readonly<Record<string, unknown>>;
}

const rawSchema = z.record(z.string(), z.unknown());
const officeSchema = z.object({
  Id: z.coerce.number(),
  Codigo: z.string().nullish(),
  Denominacion: z.string().nullish(),
});

const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() ?? '');
/** The client's name on an invoice (giav.md, S6). */
const invoiceSchema = z
  .object({
    IdCliente: z.coerce.number(),
    ApellidosNombreCliente: text,
    ApeCliente: text,
    NomCliente: text,
  })
  .transform((one) => ({
    idCliente: one.IdCliente,
    name:
      one.ApellidosNombreCliente ||
      [one.ApeCliente, one.NomCliente].filter((part) => part !== '').join(' '),
  }));
/** The same on a reservation (WsReserva). */
const reservationSchema = z
  .object({
    IdCliente: z.coerce.number(),
    DatosExternos: z.object({ NombreCliente: text }).nullish(),
  })
  .transform((one) => ({ idCliente: one.IdCliente, name: one.DatosExternos?.NombreCliente ?? '' }));

/** A client's name as GIAV prints it. */
export interface PrintedName {
  readonly name: string;
}

export interface Office {
  readonly code: string;
  readonly name: string;
}

/** Read-only questions that a run never asks (giav.md, D1). Every one may throw what {@link GiavClientApi} throws. */
export class GiavProbes {
  constructor(readonly api: GiavApi) {}

  async clients(
    page: PageArguments,
    filter: ClientFilter = {},
  ): Promise<{ clients: ProbedClient[]; size: number }> {
    const items = await this.api.readList(
      'Cliente_SEARCH',
      'WsCliente',
      clienteSearch(this.api.apiKey, page, filter),
    );
    const clients = items.flatMap((item) => {
      const [client] = parsePage([item], clientSchema, 0).records;
      return client ? [{ id: client.id, client, raw: rawSchema.parse(item) }] : [];
    });
    return { clients, size: items.length };
  }

  /** Ids of a page, in the order of the answer. */
  async ids(page: PageArguments, filter: ClientFilter = {}): Promise<number[]> {
    return (await this.clients(page, filter)).clients.map(({ client }) => client.id);
  }

  async stagesOf(targetClass: 'Cliente' | 'Expediente'): Promise<EntityStage[]> {
    const items = await this.api.readList(
      'EntityStages_GET',
      'WsEntityStage',
      entityStagesGet(this.api.apiKey, targetClass),
    );
    return [...parsePage(items, entityStageSchema, 0).records];
  }

  async offices(): Promise<Office[]> {
    const items = await this.api.readList(
      'Oficina_SEARCH',
      'WsOficina',
      oficinaSearch(this.api.apiKey, { pageSize: 100, pageIndex: 0 }),
    );
    return items.flatMap((item) => {
      const office = officeSchema.safeParse(item).data;
      return office
        ? [{ code: office.Codigo?.trim() ?? '', name: office.Denominacion?.trim() ?? '' }]
        : [];
    });
  }

  /** From an invoice of the client, else from a reservation; null when it has neither, or none that shows a name. */
  async printedName(idCliente: number, pageIndex: number): Promise<PrintedName | null> {
    const page = { pageSize: 1, pageIndex };
    const invoices = await this.api.readList(
      'Factura_SEARCH',
      'WsFactura',
      facturaSearch(this.api.apiKey, page, [idCliente]),
    );
    const printed = namesOf(invoices, invoiceSchema, idCliente);
    if (printed !== null) return printed;
    const reservations = await this.api.readList(
      'Reservas_SEARCH',
      'WsReserva',
      reservasSearch(this.api.apiKey, page, { idsCliente: [idCliente] }),
    );
    return namesOf(reservations, reservationSchema, idCliente);
  }

  async categoryCount(): Promise<number> {
    return (
      await this.api.readList('Categories_GET', 'WsCategory', categoriesCatalogue(this.api.apiKey))
    ).length;
  }
}

/** A filter that was not honoured answers papers of other clients: they tell nothing of this one. */
function namesOf(
  items: readonly unknown[],
  schema: z.ZodType<{ idCliente: number; name: string }>,
  idCliente: number,
): PrintedName | null {
  const names = items.flatMap((item) => schema.safeParse(item).data ?? []);
  const own = names.find((one) => one.idCliente === idCliente && one.name !== '');
  return own ? { name: own.name } : null;
}
