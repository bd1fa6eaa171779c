import { Besides } from '../../lib/giav/besides';
import { GiavLookupsApi } from '../../lib/giav/lookups';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import { giavExpediente } from '../harness/giav-records';

type Raw = Record<string, unknown>;
interface Asked {
  readonly operation: string;
  readonly ids: readonly number[];
}

/** Reservations and collections of GIAV behind its searches, a hundred a page at most. */
class Papers {
  readonly asked: Asked[] = [];
  readonly apiKey = 'K';
  reservations: Raw[] = [];
  collections: Raw[] = [];
  cap = 100;
  /** What a page is answered with instead. */
  answer: (page: Raw[], asked: Asked, nth: number) => Raw[] = (page) => page;

  readList(operation: string, _: string, args: Raw): Promise<Raw[]> {
    const ids = (args['idsExpediente'] as { int: number[] } | undefined)?.int ?? [];
    this.asked.push({ operation, ids });
    const since = args['fechaHoraModificacionDesde'] as string | undefined;
    const all = operation === 'Cobro_SEARCH' ? this.collections : this.reservations;
    const found = all.filter(
      (one) =>
        (ids.length === 0 || ids.includes(Number(one['IdExpediente']))) &&
        (since === undefined || String(one['FechaModificacion']) >= since),
    );
    const from = Number(args['pageIndex']) * this.cap;
    const page = found.slice(from, from + this.cap);
    return Promise.resolve(this.answer(page, { operation, ids }, this.asked.length));
  }

  readOne(operation: string, args: Raw): Promise<unknown> {
    this.asked.push({ operation, ids: [Number(args['id'])] });
    return Promise.resolve({ PendienteCobrar: '25.5' });
  }
}

const line = (Id: number, IdExpediente: number, Venta: string, more: Raw = {}): Raw => ({
  Id,
  IdExpediente,
  Venta,
  FechaModificacion: '2026-03-02T10:00:00',
  Anidacion_IdReservaContenedora: null,
  ...more,
});
const paid = (Id: number, IdExpediente: number, Importe: string): Raw => ({
  Id,
  IdExpediente,
  Importe,
  TipoOperacion: 'Cobro',
  FechaModificacion: '2026-03-02T10:00:00',
});
const api = (papers: Papers) => new GiavLookupsApi(papers, 'zero');
const NO_GROUP: ReadonlySet<number> = new Set();

