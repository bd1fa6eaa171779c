import { GATE, SECOND_MS } from '../../lib/sync/budget';
import { VirtualWorld } from '../harness/virtual-world';
import { client, expediente, withId } from '../harness/world';

/** Longest that a call is under way in the simulation, its answer's first effects included. */
const UNDER_WAY_MS = 1500;

/** Throttling and outages hold for all workers, and end by themselves. */
describe('weather for all workers', () => {
  let world: VirtualWorld;
  let sent: number[];
  beforeEach(async () => {
    world = VirtualWorld.open({
      config: {
        officePrefix: 'never',
        clientify: { timeoutSeconds: 2, retrySeconds: 0.05 },
      },
    });
    world.addClient(client(1));
    await world.sync();
    world.clearLog();
    sent = [];
    const { faultOf } = world.simulation;
    world.simulation.faultOf = (call) => {
      if (call.port === 'clientify') sent.push(Date.now());
      return faultOf(call);
    };
  });
  afterEach(() => world.close());

  const addClients = (count: number): number[] => {
    const ids = Array.from({ length: count }, (_, at) => 100 + at);
    for (const id of ids) world.addClient(client(id));
    return ids;
  };
  const expectOneEach = (ids: readonly number[]): void => {
    for (const id of ids) expect(withId(world.crm('contacts'), id)).toHaveLength(1);
  };
  const throttle = (times: number, headers: Record<string, string>): void =>
    world.faults('clientify', [
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 429,
        times,
        headers,
      },
    ]);
  const statuses = (): number[] => world.calls().map(({ status }) => status);

  it.each<[string, Record<string, string>]>([
    ['with Retry-After', { 'Retry-After': '2' }],
    ['without Retry-After', {}],
  ])('429 %s slows all workers together; no record fails because of it', async (_, headers) => {
    const ids = addClients(30);
    throttle(6, headers);
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 30, failed: 0 });
    expectOneEach(ids);
    expect(statuses().filter((status) => status === 429)).toHaveLength(6);
    expect(await world.failures()).toEqual([]);
  });

  it('after a 429 no worker calls before the time that Retry-After tells', async () => {
    addClients(30);
    throttle(1, { 'Retry-After': '20' });
    const run = world.sync();
    await world.until(() => statuses().includes(429));
    const at = Date.now();
    await run;
    const quiet = sent.filter((one) => one > at + UNDER_WAY_MS + GATE.refreshMs);
    expect(quiet.length).toBeGreaterThan(0);
    expect(Math.min(...quiet) - at).toBeGreaterThanOrEqual(20 * SECOND_MS);
  });

  it('a Retry-After longer than an invocation waits in the queue and counts against no record', async () => {
    const ids = addClients(3);
    throttle(1, { 'Retry-After': '400' });
    const began = Date.now();
    expect((await world.sync()).clients).toMatchObject({ created: 3, failed: 0 });
    expect(Date.now() - began).toBeGreaterThanOrEqual(400 * SECOND_MS);
    expectOneEach(ids);
    expect(await world.failures()).toEqual([]);
  });

  it('an outage of Clientify pauses the run, which resumes by itself: nothing in the dead-letter queue, nothing twice', async () => {
    const ids = addClients(40);
    world.faults('clientify', [
      { when: 'before', match: 'POST /v1/contacts/', kind: 'html', status: 503, times: 10_000 },
    ]);
    const run = world.sync();
    await world.until(async () => ((await world.kept.pauses.get())?.failures ?? 0) > 0);
    // All have heard of it, and the calls that were under way are over, repeats and all.
    await world.pass(GATE.refreshMs + 2 * UNDER_WAY_MS);
    const before = sent.length;
    await world.pass(5 * SECOND_MS);
    expect(sent.length - before).toBe(0);
    world.calm();
    expect(await run).toMatchObject({
      run: { status: 'completed' },
      clients: { created: 40, failed: 0 },
    });
    expectOneEach(ids);
    expect(await world.failures()).toEqual([]);
    expect(await world.when(world.admin.queue.deadLetters())).toBe(0);
    expect(await world.kept.pauses.get()).toBeNull();
  });

  it('an outage of GIAV pauses the run at its checkpoint; a schedule meanwhile is skipped with a word', async () => {
    world.addExpediente(expediente(901, 1));
    world.faults('giav', [
      { when: 'before', match: 'Expediente_SEARCH', kind: 'html', status: 503, times: 5 },
    ]);
    const run = world.sync();
    await world.until(async () => Boolean((await world.kept.runs.active())?.pause));
    const skipped = await world.sync('modified');
    expect(skipped.run.status).toBe('refused');
    expect(skipped.error?.message).toMatch(
      /is in progress; this one was not started\. It is paused: GIAV answered 503/,
    );
    expect(await run).toMatchObject({
      run: { status: 'completed' },
      expedientes: { read: 1, created: 1 },
    });
  });
});
