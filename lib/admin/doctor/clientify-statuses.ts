import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION } from '../../clientify/lists';
import { isReadable, nameOf } from '../../clientify/records';
import type { SyncConfig } from '../../config/schema';
import type { StatusLabel } from '../../ports/account';
import { clientStatuses } from '../../sync/client-type';
import { together, type Said } from '../../sync/said';
import { counted, ok, some, warning, type Finding } from './check';
import { count, histogram } from './giav-survey';

/** Contacts by the code of their status. */
export type StatusCounts = ReadonlyMap<string, number>;

const byCount = (counts: StatusCounts): [string, number][] =>
  [...counts].sort(([, one], [, other]) => other - one);

/** Labels that were told for more than one code: one of them was told while its status was being changed. */
function doubtful(labels: readonly StatusLabel[]): string[] {
  const seen = new Map<string, string[]>();
  for (const { code, label } of labels) seen.set(label, [...(seen.get(label) ?? []), code]);
  return [...seen].flatMap(([label, codes]) =>
    codes.length > 1 ? [`"${label}" (${codes.join(', ')})`] : [],
  );
}

/**
 * What a code means is the account's, not its English text (docs/contracts/clientify.md, C8): codes beside what webhooks
 * called them, and whether anybody has those that the sync gives to clients.
 */
export function statusesInUse(
  counts: StatusCounts,
  labels: readonly StatusLabel[],
  { clientTypes }: Pick<SyncConfig, 'clientTypes'>,
): Finding {
  const names = new Map(labels.map(({ code, label }) => [code, label]));
  const shown = byCount(counts).map(([code, contacts]) => {
    const label = names.get(code);
    return `${code} ${contacts}${label === undefined ? '' : ` ("${label}")`}`;
  });
  const unnamed = [...counts.keys()].filter((code) => !names.has(code));
  const named = shown.join(', ');
  const text = together(
    {
      en: `Contacts by status code, with what a webhook last called it: ${named || 'none'}.`,
      es: `Contactos por código de estado, con el nombre que le dio el último webhook: ${named || 'ninguno'}.`,
    },
    unnamed.length === 0
      ? null
      : {
          en: `Without a name so far: ${unnamed.join(', ')}; Clientify's screen tells.`,
          es: `Sin nombre por ahora: ${unnamed.join(', ')}; se ve en la pantalla de Clientify.`,
        },
  );
  const unused = [...new Set(clientStatuses(clientTypes))].filter((code) => !counts.has(code));
  if (counts.size > 0 && unused.length > 0) return unusedStatuses(text, unused);
  const twice = doubtful(labels).join(', ');
  return twice === ''
    ? ok(text)
    : warning(
        together(text, {
          en: `One name for two codes: ${twice}.`,
          es: `Un mismo nombre para dos códigos: ${twice}.`,
        }),
        {
          en: "Look at Clientify's screen; the next webhooks correct the name.",
          es: 'Mire la pantalla de Clientify; los próximos webhooks corrigen el nombre.',
        },
      );
}

const unusedStatuses = (text: Said, unused: readonly string[]): Finding =>
  warning(
    together(text, {
      en: `The sync gives clients a status that no contact has: ${unused.join(', ')}.`,
      es: `La sincronización da a los clientes un estado que no tiene ningún contacto: ${unused.join(', ')}.`,
    }),
    {
      en: 'Look at a client in Clientify and name the code of its status in the setting clientTypes.',
      es: 'Mire un cliente en Clientify y ponga el código de su estado en el ajuste clientTypes.',
    },
  );

/** Only the record shows the type: a few are looked at. */
export async function contactTypes(
  http: ClientifyHttp,
  ids: readonly string[],
  { clientTypes }: Pick<SyncConfig, 'clientTypes'>,
): Promise<Finding> {
  const types = new Map<string, number>();
  const unreadable: string[] = [];
  for (const id of ids) {
    const body = await http.request('GET', `${COLLECTION.contact}${id}/`);
    if (isReadable('contact', body))
      count(types, String((body as { contact_type?: unknown }).contact_type ?? '(none)'));
    else unreadable.push(nameOf('contact', { id }));
  }
  const wanted = new Set(Object.values(clientTypes).map((type) => type.contactType));
  if (wanted.size === 0) wanted.add('Cliente actual');
  const [seen, missed, given] = [histogram(types), some(unreadable), [...wanted].join(', ')];
  return ok(
    together(
      {
        en: `Contact types of ${counted(ids)} contacts: ${seen.en}. The sync will set: ${given}.`,
        es: `Tipos de contacto, mirados ${counted(ids)}: ${seen.es}. La sincronización pondrá: ${given}.`,
      },
      unreadable.length === 0
        ? null
        : { en: `Cannot be read: ${missed.en}.`, es: `No se pueden leer: ${missed.es}.` },
    ),
  );
}
