import type { SyncConfig } from '../config/schema';
import type { Giav } from '../ports/giav';
import { PAGE_SIZE, pageIndexOf } from '../sync/paging';
import type { Expediente } from '../sync/records';

/** Pages that are looked through: the numbers of some offices, not the whole of GIAV where its filter is ignored. */
const MOST_PAGES = 5;

export interface FoundExpediente {
  /** GIAV id. */
  readonly id: string;
  /** As people know it: with its office. */
  readonly number: string;
  /** GIAV id of its client. */
  readonly client: string;
}

const numberOf = ({ codigoOficina, codigo }: Expediente): string =>
  [codigoOficina.trim(), codigo.trim()].filter((part) => part !== '').join('-');

/**
 * The expedientes with this number, with or without the office before it: numbers may repeat between offices. GIAV is
 * asked, since no number is kept here; every hit is compared, whatever its filter makes of the text.
 */
export async function findExpediente(
  {
    giav,
    config,
  }: { readonly giav: Pick<Giav, 'searchExpedientes'>; readonly config: Pick<SyncConfig, 'giav'> },
  typed: string,
): Promise<FoundExpediente[]> {
  const wanted = typed.trim().toUpperCase();
  const bare = wanted.slice(wanted.lastIndexOf('-') + 1);
  const found = new Map<number, Expediente>();
  for (const codigo of new Set([bare, wanted])) {
    for (let page = 0; page < MOST_PAGES; page++) {
      const pageIndex = pageIndexOf(config.giav.pageIndex, page, page * PAGE_SIZE);
      const answer = await giav.searchExpedientes({ pageSize: PAGE_SIZE, pageIndex }, { codigo });
      for (const one of answer.records)
        if ([one.codigo.trim(), numberOf(one)].some((text) => text.toUpperCase() === wanted))
          found.set(one.id, one);
      if (answer.size < PAGE_SIZE) break;
    }
    if (found.size > 0) break;
  }
  return [...found.values()].map((one) => ({
    id: String(one.id),
    number: numberOf(one),
    client: String(one.idCliente),
  }));
}
