import type { SyncConfig } from '../config/schema';
import type { Giav, Page } from '../ports/giav';
import { PAGE_SIZE } from '../sync/paging';
import { plainDocumento, sameDocumento } from '../sync/documento';
import { RecordError } from '../sync/errors';
import { isNearDocumento, searchableCore } from '../sync/near-documento';
import type { GiavClient } from '../sync/records';
import { readPages } from '../run/read-pages';

export interface FoundInGiav {
  /** With exactly that Documento. */
  readonly exact: readonly GiavClient[];
  /** With nearly that Documento; looked for only where none has it exactly. */
  readonly near: readonly GiavClient[];
}

/** What a filter that ignores case and punctuation, or looks for a part, may answer to that text. */
const isAnswerTo = (client: GiavClient, text: string): boolean =>
  plainDocumento(client.documento).includes(plainDocumento(text));

/**
 * All clients with a Documento, disabled ones included. Every hit is compared here: the service may ignore case and
 * punctuation, or not, or the filter altogether (giav.md, S2). So near misses are looked for in more than one way of
 * writing; where the filter is ignored the whole list was read, and holds them all.
 */
export async function searchGiav(
  giav: Pick<Giav, 'searchClients'>,
  { giav: settings }: SyncConfig,
  documento: string,
): Promise<FoundInGiav> {
  const found = new Map<number, GiavClient>();
  const result = (): FoundInGiav => {
    const clients = [...found.values()];
    return {
      exact: clients.filter((client) => sameDocumento(client.documento, documento)),
      near: clients.filter((client) => isNearDocumento(client.documento, documento)),
    };
  };
  for (const { text, exactly } of waysToSearch(documento)) {
    const read = (pageIndex: number): Promise<Page<GiavClient>> =>
      giav.searchClients({ pageSize: PAGE_SIZE, pageIndex }, { documento: text, exactly });
    let ignored = false;
    for await (const answer of readPages(settings.pageIndex, 'clients', read)) {
      if (answer.invalid.length > 0)
        throw new RecordError(
          'A GIAV client with this Documento cannot be read',
          [],
          undefined,
          'INVALID_RECORD',
        );
      for (const client of answer.records) found.set(client.id, client);
      ignored ||= !answer.records.every((client) => isAnswerTo(client, text));
      // A short page is all there is, unless the filter was ignored: then the list goes on.
      if (answer.size < PAGE_SIZE && !ignored) break;
    }
    if (ignored || result().exact.length > 0) break;
  }
  return result();
}

/** First as it is typed. The longest run of digits is what all ways of writing share. */
function waysToSearch(documento: string): { readonly text: string; readonly exactly: boolean }[] {
  const plain = plainDocumento(documento);
  const core = searchableCore(documento);
  return [
    { text: documento, exactly: true },
    ...(plain === documento ? [] : [{ text: plain, exactly: true }]),
    { text: plain, exactly: false },
    ...(core === null || core === plain ? [] : [{ text: core, exactly: false }]),
  ];
}
