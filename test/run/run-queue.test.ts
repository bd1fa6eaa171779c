import { driveRun, type DrivePorts } from '../../lib/run/drive-run';
import { DynamoPending } from '../../lib/state/pending';
import { keys } from '../../lib/state/keys';
import { RUN, pauseSeconds } from '../../lib/sync/budget';
import { ConfigurationError, RetryableError } from '../../lib/sync/errors';
import { giavExpediente } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';
import { keptLog, type Said } from '../ports/kept-log';

/** A page-fetcher, and all that it tells. */
class Told extends RunOffice {
  readonly said: Said[] = [];
  readonly buried: string[][] = [];
  readonly again: (string | undefined)[] = [];

  override ports(): DrivePorts {
    const ports = super.ports();
    return {
      ...ports,
      log: keptLog(this.said),
      queue: {
        ...ports.queue,
        send: (messages, suffix) => {
          this.again.push(suffix);
          return ports.queue.send(messages, suffix);
        },
        bury: (...letter) => Promise.resolve(void this.buried.push(letter)),
      },
    };
  }

  deliver(body: unknown, id = 'm1'): Promise<void> {
    this.left = this.msPerInvocation;
    return driveRun(this.ports(), typeof body === 'string' ? body : JSON.stringify(body), id);
  }

  /** What GIAV answers from now on instead of each page of clients. */
  broken(error: Error | null): void {
    this.fault = () => error;
  }

  warned(text: string): object[] {
    return this.said.filter(([, said]) => said === text).map(([, , ids]) => ids);
  }
}

describe('a message of the run queue', () => {
  it.each(['not JSON', '{"v":9,"kind":"start"}', '{"v":1,"kind":"nothing"}'])(
    'that nobody can read is kept for a human, and starts nothing: %s',
    async (body) => {
      const office = new Told();
      await office.deliver(body, 'm7');
      expect([office.buried, office.messages, await office.runs.active()]).toEqual([
        [[body, 'unreadable', 'm7']],
        [],
        null,
      ]);
      expect(office.said).toEqual([
        [
          'error',
          'a message of the run queue cannot be read; it is kept in the dead-letter queue',
          { messageId: 'm7' },
        ],
      ]);
    },
  );

  it('that was a record’s, by way of the dead-letter queue, has that record read again', async () => {
    const office = new Told();
    office.addClients(3);
    await office.deliver({ v: 99, entity: 'client', id: '1001', page: 3 });
    await office.quiet();
    const [run] = await runsOf(office);
    expect([run?.mode, run?.status, run?.records, run?.summary?.clients.read]).toEqual([
      'redrive',
      'completed',
      [{ entity: 'client', id: '1001' }],
      1,
    ]);
    expect(office.buried).toEqual([]);
  });
});

const runsOf = async (office: RunOffice) => {
  const found = [];
  for await (const run of office.runs.recent()) found.push(run);
  return found;
};
const outage = (details: ConstructorParameters<typeof RetryableError>[1] = {}) =>
  new RetryableError({ en: 'GIAV did not answer', es: 'GIAV no respondió' }, details);

describe('a run during an outage', () => {
  const paused = async (office: Told, error: Error) => {
    office.broken(error);
    await office.step();
    const { pause, token, status } = await office.run('r1');
    const seconds = pause && (Date.parse(pause.until) - office.now.getTime()) / 1000;
    return { pause, token, status, seconds };
  };

  it('pauses at its checkpoint, tells it in both languages, and goes on by itself', async () => {
    const office = new Told();
    office.addClients(5);
    office.start('full', 'r1');
    const { pause, token, seconds } = await paused(office, outage());
    const until = new Date(office.now.getTime() + RUN.pause.firstSeconds * 1000).toISOString();
    expect([pause, seconds]).toEqual([
      {
        until,
        count: 1,
        since: office.now.toISOString(),
        message: 'GIAV did not answer',
        es: 'GIAV no respondió',
      },
      RUN.pause.firstSeconds,
    ]);
    expect(office.told.at(-1)).toEqual({
      type: 'RunPaused',
      detail: { runId: 'r1', until, message: 'GIAV did not answer' },
    });
    expect(office.warned('run paused')).toEqual([
      { runId: 'r1', until, error: 'GIAV did not answer' },
    ]);
    expect(office.messages.map(({ message, due }) => [message, due])).toContainEqual([
      { v: 1, kind: 'continue', runId: 'r1', token },
      Date.parse(until),
    ]);
    office.broken(null);
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      pause: null,
      summary: { clients: { read: 5 } },
    });
  });

  it('waits longer each time, and remembers since when; a message without Spanish has none', async () => {
    const office = new Told();
    office.start('full', 'r1');
    const first = await paused(office, new RetryableError('no answer'));
    expect(first.pause).not.toHaveProperty('es');
    for (let count = 2; count <= 6; count++) {
      const { pause, seconds } = await paused(office, outage());
      expect([pause?.count, seconds, pause?.since]).toEqual([
        count,
        pauseSeconds(count),
        first.pause?.since,
      ]);
    }
  });

  it.each([
    [1_000, RUN.pause.firstSeconds],
    [400_000, 400],
    [5_000_000, RUN.pause.longestAskedSeconds],
  ])('waits as long as it was asked to, within reason: %i ms', async (retryAfterMs, expected) => {
    const office = new Told();
    office.start('full', 'r1');
    expect((await paused(office, outage({ retryAfterMs }))).seconds).toBe(expected);
  });

  it('where nobody listens from the start is no outage but an address: it fails; later it is one', async () => {
    const office = new Told();
    office.start('full', 'r1');
    expect((await paused(office, outage({ unreachable: true }))).status).toBe('failed');
    expect((await office.run('r1')).error).toMatchObject({ kind: 'unavailable' });
    const other = new Told();
    other.addClients(150);
    other.start('full', 'r1');
    let pages = 0;
    other.fault = (_, size) => (size === 100 && ++pages > 1 ? outage({ unreachable: true }) : null);
    await other.step();
    expect(await other.run('r1')).toMatchObject({ status: 'running', clientPages: 1 });
    const begun = new Told();
    begun.start('full', 'r1');
    await paused(begun, outage());
    expect((await paused(begun, outage({ unreachable: true }))).status).toBe('running');
  });

  it.each([
    ['configuration', new ConfigurationError('the key')],
    ['internal', new TypeError('ours')],
  ])('is no outage what repeating does not mend: %s', async (kind, error) => {
    const office = new Told();
    office.start('full', 'r1');
    await paused(office, error);
    expect(await office.run('r1')).toMatchObject({ status: 'failed', error: { kind } });
    expect(office.warned('run paused')).toEqual([]);
  });

  it('is given up after a day', async () => {
    const office = new Told();
    office.start('full', 'r1');
    const { pause } = await paused(office, outage());
    office.now = new Date(Date.parse(pause?.since ?? '') + RUN.giveUpMs - 1);
    expect((await paused(office, outage())).status).toBe('running');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'failed' });
  });
});

