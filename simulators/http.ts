import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a simulator should do to a request instead of, or besides, answering it. */
export interface Fault {
  /** `before`: the request is not applied. `after`: it is applied and its answer is lost. */
  readonly when: 'before' | 'after';
  readonly kind: 'status' | 'html' | 'empty' | 'cut' | 'reset' | 'hang' | 'soap-fault';
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly message?: string;
  /** Only requests whose method and path (or SOAP operation) contain this text. */
  readonly match?: string;
  /** Only requests to this one of a system's hosts. @default - any */
  readonly host?: string;
  /** How often; default once. */
  times?: number;
}

export interface LogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly host?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
  readonly headers?: Record<string, string>;
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Faults, latency and the log: the part of a simulator that knows nothing of what it simulates. */
export class Weather {
  faults: Fault[] = [];
  latencyMs = 0;
  /** Requests that came in, answered or not. */
  arrivals = 0;
  /** Faults at random: reproducible by the seed. */
  chaos: { seed: number; p: number; kinds: Fault[] } | null = null;
  private state = 0;
  readonly log: LogEntry[] = [];

  private random(): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  private roll(): Fault | undefined {
    if (!this.chaos) {
      this.state = 0;
      return undefined;
    }
    if (this.state === 0) this.state = this.chaos.seed + 1;
    const { p, kinds } = this.chaos;
    return this.random() < p ? kinds[Math.floor(this.random() * kinds.length)] : undefined;
  }

  private take(when: Fault['when'], what: string, host?: string): Fault | undefined {
    const fault = this.faults.find(
      (one) => one.when === when && what.includes(one.match ?? '') && (one.host ?? host) === host,
    );
    if (!fault) return when === 'before' ? this.roll() : undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) this.faults.splice(this.faults.indexOf(fault), 1);
    return fault;
  }

  async answer(
    what: { name: string; method: string; path: string; body: unknown; host?: string },
    response: ServerResponse,
    apply: () => Answer | Promise<Answer>,
  ): Promise<void> {
    this.arrivals += 1;
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    const rolled = this.take('before', what.name, what.host);
    const before = rolled?.when === 'before' ? rolled : undefined;
    if (before) {
      this.log.push({ ...what, status: before.status ?? 0 });
      spoil(before, null, response);
      return;
    }
    const answer = await apply();
    this.log.push({ ...what, status: answer.status });
    const after = rolled ?? this.take('after', what.name, what.host);
    if (after) spoil(after, answer, response);
    else
      response
        .writeHead(answer.status, { 'Content-Type': answer.type, ...answer.headers })
        .end(answer.body);
  }
}

function spoil(fault: Fault, answer: Answer | null, response: ServerResponse): void {
  if (fault.kind === 'reset') response.destroy();
  else if (fault.kind === 'hang') setTimeout(() => response.destroy(), 600_000).unref();
  else if (fault.kind === 'empty')
    response.writeHead(fault.status ?? 200, { 'Content-Type': 'text/xml' }).end();
  else if (fault.kind === 'cut')
    response
      .writeHead(200, { 'Content-Type': answer?.type ?? 'text/xml' })
      .end((answer?.body ?? '<soap:Envelope>').slice(0, 200));
  else if (fault.kind === 'html')
    response
      .writeHead(fault.status ?? 502, { 'Content-Type': 'text/html', ...fault.headers })
      .end('<html><body><p>Bad gateway<br></body></html>');
  else
    response
      .writeHead(fault.status ?? 500, { 'Content-Type': 'application/json', ...fault.headers })
      .end(fault.message ?? '{"detail":"error"}');
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export async function listen(handler: Handler, port = 0): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      response
        .writeHead(500, { 'Content-Type': 'text/plain' })
        .end(`simulator error: ${String((error as Error).stack)}`);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
