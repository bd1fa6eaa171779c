import type { WaitingRow } from '../admin/waiting-rows';
import type { View } from './view';

/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const cell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
};

/**
 * Rows for a spreadsheet of this country: separated by semicolons, with a mark that says UTF-8. Personal data.
 * @param more there are others that the file does not hold: it says so
 */
export function csvOf(
  rows: readonly WaitingRow[],
  reason: string,
  { t }: Pick<View, 't'>,
  more: boolean,
): string {
  const lines = rows.map(({ entity, id, name, kind, clientifyId, since, attempts, message }) => [
    t.entities[entity],
    id,
    name ?? '',
    clientifyId === null ? '' : `${kind ?? ''} ${clientifyId}`,
    since ?? '',
    attempts === null ? '' : String(attempts),
    reason,
    message,
  ]);
  const all = [t.waiting.columns, ...lines, ...(more ? [[t.waiting.fileMore]] : [])];
  return `\uFEFF${all.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`;
}
