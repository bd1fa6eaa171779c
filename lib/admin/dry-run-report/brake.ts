import type { DryRunEnd } from '../../dry-run/dry-run';
import type { Language } from '../language';
import { TEXTS } from '../texts';

const cells = (values: readonly (string | number)[], escape: (text: string) => string): string =>
  values.map((value) => `<td>${escape(String(value))}</td>`).join('');

const table = (
  id: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  escape: (text: string) => string,
): string =>
  `<table class="plain" id="${id}"><thead><tr>${heads
    .map((head) => `<th>${escape(head)}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, escape)}</tr>`)
    .join('')}</tbody></table>`;

/** Whether the brake would hold the run: by which limit, what it would change by field, and the most telling records. */
export function brakeOf(
  { brake: { held, planned } }: Pick<DryRunEnd, 'brake'>,
  language: Language,
  escape: (text: string) => string,
): string {
  const { dryRun: say, held: told } = TEXTS[language];
  if (held === null) return `<p class="soft" id="brake">${escape(say.notHeld)}</p>`;
  const why = [
    say.held,
    told.why(held.because, held),
    held.newSettings ? told.expected : told.unexpected,
    told.written(held.before.records, held.before.emptied),
  ];
  const fields = Object.entries(planned.fields)
    .sort(([, a], [, b]) => b.emptied + b.changed - (a.emptied + a.changed))
    .map(([field, { changed, emptied }]) => [field, changed, emptied]);
  const examples = planned.examples.map(({ entity, id, clientifyId, emptied, changed }) => [
    `${entity} ${id}`,
    clientifyId,
    emptied.join(', '),
    changed.join(', '),
  ]);
  return [
    `<p class="notice" id="brake">${escape(why.join(' '))}</p><h3>${escape(say.all)}</h3>`,
    table('brake-fields', told.fields, fields, escape),
    table('brake-examples', told.examples, examples, escape),
  ].join('');
}
