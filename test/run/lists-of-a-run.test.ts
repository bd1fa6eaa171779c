import { syncConfigSchema } from '../../lib/config/schema';
import type { Giav } from '../../lib/ports/giav';
import type { Run } from '../../lib/ports/run';
import { heedDateFilter } from '../../lib/run/date-filter';
import type { RunList } from '../../lib/run/list-kinds';
import { movedRecords, sweepWindow } from '../../lib/run/moved-records';
import { clientLists, expedienteLists, type ListPorts } from '../../lib/run/run-lists';
import { DynamoPending } from '../../lib/state/pending';
import { FUTURE_MS, LISTED_LATE_MS } from '../../lib/sync/budget';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import type { TargetRef } from '../../lib/sync/target';
import { sinceDate, sinceText } from '../../lib/sync/watermark';
import { MemoryTable } from '../ports/table';
import { begunRun } from '../ports/begun-run';

const SINCE = '2026-03-01T10:00:00.000Z';
const FORMAT = syncConfigSchema.parse({}).giav.dateTimeFormat;
const SINCE_TEXT = sinceText(new Date(SINCE), FORMAT);
const PAGE = { pageSize: 100, pageIndex: 0 };
const run = (more: Partial<Run> = {}): Run => begunRun({ mode: 'modified', since: SINCE, ...more });

/** GIAV, which is asked for nothing that is there. */
class Asked {
  readonly pending = new DynamoPending(new MemoryTable());
  readonly calls: unknown[][] = [];
  readonly said: unknown[][] = [];
  changedAmounts: () => Promise<number[]> = () => Promise.resolve([4, 5]);

  constructor(private readonly settings: Parameters<typeof syncConfigSchema.parse>[0] = {}) {}

  ports(): ListPorts {
    const nothing = { records: [], invalid: [], size: 0, readAt: 0 };
    const note =
      (what: string) =>
      (...args: unknown[]) => {
        this.calls.push([what, ...args]);
        return Promise.resolve(nothing);
      };
    return {
      giav: {
        searchClients: note('clients'),
        searchExpedientes: note('expedientes'),
        getClient: note('client'),
        getExpediente: note('expediente'),
        lookups: {
          changedAmounts: (...args: unknown[]) => {
            this.calls.push(['amounts', ...args]);
            return this.changedAmounts();
          },
        },
      } as unknown as Giav,
      pending: this.pending,
      config: syncConfigSchema.parse(this.settings),
      log: { warn: (...told) => void this.said.push(told) },
    };
  }

  /** What a list asks GIAV for, and what it is. */
  async read(list: RunList<object> | undefined): Promise<unknown[]> {
    this.calls.splice(0);
    if (list?.kind === 'paged') await list.read(PAGE);
    else if (list?.kind === 'named') {
      const ids = await list.ids();
      if (ids.length > 0) await list.read(ids.map(Number));
    } else if (list) await list.read((await list.clients()).map(Number), PAGE);
    return this.calls.splice(0);
  }
}
const kinds = (lists: readonly RunList<object>[]) =>
  lists.map((list) => (list.kind === 'paged' ? [list.kind, list.whole, list.tells] : [list.kind]));

