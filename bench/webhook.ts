import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { stopChild } from '../local/child';
import { startServices } from '../local/services';
import { synthesise } from '../local/synth';
import { Template, type Resource } from '../local/template';
import { percentile } from './percentile';

/** Between a function and a service of its region, there and back: more than is usual. */
const SERVICE_MS = 50;
/** New connections (DNS, TCP, TLS) of a cold start: one to each of two services. */
const CONNECT_MS = 2 * 50;
const COLD_STARTS = 100;
const WARM_CALLS = 300;
/** Memory that comes with one whole processor on Lambda, in MB. */
const WHOLE_CPU_MB = 1769;
const run = promisify(execFile);

/** In front of an emulated service: each answer takes as long as one of the region's service. */
async function slowly(target: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.entries(request.headers).filter(([name]) =>
        /^(content-type|x-amz-|authorization)/.test(name),
      ) as [string, string][];
      const body = Buffer.concat(chunks);
      const [answer] = await Promise.all([
        fetch(`${target}${request.url ?? '/'}`, { method: 'POST', headers, body }),
        wait(SERVICE_MS),
      ]);
      const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
      response
        .writeHead(answer.status, { 'Content-Type': type })
        .end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const eventOf = (id: number): unknown => ({
  version: '2.0',
  headers: { 'X-Clientify-Secret': 'bench' },
  requestContext: { http: { method: 'POST' } },
  body: JSON.stringify({ hook: { id: 1, event: 'contact.saved' }, data: { id } }),
});

interface Timing {
  /** Milliseconds from the start of the process, or of the call, to its answer. */
  readonly ms: number;
  /** Processor time of the call itself, in milliseconds. */
  readonly cpu: number;
  readonly status: number;
}

/** `calls` events, one after the other, in a new process; the first one is a cold start, reckoned from the process's own. */
async function measured(
  bundle: string,
  env: Record<string, string>,
  calls: number,
): Promise<Timing[]> {
  const script = `(async () => {
    const { handler } = require(${JSON.stringify(bundle)});
    const timings = [];
    for (const event of ${JSON.stringify(Array.from({ length: calls }, (_, at) => eventOf(at + 1)))}) {
      const [started, cpu] = [timings.length === 0 ? 0 : performance.now(), process.cpuUsage()];
      const { statusCode } = await handler(event);
      const used = process.cpuUsage(cpu);
      timings.push({ ms: performance.now() - started, cpu: (used.user + used.system) / 1000, status: statusCode });
    }
    process.stdout.write('\\n' + JSON.stringify(timings) + '\\n', () => process.exit(0));
  })();`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    env: { ...env },
    maxBuffer: 1e8,
  });
  const timings = JSON.parse(stdout.trim().split('\n').pop() ?? '') as Timing[];
  const wrong = timings.find(({ status }) => status !== 200);
  if (wrong) throw new Error(`the webhook answered ${wrong.status}`);
  return timings;
}

const webhookOf = (template: Template): Resource => {
  const found = template
    .ofType('AWS::Lambda::Function')
    .find(([, { Properties }]) => JSON.stringify(Properties).includes('WEBHOOK_SECRET_ID'));
  if (!found) throw new Error('the stack has no webhook');
  return found[1];
};

/** From a request to its 200, cold starts included (goal: p99 under 1 s); the sender gives up after 5 s. */
export async function webhook(note: (line: string) => void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-bench-'));
  const { directory: assembly, file } = synthesise('');
  const template = new Template(assembly, file);
  const resource = webhookOf(template);
  const memory = Number(resource.Properties['MemorySize']);
  const secrets = { webhook: JSON.stringify({ current: 'bench' }) };
  const { child, addresses } = await startServices({ directory, secrets, parameters: {} });
  const [sqs, secretsManager] = await Promise.all([
    slowly(addresses.sqs),
    slowly(addresses.secretsManager),
  ]);
  try {
    const account = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
    const client = new SQSClient({
      endpoint: addresses.sqs,
      region: account.AWS_REGION,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({ QueueName: 'changes.fifo', Attributes: { FifoQueue: 'true' } }),
    );
    const env = {
      ...account,
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
      CHANGE_QUEUE_URL: QueueUrl,
      WEBHOOK_SECRET_ID: 'webhook',
      POWERTOOLS_LOG_LEVEL: 'ERROR',
    };
    const bundle = join(template.assetPath(resource), 'index.js');
    const cold: Timing[] = [];
    for (let at = 0; at < COLD_STARTS; at++) cold.push(...(await measured(bundle, env, 1)));
    const [, ...warm] = await measured(bundle, env, WARM_CALLS + 1);
    report(note, { cold, warm, memory });
  } finally {
    for (const { server } of [sqs, secretsManager]) {
      server.close();
      server.closeAllConnections();
    }
    await stopChild(child);
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Measured {
  readonly cold: readonly Timing[];
  readonly warm: readonly Timing[];
  readonly memory: number;
}

function report(note: (line: string) => void, { cold, warm, memory }: Measured): void {
  const of = (timings: readonly Timing[], share: number): string =>
    percentile(
      timings.map(({ ms }) => ms),
      share,
    ).toFixed(0);
  // On Lambda a call has its share of a processor only; what it computes takes so many times longer.
  const slower = WHOLE_CPU_MB / memory - 1;
  const onLambda = cold.map(({ ms, cpu }) => ms + cpu * Math.max(0, slower) + CONNECT_MS);
  note('\n## The webhook, from a request to its 200\n');
  note(`Each call to a service takes ${SERVICE_MS} ms here, there and back.\n`);
  note(
    `- ${cold.length} cold starts (a new process: Node, the bundle, the secret, the queue): p50 ${of(cold, 0.5)} ms, p99 ${of(cold, 0.99)} ms.`,
  );
  note(`- ${warm.length} further calls: p50 ${of(warm, 0.5)} ms, p99 ${of(warm, 0.99)} ms.`);
  note(
    `- Reckoned for Lambda with ${memory} MB (what a call computes at its share of a processor, and ${CONNECT_MS} ms for new connections): p99 of cold starts ${percentile(onLambda, 0.99).toFixed(0)} ms (goal < 1000; Clientify waits 5000).`,
  );
  note(
    '- Not measured here: the time until AWS has an execution environment (it has no promise; 100 to 300 ms are usual), and the way from Clientify to AWS.',
  );
}
