import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as Measuring from '../../../lib/runtime/meter';
import { handlerOn } from '../../../functions/letter';
import { parseSyncConfig } from '../../../lib/config/environment';
import { connectLetter } from '../../../lib/runtime/connect-letter';
import { SyncStack } from '../../../lib/stack/sync-stack';
import { DynamoFailures } from '../../../lib/state/failures';
import type { Call, Fault } from '../../../simulation/aws/environment';
import { MemoryTable } from '../../ports/table';
import { Deployed } from '../rights/deployed';
import { statesOf, type Alarm, type Point, type State } from './cloudwatch';
import { observe, type Observed } from './observe';

const ON = { mode: 'on', acknowledgeUnreadable: true, reconcileMinutes: 5 };
/** As an agency has it: runs and searches by schedule. */
const SETTINGS = { writeBack: ON, full: { cron: '0 3 * * *' }, modified: { everyMinutes: 10 } };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function deploy(settings: object): Deployed {
  const stack = new SyncStack(
    new App({ context: { 'aws:cdk:bundling-stacks': [] } }),
    'giav-clientify-test',
    {
      agency: 'test',
      giavEndpoint: 'https://giav.example/api.asmx',
      clientifyBaseUrl: 'https://clientify.example/v1',
      // Its people see for themselves: nothing is told by way of it.
      console: false,
      config: parseSyncConfig(JSON.stringify(settings)),
    },
  );
  return new Deployed(Template.fromStack(stack).toJSON(), 'giav-clientify-test');
}
const deployed = deploy(SETTINGS);
const ALARMS = new Map(
  deployed.ofType('AWS::CloudWatch::Alarm').map(([, properties]) => {
    const alarm = properties as unknown as Alarm;
    return [alarm.AlarmName.replace('giav-clientify-test-', ''), alarm] as const;
  }),
);

function alarmOf(name: string): Alarm {
  const alarm = ALARMS.get(name);
  if (!alarm) throw new Error(`no alarm ${name}`);
  return alarm;
}

/** A line of metrics as CloudWatch reads it. */
interface Emf extends Record<string, unknown> {
  readonly _aws: {
    readonly CloudWatchMetrics: {
      readonly Namespace: string;
      readonly Dimensions: string[][];
      readonly Metrics: { readonly Name: string }[];
    }[];
  };
}

const tried = new Set<string>();

/** The states of an alarm through what happens, period by period, each change once. */
async function statesIn(
  name: string,
  live: (observed: Observed) => Promise<void>,
  { settings = {}, clients }: { readonly settings?: object; readonly clients?: number } = {},
): Promise<State[]> {
  tried.add(name);
  const [points, time] = await observe(deployed, { ...SETTINGS, ...settings }, live, clients);
  const states = statesOf(alarmOf(name), points, time);
  return states.filter((state, at) => state !== states[at - 1]);
}

const ask = ({ world }: Observed, mode: 'full' | 'modified' = 'full'): void => {
  world.account.queues.runs.send({ body: JSON.stringify({ v: 1, kind: 'start', mode }) });
};

/** While it lasts, what fits goes wrong. */
async function during(
  { world, pass }: Observed,
  minutes: number,
  faultOf: (call: Call) => Fault | undefined,
): Promise<void> {
  const before = world.faultOf;
  world.faultOf = faultOf;
  await pass(minutes);
  world.faultOf = before;
}

/** Every invocation of that function ends at its first call. */
const breaks =
  (name: string) =>
  (call: Call): Fault | undefined =>
    call.function === name ? 'die' : undefined;

const edit = ({ world }: Observed, which = 1): void => {
  world.people.act({ do: 'clientify-edit', what: 'first_name' }, which);
};

