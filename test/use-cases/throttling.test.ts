import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientifyGate } from '../../lib/clientify/gate';
import { ClientifyHttp } from '../../lib/clientify/http';
import { DynamoPauses } from '../../lib/state/pauses';
import { RetryableError } from '../../lib/sync/errors';
import { MemoryTable } from '../ports/table';

/** What the next answers ask for, in seconds; without one they are as they should be. */
let asked: (number | null)[];
let calls: number;
let server: Server;
let baseUrl: string;
let pauses: DynamoPauses;
const NOW = Date.parse('2026-03-02T09:00:00Z');

beforeAll(async () => {
  server = createServer((_, response) => {
    calls += 1;
    const seconds = asked.shift();
    if (seconds === undefined) response.end('{}');
    else
      response.writeHead(429, seconds === null ? {} : { 'Retry-After': String(seconds) }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [asked, calls] = [[], 0];
  pauses = new DynamoPauses(new MemoryTable(), 'clientify');
});

/** A worker: a process of its own, which shares what the table holds with the others. */
const worker = (): { gate: ClientifyGate; http: ClientifyHttp } => {
  const gate = new ClientifyGate(pauses, () => NOW);
  return { gate, http: new ClientifyHttp({ baseUrl, token: 'token', retryDelayMs: 1, gate }) };
};
async function refusal(work: Promise<unknown>): Promise<RetryableError> {
  const error = await work.then(
    () => null,
    (one: unknown) => one,
  );
  if (!(error instanceof RetryableError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe('Clientify throttles (429)', () => {
  it('longer than a call may wait: the call ends, and says for how long; its record goes back to the queue', async () => {
    asked = [60];
    const { http } = worker();
    expect(await refusal(http.request('GET', '/contacts/'))).toMatchObject({
      scope: 'system',
      retryAfterMs: 60_000,
    });
    expect(calls).toBe(1);
  });

  it('every other worker knows it at once, and does not call', async () => {
    asked = [60];
    await refusal(worker().http.request('POST', '/contacts/', {}));
    expect(await refusal(worker().http.request('GET', '/contacts/'))).toMatchObject({
      scope: 'system',
      retryAfterMs: 60_000,
    });
    expect(calls).toBe(1);
  });

  it('a worker waits out a short one by itself', async () => {
    asked = [0];
    expect(await worker().http.request('GET', '/contacts/')).toEqual({});
    expect(calls).toBe(2);
  });

  it('without a word for how long it is two seconds, twice as long each time, sixteen at most', async () => {
    const { gate } = worker();
    const waits: number[] = [];
    for (let nth = 0; nth < 6; nth++) {
      await gate.throttled(undefined);
      waits.push(((await pauses.get())?.until ?? 0) - NOW);
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 16_000, 16_000]);
  });

  it('for longer than a quarter of an hour is not believed', async () => {
    await worker().gate.throttled(86_400_000);
    expect((await pauses.get())?.until).toBe(NOW + 900_000);
  });
});
