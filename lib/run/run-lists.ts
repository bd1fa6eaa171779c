import type { SyncConfig } from '../config/schema';
import type { Giav, Page, PageArguments } from '../ports/giav';
import { PAGE_SIZE, pageIndexOf } from '../sync/paging';
import { readingAround, readingEachAround } from './read-around';
import type { Pending } from '../ports/pending';
import type { Run } from '../ports/run';
import type { Entity } from '../sync/decision';
import type { Expediente, GiavClient } from '../sync/records';
import { sinceDate, sinceText } from '../sync/watermark';

/** A list of GIAV that is read page by page until it ends. */
export interface PagedList<T> {
  readonly kind: 'paged';
  /** Everything of the entity: worth a second look at its first page. */
  readonly whole: boolean;
  readonly read: (page: PageArguments) => Promise<Page<T>>;
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

export interface ListPorts {
  readonly giav: Giav;
  readonly pending: Pick<Pending, 'list' | 'remove'>;
  readonly config: SyncConfig;
}

/** The records of a re-drive, one call each: a search might not show what a GET does. */
const redriven = <T>(
  run: Run,
  entity: Entity,
  read: (id: number) => Promise<Page<T>>,
): NamedRecords<T> => ({
  kind: 'named',
  ids: () =>
    Promise.resolve(run.records.filter((one) => one.entity === entity).map((one) => one.id)),
  batch: 1,
  read: ([id = 0]) => read(id),
  gone: () => 'report',
});

function pendingOf<T>(
  ports: ListPorts,
  entity: Entity,
  read: NamedRecords<T>['read'],
): NamedRecords<T> {
  return {
    kind: 'named',
    ids: () => ports.pending.list(entity),
    batch: PAGE_SIZE,
    read: readingEachAround(read),
    gone: async (ids) => {
      for (const id of ids) await ports.pending.remove(entity, id);
    },
  };
}

/** The lists of clients that a run reads, in order. */
export function clientLists({ giav, pending, config }: ListPorts, run: Run): RunList<GiavClient>[] {
  const all = (filter: { modifiedSince?: string }, whole: boolean): PagedList<GiavClient> => ({
    kind: 'paged',
    whole,
    read: readingAround(config.giav.pageIndex, 'client', (page) =>
      giav.searchClients(page, filter),
    ),
  });
  if (run.mode === 'redrive') return [redriven(run, 'client', (id) => giav.getClient(id))];
  if (run.mode === 'full' || typeof run.since !== 'string') return [all({}, true)];
  const modifiedSince = sinceText(new Date(run.since), config.giav.dateTimeFormat);
  const waiting = pendingOf({ giav, pending, config }, 'client', (ids) =>
    giav.searchClients(
      { pageSize: PAGE_SIZE, pageIndex: pageIndexOf(config.giav.pageIndex, 0, 0) },
      { idsCliente: ids },
    ),
  );
  return [all({ modifiedSince }, false), ...(run.sweep ? [waiting] : [])];
}

/** The lists of expedientes that a run reads, in order. */
export function expedienteLists(
  { giav, pending, config }: ListPorts,
  run: Run,
): RunList<Expediente>[] {
  const around = (read: PagedList<Expediente>['read']): PagedList<Expediente>['read'] =>
    readingAround(config.giav.pageIndex, 'expediente', read);
  const ofClients: OfClients<Expediente> = {
    kind: 'of-clients',
    clients: () => pending.list('expedientes-of'),
    read: (clients, page) =>
      around((one) => giav.searchExpedientes(one, { idsCliente: clients }))(page),
    done: async (clients) => {
      for (const id of clients) await pending.remove('expedientes-of', id);
    },
  };
  if (run.mode === 'redrive')
    return [redriven(run, 'expediente', (id) => giav.getExpediente(id)), ofClients];
  if (run.mode === 'full' || typeof run.since !== 'string')
    return [{ kind: 'paged', whole: true, read: around((page) => giav.searchExpedientes(page)) }];
  const since = new Date(run.since);
  const modifiedSince = sinceText(since, config.giav.dateTimeFormat);
  const createdSince = sinceDate(since);
  const lists: RunList<Expediente>[] = [
    {
      kind: 'paged',
      whole: false,
      read: around((page) => giav.searchExpedientes(page, { modifiedSince })),
    },
    // Whether a creation counts as a modification is unknown (giav.md, Q6).
    {
      kind: 'paged',
      whole: false,
      read: around((page) => giav.searchExpedientes(page, { createdSince })),
    },
    ofClients,
  ];
  if (!run.sweep) return lists;
  return [
    ...lists,
    { kind: 'paged', whole: false, read: around(openExpedientes(giav)) },
    pendingOf({ giav, pending, config }, 'expediente', (ids) =>
      giav.searchExpedientes(
        { pageSize: PAGE_SIZE, pageIndex: pageIndexOf(config.giav.pageIndex, 0, 0) },
        { idsExpediente: ids },
      ),
    ),
  ];
}

/**
 * Open expedientes. Which value of `estadoCierre` means open is inferred from its name, so the first answer is looked
 * at: when all of it is closed, the other value is meant.
 */
function openExpedientes(giav: Giav): PagedList<Expediente>['read'] {
  let closed: 'Si' | 'No' = 'No';
  let judged = false;
  return async (page) => {
    const answer = await giav.searchExpedientes(page, { closed });
    if (judged || answer.records.length === 0) return answer;
    judged = true;
    if (!answer.records.every((one) => one.cerrado)) return answer;
    closed = 'Si';
    return giav.searchExpedientes(page, { closed });
  };
}
