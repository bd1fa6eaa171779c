import type { Delivery } from '../../lib/record/process-records';
import { FORBIDDEN_IN_A_ROW } from '../../lib/record/forbidden-row';
import { DynamoDecisions } from '../../lib/state/decisions';
import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';
import { RECORD } from '../../lib/sync/budget';
import { RUN_ID, WorkerOffice, nif } from '../ports/worker-office';

const created = (office: WorkerOffice): number => office.agency.clientify.records.size;

/** Clientify's answer to each reading or creating of a record. */
function answers(office: WorkerOffice, ...errors: readonly (Error | null)[]): { calls: number } {
  const seen = { calls: 0 };
  const { clientify } = office.agency;
  const create = clientify.create.bind(clientify);
  clientify.create = (desired) => {
    const error = errors[Math.min(seen.calls++, errors.length - 1)];
    return error ? Promise.reject(error) : create(desired);
  };
  return seen;
}
const decisionsOf = async (office: WorkerOffice, id: string) => {
  const found = [];
  for await (const one of new DynamoDecisions(office.table).of('client', id, office.now))
    found.push(one);
  return found;
};

describe('a batch of records', () => {
  it('is worked on, told and counted: decisions first, then the calls, then the results, which may end the run', async () => {
    const office = new WorkerOffice();
    expect(await office.work(await office.begin(3))).toEqual([]);
    expect([created(office), await office.results()]).toEqual([
      3,
      { 1: 'created', 2: 'created', 3: 'created' },
    ]);
    expect(office.steps).toEqual(['decisions 1 2 3', 'calls', 'results 1 2 3']);
    // The last page is done: whoever looks at the run ends it.
    expect(office.asked).toEqual([{ v: 1, kind: 'check', runId: RUN_ID, idleChecks: 0 }]);
    // Bad answers about one record are no outage: the gate knows whose each of them was.
    expect(office.inHand).toEqual(['client 1', 'client 2', 'client 3']);
    expect(office.measured).toEqual(Array(3).fill('Processed_created Count 1 client'));
    expect(office.told.map(({ detail }) => detail)).toMatchObject(
      ['1', '2', '3'].map((id) => ({ id, runId: RUN_ID, result: { outcome: 'created' } })),
    );
  });

  it('asks for no look at the run while other records of it are open', async () => {
    const office = new WorkerOffice();
    const [first, , third] = (await office.begin(3)) as [Delivery, Delivery, Delivery];
    await office.work([first, third]);
    expect([await office.results(), office.asked]).toEqual([{ 1: 'created', 3: 'created' }, []]);
  });

  it('asks for none either while another page of the run is open, and counts each record on its own page', async () => {
    const office = new WorkerOffice();
    const [first] = await office.begin(2);
    const taken = await office.runs.acquire(RUN_ID, 'full', office.now, false);
    if (!('run' in taken)) throw new Error('the run is not free');
    await office.runs.openPage(RUN_ID, 'client', 0, ['1'], new Map(), office.now);
    await office.runs.openPage(RUN_ID, 'client', 1, ['2'], new Map(), office.now);
    await office.runs.checkpoint(taken.run, { clientPages: 2 });
    const [, second] = office.messages;
    await office.work([first as Delivery]);
    expect(office.asked).toEqual([]);
    await office.work([first as Delivery, office.delivery({ ...second, page: 1 } as never)]);
    expect([office.steps.slice(-2), office.asked.length]).toEqual([['results 1', 'results 2'], 1]);
  });

  it('whose client was written in GIAV since it was read: it is read from there again', async () => {
    const office = new WorkerOffice();
    const [first] = await office.begin(1);
    const writtenBackAt = new Date(office.now.getTime() + 3_600_000).toISOString();
    const at = office.now.toISOString();
    await office.links.put('client', { id: '1', status: 'refused', writtenBackAt, at });
    await office.work([first as Delivery]);
    expect([created(office), await office.pending.list('asked')]).toEqual([0, ['1']]);
  });

  it('in which a refusal is still what it was is counted, and not told again', async () => {
    const office = new WorkerOffice();
    await office.begin(1);
    office.agency.clientify.store({
      kind: 'contact',
      id: '55',
      modified: null,
      fields: { taxpayer_identification_number: nif(1) },
      customFields: { gesintur_id: '99' },
      tags: [],
    });
    const candidates = office.agency.clientify.candidates('contact', '1', nif(1));
    const [message] = office.messages;
    const refused = [office.delivery({ ...message, mode: 'modified', candidates } as never)];
    await office.work(refused);
    expect([await office.results(), office.told.length]).toEqual([{ 1: 'DOCUMENT_TAKEN' }, 1]);
    const link = await office.links.get('client', '1');
    const refusal = { ...link?.refusal, runId: 'an earlier one' };
    await office.links.put('client', { ...link, refusal } as never);
    await office.work(refused);
    expect([office.told.length, office.measured.length]).toEqual([1, 2]);
  });

  it('counts what has not changed, and tells nothing of it', async () => {
    const office = new WorkerOffice();
    await office.work(await office.begin(1));
    const [message] = office.messages;
    office.told.splice(0);
    office.steps.splice(0);
    const { id } = [...office.agency.clientify.records.values()][0] ?? { id: '' };
    const known = office.agency.clientify.candidates('contact', '1', '');
    await office.work([office.delivery({ ...message, candidates: known } as never)]);
    expect([office.told, office.steps]).toEqual([[], ['decisions ', 'calls', 'results 1']]);
    expect(office.measured.at(-1)).toBe('Processed_unchanged Count 1 client');
    expect(await office.links.get('client', '1')).toMatchObject({ clientifyId: id });
  });

  it('is worked on by so many at once and no more, one group after the other', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(5);
    const { clientify } = office.agency;
    const create = clientify.create.bind(clientify);
    let [now, most] = [0, 0];
    clientify.create = async (desired) => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now -= 1;
      return create(desired);
    };
    await office.work(deliveries, { parallel: 2 });
    expect([most, created(office)]).toEqual([2, 5]);
    await office.work([], { parallel: 2 });
  });

  it('is not begun during an outage: every message comes back when it may be over', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(2);
    office.outage = 30_000;
    expect(await office.work(deliveries)).toEqual(['m1', 'm2']);
    expect([office.postponed, created(office), office.steps]).toEqual([
      [
        ['r1', 31],
        ['r2', 31],
      ],
      0,
      [],
    ]);
  });
});

