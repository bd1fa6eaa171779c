import type { NamedRecord, RunMessage } from '../../lib/ports/messages';
import type { OpenReading } from '../../lib/ports/run';
import { openExpedientes } from '../../lib/run/open-expedientes';
import { PageDraft } from '../../lib/run/planned-page';
import { DynamoPending } from '../../lib/state/pending';
import type { PageIndexDialect } from '../../lib/sync/paging';
import type { Desired } from '../../lib/sync/target';
import { AskedRuns } from '../../lib/way-back/asked-runs';
import { giavExpediente } from '../harness/giav-records';
import { NONE, ref } from '../ports/refs';
import { MemoryTable } from '../ports/table';
import { begunRun } from '../ports/begun-run';

const SLICE: OpenReading['slice'] = { from: { page: 3, offset: 300 }, most: 2 };
const reading = (slice: OpenReading['slice']): OpenReading => ({
  slice,
  changedSince: null,
  open: null,
  shown: 0,
  missed: 0,
  asked: 0,
});

/** The list of open expedientes that a run reads, and what it asks GIAV for: pages, and which value of its filter. */
function listOf(
  known: OpenReading | null,
  {
    dialect = 'zero',
    closed = () => false,
    sizes = () => 100,
  }: {
    readonly dialect?: PageIndexDialect;
    /** Whether GIAV shows closed ones for that value. */
    readonly closed?: (value: 'Si' | 'No', asked: number) => boolean;
    readonly sizes?: (asked: number) => number;
  } = {},
) {
  const asked: [number, string][] = [];
  const run = begunRun({ mode: 'modified', phase: 'expedientes', openExpedientes: known });
  const lists = openExpedientes(dialect, run, (page, value) => {
    asked.push([page.pageIndex, value]);
    const cerrado = closed(value, asked.length);
    const records = Array.from({ length: sizes(asked.length) }, () => giavExpediente({ cerrado }));
    return Promise.resolve({ records, invalid: [], size: records.length, readAt: 1 });
  });
  const [list] = lists;
  const read = async (...pages: readonly number[]) => {
    const answers = [];
    for (const pageIndex of pages) answers.push(await list?.read({ pageSize: 100, pageIndex }));
    return answers;
  };
  return { lists, list, asked, read };
}

describe('the list of open expedientes', () => {
  it('is not read where the date filter has proven itself, and whole in a run of an earlier version', async () => {
    expect(listOf(reading(null)).lists).toEqual([]);
    const whole = listOf(null);
    await whole.read(0, 1, 2, 3);
    expect(whole.asked.map(([page]) => page)).toEqual([0, 1, 2, 3]);
    expect([whole.list?.endedAt, whole.list?.whole, whole.list?.tells]).toEqual([
      undefined,
      false,
      'not shown by the filter',
    ]);
  });

  it.each([
    ['zero', [0, 1, 2], [3, 4]],
    ['one', [1, 2, 3], [4, 5]],
    ['offset', [0, 100, 200], [300, 400]],
  ] as const)(
    'is read from the slice on, and not beyond it (%s)',
    async (dialect, pages, expected) => {
      const part = listOf(reading(SLICE), { dialect });
      const answers = await part.read(...pages);
      expect(part.asked.map(([page]) => page)).toEqual(expected);
      expect(answers.map((one) => one?.size)).toEqual([100, 100, 0]);
      // The cut is no reading: it is older than none.
      expect(answers[2]).toEqual({
        records: [],
        invalid: [],
        size: 0,
        readAt: Number.POSITIVE_INFINITY,
      });
      expect(part.list).toMatchObject({ whole: false, tells: 'not shown by the filter' });
    },
  );

  it('goes on where the slice was cut; at the end of the list it begins anew', async () => {
    const part = listOf(reading(SLICE));
    await part.read(0, 1);
    expect(part.list?.endedAt?.({ page: 2, offset: 200 })).toBeNull();
    await part.read(2);
    expect(part.list?.endedAt?.({ page: 2, offset: 200 })).toEqual({ page: 5, offset: 500 });
  });

  it('is asked for with the value of the filter that shows open ones: the first answer tells', async () => {
    const swapped = listOf(null, { closed: (value) => value === 'No' });
    await swapped.read(0, 1, 2);
    expect(swapped.asked).toEqual([
      [0, 'No'],
      [0, 'Si'],
      [1, 'Si'],
      [2, 'Si'],
    ]);
    // Once it is known, a page of closed ones changes nothing.
    const usual = listOf(null, { closed: (_, asked) => asked > 1 });
    await usual.read(0, 1, 2);
    expect(usual.asked.map(([, value]) => value)).toEqual(['No', 'No', 'No']);
  });

  it('an answer without any tells nothing', async () => {
    const late = listOf(null, {
      closed: (value) => value === 'No',
      sizes: (asked) => (asked === 1 ? 0 : 100),
    });
    await late.read(0, 1);
    expect(late.asked).toEqual([
      [0, 'No'],
      [1, 'No'],
      [1, 'Si'],
    ]);
  });
});