describe('amounts of expedientes', () => {
  it('are read for up to a hundred of them at once, over all pages', async () => {
    const papers = new Papers();
    const ids = Array.from({ length: 100 }, (_, at) => at + 1);
    papers.reservations = ids.flatMap((id) => [
      line(id * 10, id, '10.1'),
      line(id * 10 + 1, id, '-0.1'),
    ]);
    const found = await api(papers).amounts(ids, NO_GROUP, false);
    expect(ids.every((id) => found.get(id)?.sales === '10.00')).toBe(true);
    // Two full pages, and the one that ends the list.
    expect(papers.asked).toHaveLength(3);
  });

  it('cost less than 0.05 calls for each expediente of a full run, with three reservations each', async () => {
    const papers = new Papers();
    const all = Array.from({ length: 1000 }, (_, at) =>
      giavExpediente({ id: at + 1, idCliente: 7 }),
    );
    papers.reservations = all.flatMap(({ id }) =>
      [1, 2, 3].map((nth) => line(id * 10 + nth, id, '100')),
    );
    const besides = new Besides(api(papers), {
      client: new Set(),
      expediente: new Set(['sales']),
      concurrency: 2,
      dialect: 'zero',
    });
    for (let at = 0; at < all.length; at += 100) {
      const records = all.slice(at, at + 100);
      const page = { records, invalid: [], size: records.length, readAt: 0 };
      const { records: read } = await besides.ofExpedientes(page);
      expect(read.every((one) => one.besides?.sales === '300.00')).toBe(true);
    }
    expect(papers.asked.length / all.length).toBeLessThanOrEqual(0.05);
  });

  it('of one expediente with more than a hundred reservations are whole', async () => {
    const papers = new Papers();
    papers.reservations = Array.from({ length: 230 }, (_, at) => line(at + 1, 7, '1.01'));
    const found = await api(papers).amounts([7, 8], NO_GROUP, false);
    expect(found.get(7)).toEqual({ sales: '232.30', pending: null });
    expect(found.get(8)).toEqual({ sales: '0.00', pending: null });
  });

  it('a silent cap of the page ends no list', async () => {
    const papers = new Papers();
    papers.cap = 40;
    papers.reservations = Array.from({ length: 90 }, (_, at) => line(at + 1, 7, '1'));
    expect((await api(papers).amounts([7], NO_GROUP, false)).get(7)?.sales).toBe('90.00');
  });

  it('a package and its lines may stand on different pages', async () => {
    const papers = new Papers();
    const others = Array.from({ length: 120 }, (_, at) => line(at + 10, 8, '1'));
    const nested = line(5, 7, '600', { Anidacion_IdReservaContenedora: 900 });
    papers.reservations = [nested, ...others, line(900, 7, '1840.5')];
    expect((await api(papers).amounts([7, 8], NO_GROUP, false)).get(7)?.sales).toBe('1840.50');
  });

  it('a reservation that moves while they are read makes them read again', async () => {
    const papers = new Papers();
    papers.reservations = Array.from({ length: 150 }, (_, at) => line(at + 1, 7, '1'));
    // During the first pass the last one of the first page comes again, and pushes another one out.
    papers.answer = (page, _, nth) => (nth === 2 ? [line(100, 7, '1'), ...page.slice(1)] : page);
    expect((await api(papers).amounts([7], NO_GROUP, false)).get(7)?.sales).toBe('150.00');
    expect(papers.asked).toHaveLength(6);
  });

  it('reservations of others mean that the filter is not honoured: nothing is believed', async () => {
    const papers = new Papers();
    papers.reservations = [line(1, 7, '1'), line(2, 99, '5')];
    papers.answer = () => papers.reservations;
    await expect(api(papers).amounts([7], NO_GROUP, false)).rejects.toThrow(RecordError);
  });

  it('of groups another way: what was paid, and what GIAV says is pending', async () => {
    const papers = new Papers();
    papers.reservations = [line(1, 7, '999')];
    papers.collections = [paid(1, 7, '100'), paid(2, 8, '5')];
    const found = await api(papers).amounts([7], new Set([7]), false);
    expect(found.get(7)).toEqual({ sales: '125.50', pending: '25.50' });
    expect(papers.asked.map(({ operation }) => operation)).toEqual([
      'Cobro_SEARCH',
      'Cobro_SEARCH',
      'Expediente_InfoEconomica_GET',
    ]);
  });

  it('what is pending takes the payments, too', async () => {
    const papers = new Papers();
    papers.reservations = [line(1, 7, '100'), line(2, 8, '50')];
    papers.collections = [paid(1, 7, '30.5')];
    const found = await api(papers).amounts([7, 8], NO_GROUP, true);
    expect([...found.values()].map(({ pending }) => pending)).toEqual(['69.50', '50.00']);
  });

  it('a group, or a reservation, that cannot be read takes the amount of no other expediente', async () => {
    const papers = new Papers();
    papers.reservations = [line(1, 7, '100'), line(2, 9, 'mucho')];
    papers.collections = [paid(1, 8, '5')];
    papers.readOne = () => Promise.reject(new RecordError('No se encuentra'));
    const found = await api(papers).amounts([7, 8, 9], new Set([8]), false);
    expect(found.get(7)?.sales).toBe('100.00');
    expect([found.get(8)?.sales ?? null, found.get(9)?.sales ?? null]).toEqual([null, null]);
  });

  it('no call is made with an empty list, which may mean all', async () => {
    const papers = new Papers();
    await api(papers).amounts([7], new Set([7]), true);
    expect(papers.asked.every(({ ids }) => ids.length > 0)).toBe(true);
  });

  it('what GIAV refuses is not read, never 0; an outage is one', async () => {
    const wanted = { client: new Set([]), expediente: new Set(['sales'] as const) };
    const settings = { ...wanted, concurrency: 2, dialect: 'zero' } as const;
    const page = { records: [giavExpediente()], invalid: [], size: 1, readAt: 0 };
    const failing = (error: Error) =>
      new Besides({ amounts: () => Promise.reject(error) } as never, settings);
    const { records } = await failing(new RecordError('no')).ofExpedientes(page);
    expect(records[0]?.besides).toEqual({});
    await expect(failing(new RetryableError('down')).ofExpedientes(page)).rejects.toThrow('down');
  });
});

describe('whose amounts changed', () => {
  const since = new Date('2026-03-02T08:00:00Z');
  const TEXT = '2026-03-02T09:00:00';
  it('by the date of their reservations and, where asked for, of their payments', async () => {
    const papers = new Papers();
    papers.reservations = [
      line(1, 7, '1'),
      line(2, 7, '1'),
      line(3, 8, '1', { FechaModificacion: '2026-01-01T00:00:00' }),
    ];
    papers.collections = [paid(1, 9, '1')];
    expect(await api(papers).changedAmounts(since, TEXT, false)).toEqual([7]);
    expect(await api(papers).changedAmounts(since, TEXT, true)).toEqual([7, 9]);
  });
  it('a filter that is not honoured tells nothing, and is not read to its end', async () => {
    const papers = new Papers();
    papers.reservations = Array.from({ length: 500 }, (_, at) =>
      line(at + 1, at, '1', { FechaModificacion: '2025-01-01T00:00:00' }),
    );
    papers.answer = () => papers.reservations.slice(0, 100);
    await expect(api(papers).changedAmounts(since, TEXT, false)).rejects.toThrow(RecordError);
    expect(papers.asked).toHaveLength(1);
  });
});
