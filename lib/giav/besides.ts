import type { BesidesWanted, GiavLookups } from '../ports/giav-lookups';
import type { Page } from '../ports/giav';
import type { Amounts } from '../sync/amounts';
import { LOOKUPS } from '../sync/budget';
import { RecordError } from '../sync/errors';
import { PAGE_SIZE } from '../sync/paging';
import type {
  Agent,
  ClientBesides,
  Expediente,
  ExpedienteBesides,
  GiavClient,
} from '../sync/records';

interface Kept<T> {
  readonly value: T;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** null: GIAV refused it, and the record is told without it. */
async function unlessRefused<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}

/** Adds to records what GIAV holds of them elsewhere, as far as the settings ask for it. */
export class Besides {
  private readonly agents = new Map<number, Kept<Agent | null>>();
  private offices: Kept<ReadonlyMap<number, string> | null> | undefined;

  constructor(
    private readonly lookups: GiavLookups,
    private readonly wanted: BesidesWanted,
    private readonly now: () => number = Date.now,
  ) {}

  async ofClients(page: Page<GiavClient>): Promise<Page<GiavClient>> {
    const { client: wanted } = this.wanted;
    if (wanted.size === 0 || page.records.length === 0) return page;
    const agentOf = wanted.has('agent') ? await this.agentsOf(page.records) : null;
    const categoriesOf = wanted.has('categories')
      ? await this.categoriesOf('Cliente', page.records)
      : null;
    const records = page.records.map((client): GiavClient => {
      const besides: ClientBesides = {
        ...agentOf?.(client.idAgente ?? null),
        ...categoriesOf?.(client.id),
      };
      return { ...client, besides };
    });
    return { ...page, records };
  }

  async ofExpedientes(page: Page<Expediente>): Promise<Page<Expediente>> {
    const { expediente: wanted } = this.wanted;
    if (wanted.size === 0 || page.records.length === 0) return page;
    const agentOf = wanted.has('agent') ? await this.agentsOf(page.records) : null;
    const offices = wanted.has('office') ? await this.allOffices() : null;
    const categoriesOf = wanted.has('categories')
      ? await this.categoriesOf('Expediente', page.records)
      : null;
    const amountsOf = wanted.has('sales') ? await this.amountsOf(page.records) : null;
    const records = page.records.map((one): Expediente => {
      const office = offices?.get(one.idOficina ?? 0);
      const besides: ExpedienteBesides = {
        ...agentOf?.(one.idAgente ?? null),
        ...categoriesOf?.(one.id),
        ...(office !== undefined && { office }),
        ...amountsOf?.(one.id),
      };
      return { ...one, besides };
    });
    return { ...page, records };
  }

  /** What is told of the agent of a record; nothing of one that GIAV did not show. */
  private async agentsOf(
    records: readonly { readonly idAgente?: number | null }[],
  ): Promise<(id: number | null) => Pick<ClientBesides, 'agent'>> {
    const fresh = this.now() - LOOKUPS.keptMs;
    const missing = [...new Set(records.flatMap(({ idAgente }) => idAgente ?? []))].filter(
      (id) => (this.agents.get(id)?.at ?? Number.NEGATIVE_INFINITY) < fresh,
    );
    const found = missing.length > 0 ? await unlessRefused(() => this.lookups.agents(missing)) : [];
    const at = this.now();
    for (const id of missing)
      this.agents.set(id, { value: found?.find((one) => one.id === id) ?? null, at });
    return (id) => {
      if (id === null) return { agent: null };
      const agent = this.agents.get(id)?.value;
      return agent ? { agent } : {};
    };
  }

  private async allOffices(): Promise<ReadonlyMap<number, string> | null> {
    if (this.offices === undefined || this.offices.at < this.now() - LOOKUPS.keptMs) {
      const value = await unlessRefused(() => this.lookups.offices());
      this.offices = { value, at: this.now() };
    }
    return this.offices.value;
  }

  /** As many as a search is given at once; what was not read of some is told as not read. */
  private async amountsOf(
    records: readonly Expediente[],
  ): Promise<(id: number) => Pick<ExpedienteBesides, 'sales' | 'pending'>> {
    const pending = this.wanted.expediente.has('pending');
    const found = new Map<number, Amounts>();
    for (let at = 0; at < records.length; at += PAGE_SIZE) {
      const some = records.slice(at, at + PAGE_SIZE);
      const groups = new Set(some.filter(({ esGrupo }) => esGrupo).map(({ id }) => id));
      const ids = some.map(({ id }) => id);
      const amounts = await unlessRefused(() => this.lookups.amounts(ids, groups, pending));
      for (const [id, one] of amounts ?? []) found.set(id, one);
    }
    return (id) => {
      const { sales = null, pending: rest = null } = found.get(id) ?? {};
      return { ...(sales !== null && { sales }), ...(rest !== null && { pending: rest }) };
    };
  }

  /** One call a record: no search gives the categories of several. */
  private async categoriesOf(
    of: 'Cliente' | 'Expediente',
    records: readonly { readonly id: number }[],
  ): Promise<(id: number) => Pick<ClientBesides, 'categories'>> {
    const found = new Map<number, readonly string[]>();
    const waiting = [...records];
    const until = this.now() + LOOKUPS.pageMs;
    const worker = async (): Promise<void> => {
      for (let one = waiting.shift(); one && this.now() < until; one = waiting.shift()) {
        const { id } = one;
        const names = await unlessRefused(() => this.lookups.categoryNames(of, id));
        if (names !== null) found.set(id, names);
      }
    };
    await Promise.all(Array.from({ length: this.wanted.concurrency }, worker));
    return (id) => {
      const categories = found.get(id);
      return categories ? { categories } : {};
    };
  }
}