describe('an alarm is raised, and ends with its cause', () => {
  it('DeadLetters: a message of the work queue that nobody can read', async () => {
    const states = await statesIn('DeadLetters', async ({ world, pass }) => {
      await pass(10);
      world.account.queues.work.send({ body: 'what is this?', group: 'g', deduplication: 'd' });
      await pass(20);
      world.account.queues.deadLetter.messages.splice(0);
      await pass(10);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('RunsDeadLetters: the page-fetcher breaks three times on one message', async () => {
    const states = await statesIn(
      'RunsDeadLetters',
      async (observed) => {
        await observed.pass(5);
        ask(observed);
        await during(observed, 70, breaks('page-fetcher'));
      },
      { settings: { full: { cron: null }, modified: { everyMinutes: 0 } } },
    );
    expect(states).toEqual(['OK', 'ALARM']);
  });

  it('RunFailed: the pipeline of the settings is not there', async () => {
    const states = await statesIn('RunFailed', async (observed) => {
      const { world, pass } = observed;
      await pass(5);
      const right = world.facts.settings;
      world.facts.settings = JSON.stringify({ ...JSON.parse(right), pipeline: 'Otra' });
      await pass(2);
      ask(observed);
      await pass(7);
      world.facts.settings = right;
      await pass(30);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('RecordErrors: Clientify refuses two of forty records', async () => {
    const states = await statesIn(
      'RecordErrors',
      async (observed) => {
        const { world, pass } = observed;
        ask(observed);
        await pass(40);
        for (const which of [1, 2, 3, 4])
          world.people.act({ do: 'giav-edit', field: 'Comentarios', blank: false }, which);
        const { clientify } = world;
        const handle = clientify.handle.bind(clientify);
        const refused = new Set<string>();
        clientify.handle = (host, method, path, ...rest) => {
          const writes = method === 'PATCH' || method === 'PUT';
          if (writes && refused.size < 2) refused.add(path);
          return writes && refused.has(path)
            ? { status: 400, body: '{"detail":"no"}', type: 'application/json' }
            : handle(host, method, path, ...rest);
        };
        ask(observed);
        await pass(30);
      },
      { clients: 20, settings: { modified: { everyMinutes: 0 }, writeBack: { mode: 'off' } } },
    );
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it.each(['page-fetcher', 'record-worker', 'write-back', 'reconcile'])(
    'FunctionErrors: %s breaks whenever it is called, in a small agency with one message at a time',
    async (name) => {
      const states = await statesIn(
        `FunctionErrors-${name}`,
        async (observed) => {
          await observed.pass(30);
          ask(observed);
          await observed.pass(60);
          edit(observed);
          observed.world.people.act({ do: 'giav-edit', field: 'Movil', blank: false }, 2);
          ask(observed);
          await during(observed, 120, breaks(name));
          await observed.pass(150);
        },
        { settings: { full: { cron: null }, modified: { everyMinutes: 0 } } },
      );
      expect(states).toEqual(['OK', 'ALARM', 'OK']);
    },
  );

  it('UnsafeWrite: a write of the way back empties another field of the client', async () => {
    const states = await statesIn('UnsafeWrite', async (observed) => {
      const { world, pass } = observed;
      ask(observed);
      await pass(30);
      const { onWrite } = world.giav;
      world.giav.onWrite = (id, before) => {
        onWrite(id, before);
        // Once the write is there.
        queueMicrotask(() => {
          Object.assign(world.giav.clients.get(id) ?? {}, { SepaReferencia: '', AlertMsg: '' });
        });
      };
      for (const which of [0, 1, 2, 3]) edit(observed, which);
      await pass(15);
      world.giav.onWrite = onWrite;
      await pass(30);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('RunHeld: a client is changed in GIAV where no run may change any', async () => {
    const states = await statesIn(
      'RunHeld',
      async (observed) => {
        const { world, pass } = observed;
        ask(observed);
        await pass(30);
        const [id = 0] = world.giav.clients.keys();
        world.giav.save(id, { Comentarios: 'Otra cosa' });
        ask(observed);
        await pass(30);
      },
      {
        settings: {
          brake: { percent: 0, atLeast: 0, clears: 0 },
          modified: { everyMinutes: 0 },
        },
      },
    );
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('WriteBackHeld: four clients are edited in Clientify where one may be written to GIAV within an hour', async () => {
    const states = await statesIn(
      'WriteBackHeld',
      async (observed) => {
        ask(observed);
        await observed.pass(30);
        for (const which of [0, 1, 2, 3]) edit(observed, which);
        await observed.pass(30);
      },
      { settings: { writeBack: { ...ON, perHour: 1 } } },
    );
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('ConsentStillActive: a consent withdrawn by a client who has lost its Documento', async () => {
    const states = await statesIn(
      'ConsentStillActive',
      async (observed) => {
        const { world, pass } = observed;
        const [id = 0] = world.giav.clients.keys();
        world.giav.save(id, { MailingConsent: 'Accepted' });
        ask(observed);
        await pass(30);
        world.giav.save(id, { MailingConsent: 'Denied', Documento: '' });
        ask(observed);
        await pass(30);
        world.giav.save(id, { MailingConsent: 'Accepted' });
        ask(observed);
        await pass(30);
      },
      { settings: { modified: { everyMinutes: 0 } } },
    );
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('ChangesWait: GIAV does not answer for an hour while a change waits', async () => {
    const states = await statesIn('ChangesWait', async (observed) => {
      ask(observed);
      await observed.pass(40);
      edit(observed);
      await during(observed, 90, ({ port }) => (port === 'giav' ? 'fail' : undefined));
      await observed.pass(45);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('WebhookFails: the queue takes nothing, and the function breaks', async () => {
    const states = await statesIn('WebhookFails', async (observed) => {
      ask(observed);
      await observed.pass(40);
      edit(observed);
      await during(observed, 6, breaks('webhook'));
      await observed.pass(20);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('WebhookRefuses: somebody guesses the secret a hundred times', async () => {
    const states = await statesIn('WebhookRefuses', async ({ world, pass }) => {
      await pass(10);
      for (let guess = 0; guess < 120; guess++)
        world.account.functions.webhook.invoke(
          {
            headers: {},
            pathParameters: { secret: `guess-${guess}` },
            requestContext: { http: { method: 'POST' } },
            body: '{}',
          },
          () => undefined,
        );
      await pass(20);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('ReconcileTooOld: Clientify does not answer for hours', async () => {
    const states = await statesIn('ReconcileTooOld', async (observed) => {
      await observed.pass(60);
      await during(observed, 150, ({ port, function: by }) =>
        port === 'clientify' && by === 'reconcile' ? 'fail' : undefined,
      );
      await observed.pass(30);
    });
    // The very first search has nothing behind it: as old as can be, until it has ended.
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('FullRunTooOld: full runs fail day after day while modified ones go on', async () => {
    const states = await statesIn('FullRunTooOld', async (observed) => {
      ask(observed);
      await observed.pass(60);
      // Full runs fall due at three in the morning, and are lost.
      observed.world.schedules.stop();
      for (let hour = 0; hour < 29; hour++) {
        ask(observed, 'modified');
        await observed.pass(60);
      }
      ask(observed);
      await observed.pass(120);
      ask(observed, 'modified');
      await observed.pass(60);
    });
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });

  it('WatermarkTooOld: nothing starts any more, and nothing is told', async () => {
    const states = await statesIn('WatermarkTooOld', async (observed) => {
      ask(observed);
      await observed.pass(180);
      observed.world.schedules.stop();
      await observed.pass(240);
      for (let hour = 0; hour < 18; hour++) {
        ask(observed, 'modified');
        await observed.pass(10);
      }
    });
    expect(states.slice(-3)).toEqual(['OK', 'ALARM', 'OK']);
  });

  it("ForeignRecord: Clientify answers a create with somebody else's record", async () => {
    const states = await statesIn(
      'ForeignRecord',
      async (observed) => {
        const { clientify } = observed.world;
        await observed.pass(10);
        const stranger = clientify.records.create(
          'contacts',
          { first_name: 'Rosa' },
          'screen',
        ).record;
        stranger['created'] = '2025-01-02T03:04:05.000006+01:00';
        const handle = clientify.handle.bind(clientify);
        let left = 1;
        clientify.handle = (host, method, path, headers, ...body) =>
          method === 'POST' && path.startsWith('/v1/contacts/?') && left-- > 0
            ? handle(host, 'GET', `/v1/contacts/${String(stranger['id'])}/`, headers, '', undefined)
            : handle(host, method, path, headers, ...body);
        ask(observed);
        await observed.pass(60);
      },
      { settings: { modified: { everyMinutes: 0 } } },
    );
    expect(states).toEqual(['OK', 'ALARM', 'OK']);
  });
});

describe('the letter', () => {
  const dimensions = { FunctionName: deployed.physical(deployed.functionId('letter')).ref };

  /** What its function tells AWS when the schedule calls it, with the tries that Lambda makes after it. */
  async function called(refusals: number): Promise<State[]> {
    tried.add('FunctionErrors-letter');
    const points: Point[] = [];
    let left = refusals;
    const table = new MemoryTable();
    await new DynamoFailures(table).add('client', '7', {
      at: '2026-11-25T09:00:00.000Z',
      runId: 'r1',
      reason: 'CLIENTIFY_UNAVAILABLE',
      message: '',
    });
    const sns = {
      send: () => (left-- > 0 ? Promise.reject(new Error('out')) : Promise.resolve({})),
    };
    const begun = Date.parse('2026-11-26T07:00:00.000Z');
    const line = (): undefined => undefined;
    for (let hour = 0; hour < 3; hour++)
      for (const minute of [0, 1, 3]) {
        const at = begun + hour * HOUR_MS + minute * MINUTE_MS;
        const clock = { now: () => new Date(at) };
        const ports = connectLetter({ table, sns: sns as never, topicArn: 'topic', clock });
        const log = { info: line, warn: line, error: line };
        const surroundings = deployed.environmentOf('letter');
        const failed = await handlerOn(() => ports, surroundings, log)().then(
          () => 0,
          () => 1,
        );
        points.push({ namespace: 'AWS/Lambda', name: 'Errors', dimensions, at, value: failed });
        if (failed === 0) break;
      }
    const states = statesOf(alarmOf('FunctionErrors-letter'), points, [begun, begun + 5 * HOUR_MS]);
    return states.filter((state, at) => state !== states[at - 1]);
  }

  it('FunctionErrors-letter: the topic refuses the letter for an hour; one hiccup is none', async () => {
    expect(await called(1)).toEqual(['OK']);
    expect(await called(4)).toEqual(['ALARM', 'OK']);
  });
});

/** What AWS alone tells: no concurrency of an account is simulated. */
describe('by numbers that only AWS can tell', () => {
  it.each(['page-fetcher', 'record-worker', 'write-back', 'reconcile', 'webhook'])(
    'Throttles-%s: ten times in five minutes, twice in a row; once is a burst',
    (name) => {
      tried.add(`Throttles-${name}`);
      const alarm = alarmOf(`Throttles-${name}`);
      const dimensions = { FunctionName: deployed.physical(deployed.functionId(name)).ref };
      const at = (minute: number, value: number): Point => ({
        namespace: 'AWS/Lambda',
        name: 'Throttles',
        dimensions,
        at: minute * MINUTE_MS,
        value,
      });
      const hour = [0, HOUR_MS] as const;
      expect(statesOf(alarm, [at(11, 12)], hour)).not.toContain('ALARM');
      expect(statesOf(alarm, [at(11, 12), at(16, 12)], hour)).toContain('ALARM');
    },
  );
});

/** Full runs alone, at these times: a run every so many days tells how old the watermark is, and no other. */
describe.each([
  ['0 3 * * 0', 7],
  ['30 2 * * 1-5', 3],
])('WatermarkTooOld where full runs alone come by %s', (cron, days) => {
  const [alarm] = deploy({ full: { cron }, modified: { everyMinutes: 0 } })
    .ofType('AWS::CloudWatch::Alarm')
    .map(([, properties]) => properties as unknown as Alarm)
    .filter(({ AlarmName }) => AlarmName.endsWith('WatermarkTooOld'));
  const gap = days * 24 * HOUR_MS;
  const toldAt = (at: number): Point => ({
    namespace: 'giav-clientify',
    name: 'WatermarkAge',
    dimensions: { service: 'giav-clientify', agency: 'test' },
    at: at + 10 * MINUTE_MS,
    value: gap / 1000,
  });

  it('is quiet from one to the next, and raised when they stay away', () => {
    if (!alarm) throw new Error('no alarm');
    const begun = Date.parse('2026-11-01T02:00:00.000Z');
    const runs = [0, 1, 2, 3].map((one) => toldAt(begun + one * gap));
    const end = begun + 3 * gap;
    expect([...new Set(statesOf(alarm, runs, [begun, end + HOUR_MS]))]).toEqual(['OK']);
    expect(statesOf(alarm, runs, [begun, end + 9 * 24 * HOUR_MS]).at(-1)).toBe('ALARM');
  });
  it('looks no further back than CloudWatch does: seven days', () => {
    expect((alarm?.EvaluationPeriods ?? 0) * (alarm?.Period ?? 0)).toBeLessThanOrEqual(
      7 * 24 * 3600,
    );
  });
});

it('our own metrics are told as the alarms look for them: namespace, dimensions, one of each name', () => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  process.env['AGENCY'] = 'test';
  const ours = [...ALARMS.values()].filter(({ Namespace }) => Namespace === 'giav-clientify');
  const names = ours.map(({ MetricName }) => MetricName);
  jest.isolateModules(() => {
    const { meter } = jest.requireActual<typeof Measuring>('../../../lib/runtime/meter');
    for (const name of names) meter.add(name, 'Count', 7);
    meter.flush();
  });
  delete process.env['AGENCY'];
  write.mockRestore();
  const told = lines
    .flatMap((line) => line.trim().split('\n'))
    .map((line) => JSON.parse(line) as Emf);
  const points = told.flatMap(({ _aws, ...values }) =>
    _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Metrics.map(({ Name }) => ({
        namespace: Namespace,
        name: Name,
        dimensions: Object.fromEntries(
          (Dimensions[0] ?? []).map((key) => [key, String(values[key])]),
        ),
        at: 1,
        value: Number(values[Name]),
      })),
    ),
  );
  for (const alarm of ours) {
    const low = { ...alarm, Threshold: 7, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
    expect([alarm.AlarmName, statesOf(low, points, [0, alarm.Period * 1000])]).toEqual([
      alarm.AlarmName,
      ['ALARM'],
    ]);
  }
});

it('every alarm of the stack has been made to fire', () => {
  expect([...ALARMS.keys()].filter((name) => !tried.has(name))).toEqual([]);
});
