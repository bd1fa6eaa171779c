import type { Server } from 'node:http';
import type { AgencyData, CrmRecord } from '../agency/data';
import { Weather, listen, readBody, type Answer } from '../http';
import { Conflict, Invalid, html, json } from './answers';
import { CustomFields } from './custom-fields';
import { Deals } from './deals';
import { Records } from './records';
import { Routes, type ApiRequest } from './routes';
import { Shown } from './shown';
import { Store, textOf } from './store';
import { nastyDefaults, type ClientifySwitches } from './switches';
import { Webhooks, type Author } from './webhooks';

/** Clientify's v1 API and the webhook slots of v2, as the contract knows them, on two hosts with the same data. */
export class ClientifySimulator {
  readonly weather = new Weather();
  readonly switches: ClientifySwitches = nastyDefaults();
  readonly webhooks = new Webhooks(this.switches);
  readonly deals: Deals;
  readonly records: Records;
  private readonly customFields: CustomFields;
  private readonly routes: Routes;
  /** v1 on the first host, and on the second. */
  url = '';
  secondUrl = '';
  private readonly servers: Server[] = [];

  private constructor(
    readonly store: Store,
    private readonly token: string,
    data: AgencyData,
  ) {
    const base = (): string => this.url;
    this.deals = new Deals(store, this.switches, base, data);
    this.customFields = new CustomFields(store, this.switches, base);
    this.records = new Records(store, this.switches, this.deals, this.customFields, this.webhooks);
    this.routes = new Routes(
      store,
      this.switches,
      this.deals,
      this.records,
      this.customFields,
      new Shown(this.switches, this.deals, base),
    );
  }

  static async start(options: {
    data: AgencyData;
    token: string;
    journal?: string;
    port?: number;
  }): Promise<ClientifySimulator> {
    const store = new Store(options.journal ?? null);
    const simulator = new ClientifySimulator(store, options.token, options.data);
    simulator.url = `${await simulator.serve('first', options.port)}/v1`;
    simulator.secondUrl = `${await simulator.serve('second')}/v1`;
    if (store.isNew) simulator.seed(options.data);
    return simulator;
  }

  /** Without sockets: requests come by `handle`. Its account has been in use for nothing but the data. */
  static within(options: {
    data: AgencyData;
    token: string;
    url: string;
    secondUrl: string;
  }): ClientifySimulator {
    const simulator = new ClientifySimulator(new Store(null), options.token, options.data);
    simulator.url = options.url;
    simulator.secondUrl = options.secondUrl;
    for (const collection of ['contacts', 'companies', 'deals'] as const)
      for (const record of options.data[collection])
        simulator.records.create(collection, record, 'screen');
    return simulator;
  }

  /** A custom field that is deleted takes its values with it. */
  dropField(id: number): void {
    this.customFields.drop(id);
  }

  /** For tests that start it in their own process. */
  stop(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  private async serve(host: 'first' | 'second', port?: number): Promise<string> {
    const { url, server } = await listen(async (request, response) => {
      const body = await readBody(request);
      const path = request.url ?? '/';
      const method = request.method ?? '';
      let parsed: unknown = body;
      try {
        parsed = body === '' ? undefined : JSON.parse(body);
      } catch {
        // Stays text; refused below.
      }
      const what = { name: `${method} ${path}`, method, path, body: parsed, host };
      await this.weather.answer(what, response, async () => {
        const answer = this.handle(host, method, path, request.headers, body, parsed);
        await this.webhooks.toldFirst();
        return answer;
      });
    }, port);
    this.servers.push(server);
    return url;
  }

  private seed(data: AgencyData): void {
    this.customFields.seed();
    for (const collection of ['contacts', 'companies', 'deals'] as const)
      for (const record of data[collection]) this.records.create(collection, record, 'screen');
  }

  /** A browser is a person at the screen; a name that a firewall knows, or none at all, gets its block page. */
  private authorOf(agent: string): Author | null {
    if (/^mozilla\//i.test(agent)) return 'screen';
    const blocked = this.switches.blockedAgents.some((name) =>
      agent.toLowerCase().startsWith(name),
    );
    return agent === '' || blocked ? null : 'key';
  }

  /** Answers one request; its webhooks are told on their own. */
  handle(
    host: 'first' | 'second',
    method: string,
    rawPath: string,
    headers: Record<string, unknown>,
    body: string,
    parsed: unknown,
  ): Answer {
    const base =
      host === 'first'
        ? { own: this.url, other: this.secondUrl }
        : { own: this.secondUrl, other: this.url };
    const url = new URL(rawPath, base.own);
    const by = this.authorOf(textOf((headers['user-agent'] as string | undefined) ?? ''));
    if (by === null) return html(403, 'Forbidden');
    if (!/^\/v[12]\//.test(url.pathname)) return html(404);
    const authorization = headers['authorization'];
    if (authorization === undefined) return json(404, { detail: 'Api key not provided.' });
    if (authorization !== `Token ${this.token}`) return json(401, { detail: 'Invalid token.' });
    const path = url.pathname.slice(3);
    if (!path.endsWith('/') && path !== '/deals/loss-reasons')
      return method === 'GET'
        ? { ...html(301, 'Moved'), headers: { Location: `${rawPath}/` } }
        : { status: 500, body: '<h1>RuntimeError</h1>', type: 'text/html' };
    if (
      body !== '' &&
      (!String(headers['content-type'] ?? '').startsWith('application/json') ||
        typeof parsed !== 'object')
    )
      return json(415, { detail: 'Unsupported media type.' });
    const input = (parsed ?? {}) as CrmRecord;
    const parts = path.split('/').filter((part) => part !== '');
    if (url.pathname.startsWith('/v2/')) return this.v2(method, parts, input);
    const hosts = { own: base.own.slice(0, -3), other: base.other.slice(0, -3) };
    return this.answerOf({ method, url, parts, input, by, hosts });
  }

  private v2(method: string, parts: readonly string[], input: CrmRecord): Answer {
    if (parts[0] === 'me' && method === 'GET')
      return json(200, { id: 1, username: 'ventas@example.com', account_status: 'client' });
    return this.webhooks.route(method, parts, input) ?? html(404);
  }

  private answerOf(request: ApiRequest): Answer {
    try {
      return this.routes.route(request);
    } catch (error) {
      if (error instanceof Conflict)
        return json(409, {
          detail: 'contact with this taxpayer_identification_number already exists.',
        });
      if (error instanceof Invalid) return json(400, error.fields);
      throw error;
    }
  }
}
