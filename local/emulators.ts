import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive } from './child';

/**
 * The emulated services as a process of their own: DynamoDB (dynalite, kept under the state directory), SQS
 * (fauxqs, in memory), Secrets Manager, SSM and EventBridge over their JSON protocols. Prints their addresses.
 */
const input = z
  .object({
    directory: z.string(),
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

function jsonService(
  answer: (target: string, body: Record<string, unknown>) => { status: number; body: unknown },
): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const { status, body } = answer(
        target.split('.')[1] ?? '',
        JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>,
      );
      response
        .writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(body));
    });
  });
}

const secretsManager = jsonService((action, body) => {
  const text = input.secrets[String(body['SecretId'])];
  if (action !== 'GetSecretValue')
    return { status: 400, body: { __type: 'UnknownOperationException' } };
  return text === undefined
    ? { status: 400, body: { __type: 'ResourceNotFoundException', message: 'no such secret' } }
    : { status: 200, body: { Name: body['SecretId'], SecretString: text } };
});

const ssm = jsonService((action, body) => {
  const name = String(body['Name']);
  const value = input.parameters[name];
  if (action !== 'GetParameter')
    return { status: 400, body: { __type: 'UnknownOperationException' } };
  return value === undefined
    ? { status: 400, body: { __type: 'ParameterNotFound', message: 'no such parameter' } }
    : {
        status: 200,
        body: { Parameter: { Name: name, Type: 'String', Value: value, Version: 1 } },
      };
});

// Nothing in the stack subscribes to the bus: an accepted event has been delivered to all its rules.
const eventBridge = jsonService((action, body) => {
  if (action !== 'PutEvents') return { status: 400, body: { __type: 'UnknownOperationException' } };
  const entries = (body['Entries'] as { DetailType?: string; Detail?: string }[] | undefined) ?? [];
  for (const entry of entries)
    process.stderr.write(`${JSON.stringify({ event: entry.DetailType, detail: entry.Detail })}\n`);
  return {
    status: 200,
    body: { FailedEntryCount: 0, Entries: entries.map((_, at) => ({ EventId: String(at) })) },
  };
});

/** Two processes on one state directory would each believe that nobody else starts runs: the second one leaves. */
async function takeDirectory(): Promise<void> {
  mkdirSync(input.directory, { recursive: true });
  const file = join(input.directory, 'lock');
  // The emulators of a process that was killed need a moment to notice.
  for (let tries = 0; ; tries++) {
    const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (holder === 0 || !isAlive(holder)) break;
    if (tries === 20) {
      process.stdout.write(`${JSON.stringify({ busy: holder })}\n`, () => process.exit(1));
      await new Promise(() => undefined);
    }
    await wait(150);
  }
  writeFileSync(file, String(process.pid));
  process.on('exit', () => {
    rmSync(file, { force: true });
  });
}

async function main(): Promise<void> {
  await takeDirectory();
  const { default: dynalite } = (await import('dynalite')) as unknown as {
    default: (options: object) => Server;
  };
  const { startFauxqs } = await import('fauxqs');
  const dynamodb = dynalite({
    path: join(input.directory, 'table'),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  const queues = await startFauxqs({ port: 0, logger: false, defaultRegion: 'eu-west-1' });
  const addresses = {
    dynamodb: await listen(dynamodb),
    sqs: `http://127.0.0.1:${queues.port}`,
    secretsManager: await listen(secretsManager),
    eventBridge: await listen(eventBridge),
    ssm: await listen(ssm),
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
  const stop = (): void => {
    dynamodb.close(() => process.exit(0));
    setTimeout(() => process.exit(0), 1000).unref();
  };
  process.on('SIGTERM', stop);
  // Without its parent nobody needs it any more.
  process.stdin.resume().on('end', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
