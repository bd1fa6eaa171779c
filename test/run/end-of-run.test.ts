import type { NewDecision } from '../../lib/ports/decisions';
import type { RunMessage } from '../../lib/ports/messages';
import type { Progress, Run, RunMode } from '../../lib/ports/run';
import { checkRun, completeIdle, failRun, type FinishPorts } from '../../lib/run/finish-run';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { STATE_VERSION } from '../../lib/state/items';
import { DynamoRuns } from '../../lib/state/runs';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import type { Entity, Outcome, RecordResult } from '../../lib/sync/decision';
import { ConfigurationError, RetryableError } from '../../lib/sync/errors';
import { MemoryTable } from '../ports/table';
import { keptLog, type Said } from '../ports/kept-log';

const RUN_ID = 'r1';
const START = new Date('2026-03-02T09:00:00Z');
const READ_FROM = '2026-03-02T08:59:00.000Z';
const BEFORE = {
  since: '2026-03-01T00:00:00.000Z',
  settings: 'earlier',
  sweptAt: '2026-02-28T00:00:00.000Z',
  fullAt: '2026-02-27T00:00:00.000Z',
  officePrefix: true,
  openExpedientes: {
    pages: 3,
    next: { page: 1, offset: 100 },
    since: '2026-02-20T00:00:00.000Z',
    shown: 4,
  },
};

/** The same as it is stored. */
const STORED = { v: STATE_VERSION, ...BEFORE };

/** A run that has read all of its pages, and what those who look at it tell. */
class Ending {
  readonly table = new MemoryTable();
  readonly runs = new DynamoRuns(this.table, 900_000);
  readonly watermarks = new DynamoWatermarks(this.table);
  readonly failures = new DynamoFailures(this.table);
  readonly links = new DynamoLinks(this.table);
  readonly sent: [RunMessage, number | undefined][] = [];
  readonly told: [string, object][] = [];
  readonly records: NewDecision[] = [];
  readonly measured: string[] = [];
  readonly said: Said[] = [];
  now = START;
  isEmpty = true;
  letters = 0;
  tidied = 0;

  async begin(mode: RunMode = 'full', progress: Progress = {}): Promise<Run> {
    const taken = await this.runs.acquire(RUN_ID, mode, this.now, true);
    if (!('run' in taken)) throw new Error('another run is in the way');
    const run = await this.runs.checkpoint(taken.run, {
      phase: 'draining',
      readFrom: READ_FROM,
      settings: 'these',
      ...progress,
    });
    await this.runs.release(taken.run);
    if (run === null) throw new Error('it is over');
    return run;
  }

  /** A page of the run, with the results that are known of it. */
  async page(
    entity: Entity,
    page: number,
    ids: readonly string[],
    results: Record<string, RecordResult | Outcome> = {},
  ): Promise<void> {
    const known = Object.entries(results).map(([id, one]): [string, RecordResult] => [
      id,
      typeof one === 'string' ? { outcome: one } : one,
    ]);
    await this.runs.openPage(RUN_ID, entity, page, ids, new Map(known), this.now);
    if (known.length === ids.length) await this.runs.markDone(RUN_ID, entity, [page], this.now);
  }

  look(idleChecks = 0): Promise<string> {
    return checkRun(this.ports(), RUN_ID, idleChecks);
  }

  ports(): FinishPorts {
    return {
      runs: this.runs,
      watermarks: this.watermarks,
      failures: Object.assign(new DynamoFailures(this.table), {
        tidy: () => {
          this.tidied += 1;
          return Promise.resolve();
        },
      }),
      links: this.links,
      queue: {
        isEmpty: () => Promise.resolve(this.isEmpty),
        deadLetters: () => Promise.resolve(this.letters),
      },
      runQueue: {
        send: (message, seconds) => Promise.resolve(void this.sent.push([message, seconds])),
      },
      events: {
        announce: (type, detail) => Promise.resolve(void this.told.push([type, detail])),
        announceAll: (made) => Promise.resolve(void this.records.push(...(made as NewDecision[]))),
      },
      meter: {
        add: (name, unit, value, of = {}) =>
          void this.measured.push([name, unit, value, ...Object.values(of)].join(' ')),
      },
      pacing: { checkSeconds: 15, watchSeconds: 900 },
      clock: { now: () => this.now },
      log: keptLog(this.said),
    };
  }
}

