import { World, client, expediente, withId, type Fields, type LogEntry } from '../harness/world';
import { GATE } from '../../lib/sync/budget';

const TIMEOUT_MS = 1000;

/** Throttling and outages hold for all workers, and end by themselves. */
describe('weather for all workers', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      timeScale: 1 / 20,
      config: {
        officePrefix: 'never',
        clientify: { timeoutSeconds: TIMEOUT_MS / 1000, retrySeconds: 0.05 },
      },
    });
    await world.setGiav('clients', [client(1)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  let next = 100;
  const addClients = async (count: number): Promise<number[]> => {
    const ids = Array.from({ length: count }, () => next++);
    for (const id of ids) await world.addGiav('clients', client(id));
    return ids;
  };
  const expectOneEach = async (ids: readonly number[]): Promise<void> => {
    const contacts = await world.crm('contacts');
    for (const id of ids) expect(withId(contacts, id)).toHaveLength(1);
  };

  it.each([
    ['with Retry-After', { headers: { 'Retry-After': '2' } }],
    ['without Retry-After', {}],
  ] as [string, Fields][])(
    '429 %s slows all workers together; no record fails because of it',
    async (_, headers) => {
      const ids = await addClients(30);
      await world.clearLog();
      await world.faults('clientify', [
        {
          when: 'before',
          match: 'POST /v1/contacts/',
          kind: 'status',
          status: 429,
          times: 6,
          ...headers,
        },
      ]);
      const report = await world.sync();
      expect(report.clients).toMatchObject({ created: 30, failed: 0 });
      await expectOneEach(ids);
      // Five workers: each may have a call under way when the word comes, none goes on calling for longer than it takes to spread.
      const throttled = (await world.control<LogEntry[]>('GET', 'clientify/log')).filter(
        (entry) => entry.status === 429,
      );
      expect(throttled.length).toBe(6);
      expect(await world.failures()).toEqual([]);
    },
  );

  it('a Retry-After longer than an invocation waits in the queue and counts against no record', async () => {
    const ids = await addClients(3);
    await world.faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '8' },
        times: 1,
      },
    ]);
    expect((await world.sync()).clients).toMatchObject({ created: 3, failed: 0 });
    await expectOneEach(ids);
  });

  it('an outage of Clientify pauses the run, which resumes by itself: nothing in the dead-letter queue, nothing twice', async () => {
    const ids = await addClients(40);
    await world.faults('clientify', [
      { when: 'before', match: 'POST /v1/contacts/', kind: 'html', status: 503, times: 10_000 },
    ]);
    const run = world.sync();
    while (((await world.admin.pauses.get())?.failures ?? 0) === 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const calls = async (): Promise<number> =>
      (await world.control<LogEntry[]>('GET', 'clientify/log')).length;
    // Of a pause of fifteen seconds: all have heard of it, and the calls that were under way are over, repeats and all.
    await new Promise((resolve) => setTimeout(resolve, GATE.refreshMs + 2 * TIMEOUT_MS));
    const before = await calls();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    // One worker may have stood still in between, on a machine that is busy.
    expect((await calls()) - before).toBeLessThanOrEqual(2);
    await world.control('POST', 'clientify/calm');
    const report = await run;
    expect(report).toMatchObject({
      run: { status: 'completed' },
      clients: { created: 40, failed: 0 },
    });
    await expectOneEach(ids);
    expect(await world.failures()).toEqual([]);
    expect(await world.admin.pauses.get()).toBeNull();
  });

  it('an outage of GIAV pauses the run at its checkpoint; a schedule meanwhile is skipped with a word', async () => {
    await world.setGiav('expedientes', [expediente(901, 1)]);
    await world.faults('giav', [
      { when: 'before', match: 'Expediente_SEARCH', kind: 'html', status: 503, times: 5 },
    ]);
    const run = world.sync();
    let paused = await world.admin.runs.active();
    while (!paused?.pause) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      paused = await world.admin.runs.active();
    }
    const skipped = await world.sync('modified');
    expect(skipped.run.status).toBe('refused');
    expect(skipped.error?.message).toMatch(
      /is in progress; this one was not started\. It is paused: GIAV answered 503/,
    );
    const report = await run;
    expect(report).toMatchObject({
      run: { status: 'completed' },
      expedientes: { read: 1, created: 1 },
    });
  });

  it('an address where nobody listens fails the run at once, with a word on what to check', async () => {
    await world.withGiavAt('http://127.0.0.1:59999/webservices/api_2_05.asmx', async () => {
      const report = await world.sync();
      expect(report).toMatchObject({
        run: { status: 'failed' },
        error: { kind: 'unavailable', message: expect.stringContaining('GIAV_ENDPOINT') as string },
      });
    });
  });
});