describe('the clients that a run reads', () => {
  it.each<[string, Partial<Run>]>([
    ['a full one', { mode: 'full' }],
    ['one that has no moment to start from', { since: null }],
  ])('%s: all of them, whole', async (_, more) => {
    const office = new Asked();
    const lists = clientLists(office.ports(), run({ sweep: true, ...more }));
    expect([kinds(lists), await office.read(lists[0])]).toEqual([
      [['paged', true, undefined]],
      [['clients', PAGE, {}]],
    ]);
  });

  it('a modified one: what changed since; one that sweeps, also those that wait', async () => {
    const office = new Asked();
    await office.pending.add('client', '7');
    await office.pending.add('expediente', '9');
    const lists = clientLists(office.ports(), run({ sweep: true }));
    expect([
      kinds(lists),
      await office.read(lists[0]),
      await office.read(lists[1]),
      kinds(clientLists(office.ports(), run())),
    ]).toEqual([
      [['paged', false, undefined], ['named']],
      [['clients', PAGE, { modifiedSince: SINCE_TEXT }]],
      [['clients', PAGE, { idsCliente: [7] }]],
      [['paged', false, undefined]],
    ]);
    // What GIAV does not show waits for nothing any more.
    const [, waiting] = lists;
    if (waiting?.kind === 'named') await waiting.gone(['7']);
    expect([await office.pending.list('client'), await office.pending.list('expediente')]).toEqual([
      [],
      ['9'],
    ]);
  });

  it('a re-drive: those that it names, one call each, and what is not there is told', async () => {
    const office = new Asked();
    const records = [
      { entity: 'client', id: '7' },
      { entity: 'expediente', id: '9' },
    ] as const;
    const redrive = run({ mode: 'redrive', records: [...records] });
    const [named, ...others] = clientLists(office.ports(), redrive);
    expect([others, await office.read(named)]).toEqual([[], [['client', 7]]]);
    expect(named?.kind === 'named' && [named.batch, named.gone(['7'])]).toEqual([1, 'report']);
    const [deals, ofClients, ...more] = expedienteLists(office.ports(), redrive);
    expect([more, await office.read(deals)]).toEqual([[], [['expediente', 9]]]);
    await office.pending.add('expedientes-of', '7');
    expect(await office.read(ofClients)).toEqual([['expedientes', PAGE, { idsCliente: [7] }]]);
  });
});

describe('the expedientes that a run reads', () => {
  it.each<[string, Partial<Run>]>([
    ['a full one', { mode: 'full' }],
    ['one that has no moment to start from', { since: null }],
  ])('%s: all of them, which tell of what no filter shows', async (_, more) => {
    const office = new Asked({ deals: { amount: 'sales' } });
    const lists = expedienteLists(office.ports(), run({ sweep: true, ...more }));
    expect([kinds(lists), await office.read(lists[0])]).toEqual([
      [['paged', true, 'not shown by the filter']],
      [['expedientes', PAGE]],
    ]);
  });

  it('a modified one: what changed, what was created, and those of clients that have just become linked', async () => {
    const office = new Asked();
    await office.pending.add('expedientes-of', '7');
    const lists = expedienteLists(office.ports(), run());
    expect([
      kinds(lists),
      await office.read(lists[0]),
      await office.read(lists[1]),
      await office.read(lists[2]),
    ]).toEqual([
      [['paged', false, 'shown by the filter'], ['paged', false, undefined], ['of-clients']],
      [['expedientes', PAGE, { modifiedSince: SINCE_TEXT }]],
      [['expedientes', PAGE, { createdSince: sinceDate(new Date(SINCE)) }]],
      [['expedientes', PAGE, { idsCliente: [7] }]],
    ]);
    const [, , ofClients] = lists;
    if (ofClients?.kind === 'of-clients') await ofClients.done(['7']);
    expect(await office.pending.list('expedientes-of')).toEqual([]);
  });

  it('one that sweeps: also open ones and those that wait', async () => {
    const office = new Asked();
    await office.pending.add('expediente', '9');
    const lists = expedienteLists(office.ports(), run({ sweep: true }));
    expect(kinds(lists).slice(3)).toEqual([['paged', false, 'not shown by the filter'], ['named']]);
    expect([await office.read(lists[3]), await office.read(lists[4])]).toEqual([
      [['expedientes', PAGE, { closed: 'No' }]],
      [['expedientes', PAGE, { idsExpediente: [9] }]],
    ]);
  });

  it.each([
    ['none', false],
    ['customField', true],
  ] as const)(
    'those whose amounts changed without a change of theirs, where amounts are carried over (what is pending: %s)',
    async (pending, collections) => {
      const office = new Asked({ deals: { amount: 'sales', pending } });
      const lists = expedienteLists(office.ports(), run());
      expect([kinds(lists)[3], await office.read(lists[3])]).toEqual([
        ['named'],
        [
          ['amounts', new Date(SINCE), SINCE_TEXT, collections],
          ['expedientes', PAGE, { idsExpediente: [4, 5] }],
        ],
      ]);
      office.changedAmounts = () => Promise.reject(new RecordError('not to be had'));
      expect(await office.read(lists[3])).toHaveLength(1);
      expect(office.said).toEqual([
        [
          'GIAV does not tell whose amounts changed: the next full run finds them',
          { error: 'not to be had' },
        ],
      ]);
      office.changedAmounts = () => Promise.reject(new RetryableError('an outage'));
      await expect(office.read(lists[3])).rejects.toThrow('an outage');
    },
  );
});

