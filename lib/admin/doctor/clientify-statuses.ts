import type { SyncConfig } from '../../config/schema';
import type { StatusLabel } from '../../ports/account';
import { clientStatuses } from '../../sync/client-type';
import { ok, warning, type Finding } from './check';

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
  const text = [
    `Contacts by status code, with what a webhook last called it: ${shown.join(', ') || 'none'}.`,
    ...(unnamed.length > 0 && counts.size > 0
      ? [`Without a name so far: ${unnamed.join(', ')}; Clientify's screen tells.`]
      : []),
  ].join(' ');
  const unused = [...new Set(clientStatuses(clientTypes))].filter((code) => !counts.has(code));
  if (counts.size > 0 && unused.length > 0)
    return warning(
      `${text} The sync gives clients a status that no contact has: ${unused.join(', ')}.`,
      'Look at a client in Clientify and name the code of its status in the setting clientTypes.',
    );
  const twice = doubtful(labels);
  return twice.length === 0
    ? ok(text)
    : warning(
        `${text} One name for two codes: ${twice.join(', ')}.`,
        "Look at Clientify's screen; the next webhooks correct the name.",
      );
}