describe('a run whose messages were lost', () => {
  const lost = async (): Promise<Told> => {
    const office = new Told();
    office.giavClients = [];
    for (const id of [1, 2, 3]) office.addClient(id, `DOC-${id}`);
    office.giavExpedientes = [giavExpediente({ id: 900, idCliente: 1, idEntityStage: 1 })];
    office.stages.push({ id: 1, name: 'Abierto' });
    office.start('full', 'r1');
    await office.step();
    expect(office.work.map(({ id }) => id)).toEqual(['1', '2', '3', '900']);
    // One was done, the others are gone.
    const [done] = office.work.splice(0);
    if (done) {
      office.work.push(done);
      await office.doWork();
    }
    office.again.splice(0);
    return office;
  };
  const untilRecovered = async (office: Told): Promise<void> => {
    for (let steps = 0; steps < 12 && office.again.length === 0; steps++) await office.step();
  };

  it('reads their records again, once, and sends them again under another name', async () => {
    const office = await lost();
    await untilRecovered(office);
    expect(office.warned('messages were lost: their records are read again')).toEqual([
      { runId: 'r1', entity: 'client', page: 0, records: 2 },
      { runId: 'r1', entity: 'expediente', page: 0, records: 1 },
    ]);
    expect(office.again).toEqual(['-again', '-again']);
    expect(office.work.map(({ entity, id, page }) => [entity, id, page])).toEqual([
      ['client', '2', 0],
      ['client', '3', 0],
      ['expediente', '900', 0],
    ]);
    expect((await office.run('r1')).recovered).toBe(true);
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      summary: { clients: { read: 3, unchanged: 3 }, expedientes: { read: 1, unchanged: 1 } },
    });
  });

  it('tells what GIAV does not show any more', async () => {
    const office = await lost();
    office.giavClients = office.giavClients.filter(({ id }) => id !== 2 && id !== 3);
    await untilRecovered(office);
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      summary: { clients: { read: 3, unchanged: 1, skipped: 2 }, reasons: { NOT_IN_GIAV: 2 } },
    });
  });

  it('waits for the end of an outage, and then reads them again', async () => {
    const office = await lost();
    office.broken(outage());
    for (let steps = 0; steps < 12 && !(await office.run('r1')).pause; steps++) await office.step();
    expect(office.messages.map(({ message }) => message)).toContainEqual({
      v: 1,
      kind: 'check',
      runId: 'r1',
      idleChecks: RUN.lostLooks,
    });
    office.broken(null);
    await untilRecovered(office);
    expect(office.again).toHaveLength(2);
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed', pause: null });
  });
});

it('records that were asked for, and that find the lease of a dead invocation, are tried again, but not at once', async () => {
  const office = new Told();
  await office.runs.acquire('dead', 'full', office.now, true);
  await office.table.delete(keys.run('dead'));
  await new DynamoPending(office.table).add('asked', '7');
  const records = [{ entity: 'client', id: '7' }] as const;
  await office.deliver({ v: 1, kind: 'redrive', gathered: true, records });
  expect(office.messages.map(({ message, due }) => [message, due - office.now.getTime()])).toEqual([
    [{ v: 1, kind: 'redrive', gathered: true, records }, RUN.putOffSeconds * 1000],
  ]);
});

describe('how old the watermark is', () => {
  it('is told by every run that finds one', async () => {
    const office = new Told();
    await office.watermarks.advance(
      {
        since: new Date(office.now.getTime() - 600_000).toISOString(),
        settings: 'x',
        sweptAt: new Date(office.now.getTime() - 7_200_000).toISOString(),
        officePrefix: false,
      },
      office.now,
    );
    office.start('full', 'r1');
    await office.step();
    const ages = () => office.measured.filter(({ name }) => name.endsWith('Age'));
    expect(ages()).toEqual([
      { name: 'WatermarkAge', value: 600 },
      { name: 'FullRunAge', value: 7200 },
    ]);
    office.measured.splice(0);
    await office.quiet();
    office.now = new Date(office.now.getTime() + 30_000);
    const fullAt = Date.parse((await office.watermarks.get())?.fullAt ?? '');
    office.start('full', 'r2');
    await office.step();
    expect(ages().at(-1)).toEqual({
      name: 'FullRunAge',
      value: (office.now.getTime() - fullAt) / 1000,
    });
  });
});