describe('the time that a sweep covers', () => {
  it('is from the last one to this one; where one of them is not known it has no end', () => {
    const [sweptBefore, readFrom] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'];
    expect(sweepWindow(run({ sweptBefore, readFrom }))).toBeNull();
    expect(sweepWindow(run({ sweep: true, sweptBefore, readFrom }))).toEqual({
      after: Date.parse(sweptBefore),
      until: Date.parse(readFrom),
    });
    expect(sweepWindow(run({ sweep: true }))).toEqual({ after: -Infinity, until: Infinity });
  });
});

describe('what changed in Clientify since the last sweep', () => {
  const sweep = run({ sweep: true, sweptBefore: SINCE, readFrom: '2026-03-02T00:00:00Z' });
  const ref = (kind: TargetRef['kind'], id: string): TargetRef => ({
    kind,
    id,
    gesinturId: '',
    documento: '',
    modified: null,
  });
  const ask = async (waiting: readonly ('client' | 'expediente')[], of = sweep, tells = true) => {
    const pending = new DynamoPending(new MemoryTable());
    for (const entity of waiting) await pending.add(entity, '7');
    const [asked, said]: [unknown[][], unknown[][]] = [[], []];
    const moved = await movedRecords(
      {
        clientify: {
          changedSince: (kind, since) => {
            asked.push([kind, since]);
            return Promise.resolve(tells ? [ref(kind, `1${kind}`)] : null);
          },
        },
        pending,
        log: { warn: (...told) => void said.push(told) },
      },
      of,
    );
    return { asked, said, moved };
  };
  const from = new Date(Date.parse(SINCE) - LISTED_LATE_MS);
  const desired = { kind: 'contact', gesinturId: '7', documento: 'X' } as never;

  it('is asked for once, of the kinds of which something waits, from a little before', async () => {
    const both = await ask(['client', 'expediente']);
    expect([both.asked, both.moved.told]).toEqual([
      [
        ['contact', from],
        ['company', from],
        ['deal', from],
      ],
      true,
    ]);
    expect(both.moved.concern(desired, ['1contact'])).toBe(true);
    expect(both.moved.concern(desired, ['2'])).toBe(false);
    expect((await ask(['expediente'])).asked).toEqual([['deal', from]]);
    expect((await ask([])).asked).toEqual([]);
  });

  it('is said to be unknown where Clientify does not tell', async () => {
    const { said, moved } = await ask(['expediente'], sweep, false);
    expect([moved.told, said]).toEqual([
      false,
      [['Clientify does not tell what changed: what waits is looked at later', { kind: 'deal' }]],
    ]);
  });

  it('is not asked for outside of a sweep, nor where nobody knows since when', async () => {
    for (const one of [run(), run({ sweep: true })]) {
      const { asked, moved } = await ask(['client'], one);
      expect([asked, moved.told]).toEqual([[], false]);
    }
  });
});