const check = (idleChecks: number): [RunMessage, number] => [
  { v: 1, kind: 'check', runId: RUN_ID, idleChecks },
  15,
];

describe('a run whose records all have a result', () => {
  it('is completed: its summary, its events and its figures tell the same', async () => {
    const office = new Ending();
    await office.begin('full', { clientPages: 1, expedientePages: 1 });
    const consent: RecordResult = { outcome: 'skipped', notices: ['CONSENT_STILL_ACTIVE'] };
    await office.page('client', 0, ['1', '2', '3'], { 1: 'created', 2: 'failed', 3: consent });
    await office.page('expediente', 0, ['9'], { 9: 'updated' });
    office.now = new Date(START.getTime() + 90_000);
    office.letters = 2;
    expect(await office.look()).toBe('over');
    const run = await office.runs.get(RUN_ID);
    expect(run).toMatchObject({
      status: 'completed',
      summary: {
        clients: { read: 3, created: 1, failed: 1, skipped: 1 },
        expedientes: { read: 1, updated: 1 },
        reasons: { CONSENT_STILL_ACTIVE: 1 },
      },
    });
    expect(office.told).toEqual([
      ['RunCompleted', { runId: RUN_ID, mode: 'full', summary: run?.summary }],
    ]);
    expect(office.measured).toEqual([
      'Records_created Count 1 clients',
      'Records_updated Count 0 clients',
      'Records_linked Count 0 clients',
      'Records_unchanged Count 0 clients',
      'Records_skipped Count 1 clients',
      'Records_failed Count 1 clients',
      'Records_created Count 0 expedientes',
      'Records_updated Count 1 expedientes',
      'Records_linked Count 0 expedientes',
      'Records_unchanged Count 0 expedientes',
      'Records_skipped Count 0 expedientes',
      'Records_failed Count 0 expedientes',
      'ConsentsStillActive Count 1',
      'RunDuration Seconds 90 full',
      'DeadLetters Count 2',
    ]);
    expect(office.said).toEqual([['info', 'run completed', { runId: RUN_ID }]]);
    expect([office.tidied, office.sent]).toEqual([1, []]);
    expect(await office.look()).toBe('over');
    expect(office.told).toHaveLength(1);
  });

  it.each([
    [19, []],
    [20, ['FailedPercent Percent 15']],
  ])('of %i records tells its rate of failures: %j', async (count, told) => {
    const office = new Ending();
    await office.begin('modified', { clientPages: 1, expedientePages: 1 });
    const ids = Array.from({ length: count - 2 }, (_, at) => String(at));
    const all = Object.fromEntries(ids.map((id) => [id, 'unchanged' as const]));
    await office.page('client', 0, ids, { ...all, 0: 'failed', 1: 'failed' });
    await office.page('expediente', 0, ['8', '9'], { 8: 'failed', 9: 'unchanged' });
    await office.look();
    expect(office.measured.filter((one) => one.startsWith('FailedPercent'))).toEqual(told);
    expect(office.measured.filter((one) => one.startsWith('Consents'))).toEqual([]);
    // The failed list is put right by full runs.
    expect(office.tidied).toBe(0);
  });
});

