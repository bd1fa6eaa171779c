import type { AgencyData, CrmRecord, Value } from '../agency/generate';
import { Weather, listen, readBody, type Answer } from '../http';
import { Webhooks, type HookSwitches } from './webhooks';
import { Store, textOf, type Collection } from './store';

export interface ClientifySwitches extends HookSwitches {
  patch: boolean;
  cfFilter: boolean;
  documentBy: 'filter' | 'query' | 'neither';
  duplicateConflict: boolean;
  undefinedField: 'refuse' | 'ignore' | 'create';
  customFieldsOnWrite: 'merge' | 'replace';
  createdWritable: boolean;
  unsubscribedWritable: boolean;
  fieldCreation: boolean;
  lowerCaseTags: boolean;
  language: 'es' | 'en';
}

const TEXTS: Readonly<Record<Collection, readonly string[]>> = {
  contacts: [
    'first_name',
    'last_name',
    'title',
    'medium',
    'description',
    'remarks',
    'summary',
    'contact_source',
    'contact_type',
    'status',
    'taxpayer_identification_number',
    'birthday',
    'owner',
    'message',
  ],
  companies: [
    'name',
    'business_name',
    'taxpayer_identification_number',
    'company_sector',
    'description',
    'remarks',
    'summary',
    'fax',
    'owner',
  ],
  deals: ['name', 'currency', 'expected_closed_date', 'deal_source', 'remarks', 'owner'],
};
const LIST_ONLY: Readonly<Record<Collection, readonly string[]>> = {
  contacts: [
    'url',
    'id',
    'owner',
    'owner_name',
    'first_name',
    'last_name',
    'title',
    'medium',
    'contact_source',
    'status',
    'emails',
    'phones',
    'company',
    'taxpayer_identification_number',
    'tags',
    'custom_fields',
    'picture_url',
    'created',
    'modified',
    'last_contact',
  ],
  companies: ['url', 'id', 'name', 'business_name', 'taxpayer_identification_number', 'custom_fields', 'tags', 'created', 'modified'],
  deals: [
    'url',
    'id',
    'name',
    'amount',
    'currency',
    'contact',
    'company',
    'status',
    'status_desc',
    'pipeline',
    'pipeline_desc',
    'pipeline_stage',
    'pipeline_stage_desc',
    'expected_closed_date',
    'custom_fields',
    'tags',
    'created',
    'modified',
  ],
};
const STATUSES = [
  'other',
  'not-qualified-lead',
  'visitor',
  'cold-lead',
  'warm-lead',
  'hot-lead',
  'in-deal',
  'lost-lead',
  'client',
  'lost-client',
];
const ENTRY = {
  emails: ['email', 'type'],
  phones: ['phone', 'type'],
  websites: ['website', 'type'],
  addresses: ['type', 'street', 'city', 'state', 'country', 'postal_code'],
} as const;
type EntryList = keyof typeof ENTRY;
const CONTENT: Readonly<Record<Collection, string>> = { contacts: 'contact', companies: 'compan', deals: 'deal' };

const json = (status: number, body: unknown): Answer => ({
  status,
  body: body === null ? '' : JSON.stringify(body),
  type: 'application/json',
});
const html = (status: number): Answer => ({
  status,
  body: '<!doctype html><html><body><h1>Not Found</h1></body></html>',
  type: 'text/html',
});

class Invalid extends Error {
  constructor(readonly fields: Record<string, string[]>) {
    super('invalid');
  }
}

class Conflict extends Error {}

/** Clientify's v1 API as the contract knows it. */
export class ClientifySimulator {
  readonly weather = new Weather();
  readonly switches: ClientifySwitches = {
    patch: true,
    cfFilter: true,
    documentBy: 'query',
    duplicateConflict: false,
    undefinedField: 'refuse',
    customFieldsOnWrite: 'merge',
    createdWritable: false,
    unsubscribedWritable: true,
    fieldCreation: true,
    lowerCaseTags: true,
    language: 'es',
    hooks: 'once',
    hookDelayMs: 0,
    anyTarget: false,
  };
  readonly webhooks = new Webhooks(this.switches);
  url = '';
  private host = '';
  private readonly pipelines: { id: number; name: string; stages: { id: number; name: string; position: number }[] }[];

