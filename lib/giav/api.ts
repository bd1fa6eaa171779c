import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import * as soap from 'soap';
import type * as z from 'zod';
import { UNLIMITED, mayRepeat, tryMs, type CallTime } from '../sync/call-time';
import { GIAV_CALL } from '../sync/budget';
import wsdl from '../../wsdl/giav.wsdl';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';
import type { RawClient } from '../sync/giav-record';
import { faultError, saysUnknown } from './faults';
import { fillPost, fillPut } from './put';
import type {
  Filled,
  NewClient,
  PutSettings,
  Page,
  ClientFilter,
  ExpedienteFilter,
  PageArguments,
  Giav,
} from '../ports/giav';
import {
  categorySchema,
  clientSchema,
  entityStageSchema,
  newIdSchema,
  expedienteSchema,
  parsePage,
} from './records';
import {
  categoriesGet,
  clienteSearch,
  entityStagesGet,
  expedienteSearch,
  getById,
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
  // Texts as sent: no time zone, no lost decimals, no trimmed spaces (giav.md, T6).
  // A boolean too: soap reads every text that is not true as false, and a consent is not to be guessed.
  customDeserializer: { dateTime: asSent, double: asSent, decimal: asSent, boolean: asSent },
  preserveWhitespace: true,
  handleNilAsNull: true,
  disableCache: true,
};

/** GIAV's SOAP API: reads in GIAV's terms, errors in ours. One instance per process. */
export class GiavApi implements Giav {
  /** HTTP calls made, for the run's counters. */
  calls = 0;
  /** Time that answers took, in milliseconds, over all calls. */
  elapsedMs = 0;
  /** GIAV's clock as its last answer showed it (HTTP `Date`). */
  serverTime: Date | null = null;
  private connection: Promise<soap.Client> | undefined;
  private time = UNLIMITED;
  private readonly policy;

  constructor(private readonly settings: GiavSettings) {
    this.policy = retry(
      handleWhen(
        (error) =>
          error instanceof RetryableError &&
          mayRepeat(this.time, this.timeoutMs, GIAV_CALL.longestWaitMs),
      ),
      {
        maxAttempts: GIAV_CALL.repeats,
        backoff: new ExponentialBackoff({
          initialDelay: settings.retryDelayMs ?? GIAV_CALL.firstWaitMs,
          maxDelay: GIAV_CALL.longestWaitMs,
        }),
      },
    );
  }

  get apiKey(): string {
    return this.settings.apiKey;
  }

  /** Longest time that an answer is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.settings.timeoutMs ?? GIAV_CALL.timeoutMs;
  }

  /** From now on calls keep to the time of an invocation. @default - nobody ends the process */
  within(time: CallTime): void {
    this.time = time;
  }

  /** Longest time that the next answer is waited for. @throws RetryableError where no call should begin any more */
  protected tryMs(): number {
    return tryMs(this.time, this.timeoutMs);
  }

