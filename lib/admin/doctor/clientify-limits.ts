import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readPage } from '../../clientify/lists';
import type { SyncConfig } from '../../config/schema';
import { ok, warning, type Finding } from './check';

const LISTS_END = {
  en: 'Nothing: lists end where Clientify says so.',
  es: 'Nada: las listas acaban donde lo dice Clientify.',
};

/** Lists that give what they like are read to their end all the same: by `next`. */
export async function pageSizes(http: ClientifyHttp): Promise<Finding> {
  const ignoring: string[] = [];
  for (const path of Object.values(COLLECTION)) {
    const body = (await http.request('GET', `${path}?page_size=2&page=1`)) as {
      results?: unknown[];
    } | null;
    if ((body?.results?.length ?? 0) > 2) ignoring.push(path.replace(/\//g, ''));
  }
  return ignoring.length === 0
    ? ok({ en: 'page_size is honoured.', es: 'Se respeta page_size.' })
    : warning(
        {
          en: `page_size is ignored by: ${ignoring.join(', ')}.`,
          es: `No hacen caso de page_size: ${ignoring.join(', ')}.`,
        },
        LISTS_END,
      );
}

export async function pastTheEnd(http: ClientifyHttp): Promise<Finding> {
  const first = await readPage(http, COLLECTION.contact, 1);
  const pages = Math.max(1, Math.ceil(first.count / Math.max(1, first.results.length)));
  const beyond = await readPage(http, COLLECTION.contact, pages + 1);
  if (beyond.results.length > 0)
    return warning(
      {
        en: 'A page past the end of the contacts is not empty.',
        es: 'Una página más allá del final de los contactos no está vacía.',
      },
      LISTS_END,
    );
  return ok({
    en: `The first page holds ${first.results.length} of ${first.count} records; past the end comes nothing.`,
    es: `La primera página trae ${first.results.length} de ${first.count} registros; después del final no viene nada.`,
  });
}

/** How quick it is, and what its answers say of limits. @param headers of the answers so far, by lower-case name */
export function rateLimit(
  http: ClientifyHttp,
  headers: ReadonlyMap<string, string>,
  { clientify: { concurrency } }: Pick<SyncConfig, 'clientify'>,
): Finding {
  const limits = [...headers]
    .filter(([name]) => /ratelimit|rate-limit|retry-after/.test(name))
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
  const average = http.totalCalls === 0 ? 0 : Math.round(http.elapsedMs / http.totalCalls);
  const text = {
    en: `${http.totalCalls} calls, ${average} ms each on average; rate-limit headers: ${limits || 'none'}.`,
    es: `${http.totalCalls} llamadas, de ${average} ms de media; cabeceras de límite: ${limits || 'ninguna'}.`,
  };
  return concurrency > 5
    ? warning(
        {
          en: `${text.en} clientify.concurrency is ${concurrency}.`,
          es: `${text.es} clientify.concurrency es ${concurrency}.`,
        },
        {
          en: 'Clientify documents no limit: five or less is known to be well.',
          es: 'Clientify no documenta ningún límite: se sabe que cinco o menos va bien.',
        },
      )
    : ok(text);
}
