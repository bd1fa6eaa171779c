import type { Work } from '../../../lib/ports/asked';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import * as fetcher from '../../../functions/page-fetcher';
import * as reconciler from '../../../functions/reconcile';
import * as worker from '../../../functions/record-worker';
import * as webhook from '../../../functions/webhook';
import * as writer from '../../../functions/write-back';
import { answer } from '../../../lib/admin/asked/answer';
import { parseSyncConfig } from '../../../lib/config/environment';
import { EventBridgeBus } from '../../../lib/queue/events';
import { connectDesk } from '../../../lib/runtime/connect-desk';
import { DynamoFailures } from '../../../lib/state/failures';
import { busClient } from '../../../lib/runtime/aws';
import { DynamoPauses } from '../../../lib/state/pauses';
import { Table } from '../../../lib/state/table';
import type { Call } from '../../../simulation/aws/environment';
import { caseOf } from '../../../simulation/cases';
import { smallLife } from '../../../simulation/every-call';
import { Life, type LifeOptions } from '../../../simulation/life';
import { World } from '../../../simulation/world';
import { MemoryTable } from '../../ports/table';
import { actionOf, type Calls } from './calls';
import type { Deployed } from './deployed';
import { onTable } from './memory-dynamo';
import { onSdk } from './sdk';

/** Which commands of the SDK each method of the table sends: the table itself is asked. */
async function commandsOfTable(): Promise<ReadonlyMap<string, readonly string[]>> {
  const sent: string[] = [];
  const store = new MemoryTable();
  const send = (command: object): Promise<object> => {
    sent.push(actionOf('DynamoDBClient', command));
    return onTable(store, command);
  };
  const table = new Table({ send } as unknown as DynamoDBClient, 'table');
  const key = { pk: 'a', sk: 'b' };
  const methods: Readonly<Record<string, () => Promise<unknown>>> = {
    get: () => table.get(key),
    getMany: () => table.getMany([key]),
    put: () => table.put(key),
    putMany: () => table.putMany([key]),
    update: () => table.update(key, { expression: 'SET a = :a', values: { ':a': 1 } }),
    delete: () => table.delete(key),
    query: () => table.query('a').next(),
    scan: () => table.scan().next(),
  };
  const commands = new Map<string, readonly string[]>();
  for (const [name, call] of Object.entries(methods)) {
    await call();
    commands.set(name, sent.splice(0));
  }
  return commands;
}

/** Which command the bus sends: its adapter is asked. */
async function commandOfBus(): Promise<string> {
  let action = '';
  const undo = onSdk([EventBridgeClient], (client, command) => {
    action = actionOf(client, command);
    return Promise.resolve({ FailedEntryCount: 0 });
  });
  const bus = new EventBridgeBus(busClient(), 'bus', () => undefined);
  await bus.announce('RunStarted', { runId: 'run', mode: 'full', startedAt: '2026-01-01' });
  undo();
  return action;
}

/** Notes every call of every function of a life in the simulation. */
export async function recorderOf(calls: Calls): Promise<(call: Call) => undefined> {
  const table = await commandsOfTable();
  const bus = await commandOfBus();
  return ({ function: by, port, name }) => {
    const [what = '', on = ''] = name.split(' ');
    if (port === 'table') for (const one of table.get(what) ?? []) calls.add(by, one, 'table');
    if (port === 'sqs') calls.add(by, actionOf('SQSClient', { constructor: { name: what } }), on);
    if (port === 'bus') calls.add(by, bus, 'bus');
  };
}

/** A day with people, admins and faults. */
export const lifeOf = (seed: number): LifeOptions => caseOf(seed, { clients: 12, days: 0.5 });

export async function recordLife(calls: Calls, life: LifeOptions): Promise<void> {
  const record = await recorderOf(calls);
  await Life.live({ ...life, nth: record });
}

/** A world in which nothing is done but what `begin` does, for a while. */
async function recordWorld(
  calls: Calls,
  begin: (world: World) => Promise<void> | void,
  settings: object = {},
): Promise<void> {
  const record = await recorderOf(calls);
  const life = smallLife(1);
  const merged = { ...(JSON.parse(life.settings) as object), ...settings };
  const world = World.open({ ...life, settings: JSON.stringify(merged) });
  try {
    world.faultOf = record;
    await begin(world);
    await world.scheduler.runUntil(world.scheduler.now + 1_800_000);
  } finally {
    world.close();
  }
}

/** What nobody can read is put on every queue that carries records. */
export const recordUnreadable = (calls: Calls): Promise<void> =>
  recordWorld(calls, ({ account: { queues } }) => {
    queues.runs.send({ body: 'what is this?' });
    for (const name of ['work', 'changes'] as const)
      queues[name].send({ body: 'what is this?', group: 'some', deduplication: 'one' });
  });

/** An outage that others have seen ends while lost changes are searched for, and Clientify throttles the search. */
export const recordOutage = (calls: Calls): Promise<void> =>
  recordWorld(
    calls,
    async (world) => {
      const { faultOf } = world;
      const pauses = new DynamoPauses(world.account.table, 'clientify');
      await pauses.replace(null, { until: Date.now() + 60_000, failures: 1, of: 'reads' });
      let throttled = 0;
      world.faultOf = (call) =>
        faultOf(call) ?? (call.port === 'clientify' && throttled++ === 1 ? 'throttle' : undefined);
    },
    { writeBack: { mode: 'on', acknowledgeUnreadable: true, reconcileMinutes: 5 } },
  );

