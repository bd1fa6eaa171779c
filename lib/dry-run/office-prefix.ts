import { officesShareNumbers } from '../sync/expediente-to-deal';
import type { Expediente } from '../sync/records';

/** Whether deals are named with their office, when the setting says `auto`: only when two offices share numbers. */
export async function sharedAmong(
  pages: AsyncIterable<{ readonly records: readonly Expediente[] }>,
): Promise<boolean> {
  const known: Pick<Expediente, 'codigo' | 'codigoOficina'>[] = [];
  for await (const page of pages)
    known.push(...page.records.map(({ codigo, codigoOficina }) => ({ codigo, codigoOficina })));
  return officesShareNumbers(known);
}
