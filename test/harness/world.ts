import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { adminPorts, type AdminPorts } from '../../lib/admin/deployment';
import {
  listFailures,
  redrive,
  type FailedEntry,
  type Selection,
} from '../../lib/admin/failed-records';
import { runReport, runSync, watchRun, type Ended } from '../../lib/admin/watch-run';
import { ids } from '../../lib/runtime/ids';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoLinks } from '../../lib/state/links';
import { startChild, stopChild } from '../../local/child';
import { startCloud, type Cloud } from '../../local/cloud';
import { byVendorWsdl } from './vendor-wsdl';

export type Fields = Record<string, unknown>;
export interface Report {
  readonly run: { id: string; mode: string; status: string };
  readonly clients: Record<string, number>;
  readonly expedientes: Record<string, number>;
  readonly reasons: Record<string, number>;
  readonly calls: { giav: number; clientify: Record<string, number> };
  readonly error?: { kind: string; message: string };
}
export interface LogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}
interface Addresses {
  readonly giav: string;
  readonly clientify: string;
  /** The same data on Clientify's second host. */
  readonly clientifySecond: string;
  readonly control: string;
}

const ROOT = join(__dirname, '..', '..');
/** The simulator takes a browser for a person at the screen. */
export const AT_THE_SCREEN = { 'User-Agent': 'Mozilla/5.0 (a person)' };
const KEY = 'TEST-GIAV-KEY';
const TOKEN = 'test-clientify-token';

export interface WorldOptions {
  readonly config?: unknown;
  readonly clients?: number;
  readonly expedientes?: number;
  /** Time limits of the stack are multiplied by it. @default 1 */
  readonly timeScale?: number;
  /** The stack's schedules start runs. @default false */
  readonly schedules?: boolean;
}

/** Simulators as processes of their own, and a local cloud running the bundled handlers against them. */
export class World {
  private constructor(
    private readonly directory: string,
    private readonly simulators: Awaited<ReturnType<typeof startChild<Addresses>>>,
    private cloud: Cloud,
    private configText: string,
    private readonly timeScale: number | undefined,
  ) {}

  static async start(options: WorldOptions = {}): Promise<World> {
    const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-'));
    mkdirSync(join(directory, 'logs'));
    const args = [
      '--giav-key',
      KEY,
      '--clientify-token',
      TOKEN,
      '--clients',
      String(options.clients ?? 0),
      '--expedientes',
      String(options.expedientes ?? 0),
    ];
    const simulators = await startChild<Addresses>(
      join(ROOT, 'simulators', 'main.ts'),
      [...args, '--empty', ...byVendorWsdl()],
      {},
      join(directory, 'logs', 'simulators.log'),
    );
    const configText = options.config === undefined ? '' : JSON.stringify(options.config);
    const { timeScale, schedules } = options;
    const cloud = await World.connect(
      directory,
      simulators.ready,
      configText,
      timeScale,
      schedules,
    );
    return new World(directory, simulators, cloud, configText, options.timeScale);
  }

  private static connect(
    directory: string,
    addresses: Addresses,
    configText: string,
    timeScale?: number,
    schedules?: boolean,
  ): Promise<Cloud> {
    return startCloud({
      stateDirectory: join(directory, 'state'),
      giavEndpoint: addresses.giav,
      clientifyBaseUrl: addresses.clientify,
      secrets: { giav: { apiKey: KEY }, clientify: { token: TOKEN } },
      configText,
      timeScale,
      schedules,
    });
  }

  /** For tests that play the page-fetcher themselves. */
  get wiring(): {
    cloud: Cloud;
    giav: { endpoint: string; apiKey: string };
    clientify: { baseUrl: string; token: string };
  } {
    const { giav, clientify } = this.simulators.ready;
    return {
      cloud: this.cloud,
      giav: { endpoint: giav, apiKey: KEY },
      clientify: { baseUrl: clientify, token: TOKEN },
    };
  }

  get links(): DynamoLinks {
    return new DynamoLinks(this.cloud.table);
  }

  get decisions(): DynamoDecisions {
    return new DynamoDecisions(this.cloud.table);
  }

  get stateDirectory(): string {
    return join(this.directory, 'state');
  }

  /** What the admin's commands work with. */
  get admin(): AdminPorts {
    return adminPorts(this.cloud);
  }

  async sync(mode: 'full' | 'modified' = 'full'): Promise<Report> {
    return reportOf(await runSync(this.admin, mode, () => undefined));
  }