describe('what a page of expedientes tells of GIAV’s date filter', () => {
  const KNOWN = {
    slice: null,
    changedSince: '2026-02-01T00:00:00.000Z',
    open: 10,
    shown: 3,
    missed: 1,
    asked: 0,
  };
  const readFrom = '2026-03-02T09:00:00.000Z';
  const shows = (since: readonly number[], ahead: readonly number[] = []) => {
    const calls: unknown[] = [];
    const ports = {
      giav: {
        searchExpedientes: (page: unknown, filter: unknown) => {
          calls.push([page, filter]);
          const ids = calls.length === 1 ? since : ahead;
          const records = ids.map((id) => ({ id }));
          return Promise.resolve({ records, invalid: [], size: ids.length, readAt: 0 });
        },
      } as never,
      config: syncConfigSchema.parse({}),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    };
    return { calls, ports };
  };
  const page = { open: 2, stateChanged: ['4', '5', '6'] };
  const heed = async (
    tells: 'shown by the filter' | 'not shown by the filter' | undefined,
    known: object | null = {},
    planned = page,
    { calls, ports } = shows([4, 5], [5]),
  ) => {
    const openExpedientes = known && { ...KNOWN, ...known };
    const told = await heedDateFilter(ports, run({ openExpedientes, readFrom }), planned, tells);
    return { told: told.openExpedientes, calls };
  };

  it('state changes that came through it count for it', async () => {
    expect(await heed('shown by the filter')).toEqual({
      told: { ...KNOWN, open: 12, shown: 6 },
      calls: [],
    });
    expect((await heed('shown by the filter', { open: null })).told).toMatchObject({ open: null });
  });

  it('of those that came another way GIAV is asked: what it shows of the future as well proves nothing', async () => {
    const { told, calls } = await heed('not shown by the filter');
    expect(told).toEqual({ ...KNOWN, open: 12, asked: 1, shown: 4, missed: 3 });
    const ids = { idsExpediente: [4, 5, 6] };
    const ahead = new Date(Date.parse(readFrom) + FUTURE_MS);
    expect(calls).toEqual([
      [PAGE, { ...ids, modifiedSince: sinceText(new Date(KNOWN.changedSince), FORMAT) }],
      [PAGE, { ...ids, modifiedSince: sinceText(ahead, FORMAT) }],
    ]);
  });

  it('that it shows none of them needs no second question', async () => {
    const { told, calls } = await heed('not shown by the filter', {}, page, shows([]));
    expect([told, calls.length]).toEqual([
      { ...KNOWN, open: 12, asked: 1, shown: 3, missed: 4 },
      1,
    ]);
  });

  it('a question without an answer counts against it, and stops no run', async () => {
    const { ports } = shows([]);
    const said: unknown[] = [];
    const broken = {
      ...ports,
      giav: { searchExpedientes: () => Promise.reject(new Error('no answer')) } as never,
      log: { ...ports.log, info: (...told: unknown[]) => void said.push(told) },
    };
    const { told } = await heed('not shown by the filter', {}, page, { calls: [], ports: broken });
    expect([told, said]).toEqual([
      { ...KNOWN, open: 12, asked: 1, shown: 3, missed: 4 },
      [['whether the date filter shows a new state could not be asked', { runId: 'r1' }]],
    ]);
  });

  it.each<[string, object, typeof page]>([
    ['no state changed', {}, { open: 2, stateChanged: [] }],
    ['nobody can tell since when', { changedSince: null }, page],
    ['enough was asked in this run', { asked: 5 }, page],
  ])('nothing is asked where %s', async (_, known, planned) => {
    const { told, calls } = await heed('not shown by the filter', known, planned);
    expect([told, calls]).toEqual([{ ...KNOWN, ...known, open: 12 }, []]);
  });

  it('nothing is told by other lists, nor in a run that does not watch it', async () => {
    expect([await heed(undefined), await heed('shown by the filter', null)]).toEqual([
      { told: undefined, calls: [] },
      { told: undefined, calls: [] },
    ]);
  });
});
