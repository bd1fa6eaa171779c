import { setTimeout as wait } from 'node:timers/promises';
import { ClientifyHttp } from '../../lib/clientify/http';
import { parseSyncConfig } from '../../lib/config/environment';
import { ClientifyAccountApi } from '../../lib/clientify/account';
import { GiavApi } from '../../lib/giav/api';
import { SqsRunQueue, SqsWorkQueue } from '../../lib/queue/queues';
import { Audits } from '../../lib/state/audits';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoIndexParts } from '../../lib/state/index-parts';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import type { Run } from '../../lib/ports/run';
import { DynamoRuns } from '../../lib/state/runs';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import { driveRun, type DrivePorts } from '../../lib/run/drive-run';
import { World } from '../harness/world';

/** An invocation of the page-fetcher in this process; the deployed one takes over what it leaves. */
function fetcherOf(world: World, changes: Partial<DrivePorts>): DrivePorts {
  const { cloud, giav, clientify } = world.wiring;
  const http = new ClientifyHttp(clientify);
  const workQueue = new SqsWorkQueue(cloud.sqs, cloud.workQueueUrl, cloud.deadLetterQueueUrl);
  return {
    runs: new DynamoRuns(cloud.table, 60_000),
    indexParts: new DynamoIndexParts(cloud.table, 'secret'),
    links: new DynamoLinks(cloud.table),
    audits: new Audits(cloud.table),
    decisions: new DynamoDecisions(cloud.table),
    queue: workQueue,
    runQueue: new SqsRunQueue(cloud.sqs, cloud.runQueueUrl),
    events: { announce: () => Promise.resolve(), announceAll: () => Promise.resolve() },
    watermarks: new DynamoWatermarks(cloud.table),
    failures: new DynamoFailures(cloud.table),
    pending: new DynamoPending(cloud.table),
    meter: { add: () => undefined },
    pacing: { checkSeconds: 1, watchSeconds: 60 },
    reserveMs: 1,
    clock: { now: () => new Date() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    giav: new GiavApi(giav),
    clientify: new ClientifyAccountApi(http, 3),
    config: parseSyncConfig('{"officePrefix":"never"}'),
    autoSetup: true,
    countryCode: () => null,
    recordUrl: (kind, id) =>
      http.resourceUrl(`/${kind === 'contact' ? 'contacts' : 'companies'}/${id}/`),
    ids: { run: () => 'generated' },
    timeLeft: () => 1_000_000,
    ...changes,
  };
}

async function ended(runs: Pick<DynamoRuns, 'get'>, runId: string): Promise<Run> {
  for (;;) {
    const run = await runs.get(runId);
    if (run && run.status !== 'running') return run;
    await wait(100);
  }
}

describe('a run that outlives an invocation', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      clients: 250,
      expedientes: 120,
      config: { officePrefix: 'never' },
    });
  });
  afterAll(() => world.stop());

  it('is handed over before the time limit, and goes on from its checkpoint: every record once', async () => {
    let looks = 0;
    const ports = fetcherOf(world, { timeLeft: () => (looks++ < 2 ? 1_000_000 : 0) });
    await driveRun(
      ports,
      JSON.stringify({ v: 1, kind: 'start', mode: 'full', runId: 'handed-over' }),
      'message',
    );
    const run = await ended(ports.runs, 'handed-over');
    expect(run.status).toBe('completed');
    expect(run.summary?.clients.read).toBe(250);
    expect(run.summary?.expedientes.read).toBe(120);
    const created = (run.summary?.clients.created ?? 0) + (run.summary?.clients.linked ?? 0);
    expect([...(await world.crm('contacts')), ...(await world.crm('companies'))]).toHaveLength(
      created,
    );
    expect(await world.crm('deals')).toHaveLength(run.summary?.expedientes.created ?? -1);
  });

  it('a second start while a run is unfinished leaves with a clear word', async () => {
    const ports = fetcherOf(world, {});
    await ports.runs.acquire('first', 'full', new Date(), true);
    await driveRun(
      ports,
      JSON.stringify({ v: 1, kind: 'start', mode: 'full', runId: 'second' }),
      'message',
    );
    expect(await ports.runs.get('second')).toMatchObject({
      status: 'refused',
      error: { message: 'Run first is in progress; this one was not started.' },
    });
  });

  it('a lease that was lost writes no checkpoint', async () => {
    const runs = fetcherOf(world, {}).runs;
    const old = await runs.get('first');
    const later = await runs.acquire('first', 'full', new Date(Date.now() + 3_600_000), false);
    expect('run' in later).toBe(true);
    expect(await runs.checkpoint(old as Run, { nextPage: 7 })).toBeNull();
  });

  it('of two schedulers that start at the same moment exactly one gets the lease; a dead holder loses it', async () => {
    const { runs } = fetcherOf(world, {});
    await runs.end('first', 'failed', {}, new Date());
    await runs.release((await runs.get('first')) as Run);
    const starts = await Promise.all(
      ['left', 'right'].map((id) => runs.acquire(id, 'full', new Date(), true)),
    );
    expect(starts.filter((one) => 'run' in one)).toHaveLength(1);
    const [winner] = starts.flatMap((one) => ('run' in one ? [one.run] : []));
    const { id = '', token = 0 } = winner ?? {};
    expect(await runs.acquire(id, 'full', new Date(), false)).toEqual({ busy: id });
    const later = await runs.acquire(id, 'full', new Date(Date.now() + 61_000), false);
    expect('run' in later && later.run.token).toBeGreaterThan(token);
  });
});