  /** As `cli redrive`. */
  async redrive(selection: Selection): Promise<Report[]> {
    const { runs } = await redrive(this.admin, selection, () => ids.run(new Date()));
    const reports: Report[] = [];
    for (const runId of runs)
      reports.push(reportOf(await watchRun(this.admin, runId, () => undefined)));
    return reports;
  }

  /** Follows a run that something else started. */
  async watch(runId: string): Promise<Report> {
    return reportOf(await watchRun(this.admin, runId, () => undefined));
  }

  failures(): Promise<FailedEntry[]> {
    return listFailures(this.admin);
  }

  /** kill -9 of whatever the function is doing; how many of its invocations that cut off. */
  kill(name: 'page-fetcher' | 'record-worker' | 'write-back'): number {
    return this.cloud.kill(name);
  }

  /** Nothing falls due any more. */
  endSchedules(): void {
    this.cloud.endSchedules();
  }

  /** Lets messages pile up, or go on. */
  enable(name: 'page-fetcher' | 'record-worker', enabled: boolean): void {
    this.cloud.enable(name, enabled);
  }

  faults(system: 'giav' | 'clientify', list: readonly Fields[]): Promise<unknown> {
    return this.control('POST', `${system}/faults`, list);
  }

  /** Stops the cloud and starts it again on the same state, with other settings if they are given. */
  async restart(config?: unknown): Promise<void> {
    await this.cloud.stop();
    if (config !== undefined) this.configText = JSON.stringify(config);
    this.cloud = await World.connect(
      this.directory,
      this.simulators.ready,
      this.configText,
      this.timeScale,
    );
  }

  /** Another GIAV address for a while. */
  async withGiavAt(endpoint: string, use: () => Promise<void>): Promise<void> {
    const elsewhere = { ...this.simulators.ready, giav: endpoint };
    await this.cloud.stop();
    this.cloud = await World.connect(this.directory, elsewhere, this.configText, this.timeScale);
    await use();
    await this.restart();
  }