describe('a page of a run that is being planned', () => {
  const draft = (): PageDraft =>
    new PageDraft({ id: 'r1', mode: 'full', startedAt: 's' }, 'client', {
      now: () => new Date('2026-03-02T09:00:00Z'),
    });
  const queue = (plan: PageDraft, remarks: string): void => {
    const desired: Desired = { ...NONE, fields: { remarks } };
    plan.queue(
      { readAt: 0, page: 0 },
      {
        id: '7',
        clientId: '7',
        desired,
        candidates: { byId: [ref('5')], byDocument: [] },
        unmapped: [],
      },
      { id: '7', status: 'linked', kind: 'contact', clientifyId: '5', at: '' },
      'print',
    );
  };

  it('with a record too large for a message tells that one, with its size, and sends the others', () => {
    const plan = draft();
    queue(plan, 'x'.repeat(150 * 1024));
    expect([plan.messages.length, plan.decisions]).toEqual([1, []]);
    queue(plan, 'x'.repeat(210 * 1024));
    expect(plan.messages).toHaveLength(1);
    expect(plan.results.get('7')).toEqual({ outcome: 'failed', reason: 'INVALID_RECORD' });
    expect(plan.decisions).toMatchObject([
      {
        entity: 'client',
        id: '7',
        runId: 'r1',
        at: '2026-03-02T09:00:00.000Z',
        notes: [],
        message:
          "GIAV's record is too large to be sent to the workers: 211 KB of 200. Shorten its texts in GIAV.",
      },
    ]);
  });

  it('tells nothing of what did not change, and of what was told before', () => {
    const plan = draft();
    plan.settle('1', { outcome: 'unchanged' });
    plan.settleAgain('2', { outcome: 'skipped', reason: 'UNDONE' });
    plan.settle(
      '3',
      { outcome: 'skipped', reason: 'NO_DOCUMENT' },
      [{ field: 'f', note: 'n' }],
      'm',
    );
    expect([[...plan.results.keys()], plan.decisions.map(({ id }) => id)]).toEqual([
      ['1', '2', '3'],
      ['3'],
    ]);
    expect(plan.decisions[0]).toMatchObject({ notes: [{ field: 'f', note: 'n' }], message: 'm' });
  });

  it.each([
    ['r1', 'updated', '5', 1],
    ['r0', 'updated', '5', 0],
    ['r1', 'created', '5', 0],
    ['r1', 'updated', undefined, 0],
  ] as const)(
    'counts for the brake what this very run has changed: run %s, %s, record %s',
    (runId, outcome, clientifyId, count) => {
      const plan = draft();
      const link = { id: '7', status: 'linked', runId, outcome, at: '' } as const;
      plan.settleInStep('7', { outcome }, { ...link, ...(clientifyId && { clientifyId }) });
      expect(plan.changes).toEqual(
        Array(count).fill({
          entity: 'client',
          id: '7',
          clientifyId: '5',
          changed: [],
          emptied: [],
        }),
      );
    },
  );
});

describe('the runs that a batch of changes asks for', () => {
  const asking = () => {
    const sent: [RunMessage, number | undefined][] = [];
    const pending = new DynamoPending(new MemoryTable());
    const runQueue = {
      send: (message: RunMessage, seconds?: number) =>
        Promise.resolve(void sent.push([message, seconds])),
    };
    return { sent, pending, asked: new AskedRuns({ runQueue, pending }) };
  };
  const redrive = (records: readonly NamedRecord[], more: object = {}): RunMessage => ({
    v: 1,
    kind: 'redrive',
    records: [...records],
    ...more,
  });
  const client = (id: string): NamedRecord => ({ entity: 'client', id });

  it('of clients are one, each client once, at the end', async () => {
    const { sent, pending, asked } = asking();
    for (const id of ['7', '8', '7']) await asked.send(redrive([client(id)]));
    expect(sent).toEqual([]);
    await asked.flush();
    expect([sent, await pending.list('asked')]).toEqual([
      [[redrive([client('7'), client('8')], { gathered: true }), undefined]],
      ['7', '8'],
    ]);
    await asked.flush();
    expect(sent).toHaveLength(1);
  });

  it.each<[string, RunMessage]>([
    ['of expedientes', redrive([client('7'), { entity: 'expediente', id: '9' }])],
    ['with a name of its own', redrive([client('7')], { runId: 'r1' })],
    ['of another kind', { v: 1, kind: 'start', mode: 'full' }],
  ])('%s is sent as it is, at once', async (_, message) => {
    const { sent, asked } = asking();
    await asked.send(message, 30);
    await asked.flush();
    expect(sent).toEqual([[message, 30]]);
  });
});
