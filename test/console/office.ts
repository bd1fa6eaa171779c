import type { SQSClient } from '@aws-sdk/client-sqs';
import { deskPorts, type DeskPorts } from '../../lib/admin/admin-ports';
import { syncConfigSchema, type SyncConfig } from '../../lib/config/schema';
import { consoleApp } from '../../lib/console/app';
import type { ConsolePorts } from '../../lib/console/ports';
import { localSessions } from '../../lib/console/session/local-token';
import type { Role } from '../../lib/console/session/person';
import { BASE } from '../../lib/console/paths';
import { consolePorts } from '../../lib/runtime/console-ports';
import { MemoryTable } from '../ports/table';

export const NOW = new Date('2026-11-26T10:00:00.000Z');
export const ORIGIN = 'http://127.0.0.1:4711';

export interface SentMessage {
  readonly queue: string;
  readonly body: unknown;
}

/** Queues that take what is sent, and hold nothing that could be received. */
function queues(sent: SentMessage[]): SQSClient {
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const { name } = command.constructor;
    if (name === 'SendMessageCommand')
      sent.push({
        queue: String(command.input['QueueUrl']),
        body: JSON.parse(String(command.input['MessageBody'])),
      });
    if (name === 'GetQueueAttributesCommand') return Promise.resolve({ Attributes: {} });
    return Promise.resolve({});
  };
  return { send } as unknown as SQSClient;
}

/** Counts what the state is asked, by kind of call. */
export class CountingTable extends MemoryTable {
  readonly calls: string[] = [];

  override get(...args: Parameters<MemoryTable['get']>) {
    this.calls.push(`get ${args[0].pk}`);
    return super.get(...args);
  }
  override getMany(...args: Parameters<MemoryTable['getMany']>) {
    this.calls.push(`getMany ${args[0].length}`);
    return super.getMany(...args);
  }
  override slice(...args: Parameters<MemoryTable['slice']>) {
    this.calls.push(`slice ${args[0]}`);
    return super.slice(...args);
  }
  override count(...args: Parameters<MemoryTable['count']>) {
    this.calls.push(`count ${args[0]}`);
    return super.count(...args);
  }
  override query(...args: Parameters<MemoryTable['query']>) {
    this.calls.push(`query ${args[0]}`);
    return super.query(...args);
  }
  override scan(): AsyncGenerator<never> {
    throw new Error('a page read all of the state');
  }
}

/** The console on a state in memory, with somebody signed in. */
export class ConsoleOffice {
  readonly table = new CountingTable();
  readonly sent: SentMessage[] = [];
  readonly errors: unknown[] = [];
  readonly desk: DeskPorts;
  readonly ports: ConsolePorts;
  private readonly app: ReturnType<typeof consoleApp>;
  private readonly sessions: ReturnType<typeof localSessions>;
  private readonly cookies = new Map<string, string>();

  constructor(
    role: Role = 'admin',
    settings: Parameters<typeof syncConfigSchema.parse>[0] = {},
    more: Partial<ConsolePorts> = {},
  ) {
    this.desk = deskPorts({
      table: this.table,
      sqs: queues(this.sent),
      runQueueUrl: 'runs',
      workQueueUrl: 'work',
      deadLetterQueueUrl: 'dead',
      changeQueueUrl: 'changes',
    });
    const config: SyncConfig = syncConfigSchema.parse(settings);
    const made = consolePorts(this.desk, {
      config: () => Promise.resolve(config),
      onError: (error) => this.errors.push(error),
      now: () => NOW,
    });
    let ids = 0;
    const newId = (): string => `20261126T100000Z-0000000${(ids += 1)}`;
    this.ports = { ...made, newId, newRunId: newId, ...more };
    this.sessions = localSessions(ORIGIN, BASE, { id: 'ana', role }, () => 'no session');
    this.app = consoleApp({ ports: this.ports, sessions: this.sessions });
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (!headers.has('Cookie') && cookie !== '') headers.set('Cookie', cookie);
    const answer = await this.app.request(`${ORIGIN}${path}`, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      this.cookies.set(name, value);
    }
    return answer;
  }

  /** The text of a page. */
  async page(path: string): Promise<string> {
    return (await this.request(path)).text();
  }

  async signIn(): Promise<this> {
    await this.request(`${BASE}/entrar?token=${this.sessions.newToken()}`);
    return this;
  }

  newToken(): string {
    return this.sessions.newToken();
  }

  /** The token that forms carry. */
  async csrf(): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec(await this.page(`${BASE}/ficha`))?.[1] ?? '';
  }

  /** As a form of one of the console's own pages. */
  async post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    headers: Readonly<Record<string, string>> = { Origin: ORIGIN },
  ): Promise<Response> {
    const body = new URLSearchParams({ csrf: await this.csrf() });
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.request(path, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    });
  }
}