  private connect(): Promise<soap.Client> {
    this.connection ??= soap.createClientAsync(wsdl, {
      ...SOAP_OPTIONS,
      endpoint: this.settings.endpoint,
      httpClient: soapHttpClient(
        { timeoutMs: () => this.tryMs(), basic: this.settings.basic },
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

  /** One request and its answer as soap gives it; errors in ours. */
  protected async callOnce(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const client = (await this.connect()) as unknown as Record<string, SoapCall>;
    try {
      const [result] = await (client[`${operation}Async`] as SoapCall)(args);
      return (result ?? null) as Record<string, unknown> | null;
    } catch (error) {
      if (
        error instanceof RetryableError ||
        error instanceof ConfigurationError ||
        error instanceof RecordError
      )
        throw error;
      const fault = (
        error as {
          root?: {
            Envelope?: { Body?: { Fault?: { faultcode?: unknown; faultstring?: unknown } } };
          };
        }
      ).root?.Envelope?.Body?.Fault;
      if (fault)
        throw faultError(operation, faultText(fault.faultcode), faultText(fault.faultstring));
      // soap throws a plain object for XML that it cannot parse (giav.md, A3).
      throw new RetryableError(`GIAV sent XML that cannot be read to ${operation}`, {
        maybeApplied: true,
      });
    }
  }

  private async read(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const started = performance.now();
    try {
      return await this.policy.execute(() => this.callOnce(operation, args));
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }

  /** The items of a list as soap gives them; `args` in the order of the schema, the key first. */
  async readList(
    operation: string,
    item: string,
    args: Record<string, unknown>,
  ): Promise<unknown[]> {
    const result = await this.read(operation, args);
    const list = (result?.[`${operation}Result`] as Record<string, unknown> | null | undefined)?.[
      item
    ];
    return Array.isArray(list)
      ? (list as unknown[])
      : list === null || list === undefined
        ? []
        : [list];
  }

  /** Stages of expedientes. Small and without personal data: the first call of a run, so any fault means the key (giav.md, T1). */
  async expedienteStages(): Promise<EntityStage[]> {
    let items: unknown[];
    try {
      items = await this.readList(
        'EntityStages_GET',
        'WsEntityStage',
        entityStagesGet(this.settings.apiKey, 'Expediente'),
      );
    } catch (error) {
      if (error instanceof RecordError)
        throw new ConfigurationError(
          `GIAV did not accept the first call (${error.message}). Check GIAV_API_KEY and GIAV_ENDPOINT.`,
        );
      throw error;
    }
    return [...parsePage(items, entityStageSchema, Date.now()).records];
  }

  /** One page of clients, disabled ones included. */
  async searchClients(page: PageArguments, filter: ClientFilter = {}): Promise<Page<GiavClient>> {
    const readAt = Date.now();
    const items = await this.readList(
      'Cliente_SEARCH',
      'WsCliente',
      clienteSearch(this.settings.apiKey, page, filter),
    );
    return parsePage(items, clientSchema, readAt);
  }

  async searchExpedientes(
    page: PageArguments,
    filter: ExpedienteFilter = {},
  ): Promise<Page<Expediente>> {
    const readAt = Date.now();
    const items = await this.readList(
      'Expediente_SEARCH',
      'WsExpediente',
      expedienteSearch(this.settings.apiKey, page, filter),
    );
    return parsePage(items, expedienteSchema, readAt);
  }

  /** As a page of one record, or of none when GIAV does not know the id: a fault, or a record of defaults (giav.md, T8). */
  getClient(id: number): Promise<Page<GiavClient>> {
    return this.getOne('Cliente_GET', id, clientSchema);
  }

  getExpediente(id: number): Promise<Page<Expediente>> {
    return this.getOne('Expediente_GET', id, expedienteSchema);
  }

  /** A client with every field as GIAV sent it, and as the rules see it; null when GIAV does not know the id. */
  async readClient(
    id: number,
  ): Promise<{ readonly raw: RawClient; readonly client: GiavClient } | null> {
    let item: unknown;
    try {
      item = (await this.read('Cliente_GET', getById(this.settings.apiKey, id)))?.[
        'Cliente_GETResult'
      ];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (saysUnknown(error)) return null;
      // Any other fault says nothing of whether the record is there.
      throw new RecordError(error.message, [], undefined, 'UNREADABLE_IN_GIAV');
    }
    const page = parsePage(
      item === null || item === undefined ? [] : [item],
      clientSchema,
      Date.now(),
    );
    const [invalid] = page.invalid;
    if (invalid?.id === id)
      throw new RecordError(
        `GIAV's record is not valid in: ${invalid.fields.join(', ')}`,
        [],
        undefined,
        'INVALID_RECORD',
      );
    const client = page.records.find((one) => one.id === id);
    return client ? { raw: item as RawClient, client } : null;
  }

  /** Ids of the categories of a client: no field of the record holds them, and a PUT replaces them (giav.md, P6). */
  async categoriesOf(id: number): Promise<number[]> {
    try {
      const items = await this.readList(
        'Categories_GET',
        'WsCategory',
        categoriesGet(this.settings.apiKey, id),
      );
      const page = parsePage(items, categorySchema, Date.now());
      if (page.invalid.length > 0) throw new RecordError('a category without an id');
      return page.records.map((category) => category.id);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      throw new RecordError(
        `idsCategories: the categories of the client cannot be read (${error.message})`,
        [],
        undefined,
        'UNSAFE_WRITE',
      );
    }
  }

  /** The arguments of a PUT that would write this record. */
  fillPut(client: RawClient, categories: readonly number[], settings: PutSettings): Filled {
    return fillPut(this.settings.apiKey, client, categories, settings);
  }

  /** Replaces a whole client. Sent once: a lost answer is the caller's to look into. */
  async putClient(args: Record<string, unknown>): Promise<void> {
    await this.write('Cliente_PUT', args);
  }

  /** Creates a client and gives its Id. Sent once: a lost answer is the caller's to look into. */
  async postClient(client: NewClient): Promise<number> {
    const id = newIdSchema.safeParse(
      (await this.write('Cliente_POST', fillPost(this.settings.apiKey, client)))?.[
        'Cliente_POSTResult'
      ],
    );
    if (id.success && id.data > 0) return id.data;
    throw new RetryableError('GIAV created a client without telling its Id', {
      maybeApplied: true,
    });
  }

  private async write(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const started = performance.now();
    try {
      return await this.callOnce(operation, args);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      // Without the account that nobody can read, the service may refuse the whole record (giav.md, P2).
      const reason = /10 d[ií]gitos|10 digits/i.test(error.message)
        ? 'UNSAFE_WRITE'
        : 'GIAV_REFUSED';
      const field = reason === 'UNSAFE_WRITE' ? 'cuentaContableCliente: ' : '';
      throw new RecordError(`${field}${error.message}`, [], error.status, reason);
    } finally {
      this.elapsedMs += performance.now() - started;
    }
  }

  private async getOne<T extends { readonly id: number }>(
    operation: string,
    id: number,
    schema: z.ZodType<T>,
  ): Promise<Page<T>> {
    const readAt = Date.now();
    let item: unknown;
    try {
      item = (await this.read(operation, getById(this.settings.apiKey, id)))?.[
        `${operation}Result`
      ];
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (saysUnknown(error)) return { records: [], invalid: [], size: 0, readAt };
      // Any other fault says nothing of whether the record is there.
      const refused = { id, fields: [], refusal: error.message };
      return { records: [], invalid: [refused], size: 1, readAt };
    }
    const page = parsePage(item === null || item === undefined ? [] : [item], schema, readAt);
    const records = page.records.filter((record) => record.id === id);
    const invalid = page.invalid.filter((record) => record.id === id);
    return { records, invalid, size: records.length + invalid.length, readAt };
  }
}

const faultText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value !== null && typeof value === 'object' && '$value' in value
      ? String(value.$value)
      : '';
