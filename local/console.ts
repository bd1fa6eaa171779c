import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hono } from 'hono';
import { consoleApp } from '../lib/console/app';
import { BASE } from '../lib/console/paths';
import type { ConsolePorts } from '../lib/console/ports';
import { localSessions } from '../lib/console/session/local-token';
import type { ConsoleEnv, Person } from '../lib/console/session/person';
import { signInPage } from '../lib/console/sign-in-page';
import { readBody } from './read-body';

/** Longest body that is read: forms are much shorter. */
const MAX_BYTES = 256 * 1024;

/** The request as the console's pages read it. */
async function requestOf(incoming: IncomingMessage, origin: string): Promise<Request | null> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = await readBody(incoming, MAX_BYTES);
  if (body === null) return null;
  const has = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, origin), {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      [value ?? []].flat().map((one) => [name, one]),
    ),
    body: has ? new Uint8Array(body) : undefined,
  });
}

async function answer(answered: Response, response: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(answered.headers);
  const cookies = answered.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  response.writeHead(answered.status, headers).end(Buffer.from(await answered.arrayBuffer()));
}

export interface LocalConsole {
  /** Where one gets in, once. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The console on this machine, for whoever sits at it: nobody else reaches its address, nor knows the token in it. */
export class ConsoleServer {
  private readonly server: Server;
  private app: Hono<ConsoleEnv> | undefined;
  private origin = '';

  constructor() {
    this.server = createServer((incoming, response) => {
      this.serve(incoming, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    });
  }

  async start(person: Person, ports: ConsolePorts): Promise<LocalConsole> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const sessions = localSessions(this.origin, BASE, person, signInPage);
    this.app = consoleApp({ ports, sessions });
    return {
      url: `${this.origin}${BASE}/entrar?token=${sessions.newToken()}`,
      stop: () => this.stop(),
    };
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    // A name that somebody else's server lets point here would make their pages ours.
    if (`http://${incoming.headers.host ?? ''}` !== this.origin)
      return void response.writeHead(421).end();
    const request = await requestOf(incoming, this.origin);
    if (request === null || this.app === undefined) return void response.writeHead(413).end();
    await answer(await this.app.fetch(request), response);
  }

  private async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
