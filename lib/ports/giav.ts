import type { Tipo } from '../sync/client-type';
import type { ClientEdits } from '../sync/clientify-to-giav';
import type { RawClient } from '../sync/giav-record';
import type { GiavLookups } from './giav-lookups';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';

/** A record that could not be read: its id (0 when even that is missing) and the paths of the bad fields. */
export interface InvalidRecord {
  readonly id: number;
  readonly fields: readonly string[];
  /** GIAV's own words, where it gave a fault in place of the record. */
  readonly refusal?: string;
  /** A record of which not even the id is known has its place in the list for it: -1 is the first. @default 'INVALID_RECORD' */
  readonly reason?: 'UNREADABLE_IN_GIAV';
}

export interface Page<T> {
  readonly records: readonly T[];
  readonly invalid: readonly InvalidRecord[];
  /** Records in the answer, parsed or not. */
  readonly size: number;
  /** When it was asked for, in milliseconds since 1970 by our clock: what was written later is not on it. */
  readonly readAt: number;
}

export interface PageArguments {
  readonly pageSize: number;
  /** What it counts is the setting `giav.pageIndex`. */
  readonly pageIndex: number;
}

export interface ClientFilter {
  readonly idsCliente?: readonly number[];
  readonly documento?: string;
  /** false: also where it is only a part of the Documento. @default true */
  readonly exactly?: boolean;
  /** Created or changed since; local time in the configured format. */
  readonly modifiedSince?: string;
}

export interface ExpedienteFilter {
  readonly idsExpediente?: readonly number[];
  /** Its number, without the office; a range of one (giav.md, S8). */
  readonly codigo?: string;
  readonly idsCliente?: readonly number[];
  /** Local time in the configured format. Whether a creation counts is unknown (giav.md, Q6). */
  readonly modifiedSince?: string;
  /** `yyyy-MM-dd`. */
  readonly createdSince?: string;
  /** `estadoCierre`. */
  readonly closed?: 'Si' | 'No';
}

export interface PutSettings {
  /** SubSedeFiscal (int) → name of the tax district (giav.md, P5): found by a human. */
  readonly taxDistricts: Readonly<Record<string, string>>;
  readonly refusePortalClients: boolean;
}

/** A field that cannot be read back faithfully: the write is refused. */
export interface Unsafe {
  readonly field: string;
  readonly why: string;
}

/** All arguments of a PUT, or the fields that forbid it. */
export type Filled = { readonly args: Record<string, unknown> } | { readonly unsafe: Unsafe[] };

/** A client that does not exist yet, as far as Clientify knows it. */
export interface NewClient extends ClientEdits {
  readonly tipoCliente: Tipo;
  readonly documento: string;
}

/**
 * GIAV, the master. Readings are repeated on their own until they have failed for good. All methods throw
 * - RetryableError while GIAV does not answer as it should;
 * - ConfigurationError when the address or the key is wrong;
 * - RecordError when GIAV refuses the request with a fault.
 * Only of {@link putClient} and {@link postClient} does `maybeApplied` mean that the write may have been done, or may still
 * be: they are sent once, and what became of them is the caller's to look into.
 */
export interface Giav {
  /** HTTP calls made so far. */
  readonly calls: number;
  /** Time that answers took, in milliseconds, over all calls. */
  readonly elapsedMs: number;
  /** GIAV's clock as its last answer showed it; null before the first one. */
  readonly serverTime: Date | null;
  /** Longest time that an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** The key of this deployment: secrets of GIAV's records are sealed with it. Never logged, never stored. */
  readonly apiKey: string;

  /** What it holds of records elsewhere than in them. */
  readonly lookups: GiavLookups;

  /** Stages of expedientes. The first call of a run: any fault means the key, and is a ConfigurationError. */
  expedienteStages(): Promise<EntityStage[]>;
  /** One page of clients, disabled ones included. */
  searchClients(page: PageArguments, filter?: ClientFilter): Promise<Page<GiavClient>>;
  searchExpedientes(page: PageArguments, filter?: ExpedienteFilter): Promise<Page<Expediente>>;
  /** As a page of one record, of none when GIAV does not know the id, or of an invalid one for any other fault. */
  getClient(id: number): Promise<Page<GiavClient>>;
  getExpediente(id: number): Promise<Page<Expediente>>;
  /**
   * A client with every field as GIAV sent it, and as the rules see it; null when GIAV does not know the id. A RecordError
   * `INVALID_RECORD` for one that cannot be parsed, `UNREADABLE_IN_GIAV` for any fault that does not say so.
   */
  readClient(id: number): Promise<{ readonly raw: RawClient; readonly client: GiavClient } | null>;
  /** Ids of the categories of a client: no field of the record holds them, and a PUT replaces them. A RecordError `UNSAFE_WRITE` when they cannot be read. */
  categoriesOf(id: number): Promise<number[]>;
  /** The arguments of a PUT that would write this record. Sends nothing. */
  fillPut(client: RawClient, categories: readonly number[], settings: PutSettings): Filled;
  /** Replaces a whole client. A RecordError `UNSAFE_WRITE` or `GIAV_REFUSED` for a fault, after which it may be applied all the same. */
  putClient(args: Record<string, unknown>): Promise<void>;
  /** Creates a client and gives its id. An answer without one is a RetryableError with `maybeApplied`. */
  postClient(client: NewClient): Promise<number>;
}