  private constructor(
    readonly store: Store,
    private readonly token: string,
    data: AgencyData,
  ) {
    this.pipelines = data.pipelines.map((pipeline, at) => ({
      id: 71 + at,
      name: pipeline.name,
      stages: pipeline.stages.map((name, position) => ({ id: (71 + at) * 10 + position, name, position })),
    }));
  }

  static async start(options: { data: AgencyData; token: string; journal?: string; port?: number }): Promise<ClientifySimulator> {
    const store = new Store(options.journal ?? null);
    const simulator = new ClientifySimulator(store, options.token, options.data);
    const { url } = await listen(async (request, response) => {
      const body = await readBody(request);
      const path = request.url ?? '/';
      let parsed: unknown = body;
      try {
        parsed = body === '' ? undefined : JSON.parse(body);
      } catch {
        // Stays text; refused below.
      }
      await simulator.weather.answer(
        { name: `${request.method ?? ''} ${path}`, method: request.method ?? '', path, body: parsed },
        response,
        () => simulator.handle(request.method ?? '', path, request.headers, body, parsed),
      );
    }, options.port);
    simulator.host = url;
    simulator.url = `${url}/v1`;
    if (store.isNew) simulator.seed(options.data);
    return simulator;
  }

  private seed(data: AgencyData): void {
    for (const name of ['Aniversario', 'Preferencias']) this.define(name, 'contacts | contacto', 3);
    for (const kind of ['contacts | contacto', 'companies | empresa']) this.define('gesintur_id', kind, 3);
    for (const collection of ['contacts', 'companies', 'deals'] as const)
      for (const record of data[collection]) this.create(collection, record);
  }

  private define(name: string, contentType: string, fieldType: number): CrmRecord {
    const id = this.store.newId();
    const definition = {
      url: `${this.url}/custom-fields/${id}/`,
      id,
      name,
      content_type: contentType,
      field_type: fieldType,
      field_type_display: 'Texto',
      default_value: '',
      dropdown_choices: [],
      visible: true,
    };
    this.store.save('custom-fields', id, definition);
    return definition;
  }