describe('a message that outlived its run is never believed', () => {
  const end = (office: WorkerOffice, status: 'completed' | 'failed' | 'cancelled', kind?: string) =>
    office.runs.end(
      RUN_ID,
      status,
      kind === undefined ? {} : { error: { kind: kind as never, message: '' } },
      office.now,
    );
  const askedFor = async (office: WorkerOffice) => [
    created(office),
    office.asked,
    await office.pending.list('asked'),
  ];

  it.each([
    ['completed', undefined],
    ['failed', 'internal'],
  ] as const)(
    'the run was %s (%s): its record is read from GIAV again, and this message writes nothing',
    async (status, kind) => {
      const office = new WorkerOffice();
      const deliveries = await office.begin(2);
      await end(office, status, kind);
      expect(await office.work(deliveries)).toEqual([]);
      const records = ['1', '2'].map((id) => ({ entity: 'client', id }));
      expect(await askedFor(office)).toEqual([
        0,
        [{ v: 1, kind: 'redrive', gathered: true, records }],
        ['1', '2'],
      ]);
    },
  );

  it.each([
    ['failed', 'configuration'],
    ['cancelled', undefined],
  ] as const)(
    'the run was %s (%s): the next one reads the record, and nothing of it is asked for',
    async (status, kind) => {
      const office = new WorkerOffice();
      const deliveries = await office.begin(2);
      await end(office, status, kind);
      expect(await office.work(deliveries)).toEqual([]);
      expect(await askedFor(office)).toEqual([0, [], []]);
      expect(await office.results()).toEqual({});
    },
  );

  it('nobody knows the run, or its item cannot be read: its record is read from GIAV again', async () => {
    const office = new WorkerOffice();
    const [first, second] = (await office.begin(2)) as [Delivery, Delivery];
    const unknown = { ...office.messages[0], runId: 'unknown' };
    await office.work([office.delivery(unknown as never)]);
    const runs = Object.assign(office.ports().runs, {
      get: () => Promise.reject(new ConfigurationError('damaged')),
    });
    await office.work([first, second], { runs });
    expect([created(office), await office.pending.list('asked')]).toEqual([0, ['1', '2']]);
  });

  it('what the state does not answer is nobody’s result: the batch comes again', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(1);
    const runs = Object.assign(office.ports().runs, {
      get: () => Promise.reject(new RetryableError('throttled')),
    });
    await expect(office.work(deliveries, { runs })).rejects.toThrow('throttled');
    expect([created(office), office.steps]).toEqual([0, []]);
  });

  it('a run is looked at once for all of its messages', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(4);
    const { runs } = office.ports();
    const get = jest.spyOn(runs, 'get');
    await office.work(deliveries, { runs });
    expect([get.mock.calls, created(office)]).toEqual([[[RUN_ID]], 4]);
  });
});

