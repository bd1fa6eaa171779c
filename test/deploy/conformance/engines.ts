import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Table } from '../../../lib/state/table';
import { startChild, stopChild } from '../../../local/child';
import { Queue } from '../../../simulation/aws/queue';
import { SimulatedSqs } from '../../../simulation/aws/sqs';
import { Scheduler } from '../../../simulation/time/scheduler';
import { MemoryTable } from '../../ports/table';
import { MiniStack, REGION } from '../ministack';
import type { NewQueue, QueueEngine, TableEngine } from './engine';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const TABLE = 'conformance';

/** The local cloud, the emulator that deployments are tested on, and the simulation. */
export interface Engines {
  readonly queues: Readonly<Record<string, QueueEngine>>;
  readonly tables: Readonly<Record<string, TableEngine>>;
  stop(): Promise<void>;
}

/** Queues that SQS's protocol reaches. */
function queuesAt(endpoint: string): QueueEngine {
  // A refusal must be seen at once; what fails for a moment would be asked again.
  const sqs = new SQSClient({ region: REGION, endpoint, credentials, maxAttempts: 1 });
  const create = async (name: string, fifo: boolean, attributes: Record<string, string>) => {
    const QueueName = fifo ? `${name}.fifo` : name;
    const Attributes = {
      ...(fifo
        ? {
            FifoQueue: 'true',
            DeduplicationScope: 'messageGroup',
            FifoThroughputLimit: 'perMessageGroupId',
          }
        : {}),
      ...attributes,
    };
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return { url: QueueUrl, arn: `arn:aws:sqs:${REGION}:000000000000:${QueueName}` };
  };
  return {
    sqs,
    async create({ name, fifo, visibilitySeconds, maxReceiveCount }) {
      const dead = await create(`${name}-dead`, fifo, {});
      const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
      const { url } = await create(name, fifo, {
        VisibilityTimeout: String(visibilitySeconds),
        ...(maxReceiveCount === undefined ? {} : { RedrivePolicy: redrive }),
      });
      return { url, deadLetters: dead.url };
    },
    pass: (seconds) => wait(seconds * 1000),
  };
}

async function tableAt(endpoint: string): Promise<TableEngine> {
  const requests = new DynamoDBClient({ region: REGION, endpoint, credentials, maxAttempts: 1 });
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
  await requests.send(
    new CreateTableCommand({
      TableName: TABLE,
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return { table: new Table(requests, TABLE), requests };
}

/** The simulation's queues; each has a clock of its own, so that one rule's waiting is not another's. */
function simulatedQueues(): QueueEngine {
  const scheduler = new Scheduler(Date.now());
  const queues = new Map<string, Queue>();
  const create = (settings: NewQueue): { url: string; deadLetters: string } => {
    const dead = new Queue({ ...settings, name: `${settings.name}-dead` }, scheduler);
    const { maxReceiveCount } = settings;
    const queue = new Queue(
      {
        ...settings,
        ...(maxReceiveCount === undefined ? {} : { deadLetter: { queue: dead, maxReceiveCount } }),
      },
      scheduler,
    );
    for (const one of [queue, dead]) queues.set(one.settings.name, one);
    return { url: queue.settings.name, deadLetters: dead.settings.name };
  };
  return {
    sqs: new SimulatedSqs(queues, { call: (_port, _name, act) => Promise.resolve().then(act) })
      .client,
    create: (settings) => Promise.resolve(create(settings)),
    pass: async (seconds) => {
      await scheduler.runUntil(scheduler.now + seconds * 1000);
    },
  };
}

export async function startEngines(): Promise<Engines> {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-conformance-'));
  const log = join(directory, 'log');
  const [local, ministack] = await Promise.all([
    startChild<{ dynamodb: string; sqs: string }>(
      join(__dirname, '..', '..', '..', 'local', 'emulators.ts'),
      [],
      {
        LOCAL_CLOUD: JSON.stringify({
          directory,
          command: { pid: process.pid, words: 'conformance' },
          secrets: {},
          parameters: {},
        }),
      },
      log,
    ),
    MiniStack.start(log, directory),
  ]);
  return {
    queues: {
      'local cloud': queuesAt(local.ready.sqs),
      MiniStack: queuesAt(ministack.url),
      simulation: simulatedQueues(),
    },
    tables: {
      'local cloud': await tableAt(local.ready.dynamodb),
      MiniStack: await tableAt(ministack.url),
      simulation: { table: new MemoryTable(), requests: null },
    },
    async stop() {
      await Promise.all([stopChild(local.child), ministack.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