describe('the watermark of a run that was completed', () => {
  const of = async (mode: RunMode, progress: Progress, known = true) => {
    const office = new Ending();
    if (known) await office.watermarks.advance(BEFORE, START);
    await office.begin(mode, progress);
    await office.look();
    expect((await office.runs.get(RUN_ID))?.status).toBe('completed');
    return office.watermarks.get();
  };

  it('of a full run is where it began to read: all is swept and read in full by then', async () => {
    expect(await of('full', { officePrefix: false })).toEqual({
      v: STATE_VERSION,
      since: READ_FROM,
      settings: 'these',
      sweptAt: READ_FROM,
      fullAt: READ_FROM,
      officePrefix: false,
      openExpedientes: BEFORE.openExpedientes,
    });
  });

  it('of a modified run is where it began; the last sweep and the last full run stay', async () => {
    expect(await of('modified', { officePrefix: true })).toEqual({
      ...STORED,
      since: READ_FROM,
      settings: 'these',
    });
    expect(await of('modified', { sweep: true })).toMatchObject({
      sweptAt: READ_FROM,
      fullAt: BEFORE.fullAt,
    });
  });

  it('of the very first run that kept one says that all was swept', async () => {
    expect(await of('modified', {}, false)).toEqual({
      v: STATE_VERSION,
      since: READ_FROM,
      settings: 'these',
      sweptAt: READ_FROM,
      officePrefix: false,
    });
  });

  it('keeps what the run has learnt of the open expedientes', async () => {
    const openExpedientes = {
      slice: null,
      changedSince: null,
      open: 250,
      shown: 2,
      missed: 0,
      asked: 0,
      next: null,
    };
    expect(await of('full', { openExpedientes })).toMatchObject({
      openExpedientes: { pages: 3, shown: 6, next: { page: 0, offset: 0 } },
    });
  });

  it.each<[string, RunMode, Progress]>([
    ['named records only', 'redrive', {}],
    ['a list that never stood still', 'full', { unstable: true }],
    ['nothing, planned by nobody', 'full', { readFrom: null }],
    ['nothing, under settings that nobody noted', 'full', { settings: null }],
  ])('stays where it was when the run has read %s', async (_, mode, progress) => {
    expect(await of(mode, progress)).toEqual(STORED);
  });

  it('a list that never stood still is told in the summary', async () => {
    const office = new Ending();
    await office.begin('full', { unstable: true });
    await office.look();
    expect((await office.runs.get(RUN_ID))?.summary?.reasons).toEqual({ PAGES_MOVED: 1 });
  });
});

describe('a run with a record that has no result yet', () => {
  const waiting = async (progress: Progress = {}): Promise<Ending> => {
    const office = new Ending();
    await office.begin('full', { clientPages: 2, ...progress });
    await office.page('client', 0, ['1'], { 1: 'created' });
    await office.page('client', 1, ['2', '3'], { 2: 'created' });
    return office;
  };

  it('is looked at again as long as its queue is not empty, from the beginning', async () => {
    const office = await waiting();
    office.isEmpty = false;
    expect([await office.look(3), office.sent]).toEqual(['looked', [check(0)]]);
  });

  it('is looked at a few times when its queue is empty, then its records are taken for lost', async () => {
    const office = await waiting();
    expect([await office.look(0), await office.look(1), await office.look(2)]).toEqual(
      Array(3).fill('looked'),
    );
    expect(office.sent).toEqual([check(1), check(2), check(3)]);
    expect([await office.look(3), office.sent.length]).toEqual(['lost', 3]);
    expect((await office.runs.get(RUN_ID))?.status).toBe('running');
  });

  it('whose page is done, although the worker that saw it died before it said so, ends with the next look', async () => {
    const office = await waiting();
    await office.runs.addResults(RUN_ID, 'client', 1, new Map([['3', { outcome: 'linked' }]]));
    expect([await office.look(0), await office.look(1)]).toEqual(['looked', 'over']);
  });

  it('which was read once more in vain, fails these records: the admin finds them on the failed list', async () => {
    const office = await waiting({ recovered: true });
    expect(await office.look(3)).toBe('over');
    expect(await office.runs.get(RUN_ID)).toMatchObject({
      status: 'completed',
      summary: {
        clients: { created: 2, failed: 1 },
        reasons: { DELIVERY_FAILED: 1 },
      },
    });
    expect(await office.failures.get('client', '3')).toMatchObject({
      history: [
        {
          at: office.now.toISOString(),
          runId: RUN_ID,
          reason: 'DELIVERY_FAILED',
          message: expect.stringMatching(/./) as string,
        },
      ],
    });
    expect(await office.links.get('client', '3')).toMatchObject({ failed: true });
    expect(office.records).toEqual([
      {
        entity: 'client',
        id: '3',
        runId: RUN_ID,
        result: { outcome: 'failed', reason: 'DELIVERY_FAILED' },
      },
    ]);
    expect([await office.failures.get('client', '2'), await office.runs.countDone(RUN_ID)]).toEqual(
      [null, 2],
    );
  });

  it('is not meant while the run is still being read', async () => {
    const office = await waiting({ phase: 'clients' });
    expect([await office.look(9), office.sent]).toEqual(['looked', []]);
    expect(await checkRun(office.ports(), 'unknown', 0)).toBe('over');
  });
});