const SECRETS: Readonly<Record<string, object>> = {
  giav: { apiKey: 'key' },
  clientify: { token: 'token' },
  webhook: { current: 'secret' },
  documento: { key: 'k'.repeat(40) },
};

/** Which functions there are, by the module that each of them is. */
const MODULES: Readonly<Record<string, { readonly handler: unknown }>> = {
  'page-fetcher': fetcher,
  'record-worker': worker,
  'write-back': writer,
  reconcile: reconciler,
  webhook,
};

/** Whoever is asked for something needs more than a run does. */
const ASKED = JSON.stringify({
  v: 1,
  kind: 'asked',
  id: 'one',
  by: 'ana',
  at: '2026-01-01T00:00:00Z',
  work: { do: 'sync', entity: 'client', id: '7' },
});

/** What a function reads before it does anything, with the environment that the template gives it. */
export async function recordFacts(calls: Calls, deployed: Deployed): Promise<void> {
  const before = { ...process.env };
  for (const [by, { handler }] of Object.entries(MODULES)) {
    const undo = onSdk(
      [DynamoDBClient, SQSClient, EventBridgeClient, SecretsManagerClient, SSMClient],
      async (client, command) => {
        if (client !== 'SecretsManagerClient' && client !== 'SSMClient') throw new Error('enough');
        const { SecretId } = (command as { input: { SecretId?: string } }).input;
        const on = SecretId === undefined ? 'settings' : deployed.secretOf(SecretId);
        calls.add(by, actionOf(client, command), on);
        const value = JSON.stringify(SECRETS[on.replace('secret ', '')] ?? {});
        return Promise.resolve({ SecretString: value, Parameter: { Value: '{}' } });
      },
    );
    const given = { ...deployed.environmentOf(by), AWS_REGION: 'eu-west-1' };
    Object.assign(process.env, given);
    try {
      const context = { getRemainingTimeInMillis: () => 1000, awsRequestId: 'one' } as Context;
      for (const body of by === 'page-fetcher' ? ['{}', ASKED] : [undefined]) {
        const Records = body === undefined ? [] : [{ body, messageId: 'one' }];
        const event = { Records, headers: {}, requestContext: { http: { method: 'POST' } } };
        await (handler as (event: object, context: Context) => Promise<unknown>)(
          event,
          context,
        ).catch((error: unknown) => {
          // It has its facts, and would begin now.
          if ((error as Error).message !== 'enough') throw error;
        });
      }
    } finally {
      undo();
      for (const name of Object.keys(given))
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
    }
  }
}

/** What the page-fetcher does for people of the console: they look again at records, with a dead letter of one of them, forget a client, and look at the webhook slots. */
export async function recordAsked(calls: Calls, deployed: Deployed): Promise<void> {
  const given = deployed.environmentOf('page-fetcher');
  const queues = { CHANGE: 'changes', DEAD_LETTER: 'deadLetter', RUN: 'runs', WORK: 'work' };
  const byUrl = new Map(
    Object.entries(queues).map(([name, on]) => [String(given[`${name}_QUEUE_URL`]), on]),
  );
  const store = new MemoryTable();
  const letter = (id: string) => ({
    MessageId: id,
    ReceiptHandle: id,
    Body: JSON.stringify({ v: 1, entity: 'client', id }),
    Attributes: { SentTimestamp: '1', MessageGroupId: id },
  });
  const letters = [letter('7'), letter('8')];
  const undo = onSdk([DynamoDBClient, SQSClient, SecretsManagerClient], (client, command) => {
    if (client === 'SecretsManagerClient') {
      const { SecretId = '' } = (command as { input: { SecretId?: string } }).input;
      const on = deployed.secretOf(SecretId);
      calls.add('page-fetcher', actionOf(client, command), on);
      return Promise.resolve({
        SecretString: JSON.stringify(SECRETS[on.replace('secret ', '')]),
      });
    }
    if (client === 'DynamoDBClient') {
      calls.add('page-fetcher', actionOf(client, command), 'table');
      return onTable(store, command);
    }
    const { QueueUrl = '' } = (command as { input: { QueueUrl?: string } }).input;
    calls.add('page-fetcher', actionOf(client, command), byUrl.get(QueueUrl) ?? QueueUrl);
    return Promise.resolve({
      Messages: letters.splice(0),
      Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
    });
  });
  const { fetch } = globalThis;
  // Clientify refuses: what counts is what is read before it is asked.
  globalThis.fetch = () => Promise.resolve(new Response('{}', { status: 403 }));
  try {
    await new DynamoFailures(new Table(new DynamoDBClient({ region: 'eu-west-1' }), 'table')).add(
      'client',
      '7',
      { at: new Date().toISOString(), runId: 'r1', reason: 'CLIENTIFY_UNAVAILABLE', message: '' },
    );
    const desk = connectDesk(given, {
      config: parseSyncConfig('{}'),
      giav: { apiKey: 'key' },
      clientify: { token: 'token' },
      documentoKey: 'k'.repeat(40),
    });
    const records = [
      { entity: 'client', id: '7' },
      { entity: 'contact', id: '5' },
    ] as const;
    const works: Work[] = [
      { do: 'look-again', records: [...records] },
      { do: 'forget', client: '7' },
      { do: 'webhook-status' },
    ];
    for (const work of works)
      await answer(
        { ...desk, timeLeft: () => 900_000 },
        { v: 1, kind: 'asked', id: work.do, by: 'ana', at: new Date().toISOString(), work },
      );
  } finally {
    globalThis.fetch = fetch;
    undo();
  }
}