  private handle(method: string, rawPath: string, headers: Record<string, unknown>, body: string, parsed: unknown): Answer {
    const url = new URL(rawPath, this.host);
    if (!/^\/v[12]\//.test(url.pathname)) return html(404);
    const authorization = headers['authorization'];
    if (authorization === undefined) return json(404, { detail: 'Api key not provided.' });
    if (authorization !== `Token ${this.token}`) return json(401, { detail: 'Invalid token.' });
    const path = url.pathname.slice(3);
    if (!path.endsWith('/') && path !== '/deals/loss-reasons')
      return method === 'GET'
        ? { ...html(301), headers: { Location: `${rawPath}/` } }
        : { status: 500, body: '<h1>RuntimeError</h1>', type: 'text/html' };
    if (body !== '' && (!String(headers['content-type'] ?? '').startsWith('application/json') || typeof parsed !== 'object'))
      return json(415, { detail: 'Unsupported media type.' });
    const input = (parsed ?? {}) as CrmRecord;
    const parts = path.split('/').filter((part) => part !== '');
    if (url.pathname.startsWith('/v2/')) return this.webhooks.route(method, parts, input) ?? html(404);
    try {
      return this.route(method, parts, url.searchParams, input);
    } catch (error) {
      if (error instanceof Conflict) return json(409, { detail: 'contact with this taxpayer_identification_number already exists.' });
      if (error instanceof Invalid) return json(400, error.fields);
      throw error;
    }
  }

  private route(method: string, parts: string[], query: URLSearchParams, input: CrmRecord): Answer {
    const [first = '', second, third, fourth] = parts;
    if (first === 'users' && method === 'GET') return this.list([{ id: 101, username: 'ventas@example.com', full_name: 'Ventas' }], query);
    if (first === 'custom-fields') return this.customFields(method, query, input);
    if (first === 'deals' && second === 'pipelines')
      return third === 'stages' ? this.list(this.stages(), query) : this.list(this.pipelineRecords(), query);
    if (first !== 'contacts' && first !== 'companies' && first !== 'deals') return html(404);
    if (method === 'OPTIONS' && third === undefined) return this.allowed(first, second !== undefined);
    if (second === undefined) {
      if (method === 'GET')
        return this.list(
          this.search(first, query).map((record) => pick(this.show(first, record), LIST_ONLY[first])),
          query,
        );
      return method === 'POST'
        ? json(201, this.show(first, this.create(first, input)))
        : json(405, { detail: `Method "${method}" not allowed.` });
    }
    if (!/^\d+$/.test(second)) return html(404);
    const record = this.store.records[first].get(Number(second));
    if (!record) return json(404, { detail: 'Not found.' });
    if (third !== undefined) return this.subResource(method, first, record, third, fourth, input);
    if (method === 'GET') return json(200, this.show(first, record));
    if (method === 'DELETE') {
      this.store.save(first, Number(second), null);
      if (first !== 'deals') this.webhooks.deleted(first, Number(second));
      return json(204, null);
    }
    if (method === 'PUT' || (method === 'PATCH' && (this.switches.patch || first === 'deals'))) {
      this.write(first, record, input);
      return json(200, this.show(first, this.saved(first, record)));
    }
    return json(405, { detail: `Method "${method}" not allowed.` });
  }

  /** As the framework answers OPTIONS: the methods of a collection or of a record. */
  private allowed(collection: Collection, record: boolean): Answer {
    const patch = this.switches.patch || collection === 'deals' ? ['PATCH'] : [];
    const methods = record ? ['GET', 'PUT', ...patch, 'DELETE', 'HEAD', 'OPTIONS'] : ['GET', 'POST', 'HEAD', 'OPTIONS'];
    return { ...json(200, { name: collection, renders: ['application/json'] }), headers: { Allow: methods.join(', ') } };
  }

  private customFields(method: string, query: URLSearchParams, input: CrmRecord): Answer {
    if (method === 'GET') return this.list([...this.store.definitions.values()], query);
    if (method !== 'POST' || !this.switches.fieldCreation) return json(405, { detail: `Method "${method}" not allowed.` });
    if (textOf(input['name']) === '' || textOf(input['content_type']) === '') throw new Invalid({ name: ['Este campo es requerido.'] });
    return json(201, this.define(textOf(input['name']), textOf(input['content_type']), Number(input['field_type'] ?? 3)));
  }

  private stages(): CrmRecord[] {
    return this.pipelines.flatMap((pipeline) =>
      pipeline.stages.map((stage) => ({
        url: `${this.url}/deals/pipelines/stages/${stage.id}/`,
        ...stage,
        pipeline: `${this.url}/deals/pipelines/${pipeline.id}/`,
        pipeline_desc: pipeline.name,
      })),
    );
  }

  private pipelineRecords(): CrmRecord[] {
    return this.pipelines.map((pipeline) => ({
      url: `${this.url}/deals/pipelines/${pipeline.id}/`,
      id: pipeline.id,
      name: pipeline.name,
      stages: pipeline.stages.map((stage) => ({ ...stage })),
    }));
  }

  private list(all: readonly CrmRecord[], query: URLSearchParams): Answer {
    const page = Number(query.get('page') ?? '1');
    const last = Math.max(1, Math.ceil(all.length / 100));
    if (!Number.isInteger(page) || page < 1 || page > last) return json(404, { detail: 'Invalid page.' });
    const link = (to: number): string => `${this.url}/?page=${to}`;
    return json(200, {
      count: all.length,
      next: page < last ? link(page + 1) : null,
      previous: page > 1 ? link(page - 1) : null,
      results: all.slice((page - 1) * 100, page * 100),
    });
  }

  /** Honours the documented filters only; every other one is ignored. */
  private search(collection: Collection, query: URLSearchParams): CrmRecord[] {
    let found = [...this.store.records[collection].values()].sort((a, b) => Number(b['id']) - Number(a['id']));
    for (const [name, value] of query) {
      if (name.startsWith('cf_') && this.switches.cfFilter) found = found.filter((one) => customValue(one, name.slice(3)) === value);
      else if (name === 'query') {
        const fields = collection === 'contacts' ? ['first_name', 'last_name'] : ['name', 'business_name'];
        if (this.switches.documentBy === 'query') fields.push('taxpayer_identification_number');
        const emails = (one: CrmRecord): string => (collection === 'contacts' ? JSON.stringify(one['emails'] ?? []) : '');
        found = found.filter((one) =>
          `${fields.map((field) => textOf(one[field])).join(' ')} ${emails(one)}`.toLowerCase().includes(value.toLowerCase()),
        );
      } else if (name === 'taxpayer_identification_number' && (collection === 'companies' || this.switches.documentBy === 'filter'))
        found = found.filter((one) => one['taxpayer_identification_number'] === value);
      else {
        const range = /^(created|modified)\[(gte?|lte?)\]$/.exec(name);
        if (!range) continue;
        const limit = Date.parse(value.replace(/\//g, '-'));
        const stamp = (one: CrmRecord): number => Date.parse(textOf(one[range[1] ?? '']));
        found = found.filter((one) => (range[2]?.startsWith('g') ? stamp(one) >= limit : stamp(one) <= limit));
      }
    }
    return found;
  }

  private create(collection: Collection, input: CrmRecord): CrmRecord {
    if (
      this.switches.duplicateConflict &&
      collection === 'contacts' &&
      textOf(input['taxpayer_identification_number']) !== '' &&
      [...this.store.records.contacts.values()].some(
        (one) => one['taxpayer_identification_number'] === input['taxpayer_identification_number'],
      )
    )
      throw new Conflict();
    const id = this.store.newId();
    const created = stamp();
    const record: CrmRecord = {
      id,
      created,
      owner: 'ventas@example.com',
      owner_name: 'Ventas',
      tags: [],
      custom_fields: [],
      remarks: '',
      description: '',
      summary: '',
    };
    if (collection !== 'deals')
      Object.assign(record, { emails: [], phones: [], addresses: [], websites: [], taxpayer_identification_number: '' });
    if (collection === 'contacts')
      Object.assign(record, {
        last_name: '',
        status: 'cold-lead',
        contact_type: null,
        contact_source: null,
        company: null,
        birthday: null,
        gdpr_accept: false,
        gdpr_acceptance_date: null,
        unsubscribed: false,
        title: '',
      });
    if (collection === 'companies') Object.assign(record, { business_name: '' });
    if (collection === 'deals')
      Object.assign(record, {
        amount: '0.00',
        currency: 'EUR',
        contact: null,
        company: null,
        status: 1,
        expected_closed_date: new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10),
        actual_closed_date: null,
        pipeline: null,
        pipeline_stage: null,
      });
    const required = collection === 'contacts' ? 'first_name' : 'name';
    if (textOf(input[required]).trim() === '')
      throw new Invalid({
        [required]: [this.switches.language === 'es' ? 'Este campo no puede estar en blanco.' : 'This field may not be blank.'],
      });
    this.write(collection, record, input);
    if (collection !== 'deals') {
      if (textOf(input['email']) !== '') this.addEntry(record, 'emails', { type: 4, email: input['email'] ?? '' });
      if (textOf(input['phone']) !== '') this.addEntry(record, 'phones', { type: 1, phone: input['phone'] ?? '' });
    }
    return this.saved(collection, record);
  }

  private saved(collection: Collection, record: CrmRecord): CrmRecord {
    // `modified` moves within milliseconds of the write.
    record['modified'] = stamp(45);
    this.store.save(collection, Number(record['id']), record);
    if (collection !== 'deals') this.webhooks.saved(collection, record);
    return record;
  }

  private write(collection: Collection, record: CrmRecord, input: CrmRecord): void {
    for (const name of TEXTS[collection]) {
      if (!(name in input)) continue;
      const value = input[name];
      if (value !== null && typeof value !== 'string' && typeof value !== 'number') throw new Invalid({ [name]: ['Not a valid string.'] });
      record[name] = value === null ? null : String(value).trim();
    }
    if (collection === 'contacts' && !STATUSES.includes(textOf(record['status'])))
      throw new Invalid({ status: [`"${textOf(record['status'])}" no es una elección válida.`] });
    for (const name of ['birthday', 'expected_closed_date'])
      if (name in input && input[name] !== null && !/^\d{4}-\d{2}-\d{2}$/.test(textOf(input[name])))
        throw new Invalid({ [name]: ['Formato de fecha incorrecto.'] });
    for (const name of ['first_name', 'name'])
      if (name in input && textOf(record[name]) === '') throw new Invalid({ [name]: ['Este campo no puede estar en blanco.'] });
    if ('gdpr_accept' in input && collection === 'contacts') {
      if (typeof input['gdpr_accept'] !== 'boolean') throw new Invalid({ gdpr_accept: ['Must be a valid boolean.'] });
      record['gdpr_accept'] = input['gdpr_accept'];
      if (input['gdpr_accept'] && !record['gdpr_acceptance_date']) record['gdpr_acceptance_date'] = stamp();
    }
    if ('unsubscribed' in input && collection === 'contacts' && this.switches.unsubscribedWritable)
      record['unsubscribed'] = input['unsubscribed'] === true;
    if ('created' in input && this.switches.createdWritable)
      record['created'] = `${textOf(input['created']).slice(0, 10)}T00:00:00.000000+01:00`;
    if (collection === 'deals') this.writeDeal(record, input);
    for (const name of ['emails', 'phones', 'websites', 'addresses'] as const)
      if (Array.isArray(input[name])) for (const entry of input[name]) this.addEntry(record, name, entry as CrmRecord);
    if (Array.isArray(input['tags'])) record['tags'] = [...new Set(input['tags'].map((tag) => this.tag(textOf(tag))))];
    if (Array.isArray(input['custom_fields'])) this.writeCustomFields(collection, record, input['custom_fields'] as CrmRecord[]);
  }

  private tag(name: string): string {
    return this.switches.lowerCaseTags ? name.trim().toLowerCase() : name.trim();
  }

  private writeDeal(record: CrmRecord, input: CrmRecord): void {
    if ('amount' in input) {
      if (!/^-?\d+(\.\d+)?$/.test(textOf(input['amount']))) throw new Invalid({ amount: ['Se requiere un número válido.'] });
      record['amount'] = Number(input['amount']).toFixed(2);
    }
    const relation = (name: string, pattern: RegExp, exists: (id: number) => boolean): void => {
      if (!(name in input)) return;
      if (input[name] === null) {
        record[name] = null;
        return;
      }
      const id = pattern.exec(textOf(input[name]))?.[1];
      if (id === undefined || !textOf(input[name]).startsWith('http') || !exists(Number(id)))
        throw new Invalid({ [name]: ['Hiperenlace inválido - No coincide la URL.'] });
      record[name] = Number(id);
    };
    relation('contact', /\/v1\/contacts\/(\d+)\/$/, (id) => this.store.records.contacts.has(id));
    relation('company', /\/v1\/companies\/(\d+)\/$/, (id) => this.store.records.companies.has(id));
    relation('pipeline', /\/v1\/deals\/pipelines\/(\d+)\/$/, (id) => this.pipelines.some((one) => one.id === id));
    relation('pipeline_stage', /\/v1\/deals\/pipelines\/stages\/(\d+)\/$/, (id) =>
      this.pipelines.some((one) => one.stages.some((stage) => stage.id === id)),
    );
  }

  private addEntry(record: CrmRecord, list: EntryList, entry: CrmRecord): CrmRecord {
    const value = textOf(entry[list === 'addresses' ? 'street' : list.slice(0, list.length - (list === 'websites' ? 1 : 1))]).trim();
    if (list === 'emails' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
      throw new Invalid({ [list]: ['Introduzca una dirección de correo electrónico válida.'] });
    if (list !== 'addresses' && value === '') throw new Invalid({ [list]: ['Este campo no puede estar en blanco.'] });
    const added: CrmRecord = { id: this.store.newId(), type: entry['type'] ?? 1 };
    for (const key of ENTRY[list]) if (key !== 'type') added[key] = textOf(entry[key]).trim();
    if (list === 'phones') added['unsubscribed'] = false;
    record[list] = [...((record[list] as Value[] | undefined) ?? []), added];
    return added;
  }

  private writeCustomFields(collection: Collection, record: CrmRecord, values: readonly CrmRecord[]): void {
    const old = new Map(((record['custom_fields'] as CrmRecord[] | undefined) ?? []).map((one) => [textOf(one['field']), one]));
    const kept = this.switches.customFieldsOnWrite === 'merge' ? old : new Map<string, CrmRecord>();
    for (const { field, value } of values) {
      const name = textOf(field);
      if (typeof value !== 'string') throw new Invalid({ custom_fields: ['Not a valid string.'] });
      const defined = [...this.store.definitions.values()].some(
        (one) => one['name'] === name && textOf(one['content_type']).startsWith(CONTENT[collection]),
      );
      if (!defined) {
        if (this.switches.undefinedField === 'refuse') throw new Invalid({ custom_fields: [`${name}: no existe.`] });
        if (this.switches.undefinedField === 'ignore') continue;
        this.define(name, CONTENT[collection], 3);
      }
      // An empty value does not stick: the old one stays.
      if (value.trim() === '') {
        const before = old.get(name);
        if (before) kept.set(name, before);
      } else
        kept.set(name, { field: name, value: value.trim(), field_detail: { id: this.store.newId(), field_type: 3, dropdown_choices: [] } });
    }
    record['custom_fields'] = [...kept.values()];
  }

  private subResource(
    method: string,
    collection: Collection,
    record: CrmRecord,
    list: string,
    entryId: string | undefined,
    input: CrmRecord,
  ): Answer {
    if (list === 'tags' && method === 'POST') {
      const tags = (record['tags'] as string[] | undefined) ?? [];
      const tag = this.tag(textOf(input['name']));
      record['tags'] = [...new Set([...tags, tag])];
      this.saved(collection, record);
      return json(201, { id: 1, name: tag });
    }
    if (collection === 'deals' || !(list in ENTRY)) return html(404);
    const name = list as EntryList;
    const entries = (record[name] as CrmRecord[] | undefined) ?? [];
    if (method === 'GET') return this.list(entries, new URLSearchParams());
    if (name === 'addresses' && (method === 'POST' || method === 'PUT')) {
      const missing = ENTRY.addresses.filter((key) => !(key in input));
      if (missing.length > 0) throw new Invalid(Object.fromEntries(missing.map((key) => [key, ['Este campo es requerido.']])));
    }
    if (entryId === undefined) {
      if (method !== 'POST') return json(405, { detail: 'Method not allowed.' });
      const added = this.addEntry(record, name, input);
      this.saved(collection, record);
      return json(201, added);
    }
    const entry = entries.find((one) => String(one['id']) === entryId);
    if (!entry) return json(404, { detail: 'Not found.' });
    if (method === 'DELETE') record[name] = entries.filter((one) => one !== entry);
    else if (method === 'PUT') {
      record[name] = entries.filter((one) => one !== entry);
      const changed = this.addEntry(record, name, input);
      changed['id'] = Number(entryId);
    } else return json(405, { detail: 'Method not allowed.' });
    this.saved(collection, record);
    return method === 'DELETE' ? json(204, null) : json(200, entry);
  }

  /** A record as the API shows it: URLs of relations, descriptions of codes, the status by date. */
  private show(collection: Collection, record: CrmRecord): CrmRecord {
    const shown: CrmRecord = { url: `${this.url}/${collection}/${textOf(record['id'])}/`, ...record };
    if (collection !== 'deals') return shown;
    const stage = this.stages().find((one) => one['id'] === record['pipeline_stage']);
    const to = (path: string, id: Value | undefined): Value =>
      id === null || id === undefined ? null : `${this.url}/${path}/${textOf(id)}/`;
    const expired =
      textOf(record['expected_closed_date']) !== '' && textOf(record['expected_closed_date']) < new Date().toISOString().slice(0, 10);
    return {
      ...shown,
      contact: to('contacts-dynamic', record['contact']),
      company: to('companies', record['company']),
      pipeline: to('deals/pipelines', record['pipeline']),
      pipeline_stage: to('deals/pipelines/stages', record['pipeline_stage']),
      pipeline_desc: stage?.['pipeline_desc'] ?? '',
      pipeline_stage_desc: stage?.['name'] ?? '',
      status: expired ? 2 : 1,
      status_desc: expired ? 'Expired' : 'Open',
    };
  }
}

const customValue = (record: CrmRecord, name: string): string =>
  textOf(((record['custom_fields'] as CrmRecord[] | undefined) ?? []).find((one) => one['field'] === name)?.['value']);

const pick = (record: CrmRecord, names: readonly string[]): CrmRecord =>
  Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name] ?? null]));

let lastStamp = 0;
/** ISO with microseconds and the account's offset. */
function stamp(aheadMs = 0): string {
  lastStamp = Math.max(lastStamp + 0.001, Date.now() + aheadMs);
  const whole = Math.floor(lastStamp);
  const micros = String(Math.floor((lastStamp - whole) * 1000)).padStart(3, '0');
  return `${new Date(whole + 3_600_000).toISOString().slice(0, 23)}${micros}+01:00`;
}
