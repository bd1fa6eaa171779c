import type * as z from 'zod';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import type { GiavLookups } from '../ports/giav-lookups';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';
import type { RawClient } from '../sync/giav-record';
import { Besides } from './besides';
import { saysUnknown } from './faults';
import { GiavLookupsApi } from './lookups';
import { fillPost, fillPut } from './put';
import type {
  Filled,
  NewClient,
  PutSettings,
  Page,
  ClientFilter,
  ExpedienteFilter,
  PageArguments,
  Giav,
} from '../ports/giav';
import {
  categorySchema,
  clientSchema,
  entityStageSchema,
  newIdSchema,
  expedienteSchema,
  parsePage,
  withNotShown,
} from './records';
import {
  categoriesGet,
  clienteSearch,
  entityStagesGet,
  expedienteSearch,
  getById,
} from './requests';
import { GiavSoap, type GiavSettings } from './soap';

/** GIAV's SOAP API: reads in GIAV's terms, errors in ours. One instance per process. */
export class GiavApi extends GiavSoap implements Giav {
  readonly lookups: GiavLookups;
  private readonly besides: Besides | undefined;

  constructor(settings: GiavSettings) {
    super(settings);
    this.lookups = new GiavLookupsApi(this, settings.besides?.dialect ?? 'zero');
    this.besides = settings.besides && new Besides(this.lookups, settings.besides);
  }

  /** Stages of expedientes. Small and without personal data: the first call of a run, so any fault means the key (giav.md, T1). */
  async expedienteStages(): Promise<EntityStage[]> {
    let items: unknown[];
    try {
      items = await this.readList(
        'EntityStages_GET',
        'WsEntityStage',
        entityStagesGet(this.settings.apiKey, 'Expediente'),
      );
    } catch (error) {
      if (error instanceof RecordError)
        throw new ConfigurationError({
          en: `GIAV did not accept the first call (${error.message}). Check GIAV_API_KEY and GIAV_ENDPOINT.`,
          es: `GIAV no ha aceptado la primera llamada (${error.message}). Revise GIAV_API_KEY y GIAV_ENDPOINT.`,
        });
      throw error;
    }
    return [...parsePage(items, entityStageSchema, Date.now()).records];
  }

  /** One page of clients, disabled ones included. */
  async searchClients(page: PageArguments, filter: ClientFilter = {}): Promise<Page<GiavClient>> {
    const readAt = Date.now();
    const items = await this.readList(
      'Cliente_SEARCH',
      'WsCliente',
      clienteSearch(this.settings.apiKey, page, filter),
    );
    return this.whole(withNotShown(parsePage(items, clientSchema, readAt), items));
  }

  async searchExpedientes(
    page: PageArguments,
    filter: ExpedienteFilter = {},
  ): Promise<Page<Expediente>> {
    const readAt = Date.now();
    const items = await this.readList(
      'Expediente_SEARCH',
      'WsExpediente',
      expedienteSearch(this.settings.apiKey, page, filter),
    );
    return this.wholeExpedientes(parsePage(items, expedienteSchema, readAt));
  }

  /** With what the settings want to know besides. */
  private whole(page: Page<GiavClient>): Promise<Page<GiavClient>> {
    return this.besides?.ofClients(page) ?? Promise.resolve(page);
  }

  private wholeExpedientes(page: Page<Expediente>): Promise<Page<Expediente>> {
    return this.besides?.ofExpedientes(page) ?? Promise.resolve(page);
  }

  /** As a page of one record, or of none when GIAV does not know the id: a fault, or a record of defaults (giav.md, T8). */
  async getClient(id: number): Promise<Page<GiavClient>> {
    return this.whole(await this.getOne('Cliente_GET', id, clientSchema));
  }

  async getExpediente(id: number): Promise<Page<Expediente>> {
    return this.wholeExpedientes(await this.getOne('Expediente_GET', id, expedienteSchema));
  }

  /** A client with every field as GIAV sent it, and as the rules see it; null when GIAV does not know the id. */
  async readClient(
    id: number,
  ): Promise<{ readonly raw: RawClient; readonly client: GiavClient } | null> {
    let item: unknown;
    try {
      item = (await this.read('Cliente_GET', getById(this.settings.apiKey, id)))?.[
        'Cliente_GETResult'
      ];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (saysUnknown(error)) return null;
      // Any other fault says nothing of whether the record is there.
      throw new RecordError(error.message, [], undefined, 'UNREADABLE_IN_GIAV');
    }
    const page = await this.whole(
      parsePage(item === null || item === undefined ? [] : [item], clientSchema, Date.now()),
    );
    const [invalid] = page.invalid;
    if (invalid?.id === id)
      throw new RecordError(
        `GIAV's record is not valid in: ${invalid.fields.join(', ')}`,
        [],
        undefined,
        'INVALID_RECORD',
      );
    const client = page.records.find((one) => one.id === id);
    return client ? { raw: item as RawClient, client } : null;
  }

  /** Ids of the categories of a client: no field of the record holds them, and a PUT replaces them (giav.md, P6). */
  async categoriesOf(id: number): Promise<number[]> {
    try {
      const items = await this.readList(
        'Categories_GET',
        'WsCategory',
        categoriesGet(this.settings.apiKey, id),
      );
      const page = parsePage(items, categorySchema, Date.now());
      if (page.invalid.length > 0) throw new RecordError('a category without an id');
      return page.records.map((category) => category.id);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      throw new RecordError(
        `idsCategories: the categories of the client cannot be read (${error.message})`,
        [],
        undefined,
        'UNSAFE_WRITE',
      );
    }
  }

  /** The arguments of a PUT that would write this record. */
  fillPut(client: RawClient, categories: readonly number[], settings: PutSettings): Filled {
    return fillPut(this.settings.apiKey, client, categories, settings);
  }

  /** Replaces a whole client. Sent once: a lost answer is the caller's to look into. */
  async putClient(args: Record<string, unknown>): Promise<void> {
    await this.write('Cliente_PUT', args);
  }

  /** Creates a client and gives its Id. Sent once: a lost answer is the caller's to look into. */
  async postClient(client: NewClient): Promise<number> {
    const id = newIdSchema.safeParse(
      (await this.write('Cliente_POST', fillPost(this.settings.apiKey, client)))?.[
        'Cliente_POSTResult'
      ],
    );
    if (id.success && id.data > 0) return id.data;
    throw new RetryableError('GIAV created a client without telling its Id', {
      maybeApplied: true,
    });
  }

  private async getOne<T extends { readonly id: number }>(
    operation: string,
    id: number,
    schema: z.ZodType<T>,
  ): Promise<Page<T>> {
    const readAt = Date.now();
    let item: unknown;
    try {
      item = (await this.read(operation, getById(this.settings.apiKey, id)))?.[
        `${operation}Result`
      ];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (saysUnknown(error)) return { records: [], invalid: [], size: 0, readAt };
      // Any other fault says nothing of whether the record is there.
      const refused = { id, fields: [], refusal: error.message };
      return { records: [], invalid: [refused], size: 1, readAt };
    }
    const page = parsePage(item === null || item === undefined ? [] : [item], schema, readAt);
    const records = page.records.filter((record) => record.id === id);
    const invalid = page.invalid.filter((record) => record.id === id);
    return { records, invalid, size: records.length + invalid.length, readAt };
  }
}
