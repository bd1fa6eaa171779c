import type { Page, PageArguments } from '../ports/giav';
import type { Place } from '../sync/open-expedientes';

/** A list of GIAV that is read page by page until it ends. */
export interface PagedList<T> {
  readonly kind: 'paged';
  /** Everything of the entity: worth a second look at its first page. */
  readonly whole: boolean;
  readonly read: (page: PageArguments) => Promise<Page<T>>;
  /** What its expedientes tell of the date filter. */
  readonly tells?: 'shown by the filter' | 'not shown by the filter';
  /** Of a part of a list: where the rest of it begins, once so much was read; null = there is no rest. */
  readonly endedAt?: (read: Place) => Place | null;
}

/** Records that are asked for by id. */
export interface NamedRecords<T> {
  readonly kind: 'named';
  readonly ids: () => Promise<readonly string[]>;
  /** Ids per call. */
  readonly batch: number;
  readonly read: (ids: readonly number[]) => Promise<Page<T>>;
  /** What GIAV does not show: a result of this run, or forgotten. */
  readonly gone: (ids: readonly string[]) => 'report' | Promise<void>;
}

/** The expedientes of clients that have just become eligible, page by page for a batch of clients. */
export interface OfClients<T> {
  readonly kind: 'of-clients';
  readonly clients: () => Promise<readonly string[]>;
  readonly read: (clients: readonly number[], page: PageArguments) => Promise<Page<T>>;
  readonly done: (clients: readonly string[]) => Promise<void>;
}

export type RunList<T> = PagedList<T> | NamedRecords<T> | OfClients<T>;