describe('a run that found nothing', () => {
  it('ends in one write with its calls, and moves the watermark that it has read', async () => {
    const office = new Ending();
    await office.watermarks.advance(BEFORE, START);
    const run = await office.begin('modified', { unstable: false });
    const read = jest.spyOn(office.watermarks, 'get');
    const idle = { run, unsaved: { nextPage: 4 }, watermark: BEFORE };
    expect(await completeIdle(office.ports(), idle, { giav: 3 })).toBe(true);
    expect(read).not.toHaveBeenCalled();
    expect(await office.runs.get(RUN_ID)).toMatchObject({
      status: 'completed',
      nextPage: 4,
      calls_giav: 3,
    });
    expect(await office.watermarks.get()).toMatchObject({ since: READ_FROM });
    expect(office.told.map(([type]) => type)).toEqual(['RunCompleted']);
  });

  it('tells a list that never stood still, too, and leaves the watermark', async () => {
    const office = new Ending();
    await office.watermarks.advance(BEFORE, START);
    const run = { ...(await office.begin('modified')), unstable: true };
    await completeIdle(office.ports(), { run, unsaved: {}, watermark: BEFORE }, {});
    expect((await office.runs.get(RUN_ID))?.summary?.reasons).toEqual({ PAGES_MOVED: 1 });
    expect(await office.watermarks.get()).toEqual(STORED);
  });

  it('and that somebody else has taken meanwhile is not ended, and the watermark stays', async () => {
    const office = new Ending();
    await office.watermarks.advance(BEFORE, START);
    const run = await office.begin('modified');
    await office.runs.acquire(RUN_ID, 'modified', office.now, false);
    expect(await completeIdle(office.ports(), { run, unsaved: {}, watermark: BEFORE }, {})).toBe(
      false,
    );
    expect([await office.watermarks.get(), office.told]).toEqual([STORED, []]);
  });
});

describe('a run that cannot go on', () => {
  it.each([
    ['configuration', new ConfigurationError({ en: 'the key', es: 'la clave' }), 'la clave'],
    ['unavailable', new RetryableError('no answer'), undefined],
    ['internal', new TypeError('ours'), undefined],
    ['internal', 'a text', undefined],
  ])('fails once, as %s, with the sentence that the admin reads', async (kind, error, es) => {
    const office = new Ending();
    await office.begin('full', { clientPages: 1 });
    await office.page('client', 0, ['1'], { 1: 'created' });
    await failRun(office.ports(), RUN_ID, error);
    const message = error instanceof Error ? error.message : error;
    const run = await office.runs.get(RUN_ID);
    expect(run).toMatchObject({ status: 'failed', summary: { clients: { created: 1 } } });
    expect(run?.error).toEqual({ kind, message, ...(es && { es }) });
    expect(office.told).toEqual([['RunFailed', { runId: RUN_ID, kind, message }]]);
    expect(office.measured).toEqual(['RunsFailed Count 1', `RunsFailed Count 1 ${kind}`]);
    expect(office.said).toEqual([['error', 'run failed', { runId: RUN_ID, kind, error: message }]]);
    await failRun(office.ports(), RUN_ID, new TypeError('later'));
    expect([office.told.length, (await office.runs.get(RUN_ID))?.error?.message]).toEqual([
      1,
      message,
    ]);
  });

  it('fails although what it has done cannot be counted any more', async () => {
    const office = new Ending();
    await office.begin();
    jest.spyOn(office.runs, 'summarise').mockRejectedValue(new Error('damaged'));
    await failRun(office.ports(), RUN_ID, new TypeError('ours'));
    expect(await office.runs.get(RUN_ID)).toMatchObject({ status: 'failed', summary: null });
    jest.restoreAllMocks();
  });
});
