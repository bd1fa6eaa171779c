import { Besides } from '../../lib/giav/besides';
import { GiavLookupsApi } from '../../lib/giav/lookups';
import type { GiavLookups } from '../../lib/ports/giav-lookups';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import type { Elsewhere } from '../../lib/sync/fields/sources';
import { giavClient, giavExpediente } from '../harness/giav-records';

const ANA = { id: 5, name: 'Ana', email: 'ana@example.com', blocked: false };
const page = <T>(records: T[]) => ({ records, invalid: [], size: records.length, readAt: 0 });

/** What was asked, and what is known. */
function besides(wanted: Elsewhere[], answers: Partial<GiavLookups> = {}) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const lookups = {
    agents: (ids: readonly number[]) => {
      asked.push(`agents ${ids.join(',')}`);
      return Promise.resolve(ids.includes(5) ? [ANA] : []);
    },
    offices: () => {
      asked.push('offices');
      return Promise.resolve(new Map([[3, 'Madrid']]));
    },
    categoryNames: (of: string, id: number) => {
      asked.push(`categories ${of} ${id}`);
      return Promise.resolve(['VIP']);
    },
    ...answers,
  } as unknown as GiavLookups;
  const of = { client: new Set(wanted), expediente: new Set(wanted) };
  const reader = new Besides(lookups, { ...of, concurrency: 2, dialect: 'zero' }, () => clock.now);
  return { reader, asked, clock };
}

describe('what GIAV holds besides its records', () => {
  it('nothing is asked where nothing is wanted', async () => {
    const { reader, asked } = besides([]);
    const one = page([giavClient({ idAgente: 5 })]);
    expect(await reader.ofClients(one)).toBe(one);
    expect(asked).toEqual([]);
  });
  it('agents are asked for by the ids of a page, once', async () => {
    const { reader, asked, clock } = besides(['agent']);
    const ids = [5, 5, null, 6];
    const { records } = await reader.ofClients(
      page(ids.map((idAgente, at) => giavClient({ id: at + 1, idAgente }))),
    );
    expect(records.map((one) => one.besides)).toEqual([
      { agent: ANA },
      { agent: ANA },
      { agent: null },
      // GIAV does not show it: not read, which is not the same as none.
      {},
    ]);
    await reader.ofExpedientes(page([giavExpediente({ idAgente: 5 })]));
    expect(asked).toEqual(['agents 5,6']);
    clock.now += 11 * 60_000;
    await reader.ofExpedientes(page([giavExpediente({ idAgente: 5 })]));
    expect(asked).toEqual(['agents 5,6', 'agents 5']);
  });
  it('offices are read whole, once; one that is not shown is not read', async () => {
    const { reader, asked } = besides(['office']);
    const { records } = await reader.ofExpedientes(
      page([giavExpediente({ idOficina: 3 }), giavExpediente({ idOficina: 4 })]),
    );
    expect(records.map((one) => one.besides)).toEqual([{ office: 'Madrid' }, {}]);
    expect(asked).toEqual(['offices']);
  });
  it('categories cost one call a record', async () => {
    const { reader, asked } = besides(['categories']);
    const { records } = await reader.ofClients(
      page([giavClient({ id: 1 }), giavClient({ id: 2 })]),
    );
    expect(records.map((one) => one.besides)).toEqual([
      { categories: ['VIP'] },
      { categories: ['VIP'] },
    ]);
    expect(asked).toEqual(['categories Cliente 1', 'categories Cliente 2']);
  });
  it('a page is not waited for longer than a minute: what is not read by then is told as not read', async () => {
    const slow = besides(['categories'], {
      categoryNames: () => {
        slow.clock.now += 45_000;
        return Promise.resolve(['VIP']);
      },
    });
    const five = [1, 2, 3, 4, 5].map((id) => giavClient({ id }));
    const { records } = await slow.reader.ofClients(page(five));
    const read = records.filter((one) => one.besides?.categories !== undefined);
    expect([records.length, read.length]).toEqual([5, 2]);
  });
  it('what GIAV refuses is not read; an outage is one', async () => {
    const refuse = { agents: () => Promise.reject(new RecordError('no')) };
    const { records } = await besides(['agent'], refuse).reader.ofClients(
      page([giavClient({ idAgente: 5 })]),
    );
    expect(records[0]?.besides).toEqual({});
    const down = { agents: () => Promise.reject(new RetryableError('down')) };
    await expect(
      besides(['agent'], down).reader.ofClients(page([giavClient({ idAgente: 5 })])),
    ).rejects.toThrow('down');
  });
});

describe('lookups', () => {
  const soap = (pages: unknown[][]) => ({
    apiKey: 'K',
    readList: (_: string, __: string, { pageIndex }: Record<string, unknown>) =>
      Promise.resolve(pages[Number(pageIndex)] ?? []),
    readOne: () => Promise.resolve(null),
  });
  const agent = (Id: number) => ({
    Id,
    Nombre: `Agente ${Id}`,
    Correo: ' A@example.com ',
    Bloqueado: 'false',
  });
  it('read every page, and only those that were asked for', async () => {
    const api = new GiavLookupsApi(soap([[agent(5)], [agent(6), agent(99)]]), 'zero');
    expect(await api.agents([5, 6])).toEqual([
      { id: 5, name: 'Agente 5', email: 'A@example.com', blocked: false },
      { id: 6, name: 'Agente 6', email: 'A@example.com', blocked: false },
    ]);
  });
  it('a record that cannot be read is no answer', async () => {
    const api = new GiavLookupsApi(soap([[{ Nombre: 'x' }]]), 'zero');
    await expect(api.agents([5])).rejects.toThrow(
      'AgenteComercial_SEARCH gives a record that is not valid in: Id, Bloqueado',
    );
  });
});
