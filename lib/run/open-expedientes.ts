import type { ExpedienteFilter, Page, PageArguments } from '../ports/giav';
import type { OpenReading, Run } from '../ports/run';
import type { Slice } from '../sync/open-expedientes';
import type { PageIndexDialect } from '../sync/paging';
import type { Expediente } from '../sync/records';
import type { PagedList } from './list-kinds';

type Closed = NonNullable<ExpedienteFilter['closed']>;
type ReadOpen = (page: PageArguments, closed: Closed) => Promise<Page<Expediente>>;

/** The part of the list of open expedientes that this run reads; none when the date filter has proven itself. */
export function openExpedientes(
  dialect: PageIndexDialect,
  run: Run,
  read: ReadOpen,
): PagedList<Expediente>[] {
  const reading: OpenReading | null = run.openExpedientes ?? null;
  if (reading?.slice === null) return [];
  const judged = whicheverIsOpen(read);
  const list = { kind: 'paged', whole: false, tells: 'not shown by the filter' } as const;
  // A run that an earlier version began.
  if (reading === null) return [{ ...list, read: judged }];
  const { slice } = reading;
  const part = partOf(dialect, slice, judged);
  return [
    {
      ...list,
      read: part.read,
      endedAt: ({ page, offset }) =>
        part.isCut() ? { page: slice.from.page + page, offset: slice.from.offset + offset } : null,
    },
  ];
}

/**
 * Which value of `estadoCierre` means open is inferred from its name, so the first answer is looked at: when all of it
 * is closed, the other value is meant.
 */
function whicheverIsOpen(read: ReadOpen): PagedList<Expediente>['read'] {
  let closed: Closed = 'No';
  let judged = false;
  return async (page) => {
    const answer = await read(page, closed);
    if (judged || answer.records.length === 0) return answer;
    judged = true;
    if (!answer.records.every((one) => one.cerrado)) return answer;
    closed = 'Si';
    return read(page, closed);
  };
}

/** A list that begins at the slice, and has ended after so many pages. */
function partOf(
  dialect: PageIndexDialect,
  { from, most }: Slice,
  read: PagedList<Expediente>['read'],
): { readonly read: PagedList<Expediente>['read']; readonly isCut: () => boolean } {
  const first = dialect === 'one' ? 1 : 0;
  const step = dialect === 'offset' ? 'offset' : 'page';
  let cut = false;
  return {
    isCut: () => cut,
    read: async (page) => {
      const pages = dialect === 'offset' ? page.pageIndex / page.pageSize : page.pageIndex - first;
      if (pages < most) return read({ ...page, pageIndex: page.pageIndex + from[step] });
      cut = true;
      return { records: [], invalid: [], size: 0, readAt: Number.POSITIVE_INFINITY };
    },
  };
}
