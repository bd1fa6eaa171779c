import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AgencyData, GiavRecord } from './agency/data';
import type { ClientifySimulator } from './clientify/server';
import type { GiavSimulator } from './giav/server';
import { readBody, type Fault } from './http';

/** What GIAV holds, by the names under which tests steer it. */
type GiavList =
  | 'clients'
  | 'expedientes'
  | 'stages'
  | 'offices'
  | 'invoices'
  | 'reservations'
  | 'agents'
  | 'collections'
  | 'ownFields';

type Collection = 'contacts' | 'companies' | 'deals';

/** A request of a test: `/<system>/<action>/<detail>/<id>`. */
interface Order {
  readonly method: string;
  readonly detail: string;
  readonly id: string;
  readonly body: unknown;
}

/** What is answered, as JSON; undefined is answered as null. */
type Action = (order: Order) => unknown;

/** Switches, weather and logs, which both systems have. */
const common = ({
  switches,
  weather,
}: GiavSimulator | ClientifySimulator): Record<string, Action> => ({
  switches: ({ body }) => Object.assign(switches, body),
  faults: ({ body }) => weather.faults.push(...((body as Fault[] | undefined) ?? [])),
  latency: ({ body }) => (weather.latencyMs = Number(body)),
  arrivals: () => weather.arrivals,
  log: ({ method }) => (method === 'DELETE' ? weather.log.splice(0) : weather.log),
  calm: () => {
    weather.faults.length = 0;
    return (weather.chaos = null);
  },
  chaos: ({ body }) => (weather.chaos = body as typeof weather.chaos),
});

const ofGiav = (giav: GiavSimulator, data: AgencyData): Record<string, Action> => ({
  ...common(giav),
  data: ({ method, detail, id, body }) => {
    const list = data[detail as GiavList] as GiavRecord[];
    const at = list.findIndex((one) => String(one['Id']) === id);
    if (method === 'PUT') list.splice(0, list.length, ...(body as typeof list));
    else if (method === 'PATCH') edit(giav, detail, list[at] ?? {}, body as GiavRecord);
    else if (method === 'POST') list.push(body as GiavRecord);
    else if (method === 'DELETE' && at >= 0) list.splice(at, 1);
    return list;
  },
});

/** As in GIAV's own windows: it is a change of now, unless it tells another date. */
function edit(giav: GiavSimulator, list: string, record: GiavRecord, values: GiavRecord): void {
  Object.assign(record, values);
  if ((list === 'clients' || list === 'expedientes') && !('FechaModificacion' in values))
    giav.changes.touch(list, record, new Date(), Object.keys(values));
}

const ofClientify = (clientify: ClientifySimulator): Record<string, Action> => ({
  ...common(clientify),
  age: ({ body }) => age(clientify, body as Aged),
  hooks: ({ body }) => hooks(clientify, body),
  notices: () => clientify.records.notices,
  // Renamed, removed or added by hand, as in Clientify's settings.
  pipelines: ({ body }) => {
    const { pipelines } = clientify.deals;
    if (Array.isArray(body)) pipelines.splice(0, pipelines.length, ...(body as typeof pipelines));
    return pipelines;
  },
  definitions: ({ method, detail, body }) => {
    const { definitions } = clientify.store;
    if (method === 'DELETE') clientify.dropField(Number(detail));
    else if (method === 'PATCH') Object.assign(definitions.get(Number(detail)) ?? {}, body);
    return [...definitions.values()];
  },
  data: ({ method, detail }) => {
    const records = clientify.store.records[detail as Collection];
    if (method === 'DELETE') records.clear();
    return [...records.values()];
  },
});

interface Aged {
  readonly collection: Collection;
  readonly id: number;
  readonly seconds: number;
}

function age({ store }: ClientifySimulator, { collection, id, seconds }: Aged): unknown {
  const record = store.records[collection].get(id);
  if (record)
    record['modified'] = new Date(
      Date.parse(String(record['modified'])) + seconds * 1000,
    ).toISOString();
  return record;
}

/** @param target set by hand, as in Clientify's settings screen; else it is only looked at */
function hooks({ webhooks }: ClientifySimulator, target: unknown): unknown {
  if (typeof target === 'string')
    for (const entity of ['contacts', 'companies'] as const)
      Object.assign(webhooks.slots[entity], { target, headers: {}, active: target !== '' });
  const { deliveries, pending } = webhooks;
  return { deliveries, pending };
}

/** Takes switches, faults and edits, and shows logs and data: tests steer by it. */
export function control(
  giav: GiavSimulator,
  clientify: ClientifySimulator,
  data: AgencyData,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const systems = new Map([
    ['giav', new Map(Object.entries(ofGiav(giav, data)))],
    ['clientify', new Map(Object.entries(ofClientify(clientify)))],
  ]);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, system = '', name = '', detail = '', id = ''] = (request.url ?? '').split('/');
    const text = await readBody(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const action = systems.get(system)?.get(name);
    if (!action) {
      response.writeHead(404).end();
      return;
    }
    const answer = action({ method: request.method ?? '', detail, id, body });
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(answer ?? null));
  };
}
