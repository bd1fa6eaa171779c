import type * as z from 'zod';
import type { GiavClass, GiavLookups, OwnField } from '../ports/giav-lookups';
import { RecordError } from '../sync/errors';
import {
  PAGE_SIZE,
  checkPageMoved,
  isEnd,
  pageIndexOf,
  type PageIndexDialect,
} from '../sync/paging';
import type { Agent } from '../sync/records';
import {
  agentSchema,
  namedCategorySchema,
  officeNameSchema,
  ownFieldSchema,
} from './lookup-records';
import { agenteSearch, categoriesGet, customDataSearch, oficinaSearch } from './requests';
import type { GiavSoap } from './soap';

type Args = Record<string, unknown>;
/** A search that is read to its end. */
interface Search<T> {
  readonly operation: string;
  readonly item: string;
  readonly schema: z.ZodType<T>;
  readonly args: (page: { readonly pageSize: number; readonly pageIndex: number }) => Args;
}

/** The lookups over SOAP. */
export class GiavLookupsApi implements GiavLookups {
  constructor(
    private readonly soap: Pick<GiavSoap, 'apiKey' | 'readList'>,
    private readonly dialect: PageIndexDialect,
  ) {}

  ownFields(of: GiavClass): Promise<OwnField[]> {
    return this.all({
      operation: 'CustomData_SEARCH',
      item: 'CustomData',
      schema: ownFieldSchema,
      args: (page) => customDataSearch(this.soap.apiKey, page, of),
    });
  }

  async agents(ids: readonly number[]): Promise<Agent[]> {
    const found: Agent[] = [];
    for (let at = 0; at < ids.length; at += PAGE_SIZE) {
      const wanted = ids.slice(at, at + PAGE_SIZE);
      const agents = await this.all({
        operation: 'AgenteComercial_SEARCH',
        item: 'WsAgenteComercial',
        schema: agentSchema,
        args: (page) => agenteSearch(this.soap.apiKey, page, wanted),
      });
      found.push(...agents.filter(({ id }) => wanted.includes(id)));
    }
    return found;
  }

  async offices(): Promise<Map<number, string>> {
    const offices = await this.all({
      operation: 'Oficina_SEARCH',
      item: 'WsOficina',
      schema: officeNameSchema,
      args: (page) => oficinaSearch(this.soap.apiKey, page),
    });
    return new Map(offices.map(({ id, name }) => [id, name]));
  }

  async categoryNames(of: GiavClass, id: number): Promise<string[]> {
    const operation = 'Categories_GET';
    const items = await this.soap.readList(
      operation,
      'WsCategory',
      categoriesGet(this.soap.apiKey, id, of),
    );
    return items.map((item) => parsed(namedCategorySchema, item, operation).name);
  }

  /** Every record of a search once. @throws RecordError for one that cannot be read: a part is no answer. */
  private async all<T extends { readonly id: number }>({
    operation,
    item,
    schema,
    args,
  }: Search<T>): Promise<T[]> {
    const found = new Map<number, T>();
    let previous: readonly number[] = [];
    for (let page = 0, before = 0; ; page++) {
      const pageIndex = pageIndexOf(this.dialect, page, before);
      const items = await this.soap.readList(
        operation,
        item,
        args({ pageSize: PAGE_SIZE, pageIndex }),
      );
      const records = items.map((one) => parsed(schema, one, operation));
      const ids = records.map(({ id }) => id);
      if (isEnd(previous, ids)) return [...found.values()];
      checkPageMoved(operation, previous, ids);
      for (const record of records) found.set(record.id, record);
      previous = ids;
      before += items.length;
    }
  }
}

function parsed<T>(schema: z.ZodType<T>, item: unknown, operation: string): T {
  const { data, error } = schema.safeParse(item);
  if (error === undefined) return data;
  const paths = error.issues.map(({ path }) => path.map(String).join('.')).join(', ');
  throw new RecordError(`${operation} gives a record that is not valid in: ${paths}`);
}
