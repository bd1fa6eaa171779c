/** Ids as a text of a few bytes each: the smallest, then the way from each to the next. */
export type PackedIds = string | readonly string[];

const isPlain = (id: string): boolean =>
  Number.isSafeInteger(Number(id)) && String(Number(id)) === id;

/**
 * A hundred ids of a list take some 200 bytes in this form, less than 700 however far they lie apart. Those that are not
 * all whole numbers in their plain form, each once, stay as they are: what comes out is exactly what went in, but for
 * the order.
 */
export function packIds(ids: readonly string[]): PackedIds {
  const numbers = ids.map(Number).sort((a, b) => a - b);
  const gaps = numbers.map((id, at) => id - (numbers[at - 1] ?? 0));
  const isExact =
    ids.every(isPlain) &&
    gaps.every((gap, at) => Number.isSafeInteger(gap) && (at === 0 || gap > 0));
  return isExact ? gaps.join(' ') : [...ids];
}

const PACKED = /^(?:-?\d+(?: 0*[1-9]\d*)*)?$/;

/** @throws RangeError for a text that {@link packIds} did not make */
export function unpackIds(packed: PackedIds): string[] {
  if (typeof packed !== 'string') return [...packed];
  if (!PACKED.test(packed)) throw new RangeError('no packed ids');
  if (packed === '') return [];
  let id = 0;
  return packed.split(' ').map((gap) => String((id += Number(gap))));
}
