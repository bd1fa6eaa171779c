import { GiavApi } from '../../lib/giav/api';
import type { NewClient, Page, ClientFilter, PageArguments } from '../../lib/ports/giav';
import type { GiavClient } from '../../lib/sync/records';
import { giavClient as clientOfGiav } from './giav-records';

type Filter = 'folded' | 'typed' | 'ignored';

export const giavClient = (id: number, fields: Partial<GiavClient> = {}): GiavClient =>
  clientOfGiav({ id, codigo: '', documento: '', apellidos: 'Gil', nombre: 'Ana', ...fields });

/** GIAV without its wire: its clients, and what its service may do with a Documento (giav.md §2.1). */
export class GiavInMemory extends GiavApi {
  readonly clients: GiavClient[] = [];
  readonly posted: NewClient[] = [];
  searches = 0;
  /** How its filter reads a Documento: without case and punctuation, exactly as typed, or not at all. */
  filter: Filter = 'folded';
  /** What it stores of one. */
  stores = (documento: string): string => documento;
  /** Instead of the next answer to a POST; the client is there or not. */
  onPost: ((create: () => number) => number) | null = null;
  /** Instead of the next readings. */
  onRead: (() => void) | null = null;

  constructor() {
    super({ endpoint: 'http://giav.invalid/', apiKey: 'key' });
  }

  override searchClients(
    page: PageArguments,
    { documento = '', exactly = true, idsCliente }: ClientFilter = {},
  ): Promise<Page<GiavClient>> {
    this.searches += 1;
    const fold = (text: string): string =>
      this.filter === 'folded' ? text.toLowerCase().replace(/[^a-z0-9]/g, '') : text.trim();
    const found = this.clients.filter((client) => {
      if (idsCliente) return idsCliente.includes(client.id);
      if (this.filter === 'ignored') return true;
      const [stored, asked] = [fold(client.documento), fold(documento)];
      return exactly ? stored === asked : stored.includes(asked);
    });
    const from = page.pageIndex * page.pageSize;
    const records = found.slice(from, from + page.pageSize);
    return Promise.resolve({ records, invalid: [], size: records.length, readAt: 0 });
  }

  override readClient(id: number): ReturnType<GiavApi['readClient']> {
    this.onRead?.();
    const client = this.clients.find((one) => one.id === id);
    return Promise.resolve(client ? { raw: { Id: id }, client } : null);
  }

  override postClient(client: NewClient): Promise<number> {
    const create = (): number => {
      const { tipoCliente: tipo, documento, birthday, ...edits } = client;
      const id = 40_001 + this.clients.length;
      this.clients.push(
        giavClient(id, {
          ...edits,
          birthday: birthday ?? null,
          tipo,
          documento: this.stores(documento),
        }),
      );
      return id;
    };
    this.posted.push(client);
    const answer = this.onPost ?? ((send: () => number): number => send());
    this.onPost = null;
    return Promise.resolve().then(() => answer(create));
  }
}
