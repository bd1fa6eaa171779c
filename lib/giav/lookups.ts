import type * as z from 'zod';
import type { GiavClass, GiavLookups, OwnField } from '../ports/giav-lookups';
import {
  amountsOf,
  amountsOfGroup,
  type Amounts,
  type Collection,
  type Reservation,
} from '../sync/amounts';
import { DAY_MS } from '../sync/budget';
import { RecordError } from '../sync/errors';
import {
  MAX_PASSES,
  PAGE_SIZE,
  checkPageMoved,
  isEnd,
  pageIndexOf,
  type PageIndexDialect,
} from '../sync/paging';
import type { Agent } from '../sync/records';
import {
  agentSchema,
  collectionSchema,
  economySchema,
  namedCategorySchema,
  officeNameSchema,
  ownFieldSchema,
  reservationSchema,
  type Dated,
} from './lookup-records';
import {
  agenteSearch,
  categoriesGet,
  cobroSearch,
  customDataSearch,
  getById,
  oficinaSearch,
  reservasSearch,
  type PaperFilter,
} from './requests';
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
    private readonly soap: Pick<GiavSoap, 'apiKey' | 'readList' | 'readOne'>,
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

  async amounts(
    ids: readonly number[],
    groups: ReadonlySet<number>,
    pending: boolean,
  ): Promise<Map<number, Amounts>> {
    const plain = ids.filter((id) => !groups.has(id));
    const paid = pending ? ids : [...groups];
    const reservations =
      plain.length === 0
        ? []
        : await this.papers(plain, this.reservations({ idsExpediente: plain }));
    const collections =
      paid.length === 0 ? [] : await this.papers(paid, this.collections({ idsExpediente: paid }));
    const found = new Map<number, Amounts>();
    for (const id of plain)
      found.set(id, amountsOf(id, reservations, pending ? collections : null));
    for (const id of groups) {
      const rest = await this.pendingOf(id);
      if (rest !== null) found.set(id, amountsOfGroup(id, collections, rest));
    }
    return found;
  }

  async changedAmounts(since: Date, text: string, collections: boolean): Promise<number[]> {
    const filter = { modifiedSince: text };
    const papers = [
      ...(await this.all(this.reservations(filter), honours(since))),
      ...(collections ? await this.all(this.collections(filter), honours(since)) : []),
    ];
    return [...new Set(papers.map(({ idExpediente }) => idExpediente))].filter((id) => id > 0);
  }

  private reservations(filter: PaperFilter): Search<Reservation & Dated> {
    return {
      operation: 'Reservas_SEARCH',
      item: 'WsReserva',
      schema: reservationSchema,
      args: (page) => reservasSearch(this.soap.apiKey, page, filter),
    };
  }

  private collections(filter: PaperFilter): Search<Collection & Dated> {
    return {
      operation: 'Cobro_SEARCH',
      item: 'WsCobro',
      schema: collectionSchema,
      args: (page) => cobroSearch(this.soap.apiKey, page, filter),
    };
  }

  /** Papers of some expedientes, all of them: those of others mean that the filter is not honoured. */
  private papers<T extends { readonly id: number; readonly idExpediente: number }>(
    ids: readonly number[],
    search: Search<T>,
  ): Promise<T[]> {
    const asked = new Set(ids);
    return this.all(search, (records) => records.every((one) => asked.has(one.idExpediente)));
  }

  /** null: GIAV refuses it, which takes nothing from the other expedientes. */
  private async pendingOf(id: number): Promise<string | null> {
    const operation = 'Expediente_InfoEconomica_GET';
    try {
      const item = await this.soap.readOne(operation, getById(this.soap.apiKey, id));
      return parsed(economySchema, item, operation).PendienteCobrar;
    } catch (error) {
      if (error instanceof RecordError) return null;
      throw error;
    }
  }

  /**
   * Every record of a search once. One that shows a record again moved while it was read: then another may have been
   * missed, and it is read again.
   * @param isMeant whether a page holds nothing but what was asked for
   * @throws RecordError for a record that cannot be read, for what was not asked for, and where it never stands still
   */
  private async all<T extends { readonly id: number }>(
    search: Search<T>,
    isMeant: (records: readonly T[]) => boolean = () => true,
  ): Promise<T[]> {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const { found, moved } = await this.pass(search, isMeant);
      if (!moved) return [...found.values()];
    }
    throw new RecordError(`${search.operation} never stands still while it is read`);
  }

  private async pass<T extends { readonly id: number }>(
    { operation, item, schema, args }: Search<T>,
    isMeant: (records: readonly T[]) => boolean,
  ): Promise<{ readonly found: ReadonlyMap<number, T>; readonly moved: boolean }> {
    const found = new Map<number, T>();
    let previous: readonly number[] = [];
    let moved = false;
    for (let page = 0, before = 0; ; page++) {
      const pageIndex = pageIndexOf(this.dialect, page, before);
      const items = await this.soap.readList(
        operation,
        item,
        args({ pageSize: PAGE_SIZE, pageIndex }),
      );
      const records = items.map((one) => parsed(schema, one, operation));
      const ids = records.map(({ id }) => id);
      if (isEnd(previous, ids)) return { found, moved };
      if (!isMeant(records))
        throw new RecordError(`${operation} gives records that were not asked for`);
      checkPageMoved(operation, previous, ids);
      for (const record of records) {
        moved ||= found.has(record.id);
        found.set(record.id, record);
      }
      previous = ids;
      before += items.length;
    }
  }
}

/** Whether a filter by the last change is honoured: nothing is older than a day before it, whatever the time zone. */
const honours =
  (since: Date) =>
  (papers: readonly Dated[]): boolean =>
    papers.every(
      ({ modifiedAt }) =>
        modifiedAt === null ||
        !(Date.parse(`${modifiedAt.slice(0, 10)}T23:59:59Z`) < since.getTime() - DAY_MS),
    );

function parsed<T>(schema: z.ZodType<T>, item: unknown, operation: string): T {
  const { data, error } = schema.safeParse(item);
  if (error === undefined) return data;
  const paths = error.issues.map(({ path }) => path.map(String).join('.')).join(', ');
  throw new RecordError(`${operation} gives a record that is not valid in: ${paths}`);
}
