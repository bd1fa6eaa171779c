import * as z from 'zod';
import type { EntityStage, GiavClient } from '../sync/records';
import type { GiavClientApi } from './client';
import { clientSchema, entityStageSchema, parsePage } from './records';
import { categoriesCatalogue, clienteSearch, entityStagesGet, oficinaSearch, type ClientFilter, type PageArguments } from './requests';

/** What only GIAV's own record shows; `raw` is the record as soap gave it. */
export interface ProbedClient {
  readonly id: number;
  readonly client: GiavClient;
  readonly raw: Readonly<Record<string, unknown>>;
}

const rawSchema = z.record(z.string(), z.unknown());
const officeSchema = z.object({ Id: z.coerce.number(), Codigo: z.string().nullish(), Denominacion: z.string().nullish() });

export interface Office {
  readonly code: string;
  readonly name: string;
}

/** Read-only questions that a run never asks (giav.md §7). Every one may throw what {@link GiavClientApi} throws. */
export class GiavProbes {
  constructor(readonly api: GiavClientApi) {}

  async clients(page: PageArguments, filter: ClientFilter = {}): Promise<{ clients: ProbedClient[]; size: number }> {
    const items = await this.api.readList('Cliente_SEARCH', 'WsCliente', clienteSearch(this.api.apiKey, page, filter));
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
    const items = await this.api.readList('EntityStages_GET', 'WsEntityStage', entityStagesGet(this.api.apiKey, targetClass));
    return [...parsePage(items, entityStageSchema, 0).records];
  }

  async offices(): Promise<Office[]> {
    const items = await this.api.readList('Oficina_SEARCH', 'WsOficina', oficinaSearch(this.api.apiKey, { pageSize: 100, pageIndex: 0 }));
    return items.flatMap((item) => {
      const office = officeSchema.safeParse(item).data;
      return office ? [{ code: office.Codigo?.trim() ?? '', name: office.Denominacion?.trim() ?? '' }] : [];
    });
  }

  async categoryCount(): Promise<number> {
    return (await this.api.readList('Categories_GET', 'WsCategory', categoriesCatalogue(this.api.apiKey))).length;
  }
}
