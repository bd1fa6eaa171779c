import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import * as soap from 'soap';
import type * as z from 'zod';
import wsdl from '../../wsdl/giav.wsdl';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';
import { faultError } from './faults';
import { clientSchema, entityStageSchema, expedienteSchema, parsePage, type Page } from './records';
import {
  clienteSearch,
  entityStagesGet,
  expedienteSearch,
  getById,
  oficinaSearch,
  type ClientFilter,
  type ExpedienteFilter,
  type PageArguments,
} from './requests';
import { soapHttpClient } from './transport';

export interface GiavSettings {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly basic?: { readonly user: string; readonly password: string };
  readonly timeoutMs?: number;
  /** First wait between tries, in milliseconds; doubles with jitter. */
  readonly retryDelayMs?: number;
}

type SoapCall = (args: Record<string, unknown>) => Promise<[unknown]>;

const asSent = (value: string): string => value;

const SOAP_OPTIONS: soap.IOptions = {
  // Texts as sent: no time zone, no lost decimals, no trimmed spaces (giav.md §1.3).
  // A boolean too: soap reads every text that is not true as false, and a consent is not to be guessed.
  customDeserializer: { dateTime: asSent, double: asSent, decimal: asSent, boolean: asSent },
  preserveWhitespace: true,
  handleNilAsNull: true,
  disableCache: true,
};

/** GIAV's SOAP API: reads in GIAV's terms, errors in ours. One instance per process. */
export class GiavClientApi {
  /** HTTP calls made, for the run's counters. */
  calls = 0;
  /** Time that answers took, in milliseconds, over all calls. */
  elapsedMs = 0;
  /** GIAV's clock as its last answer showed it (HTTP `Date`). */
  serverTime: Date | null = null;
  private connection: Promise<soap.Client> | undefined;
  private readonly policy;

  constructor(private readonly settings: GiavSettings) {
    this.policy = retry(
      handleWhen((error) => error instanceof RetryableError),
      { maxAttempts: 4, backoff: new ExponentialBackoff({ initialDelay: settings.retryDelayMs ?? 400, maxDelay: 10_000 }) },
    );
  }

  private connect(): Promise<soap.Client> {
    this.connection ??= soap.createClientAsync(wsdl, {
      ...SOAP_OPTIONS,
      endpoint: this.settings.endpoint,
      httpClient: soapHttpClient(
        { timeoutMs: this.settings.timeoutMs ?? 60_000, basic: this.settings.basic },
        {
          call: () => {
            this.calls += 1;
          },
          date: (date) => {
            this.serverTime = date;
          },
        },
      ),
    });
    return this.connection;
  }

  private async callOnce(operation: string, args: Record<string, unknown>): Promise<Record<string, unknown> | null> {
    const client = (await this.connect()) as unknown as Record<string, SoapCall>;
    try {
      const [result] = await (client[`${operation}Async`] as SoapCall)(args);
      return (result ?? null) as Record<string, unknown> | null;
    } catch (error) {
      if (error instanceof RetryableError || error instanceof ConfigurationError || error instanceof RecordError) throw error;
      const fault = (error as { root?: { Envelope?: { Body?: { Fault?: { faultcode?: unknown; faultstring?: unknown } } } } }).root
        ?.Envelope?.Body?.Fault;
      if (fault) throw faultError(operation, faultText(fault.faultcode), faultText(fault.faultstring));
      // soap throws a plain object for XML that it cannot parse (giav.md §1.3).
      throw new RetryableError(`GIAV sent XML that cannot be read to ${operation}`, { maybeApplied: true });
    }
  }

  private async read(operation: string, args: Record<string, unknown>): Promise<Record<string, unknown> | null> {
    const started = performance.now();
    try {
      return await this.policy.execute(() => this.callOnce(operation, args));
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }

  private async readList(operation: string, item: string, args: Record<string, unknown>): Promise<unknown[]> {
    const result = await this.read(operation, args);
    const list = (result?.[`${operation}Result`] as Record<string, unknown> | null | undefined)?.[item];
    return Array.isArray(list) ? (list as unknown[]) : list === null || list === undefined ? [] : [list];
  }

  /** Stages of expedientes. Small and without personal data: the first call of a run, so any fault means the key (giav.md §7). */
  async expedienteStages(): Promise<EntityStage[]> {
    let items: unknown[];
    try {
      items = await this.readList('EntityStages_GET', 'WsEntityStage', entityStagesGet(this.settings.apiKey, 'Expediente'));
    } catch (error) {
      if (error instanceof RecordError)
        throw new ConfigurationError(`GIAV did not accept the first call (${error.message}). Check GIAV_API_KEY and GIAV_ENDPOINT.`);
      throw error;
    }
    return [...parsePage(items, entityStageSchema).records];
  }

  /** One page of clients, disabled ones included. */
  async searchClients(page: PageArguments, filter: ClientFilter = {}): Promise<Page<GiavClient>> {
    return parsePage(await this.readList('Cliente_SEARCH', 'WsCliente', clienteSearch(this.settings.apiKey, page, filter)), clientSchema);
  }

  async searchExpedientes(page: PageArguments, filter: ExpedienteFilter = {}): Promise<Page<Expediente>> {
    return parsePage(
      await this.readList('Expediente_SEARCH', 'WsExpediente', expedienteSearch(this.settings.apiKey, page, filter)),
      expedienteSchema,
    );
  }

  /** Number of offices, up to 100: with one office, numbers cannot clash. */
  async countOffices(): Promise<number> {
    return (await this.readList('Oficina_SEARCH', 'WsOficina', oficinaSearch(this.settings.apiKey, { pageSize: 100, pageIndex: 0 })))
      .length;
  }

  /** As a page of one record, or of none when GIAV does not know the id: a fault, or a record of defaults (giav.md §1). */
  getClient(id: number): Promise<Page<GiavClient>> {
    return this.getOne('Cliente_GET', id, clientSchema);
  }

  getExpediente(id: number): Promise<Page<Expediente>> {
    return this.getOne('Expediente_GET', id, expedienteSchema);
  }

  private async getOne<T extends { readonly id: number }>(operation: string, id: number, schema: z.ZodType<T>): Promise<Page<T>> {
    let item: unknown;
    try {
      item = (await this.read(operation, getById(this.settings.apiKey, id)))?.[`${operation}Result`];
    } catch (error) {
      if (error instanceof RecordError) return { records: [], invalid: [], size: 0 };
      throw error;
    }
    const page = parsePage(item === null || item === undefined ? [] : [item], schema);
    const records = page.records.filter((record) => record.id === id);
    const invalid = page.invalid.filter((record) => record.id === id);
    return { records, invalid, size: records.length + invalid.length };
  }
}

const faultText = (value: unknown): string =>
  typeof value === 'string' ? value : value !== null && typeof value === 'object' && '$value' in value ? String(value.$value) : '';
