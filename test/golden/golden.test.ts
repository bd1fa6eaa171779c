import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createBody } from '../../lib/clientify/bodies';
import { parseSyncConfig } from '../../lib/config/environment';
import { GiavApi } from '../../lib/giav/api';
import { countryCode } from '../../lib/runtime/countries';
import { foldText } from '../../lib/sync/cleaning';
import { CLIENT_MAPPING, clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import {
  DEAL_CUSTOM_FIELDS,
  DEAL_FIELDS,
  mapExpediente,
  withClient,
} from '../../lib/sync/expediente-to-deal';
import { resolveStages, type ClientifyStage } from '../../lib/sync/stages';
import type { EntityStage } from '../../lib/sync/records';
import type { ClientKind, Desired } from '../../lib/sync/target';

type Body = Record<string, unknown>;

const folder = (name: string): string => join(__dirname, name);
const namesOf = (list: string): string[] =>
  readdirSync(folder(list))
    .filter((file) => file.endsWith('.xml'))
    .map((file) => file.slice(0, -4));
const text = (file: string): string => readFileSync(folder(file), 'utf8');
const json = <T>(file: string): T => JSON.parse(text(file)) as T;
const jsonIfAny = <T>(list: string, file: string): T | undefined =>
  readdirSync(folder(list)).includes(file) ? json<T>(`${list}/${file}`) : undefined;

const CLIENTS = namesOf('clients');
const EXPEDIENTES = namesOf('expedientes');

/** GIAV, answering every search with the one record that is looked at. */
let server: Server;
let giav: GiavApi;
let answer = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  giav = new GiavApi({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    apiKey: 'K',
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function sends(operation: string, record: string): void {
  const result = `<${operation}Response xmlns="Giav.Core.Business"><${operation}Result>${record}</${operation}Result></${operation}Response>`;
  answer = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body>${result}</soap:Body></soap:Envelope>`;
}

const PAGE = { pageSize: 1, pageIndex: 0 };

async function contactOrCompany(name: string): Promise<Desired> {
  sends('Cliente_SEARCH', text(`clients/${name}.xml`));
  const { records, invalid } = await giav.searchClients(PAGE);
  expect(invalid).toEqual([]);
  const [client] = records;
  if (client === undefined) throw new Error('no client');
  const config = parseSyncConfig(JSON.stringify(jsonIfAny('clients', `${name}.config.json`) ?? {}));
  return mapClient(client, clientMapping(config, countryCode)).desired;
}

interface DealSetting {
  readonly giavStages: readonly EntityStage[];
  readonly pipeline: { readonly url: string; readonly stages: readonly ClientifyStage[] };
  readonly today: string;
  readonly officePrefix: boolean;
  readonly client: { readonly kind: ClientKind; readonly url: string };
  readonly config?: object;
}

async function deal(name: string): Promise<Desired> {
  sends('Expediente_SEARCH', text(`expedientes/${name}.xml`));
  const { records, invalid } = await giav.searchExpedientes(PAGE);
  expect(invalid).toEqual([]);
  const [expediente] = records;
  if (expediente === undefined) throw new Error('no expediente');
  const setting: DealSetting = {
    ...json<DealSetting>('expedientes/pipeline.json'),
    ...jsonIfAny<Partial<DealSetting>>('expedientes', `${name}.setting.json`),
  };
  const config = parseSyncConfig(JSON.stringify(setting.config ?? {}));
  const { url, stages } = setting.pipeline;
  const urlOf = (stage: string | undefined): string | undefined =>
    stage === undefined
      ? undefined
      : stages.find((one) => foldText(one.name) === foldText(stage))?.url;
  const { desired } = mapExpediente(expediente, {
    stages: {
      pipelineUrl: url,
      byGiavStage: resolveStages(setting.giavStages, stages, config.stages).byGiavStage,
      fallbackUrl: urlOf(config.fallbackStage) ?? stages[0]?.url ?? '',
      closedUrl: urlOf(config.closedStage) ?? null,
    },
    giavStages: setting.giavStages,
    officePrefix: setting.officePrefix,
    dealStartDate: config.dealStartDate,
    today: setting.today,
  });
  return withClient(desired, setting.client);
}

/** As it goes over the wire: what JSON cannot carry is not there. */
const sent = (desired: Desired): unknown =>
  JSON.parse(JSON.stringify(createBody(desired, { now: new Date('2026-03-02T09:00:00Z') })));

describe('each client of GIAV becomes exactly this record of Clientify', () => {
  it.each(CLIENTS)('%s', async (name) => {
    expect(sent(await contactOrCompany(name))).toEqual(json(`clients/${name}.json`));
  });
});

describe('each expediente becomes exactly this deal', () => {
  it.each(EXPEDIENTES)('%s', async (name) => {
    expect(sent(await deal(name))).toEqual(json(`expedientes/${name}.json`));
  });
});

describe('the golden records themselves', () => {
  const wsdl = readFileSync(join(__dirname, '..', '..', 'wsdl', 'giav.wsdl'), 'utf8');
  const schemaOf = (type: string): { name: string; required: boolean }[] => {
    const block =
      new RegExp(`<s:complexType name="${type}">([\\s\\S]*?)</s:complexType>`).exec(wsdl)?.[1] ??
      '';
    return [...block.matchAll(/<s:element ([^>]*)\/>/g)].map(([, attributes = '']) => ({
      name: /name="([^"]+)"/.exec(attributes)?.[1] ?? '',
      required: !attributes.includes('minOccurs="0"'),
    }));
  };
  /** Names of the fields of a record: the elements that stand two blanks in. */
  const fieldsOf = (xml: string): string[] =>
    [...xml.matchAll(/^ {2}<(\w+)/gm)].map(([, name = '']) => name);

  it.each([
    ...CLIENTS.map((name) => ['WsCliente', `clients/${name}.xml`]),
    ...EXPEDIENTES.map((name) => ['WsExpediente', `expedientes/${name}.xml`]),
  ])('%s %s has what the schema requires, in its order', (type = '', file = '') => {
    const schema = schemaOf(type);
    const fields = fieldsOf(text(file));
    expect(fields).toEqual(schema.map(({ name }) => name).filter((name) => fields.includes(name)));
    expect(schema.filter(({ name, required }) => required && !fields.includes(name))).toEqual([]);
  });
  it('are enough, each with its own number and id', () => {
    expect(CLIENTS.length).toBeGreaterThanOrEqual(40);
    expect(EXPEDIENTES.length).toBeGreaterThanOrEqual(30);
    for (const [list, names] of [
      ['clients', CLIENTS],
      ['expedientes', EXPEDIENTES],
    ] as const) {
      const ids = names.map((name) => /<Id>(\d+)<\/Id>/.exec(text(`${list}/${name}.xml`))?.[1]);
      expect(new Set(ids).size).toBe(names.length);
      expect(new Set(names.map((name) => name.slice(0, 2))).size).toBe(names.length);
    }
  });

  const bodies = (list: string, names: readonly string[]): Body[] =>
    names.map((name) => json<Body>(`${list}/${name}.json`));
  const customFields = (body: Body): string[] =>
    (body['custom_fields'] as { field: string }[]).map(({ field }) => field);
  const contacts = bodies('clients', CLIENTS).filter((body) => 'first_name' in body);
  const companies = bodies('clients', CLIENTS).filter((body) => 'name' in body);
  const deals = bodies('expedientes', EXPEDIENTES);
  const LISTS = [['email', 'emails'], ['phone', 'phones'], ['addresses']];
  it.each<
    [string, Body[], readonly { target: string }[], readonly { target: string }[], string[][]]
  >([
    [
      'contacts',
      contacts,
      CLIENT_MAPPING.contact.fields,
      CLIENT_MAPPING.contact.customFields,
      LISTS,
    ],
    [
      'companies',
      companies,
      CLIENT_MAPPING.company.fields,
      CLIENT_MAPPING.company.customFields,
      LISTS,
    ],
    ['deals', deals, DEAL_FIELDS, DEAL_CUSTOM_FIELDS, [['contact'], ['company']]],
  ])(
    'each row of the mapping tables of %s is hit by two of them',
    (_, records, fields, custom, others) => {
      for (const { target } of fields)
        expect([target, records.filter((body) => target in body).length >= 2]).toEqual([
          target,
          true,
        ]);
      for (const { target } of custom)
        expect([
          target,
          records.filter((body) => customFields(body).includes(target)).length >= 2,
        ]).toEqual([target, true]);
      for (const names of others)
        expect(
          records.filter((body) => names.some((name) => name in body)).length,
        ).toBeGreaterThanOrEqual(2);
    },
  );
});
