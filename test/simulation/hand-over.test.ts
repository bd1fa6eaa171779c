import type { Context } from 'aws-lambda';
import type { Run } from '../../lib/ports/run';
import { DynamoRuns } from '../../lib/state/runs';
import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, expediente } from '../harness/world';

const PLENTY_MS = 600_000;
/** More than a call needs, and less than another page. */
const LITTLE_MS = 10_000;

describe('a run that outlives an invocation', () => {
  let world: VirtualWorld;
  let runs: DynamoRuns;
  beforeEach(() => {
    world = VirtualWorld.open({ config: { officePrefix: 'never' } });
    runs = new DynamoRuns(world.kept.table, 60_000);
  });
  afterEach(() => world.close());

  const startOf = (runId: string) => ({ v: 1, kind: 'start', mode: 'full', runId }) as const;
  /** An invocation of the page-fetcher that the test makes; the deployed one takes over what it leaves. */
  const invoke = async (runId: string, timeLeft: () => number): Promise<void> => {
    const { settings } = world.simulation.account.functions['page-fetcher'];
    const handler = settings.connect(world.environment('page-fetcher'));
    const event = { Records: [{ messageId: 'message', body: JSON.stringify(startOf(runId)) }] };
    await world.when(
      handler(event as never, { getRemainingTimeInMillis: timeLeft } as unknown as Context),
    );
  };
  const pagesOfClients = (): number =>
    world.giavRequests().filter(({ method, body }) => {
      const { pageSize } = body as { pageSize?: number };
      return method === 'Cliente_SEARCH' && pageSize === 100;
    }).length;

  it('is handed over before the time limit, and goes on from its checkpoint: every record once', async () => {
    for (let id = 1; id <= 250; id++) world.addClient(client(id));
    for (let id = 1; id <= 120; id++) world.addExpediente(expediente(1000 + id, id));
    await invoke('handed-over', () => (pagesOfClients() < 1 ? PLENTY_MS : LITTLE_MS));
    const left = await runs.get('handed-over');
    expect(left).toMatchObject({ status: 'running', clientsRead: 100 });
    const readBefore = pagesOfClients();
    expect(readBefore).toBe(1);
    const report = await world.watch('handed-over');
    expect(report.run.status).toBe('completed');
    expect(report.clients).toMatchObject({ read: 250, created: 250 });
    expect(report.expedientes).toMatchObject({ read: 120, created: 120 });
    const ids = world.crm('contacts').map((one) => customField(one, 'gesintur_id'));
    expect(ids).toHaveLength(250);
    expect(new Set(ids).size).toBe(250);
    expect(world.crm('deals')).toHaveLength(120);
  });

  it('a second start while a run is unfinished leaves with a clear word', async () => {
    await runs.acquire('first', 'full', new Date(), true);
    await invoke('second', () => PLENTY_MS);
    expect(await runs.get('second')).toMatchObject({
      status: 'refused',
      error: { message: 'Run first is in progress; this one was not started.' },
    });
  });

  it('a lease that was lost writes no checkpoint', async () => {
    await runs.acquire('first', 'full', new Date(), true);
    const old = await runs.get('first');
    const later = await runs.acquire('first', 'full', new Date(Date.now() + 3_600_000), false);
    expect('run' in later).toBe(true);
    expect(await runs.checkpoint(old as Run, { nextPage: 7 })).toBeNull();
  });

  it('of two schedulers that start at the same moment exactly one gets the lease; a dead holder loses it', async () => {
    const far = new DynamoRuns(world.admin.table, 60_000);
    const starts = await world.when(
      Promise.all(['left', 'right'].map((id) => far.acquire(id, 'full', new Date(), true))),
    );
    expect(starts.filter((one) => 'run' in one)).toHaveLength(1);
    const [winner] = starts.flatMap((one) => ('run' in one ? [one.run] : []));
    const { id = '', token = 0 } = winner ?? {};
    expect(await runs.acquire(id, 'full', new Date(), false)).toEqual({ busy: id });
    const later = await runs.acquire(id, 'full', new Date(Date.now() + 61_000), false);
    expect('run' in later && later.run.token).toBeGreaterThan(token);
  });
});
