import { ClientifyHttp } from '../../lib/clientify/http';
import { REQUIRED_CUSTOM_FIELDS } from '../../lib/sync/fields/table';
import type { CrmRecord } from '../../simulators/agency/data';
import { ClientifySimulator } from '../../simulators/clientify/server';
import type { Collection } from '../../simulators/clientify/store';
import { emptyAgency } from '../harness/empty-agency';

const HOST = 'https://api.clientify.invalid/v1';
const TOKEN = 'test-token';
const LONG_AGO = '2024-05-07T20:02:41.123456+02:00';
const CONTENT_TYPES = {
  contact: 'contacts | contacto',
  company: 'companies | empresa',
  deal: 'deals | oportunidad',
} as const;
const EMPTY = emptyAgency([{ name: 'Expedientes', stages: ['Abierto'] }]);

/** Clientify as strict as its simulator is, without a socket. */
export class Crm {
  readonly simulator = ClientifySimulator.within({
    data: EMPTY,
    token: TOKEN,
    url: HOST,
    secondUrl: 'https://api-two.clientify.invalid/v1',
  });
  /** Requests, as "METHOD path?query". */
  readonly calls: string[] = [];
  readonly http: ClientifyHttp;

  constructor(onCall: () => void = () => undefined) {
    const fetching = (input: string, init: RequestInit): Promise<Response> => {
      const { pathname, search } = new URL(input);
      const path = `${pathname}${search}`;
      this.calls.push(`${init.method ?? 'GET'} ${decodeURIComponent(path.replace('/v1', ''))}`);
      onCall();
      const headers = Object.fromEntries(
        Object.entries(init.headers as Record<string, string>).map(([name, value]) => [
          name.toLowerCase(),
          value,
        ]),
      );
      const text = typeof init.body === 'string' ? init.body : '';
      const parsed: unknown = text === '' ? undefined : JSON.parse(text);
      const answer = this.simulator.handle(
        'first',
        init.method ?? 'GET',
        path,
        headers,
        text,
        parsed,
      );
      return Promise.resolve(
        new Response(answer.status === 204 ? null : answer.body, {
          status: answer.status,
          headers: { 'content-type': answer.type, ...answer.headers },
        }),
      );
    };
    for (const [kind, names] of Object.entries(REQUIRED_CUSTOM_FIELDS))
      for (const name of names)
        this.simulator.records.customFields.define(name, CONTENT_TYPES[kind as 'contact'], 3);
    this.http = new ClientifyHttp({
      baseUrl: HOST,
      token: TOKEN,
      retryDelayMs: 1,
      fetch: fetching as typeof fetch,
    });
  }

  /** What a person types at the screen. */
  type(collection: Collection, record: CrmRecord): CrmRecord {
    return this.simulator.records.create(collection, record, 'screen').record;
  }

  /** Old records, without the ceremony of typing each of them. */
  fill(collection: Collection, count: number, record: (at: number) => CrmRecord): void {
    const { store } = this.simulator;
    for (let at = 0; at < count; at++) {
      const id = store.newId();
      store.records[collection].set(id, {
        id,
        created: LONG_AGO,
        modified: LONG_AGO,
        custom_fields: [],
        tags: [],
        emails: [],
        phones: [],
        addresses: [],
        ...record(at),
      });
    }
  }

  /** All records that another one holds now. */
  fillFrom({ simulator: { store } }: Crm): void {
    for (const collection of ['contacts', 'companies', 'deals'] as const)
      for (const [id, record] of store.records[collection])
        this.simulator.store.save(collection, id, JSON.parse(JSON.stringify(record)) as CrmRecord);
  }

  all(collection: Collection): CrmRecord[] {
    return [...this.simulator.store.records[collection].values()];
  }

  /** Reads since the last look. */
  reads(): string[] {
    return this.calls.splice(0).filter((call) => call.startsWith('GET'));
  }
}
