import type { Server } from 'node:http';
import type { AgencyData, CrmRecord } from '../agency/data';
import { Weather, listen, readBody, type Answer } from '../http';
import { Conflict, Invalid, html, json, notAllowed, refuse } from './answers';
import { IN_LIST, STATUSES, TEXTS, LOSS_REASONS } from './catalogue';
import { CustomFields } from './custom-fields';
import { Deals } from './deals';
import { pageOf, pick, search, type ListRequest } from './lists';
import { Records } from './records';
import { Store, textOf, type Collection } from './store';
import { nastyDefaults, type ClientifySwitches } from './switches';
import { Webhooks, type Author } from './webhooks';

const UNSIZED: Pick<ListRequest, 'sized' | 'shown'> = { sized: false, shown: (record) => record };

const isCollection = (text: string): text is Collection =>
  text === 'contacts' || text === 'companies' || text === 'deals';

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly parts: readonly string[];
  readonly input: CrmRecord;
  readonly by: Author;
  readonly hosts: { readonly own: string; readonly other: string };
}

/** Clientify's v1 API and the webhook slots of v2, as the contract knows them, on two hosts with the same data. */
export class ClientifySimulator {
  readonly weather = new Weather();
  readonly switches: ClientifySwitches = nastyDefaults();
  readonly webhooks = new Webhooks(this.switches);
  readonly deals: Deals;
  readonly records: Records;
  private readonly customFields: CustomFields;
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

  private answerOf(request: Request): Answer {
    try {
      return this.route(request);
    } catch (error) {
      if (error instanceof Conflict)
        return json(409, {
          detail: 'contact with this taxpayer_identification_number already exists.',
        });
      if (error instanceof Invalid) return json(400, error.fields);
      throw error;
    }
  }

  private list(
    request: Request,
    all: readonly CrmRecord[],
    { sized, shown }: Pick<ListRequest, 'sized' | 'shown'> = UNSIZED,
  ): Answer {
    const { url, hosts } = request;
    return pageOf(this.switches, all, {
      path: url.pathname,
      query: url.searchParams,
      hosts,
      sized,
      shown,
    });
  }

  private route(request: Request): Answer {
    const { method, parts } = request;
    const [first = '', second, third] = parts;
    if (first === 'users' && method === 'GET')
      return this.list(
        request,
        this.deals.users.map((username, at) => ({ id: 101 + at, username, full_name: username })),
      );
    if (first === 'custom-fields') return this.definitions(request);
    if (first === 'deals' && second === 'loss-reasons') return json(200, LOSS_REASONS);
    if (first === 'deals' && second === 'pipelines')
      return this.list(
        request,
        third === 'stages' ? this.deals.stageRecords() : this.deals.pipelineRecords(),
      );
    if (!isCollection(first)) return html(404);
    if (method === 'OPTIONS' && third === undefined)
      return this.allowed(first, second !== undefined);
    return second === undefined
      ? this.collection(request, first)
      : this.record(request, first, second);
  }

  private collection(request: Request, collection: Collection): Answer {
    const { method, url, input, by } = request;
    if (method === 'GET') {
      const found = search(this.store, this.switches, collection, url.searchParams);
      return this.list(request, found, {
        sized: true,
        shown: (record) => this.inList(collection, record),
      });
    }
    if (method !== 'POST') return notAllowed(method);
    const force = url.searchParams.get('force_insert') === 'true';
    const { record, isNew } = this.records.create(collection, input, by, force);
    return json(isNew ? 201 : 200, this.show(collection, record));
  }

  private record(request: Request, collection: Collection, id: string): Answer {
    const { method, parts, input, by } = request;
    if (!/^\d+$/.test(id)) return html(404);
    const record = this.store.records[collection].get(Number(id));
    if (!record) return json(404, { detail: 'Not found.' });
    const [, , sub, entryId] = parts;
    if (sub !== undefined) return this.subResource(request, collection, record, sub, entryId);
    if (method === 'GET') return json(200, this.show(collection, record));
    if (method === 'DELETE') {
      this.records.remove(collection, record, by);
      return json(204, null);
    }
    if (
      method !== 'PUT' &&
      !(method === 'PATCH' && (this.switches.patch || collection === 'deals'))
    )
      return notAllowed(method);
    return json(200, this.show(collection, this.records.update(collection, record, input, by)));
  }