describe('a message that nobody can read', () => {
  it('but whose record has a name is read from GIAV again', async () => {
    const office = new WorkerOffice();
    await office.begin(1);
    const body = JSON.stringify({ v: 99, entity: 'expediente', id: '900' });
    expect(await office.work([office.delivery(body)])).toEqual([]);
    expect([office.buried, await office.pending.list('asked-expediente')]).toEqual([[], ['900']]);
  });

  it('and that names nothing is kept for a human, told, and never tried again', async () => {
    const office = new WorkerOffice();
    const [good] = (await office.begin(1)) as [Delivery];
    expect(await office.work([office.delivery('not JSON'), good])).toEqual([]);
    expect(office.buried).toEqual([['not JSON', 'unreadable-mx', 'mx']]);
    expect(office.said).toEqual([
      'error: a message cannot be read; it is kept in the dead-letter queue {"messageId":"mx"}',
    ]);
    expect(created(office)).toBe(1);
  });
});

describe('a record that Clientify does not take', () => {
  it('is on the failed list with the error that the admin reads, and counts as failed; the others go on', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(2);
    answers(office, new RecordError('Clientify refused first_name', ['first_name'], 400), null);
    expect(await office.work(deliveries, { parallel: 1 })).toEqual([]);
    expect(await office.results()).toEqual({ 1: 'CLIENTIFY_REFUSED', 2: 'created' });
    expect(await office.failures.get('client', '1')).toMatchObject({
      attempts: 1,
      history: [
        {
          at: office.now.toISOString(),
          runId: RUN_ID,
          reason: 'CLIENTIFY_REFUSED',
          message: 'Clientify refused first_name',
        },
      ],
    });
    expect(await office.links.get('client', '1')).toMatchObject({ failed: true });
    expect(await decisionsOf(office, '1')).toMatchObject([
      { outcome: 'failed', reason: 'CLIENTIFY_REFUSED', message: 'Clientify refused first_name' },
    ]);
    expect(office.measured).toEqual([
      'Processed_failed Count 1 client',
      'Processed_created Count 1 client',
    ]);
    expect(office.said).toEqual([
      `warn: record not written ${JSON.stringify({ runId: RUN_ID, entity: 'client', id: '1', error: 'Clientify refused first_name' })}`,
    ]);
  });

  it('keeps the reason that the refusal has of its own', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(1);
    answers(office, new RecordError('nearly', [], undefined, 'NEAR_DOCUMENTO'));
    await office.work(deliveries);
    expect(await office.results()).toEqual({ 1: 'NEAR_DOCUMENTO' });
  });

  it('after so many tries of its own goes to the dead-letter queue as it came, and to the failed list', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(1);
    answers(office, new RetryableError('no answer', { maybeApplied: false }));
    for (let tries = 1; tries < RECORD.attempts; tries++)
      expect(await office.work(deliveries)).toEqual(['m1']);
    expect(office.postponed.map(([, seconds]) => seconds)).toEqual([2, 4, 8, 16]);
    expect(await office.work(deliveries)).toEqual([]);
    expect(office.buried).toEqual([[deliveries[0]?.body, 'client-1', `${RUN_ID}-client-1`]]);
    expect(await office.results()).toEqual({ 1: 'CLIENTIFY_UNAVAILABLE' });
    expect(await office.failures.get('client', '1')).toMatchObject({
      history: [{ reason: 'CLIENTIFY_UNAVAILABLE', message: 'no answer' }],
    });
  });

  it('waits for as long as it was asked to, where that is longer than its own turn', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(1);
    answers(office, new RetryableError('later', { retryAfterMs: 90_000 }));
    await office.work(deliveries);
    expect(office.postponed).toEqual([['r1', 90]]);
  });

  it('during what looks like an outage waits for its end, and has more tries, but not endlessly many', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(1);
    const { gate } = office.ports();
    let asked = 0;
    // The outage is seen by this very record.
    const seen = { ...gate, outageMs: () => Promise.resolve(asked++ % 2 === 0 ? 0 : 20_000) };
    answers(office, new RetryableError('no answer'));
    for (let tries = 1; tries < RECORD.outageAttempts; tries++)
      expect(await office.work(deliveries, { gate: seen })).toEqual(['m1']);
    expect(new Set(office.postponed.map(([, seconds]) => seconds))).toEqual(new Set([21]));
    expect(await office.work(deliveries, { gate: seen })).toEqual([]);
    expect(office.buried).toHaveLength(1);
  });

  it('whatever else goes wrong counts as a try of the record too, and is told by its own words', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(1);
    answers(office, new TypeError('ours'));
    expect(await office.work(deliveries)).toEqual(['m1']);
    expect(office.said).toEqual([expect.stringContaining('"error":"ours"')]);
    expect(office.postponed).toEqual([['r1', 2]]);
  });
});

