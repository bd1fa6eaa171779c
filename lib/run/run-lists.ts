import type { SyncConfig } from '../config/schema';
import type { Giav, Page } from '../ports/giav';
import { RecordError } from '../sync/errors';
import { PAGE_SIZE, firstPageOf } from '../sync/paging';
import type { NamedRecords, OfClients, PagedList, RunList } from './list-kinds';
import { readingAround, readingEachAround } from './read-around';
import { openExpedientes } from './open-expedientes';
import type { Log } from '../ports/log';
import type { Pending } from '../ports/pending';
import type { Run } from '../ports/run';
import type { Entity } from '../sync/decision';
import type { Expediente, GiavClient } from '../sync/records';
import { sinceDate, sinceText } from '../sync/watermark';

export interface ListPorts {
  readonly giav: Giav;
  readonly pending: Pick<Pending, 'list' | 'remove'>;
  readonly config: SyncConfig;
  /** @default - nobody is told */
  readonly log?: Pick<Log, 'warn'>;
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
    giav.searchClients(firstPageOf(config.giav.pageIndex), { idsCliente: ids }),
  );
  return [all({ modifiedSince }, false), ...(run.sweep ? [waiting] : [])];
}

/**
 * Expedientes whose amounts changed without a change of theirs. Where GIAV does not tell them, or tells all, the next full
 * run finds them.
 */
function changedAmounts(
  { giav, config, log }: Pick<ListPorts, 'giav' | 'config' | 'log'>,
  since: Date,
  modifiedSince: string,
): NamedRecords<Expediente>[] {
  const { amount, pending } = config.deals;
  if (amount === 'none') return [];
  return [
    {
      kind: 'named',
      ids: async () => {
        const collections = pending === 'customField';
        try {
          const ids = await giav.lookups.changedAmounts(since, modifiedSince, collections);
          return ids.map(String);
        } catch (error) {
          if (!(error instanceof RecordError)) throw error;
          log?.warn('GIAV does not tell whose amounts changed: the next full run finds them', {
            error: error.message,
          });
          return [];
        }
      },
      batch: PAGE_SIZE,
      read: readingEachAround((ids) =>
        giav.searchExpedientes(firstPageOf(config.giav.pageIndex), { idsExpediente: ids }),
      ),
      gone: () => Promise.resolve(),
    },
  ];
}

/** The lists of expedientes that a run reads, in order. */
export function expedienteLists(ports: ListPorts, run: Run): RunList<Expediente>[] {
  const { giav, config } = ports;
  if (run.mode === 'redrive')
    return [
      redriven(run, 'expediente', (id) => giav.getExpediente(id)),
      expedientesOfClients(ports),
    ];
  if (run.mode === 'full' || typeof run.since !== 'string')
    return [
      {
        kind: 'paged',
        whole: true,
        tells: 'not shown by the filter',
        read: around(config, (page) => giav.searchExpedientes(page)),
      },
    ];
  const lists = changedExpedientes(ports, new Date(run.since));
  return run.sweep ? [...lists, ...sweptExpedientes(ports, run)] : lists;
}

type ReadExpedientes = PagedList<Expediente>['read'];

const around = ({ giav }: SyncConfig, read: ReadExpedientes): ReadExpedientes =>
  readingAround(giav.pageIndex, 'expediente', read);

/** All expedientes of clients that were noted down for it. */
const expedientesOfClients = ({ giav, pending, config }: ListPorts): OfClients<Expediente> => ({
  kind: 'of-clients',
  clients: () => pending.list('expedientes-of'),
  read: (clients, page) =>
    around(config, (one) => giav.searchExpedientes(one, { idsCliente: clients }))(page),
  done: async (clients) => {
    for (const id of clients) await pending.remove('expedientes-of', id);
  },
});

function changedExpedientes(ports: ListPorts, since: Date): RunList<Expediente>[] {
  const { giav, config } = ports;
  const modifiedSince = sinceText(since, config.giav.dateTimeFormat);
  const createdSince = sinceDate(since);
  return [
    {
      kind: 'paged',
      whole: false,
      tells: 'shown by the filter',
      read: around(config, (page) => giav.searchExpedientes(page, { modifiedSince })),
    },
    // Whether a creation counts as a modification is unknown (giav.md, Q6).
    {
      kind: 'paged',
      whole: false,
      read: around(config, (page) => giav.searchExpedientes(page, { createdSince })),
    },
    expedientesOfClients(ports),
    ...changedAmounts(ports, since, modifiedSince),
  ];
}

/** What no date of GIAV's tells: expedientes that are open, and those that wait for something in Clientify. */
const sweptExpedientes = (
  { giav, pending, config }: ListPorts,
  run: Run,
): RunList<Expediente>[] => [
  ...openExpedientes(config.giav.pageIndex, run, (page, closed) =>
    around(config, (one) => giav.searchExpedientes(one, { closed }))(page),
  ),
  pendingOf({ giav, pending, config }, 'expediente', (ids) =>
    giav.searchExpedientes(firstPageOf(config.giav.pageIndex), { idsExpediente: ids }),
  ),
];