  private subResource(
    request: Request,
    collection: Collection,
    record: CrmRecord,
    sub: string,
    entryId: string | undefined,
  ): Answer {
    const { method, input, by } = request;
    const saved = (): void => void this.records.saved(collection, record, by);
    const shown = (answer: Answer | CrmRecord[]): Answer =>
      Array.isArray(answer) ? this.list(request, answer) : answer;
    const { tags, entries } = this.records;
    if (sub === 'tags') {
      const dropped =
        collection === 'deals' && this.switches.dealTagsDropped === 'always' && by === 'key';
      return shown(tags.route(method, record, entryId, input, dropped, saved));
    }
    if (collection === 'deals') {
      if (sub !== 'close' || method !== 'POST') return html(404);
      this.deals.close(record, input);
      saved();
      return json(200, { status: 'ok' });
    }
    if (collection === 'companies' && sub === 'employees')
      return this.employees(request, record, entryId);
    return shown(entries.route(method, record, sub, entryId, input, saved));
  }

  /** Links a contact to a company by their ids. */
  private employees(request: Request, company: CrmRecord, contactId: string | undefined): Answer {
    const { method, by } = request;
    const contacts = this.store.records.contacts;
    if (contactId === undefined)
      return this.list(
        request,
        [...contacts.values()].filter((one) => one['company'] === company['id']),
      );
    const contact = contacts.get(Number(contactId));
    if (!contact) return json(404, { detail: 'Not found.' });
    if (method !== 'PUT' && method !== 'DELETE') return notAllowed(method);
    contact['company'] = method === 'PUT' ? (company['id'] ?? null) : null;
    this.records.saved('contacts', contact, by);
    return method === 'PUT' ? json(200, this.show('contacts', contact)) : json(204, null);
  }

  /** As the framework answers OPTIONS: the methods of a collection or of a record. */
  private allowed(collection: Collection, record: boolean): Answer {
    const patch = this.switches.patch || collection === 'deals' ? ['PATCH'] : [];
    const methods = record
      ? ['GET', 'PUT', ...patch, 'DELETE', 'HEAD', 'OPTIONS']
      : ['GET', 'POST', 'HEAD', 'OPTIONS'];
    const told = { name: collection, renders: ['application/json'] };
    // What may be written is told to those who may write, of a collection only.
    const actions = this.switches.tellsFields &&
      !record && { actions: { POST: this.fields(collection) } };
    return {
      ...json(200, { ...told, ...actions }),
      headers: { Allow: methods.join(', ') },
    };
  }

  private fields(collection: Collection): CrmRecord {
    const { createdTaken, unsubscribedWritable } = this.switches;
    const fields: CrmRecord = Object.fromEntries(
      TEXTS[collection].map((name) => [name, { type: 'string', read_only: false }]),
    );
    fields['created'] = { type: 'datetime', read_only: createdTaken === 'never' };
    if (collection !== 'contacts') return fields;
    fields['unsubscribed'] = { type: 'boolean', read_only: !unsubscribedWritable };
    fields['status'] = {
      type: 'choice',
      read_only: false,
      choices: STATUSES.map((value) => ({ value, display_name: value })),
    };
    return fields;
  }

  private definitions(request: Request): Answer {
    const { method, input } = request;
    if (method === 'GET') return this.list(request, [...this.store.definitions.values()]);
    if (method !== 'POST' || !this.switches.fieldCreation) return notAllowed(method);
    if (textOf(input['name']) === '' || textOf(input['content_type']) === '')
      throw refuse(this.switches, 'name', 'required');
    return json(
      201,
      this.customFields.define(
        textOf(input['name']),
        textOf(input['content_type']),
        Number(input['field_type'] ?? 3),
      ),
    );
  }

  /** A record as the API shows it: URLs of relations, descriptions of codes, the status by date. */
  private show(collection: Collection, record: CrmRecord): CrmRecord {
    const shown: CrmRecord = {
      url: `${this.url}/${collection}/${textOf(record['id'])}/`,
      ...record,
    };
    if (collection === 'deals') return this.deals.show(shown, record);
    if (collection === 'contacts' && record['company'] !== null)
      shown['company'] = `${this.url}/companies/${textOf(record['company'])}/`;
    return shown;
  }

  /** Poorer than the record: remarks are always empty there. */
  private inList(collection: Collection, record: CrmRecord): CrmRecord {
    const shown = pick(this.show(collection, record), IN_LIST[collection]);
    const empties = collection === 'deals' || this.switches.emptyRemarks === 'all';
    return empties ? { ...shown, remarks: '' } : shown;
  }
}
