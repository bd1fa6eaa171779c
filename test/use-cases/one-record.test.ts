import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RECORD } from '../../lib/sync/budget';
import { ClientifyGate } from '../../lib/clientify/gate';
import { ClientifyHttp } from '../../lib/clientify/http';
import { FORBIDDEN_IN_A_ROW, ForbiddenRow } from '../../lib/record/forbidden-row';
import { RecordProcessor, type ProcessPorts } from '../../lib/record/process-records';
import { DynamoPauses } from '../../lib/state/pauses';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import { Agency } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { MemoryTable } from '../ports/table';

const documento = (id: number): string => {
  const number = 12_345_000 + id;
  return `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}`;
};

/** A worker whose records end as told, batch after batch; what it told the state and the queue. */
class Worker {
  readonly failed: string[] = [];
  readonly ended: unknown[] = [];
  readonly postponed: number[] = [];
  readonly attempts = new Map<string, number>();
  readonly agency = new Agency();
  private readonly forbidden = new ForbiddenRow();

  constructor(
    private readonly gate: ProcessPorts['gate'],
    private readonly look: (id: string) => Promise<unknown>,
  ) {}

  async messages(count: number) {
    for (let id = 1; id <= count; id++)
      this.agency.giav.store(rawClient(id, { Documento: documento(id), Nombre: 'Lucía' }));
    return (await this.agency.messages('full')).map((message, at) => ({
      messageId: `m${message.id}`,
      body: JSON.stringify(message),
      receiptHandle: `r${at}`,
      groupId: message.id,
    }));
  }

  private get ports(): ProcessPorts {
    const nothing = () => Promise.resolve();
    return {
      clock: this.agency.clock,
      chance: () => 0,
      gate: this.gate,
      forbidden: this.forbidden,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      meter: { add: () => undefined },
      parallel: 1,
      staysForgotten: true,
      timeLeft: () => 60_000,
      countCalls: nothing,
      links: {
        get: async (_: string, id: string) => {
          await this.look(id);
          return { id, status: 'linked', unverified: true };
        },
        markFailed: nothing,
      },
      failures: {
        add: (_: string, id: string, { reason }: { reason: string }) =>
          Promise.resolve(void this.failed.push(`${id} ${reason}`)),
      },
      decisions: { putMany: nothing },
      events: { announceAll: nothing, announce: nothing },
      runQueue: { send: nothing },
      workQueue: {
        postpone: (_: string, seconds: number) =>
          Promise.resolve(void this.postponed.push(seconds)),
        bury: nothing,
      },
      runs: {
        get: () => Promise.resolve({ status: 'running' }),
        summarise: nothing,
        end: (...told: unknown[]) => Promise.resolve(this.ended.push(told[2]) > 0),
        addAttempt: (_run: string, _entity: string, _page: number, id: string) => {
          this.attempts.set(id, (this.attempts.get(id) ?? 0) + 1);
          return Promise.resolve(this.attempts.get(id));
        },
        addResults: () => Promise.resolve(false),
      },
    } as unknown as ProcessPorts;
  }

  /** One batch; ids of what comes again. */
  process(deliveries: Awaited<ReturnType<Worker['messages']>>): Promise<string[]> {
    return new RecordProcessor(this.ports).process(deliveries);
  }
}

const calm = (outage = 0): ProcessPorts['gate'] => ({
  outageMs: () => Promise.resolve(outage),
  about: (_, work) => work(),
});
const forbidden = (): Promise<never> =>
  Promise.reject(
    new RecordError('Clientify PATCH: forbidden (403)', [], 403, 'FORBIDDEN_IN_CLIENTIFY'),
  );

