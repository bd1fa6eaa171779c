import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseSyncConfig } from '../../lib/config/environment';
import { GiavApi } from '../../lib/giav/api';
import { countryCode } from '../../lib/sync/country-code';
import { foldText } from '../../lib/sync/cleaning';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { mapExpediente, withClient } from '../../lib/sync/expediente-to-deal';
import { chosenOn } from '../../lib/sync/fields/chosen';
import { resolveStages, type ClientifyStage } from '../../lib/sync/stages';
import type { EntityStage } from '../../lib/sync/records';
import type { ClientKind, Desired } from '../../lib/sync/target';

const folder = (name: string): string => join(__dirname, name);
const namesOf = (list: string): string[] =>
  readdirSync(folder(list))
    .filter((file) => file.endsWith('.xml'))
    .map((file) => file.slice(0, -4));
export const text = (file: string): string => readFileSync(folder(file), 'utf8');
export const json = <T>(file: string): T => JSON.parse(text(file)) as T;
const jsonIfAny = <T>(list: string, file: string): T | undefined =>
  readdirSync(folder(list)).includes(file) ? json<T>(`${list}/${file}`) : undefined;

export const CLIENTS = namesOf('clients');
export const EXPEDIENTES = namesOf('expedientes');

/** GIAV, answering every search with the one record that is looked at; for the tests of the file that calls this. */
let server: Server;
let giav: GiavApi;
let answer = '';

export function askGiav(): void {
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
}

function sends(operation: string, record: string): void {
  const result = `<${operation}Response xmlns="Giav.Core.Business"><${operation}Result>${record}</${operation}Result></${operation}Response>`;
  answer = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Body>${result}</soap:Body></soap:Envelope>`;
}

const PAGE = { pageSize: 1, pageIndex: 0 };

/** What the mapping makes of `clients/<name>.xml`, read by the adapter as GIAV would send it. */
export async function contactOrCompany(name: string): Promise<Desired> {
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

/** What the mapping makes of `expedientes/<name>.xml`, of the client of its setting. */
export async function deal(name: string): Promise<Desired> {
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
    chosen: chosenOn(config, 'expediente'),
  });
  return withClient(desired, setting.client);
}
