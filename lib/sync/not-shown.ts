import { comparable, type Base } from './base';
import type { UnmappedNote } from './decision';
import type { ChosenField } from './fields/chosen';
import { ownFieldOf } from './fields/sources';
import { hashText } from './hash';
import type { GiavClient } from './records';
import type { Desired } from './target';

const BLANK = hashText('');

/**
 * A list that a search left out says nothing (giav.md, R15): what GIAV is known to have held in it was not emptied by anybody.
 * It is left alone, and told, until GIAV shows it: a reading of the one record does.
 * @param base what both sides showed when they were last in step
 */
export function withoutNotShown<Of extends Desired>(
  mapped: { readonly desired: Of; readonly unmapped: UnmappedNote[] },
  { notShown = [] }: Pick<GiavClient, 'notShown'>,
  chosen: readonly ChosenField[],
  base: Base | null | undefined,
): { desired: Of; unmapped: UnmappedNote[] } {
  const { desired } = mapped;
  const held = [
    ...(notShown.includes('RelevantDates')
      ? [{ from: 'RelevantDates', to: 'birthday', value: desired.fields['birthday'] }]
      : []),
    ...(notShown.includes('CustomDataValues') ? chosen : [])
      .filter(({ from }) => ownFieldOf(from) !== null)
      .map(({ from, to }) => ({ from, to, value: desired.customFields[to] })),
  ];
  const lost = held.filter(({ to, value }) => {
    const known = base?.giav.fields[to] ?? BLANK;
    return value !== undefined && known !== BLANK && known !== hashText(comparable(to, value));
  });
  if (lost.length === 0) return mapped;
  const names = new Set(lost.map(({ to }) => to));
  const rest = <T>(fields: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
  return {
    desired: {
      ...desired,
      fields: rest(desired.fields),
      customFields: rest(desired.customFields),
      notRead: [...(desired.notRead ?? []), ...names],
    },
    unmapped: [...mapped.unmapped, ...lost.map(({ from }): UnmappedNote => `NOT_READ:${from}`)],
  };
}
