import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateAgency } from './agency/generate';
import type { GiavRecord } from './agency/data';
import { ClientifySimulator } from './clientify/server';
import { GiavSimulator } from './giav/server';
import { listen, readBody, type Fault } from './http';

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

/**
 * Both simulators as a process of their own. Prints one JSON line with their addresses, then serves until it is
 * stopped. `control` takes switches, faults and edits, and shows logs and data: tests steer by it.
 */
async function main(): Promise<void> {
  // Started by another program, which has ended: nobody needs them any more.
  process.on('disconnect', () => process.exit(0));
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '2026' },
      clients: { type: 'string', default: '250' },
      expedientes: { type: 'string', default: '320' },
      journal: { type: 'string' },
      wsdl: { type: 'string', default: join(__dirname, '..', 'wsdl', 'giav.wsdl') },
      'giav-key': { type: 'string', default: 'SIMULATED-GIAV-KEY' },
      'clientify-token': { type: 'string', default: 'simulated-clientify-token' },
      'giav-port': { type: 'string', default: '0' },
      'clientify-port': { type: 'string', default: '0' },
      empty: { type: 'boolean', default: false },
    },
  });
  const generated = await generateAgency({
    seed: Number(values.seed),
    clients: Number(values.clients),
    expedientes: Number(values.expedientes),
  });
  const data = {
    ...generated,
    agents: [],
    collections: [],
    ownFields: [],
    users: ['ventas@example.com', 'ana@example.com'],
    ...(values.empty && { contacts: [], companies: [] }),
  };
  const giav = await GiavSimulator.start({
    data,
    apiKey: values['giav-key'],
    wsdl: readFileSync(values.wsdl, 'utf8'),
    port: Number(values['giav-port']),
  });
  const clientify = await ClientifySimulator.start({
    data,
    token: values['clientify-token'],
    journal: values.journal,
    port: Number(values['clientify-port']),
  });
  const systems = { giav, clientify } as const;

  const control = await listen(async (request, response) => {
    const [, name = '', action = '', detail = '', id = ''] = (request.url ?? '').split('/');
    const text = await readBody(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const reply = (value: unknown): void => {
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(value ?? null));
    };
    const system = name === 'giav' || name === 'clientify' ? systems[name] : undefined;
    if (!system) response.writeHead(404).end();
    else if (action === 'switches') reply(Object.assign(system.switches, body));
    else if (action === 'faults')
      reply(system.weather.faults.push(...((body as Fault[] | undefined) ?? [])));
    else if (action === 'age' && system === clientify) {
      const {
        collection,
        id: recordId,
        seconds,
      } = body as { collection: 'contacts' | 'companies' | 'deals'; id: number; seconds: number };
      const record = clientify.store.records[collection].get(recordId);
      if (record)
        record['modified'] = new Date(
          Date.parse(String(record['modified'])) + seconds * 1000,
        ).toISOString();
      reply(record);
    } else if (action === 'latency') reply((system.weather.latencyMs = Number(body)));
    else if (action === 'log') {
      reply(system.weather.log);
      if (request.method === 'DELETE') system.weather.log.length = 0;
    } else if (action === 'calm') {
      system.weather.faults.length = 0;
      reply((system.weather.chaos = null));
    } else if (action === 'chaos') {
      reply((system.weather.chaos = body as typeof system.weather.chaos));
    } else if (action === 'hooks' && system === clientify) {
      // Set by hand, as in Clientify's settings screen.
      if (typeof body === 'string')
        for (const entity of ['contacts', 'companies'] as const)
          Object.assign(clientify.webhooks.slots[entity], {
            target: body,
            headers: {},
            active: body !== '',
          });
      const { deliveries, pending } = clientify.webhooks;
      reply({ deliveries, pending });
    } else if (action === 'notices' && system === clientify) reply(clientify.records.notices);
    else if (action === 'pipelines' && system === clientify) {
      // Renamed, removed or added by hand, as in Clientify's settings.
      const { pipelines } = clientify.deals;
      if (Array.isArray(body)) pipelines.splice(0, pipelines.length, ...(body as typeof pipelines));
      reply(pipelines);
    } else if (action === 'definitions' && system === clientify) {
      if (request.method === 'DELETE') clientify.dropField(Number(detail));
      else if (request.method === 'PATCH')
        Object.assign(clientify.store.definitions.get(Number(detail)) ?? {}, body);
      reply([...clientify.store.definitions.values()]);
    } else if (action === 'data' && system === giav) {
      const list = data[detail as GiavList] as GiavRecord[];
      if (request.method === 'PUT') list.splice(0, list.length, ...(body as typeof list));
      else if (request.method === 'PATCH') {
        const record = list.find((one) => String(one['Id']) === id) ?? {};
        Object.assign(record, body);
        if (
          (detail === 'clients' || detail === 'expedientes') &&
          !('FechaModificacion' in (body as object))
        )
          giav.changes.touch(detail, record, new Date(), Object.keys(body as object));
      } else if (request.method === 'POST') list.push(body as (typeof list)[number]);
      else if (request.method === 'DELETE') {
        const at = list.findIndex((one) => String(one['Id']) === id);
        if (at >= 0) list.splice(at, 1);
      }
      reply(list);
    } else if (action === 'data') {
      const records = clientify.store.records[detail as 'contacts' | 'companies' | 'deals'];
      if (request.method === 'DELETE') records.clear();
      reply([...records.values()]);
    } else response.writeHead(404).end();
  });
  process.stdout.write(
    `${JSON.stringify({ giav: giav.url, clientify: clientify.url, clientifySecond: clientify.secondUrl, control: control.url })}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