describe('a record that Clientify forbids', () => {
  it('is on the failed list, with the reason; the others of its run go on', async () => {
    const worker = new Worker(calm(), (id) => (id === '2' ? forbidden() : Promise.resolve()));
    expect(await worker.process(await worker.messages(4))).toEqual([]);
    expect(worker.failed).toEqual(['2 FORBIDDEN_IN_CLIENTIFY']);
    expect(worker.ended).toEqual([]);
  });

  it('stops the run only as one of a long row, over all batches; the same one again is no other', async () => {
    const worker = new Worker(calm(), forbidden);
    const messages = await worker.messages(FORBIDDEN_IN_A_ROW);
    const last = messages.slice(-1);
    for (let times = 0; times < 3; times++) await worker.process(messages.slice(0, -1));
    expect(worker.ended).toEqual([]);
    await worker.process(last);
    expect(worker.ended).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ kind: 'configuration' }) as unknown,
      }),
    ]);
    expect(new Set(worker.failed).size).toBe(FORBIDDEN_IN_A_ROW);
  });

  it('is in no row any more once another one was refused for what it holds', async () => {
    const worker = new Worker(calm(), (id) =>
      id === '10' ? Promise.reject(new RecordError('refused with 400', [], 400)) : forbidden(),
    );
    await worker.process(await worker.messages(FORBIDDEN_IN_A_ROW + 5));
    expect(worker.ended).toEqual([]);
  });
});

describe('a record that Clientify always answers with 500', () => {
  let server: Server;
  let baseUrl: string;
  const broken = new Set<string>();
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isBroken = [...broken].some((path) => (request.url ?? '').includes(path));
      response.writeHead(isBroken ? 500 : 200).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => broken.clear());

  const connected = (): { gate: ClientifyGate; http: ClientifyHttp } => {
    const gate = new ClientifyGate(new DynamoPauses(new MemoryTable(), 'clientify'));
    return { gate, http: new ClientifyHttp({ baseUrl, token: 't', retryDelayMs: 1, gate }) };
  };

  it('is no outage, whatever is asked about it and however often: after five tries it has failed', async () => {
    broken.add('/contacts/1/').add('query=1');
    const { gate, http } = connected();
    let tries = 0;
    const worker = new Worker(gate, () =>
      http.request('GET', tries++ % 2 === 0 ? '/contacts/1/' : '/contacts/?query=1'),
    );
    const [message] = await worker.messages(1);
    for (let time = 1; time < RECORD.attempts; time++)
      expect(await worker.process([message as never])).toEqual(['m1']);
    expect(await worker.process([message as never])).toEqual([]);
    expect(worker.failed).toEqual(['1 CLIENTIFY_UNAVAILABLE']);
    expect(await gate.outageMs()).toBe(0);
  });

  it('and another one too, is an outage', async () => {
    const { gate } = connected();
    for (let answers = 0; answers < 8; answers++) await gate.failed('client 1', 'reads');
    expect(await gate.outageMs()).toBe(0);
    await gate.failed('client 2', 'reads');
    expect(await gate.outageMs()).toBeGreaterThan(0);
  });

  it('without a record in hand, requests about one record are one', async () => {
    broken.add('/contacts/7/');
    const { gate, http } = connected();
    const asked = [http.request('GET', '/contacts/7/'), http.request('GET', '/contacts/7/')];
    await Promise.allSettled(asked);
    expect(await gate.outageMs()).toBe(0);
  });

  it('in what looks like an outage, has failed after a good many tries of its own; waiting is no try', async () => {
    const own = new RetryableError('answered 500');
    let outage = 0;
    // The gate is open for the look itself, and shut again when it has failed.
    const worker = new Worker(
      { ...calm(), outageMs: () => Promise.resolve(outage) },
      () => ((outage = 60_000), Promise.reject(own)),
    );
    const [message] = await worker.messages(1);
    for (let time = 1; time < RECORD.outageAttempts; time++) {
      outage = 0;
      expect(await worker.process([message as never])).toEqual(['m1']);
    }
    expect(worker.failed).toEqual([]);
    expect(Math.min(...worker.postponed)).toBeGreaterThanOrEqual(60);
    outage = 0;
    expect(await worker.process([message as never])).toEqual([]);
    expect(worker.failed).toEqual(['1 CLIENTIFY_UNAVAILABLE']);
  });
});
