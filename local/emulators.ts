import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { holderSchema } from './holder';
import { eventBridge, parameterStore, secretsManager } from './json-services';
import { takeDirectory } from './lock';

/**
 * The emulated services as a process of their own: DynamoDB (dynalite, kept under the state directory), SQS
 * (fauxqs, in memory), Secrets Manager, SSM and EventBridge over their JSON protocols. Prints their addresses, or who
 * works with the state directory already.
 */
const input = z
  .object({
    directory: z.string(),
    command: holderSchema.shape.command,
    secrets: z.record(z.string(), z.string()),
    parameters: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(process.env['LOCAL_CLOUD'] ?? '{}'));

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });

const tell = (line: unknown): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, () => {
      resolve();
    });
  });

/** Longest wait for the table's file to be closed. */
const CLOSE_MS = 1000;

async function main(): Promise<void> {
  let stop = (): void => process.exit(0);
  process.on('SIGTERM', () => {
    stop();
  });
  // Without its parent nobody needs it any more.
  process.on('disconnect', () => {
    stop();
  });
  const holder = await takeDirectory(input.directory, input.command);
  if (holder !== null) {
    await tell({ holder });
    process.exit(1);
  }
  const { startFauxqs } = await import('fauxqs');
  const { default: dynalite } = await import('dynalite');
  const dynamodb = dynalite({
    path: join(input.directory, 'table'),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  const queues = await startFauxqs({ port: 0, logger: false, defaultRegion: 'eu-west-1' });
  stop = () => {
    dynamodb.close(() => process.exit(0));
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
  };
  await tell({
    dynamodb: await listen(dynamodb),
    sqs: `http://127.0.0.1:${queues.port}`,
    secretsManager: await listen(secretsManager(input.secrets)),
    eventBridge: await listen(eventBridge()),
    ssm: await listen(parameterStore(input.parameters)),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