  async control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.simulators.ready.control}/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`control ${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  setGiav(
    list:
      | 'clients'
      | 'expedientes'
      | 'stages'
      | 'invoices'
      | 'reservations'
      | 'agents'
      | 'collections'
      | 'ownFields',
    records: readonly Fields[],
  ): Promise<unknown> {
    return this.control('PUT', `giav/data/${list}`, records);
  }

  addGiav(list: 'clients' | 'expedientes', record: Fields): Promise<unknown> {
    return this.control('POST', `giav/data/${list}`, record);
  }

  editClient(id: number, fields: Fields): Promise<unknown> {
    return this.control('PATCH', `giav/data/clients/${id}`, fields);
  }

  editExpediente(id: number, fields: Fields): Promise<unknown> {
    return this.control('PATCH', `giav/data/expedientes/${id}`, fields);
  }

  giavClient(id: number): Promise<Fields | undefined> {
    return this.control<Fields[]>('GET', 'giav/data/clients').then((list) =>
      list.find((one) => one['Id'] === id),
    );
  }

  /** Where Clientify calls, with the secret in the path. */
  get webhookUrl(): string {
    return `${this.cloud.webhookUrl}/${this.cloud.webhookSecret}`;
  }

  /** Clientify tells each save from now on; by hand, as in its settings screen. */
  async connectHooks(): Promise<void> {
    await this.control('POST', 'clientify/hooks', this.webhookUrl);
  }

  /** SOAP operations that GIAV received since the log was last cleared. */
  async giavCalls(): Promise<string[]> {
    return (await this.control<LogEntry[]>('GET', 'giav/log')).map(({ method }) => method);
  }

  clearGiavLog(): Promise<unknown> {
    return this.control('DELETE', 'giav/log');
  }

  /** A hint as a webhook brings it. */
  hint(record: Fields, event = 'contact.saved'): Promise<number> {
    const body = { hook: { id: 1, event, target: this.webhookUrl }, data: { id: record['id'] } };
    return fetch(this.webhookUrl, { method: 'POST', body: JSON.stringify(body) }).then(
      (answer) => answer.status,
    );
  }

  /** Until everything that was asked for is done: the change queue is empty, no run is in progress, and none is asked for. */
  async settled(): Promise<void> {
    const { changes, runs, queue } = this.admin;
    const until = Date.now() + 60_000;
    for (let calm = 0; calm < 3;) {
      if (Date.now() > until) throw new Error('It does not come to rest');
      await wait(60);
      const { pending } = await this.control<{ pending: number }>('GET', 'clientify/hooks');
      calm =
        pending === 0 &&
        (await changes.isEmpty()) &&
        (await this.isNoRunAsked()) &&
        (await runs.active()) === null &&
        (await queue.isEmpty())
          ? calm + 1
          : 0;
    }
  }

  /** A run is in progress only once its message was taken and begun; the check of one that is over may wait its time. */
  private async isNoRunAsked(): Promise<boolean> {
    const { Attributes = {} } = await this.cloud.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.cloud.runQueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).every((count) => count === '0');
  }

  /** Until a search that was asked for here has ended, and what it found is done. */
  async reconcile(): Promise<void> {
    const { reconcileQueue, reconciliations } = this.admin;
    const last = async (): Promise<number> => (await reconciliations.since())?.getTime() ?? 0;
    const before = await last();
    await reconcileQueue.send();
    const until = Date.now() + 60_000;
    while ((await last()) <= before) {
      if (Date.now() > until) throw new Error('The reconciliation does not end');
      await wait(60);
    }
    await this.settled();
  }

  crm(collection: 'contacts' | 'companies' | 'deals'): Promise<Fields[]> {
    return this.control('GET', `clientify/data/${collection}`);
  }

  /** What a person does at Clientify's screen: not bound by what the API ignores, and told by its webhooks. */
  async clientify(method: string, path: string, body?: unknown): Promise<Fields> {
    const response = await fetch(`${this.simulators.ready.clientify}${path}`, {
      method,
      headers: {
        ...AT_THE_SCREEN,
        Authorization: `Token ${TOKEN}`,
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? {} : ((await response.json()) as Fields);
  }

  /** Writes that Clientify received since the log was last cleared. */
  async writes(): Promise<LogEntry[]> {
    const log = await this.control<LogEntry[]>('GET', 'clientify/log');
    return log.filter((entry) => entry.method !== 'GET');
  }

  clearLog(): Promise<unknown> {
    return this.control('DELETE', 'clientify/log');
  }

  /** @param keep leaves its files for a look; {@link discard} them then. */
  async stop(keep = false): Promise<void> {
    await this.cloud.stop();
    await stopChild(this.simulators.child);
    if (!keep) World.discard(this.stateDirectory);
  }

  static discard(stateDirectory: string): void {
    rmSync(dirname(stateDirectory), { recursive: true, force: true });
  }
}

export const reportOf = (ended: Ended): Report => runReport(ended) as unknown as Report;

/** A valid GIAV client; only what matters to a test is named. */
export const client = (id: number, fields: Fields = {}): Fields => ({
  Id: id,
  FechaModificacion: '2026-03-02T09:14:31.457',
  Tipo: 'Particular',
  Codigo: String(id),
  Documento: `DOC${id}`,
  Email: `c${id}@example.com`,
  Apellidos: 'Ejemplo Prueba',
  Nombre: 'Lucía',
  Movil: `600${String(id).padStart(6, '0')}`,
  Direccion: 'C/ Mayor 1',
  CodPostal: '08001',
  Poblacion: 'Barcelona',
  Provincia: 'Barcelona',
  SedeFiscal: 'ES',
  MailingConsent: 'Accepted',
  RGPDSigned: true,
  DatosExternos: { NombrePais: 'España' },
  FacturaeCodPais: 'ESP',
  ...fields,
});

export const expediente = (id: number, clientId: number, fields: Fields = {}): Fields => ({
  Id: id,
  IdOficina: 1,
  IdCliente: clientId,
  Codigo: `26${id}`,
  Cerrado: false,
  CodigoOficina: 'MAD',
  FechaCreacion: '2026-02-11T17:03:08.21',
  Titulo: 'Viaje',
  FechaDesde: '2027-07-01T00:00:00',
  FechaHasta: '2027-07-09T00:00:00',
  IdEntityStage: 12,
  ...fields,
});

export const customField = (record: Fields | undefined, name: string): string | undefined =>
  (record?.['custom_fields'] as { field: string; value: string }[] | undefined)?.find(
    (one) => one.field === name,
  )?.value;

export const withId = (
  records: readonly Fields[],
  id: number | string,
  name = 'gesintur_id',
): Fields[] => records.filter((record) => customField(record, name) === String(id));