describe('a key that Clientify refuses', () => {
  it('ends the run with the words for the admin; what was not begun is left to the next one', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(3);
    const seen = answers(office, new ConfigurationError('Clientify refused the key', 401));
    expect(await office.work(deliveries, { parallel: 1 })).toEqual([]);
    expect([seen.calls, await office.results(), office.asked]).toEqual([1, {}, []]);
    expect(await office.runs.get(RUN_ID)).toMatchObject({
      status: 'failed',
      error: { kind: 'configuration', message: 'Clientify refused the key' },
    });
  });

  const forbidden = new RecordError('403', [], 403, 'FORBIDDEN_IN_CLIENTIFY');
  const status = async (office: WorkerOffice) => (await office.runs.get(RUN_ID))?.status;

  it('for one record after the other ends it, too; that many are on the failed list', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(FORBIDDEN_IN_A_ROW + 2);
    answers(office, forbidden);
    await office.work(deliveries, { parallel: 1 });
    const run = await office.runs.get(RUN_ID);
    expect([run?.status, run?.error?.kind]).toEqual(['failed', 'configuration']);
    // In both languages: whose trouble it is, and where the records are.
    expect(run?.error?.message).toMatch(/forbade 20 records.*with: 403.*role.*plan.*failed list/);
    expect(run?.error?.es).toMatch(/20 registros.*con: 403.*rol.*plan.*lista de fallidos/);
    expect(Object.values(await office.results())).toEqual(
      Array(FORBIDDEN_IN_A_ROW).fill('FORBIDDEN_IN_CLIENTIFY'),
    );
  });

  it.each<[string, Error | null]>([
    ['was written', null],
    ['was refused for what it holds', new RecordError('refused', [], 400)],
  ])('is no such key where one in between %s', async (_, between) => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(FORBIDDEN_IN_A_ROW + 2);
    answers(office, ...Array<Error>(5).fill(forbidden), between, forbidden);
    await office.work(deliveries, { parallel: 1 });
    expect(await status(office)).toBe('running');
  });

  it('is still one where one in between was as it should be: nothing was written', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(FORBIDDEN_IN_A_ROW + 1);
    const at = office.now.toISOString();
    await office.links.put('client', { id: '6', status: 'refused', writtenBackAt: '2027', at });
    answers(office, forbidden);
    await office.work(deliveries, { parallel: 1 });
    expect(await status(office)).toBe('failed');
  });

  it('is still one where one in between was refused by ourselves: Clientify was not asked', async () => {
    const office = new WorkerOffice();
    const deliveries = await office.begin(FORBIDDEN_IN_A_ROW + 1);
    answers(office, ...Array<Error>(5).fill(forbidden), new RecordError('ours'), forbidden);
    await office.work(deliveries, { parallel: 1 });
    expect(await status(office)).toBe('failed');
  });
});
