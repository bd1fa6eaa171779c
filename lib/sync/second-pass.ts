import type { Base, Sides } from './base';
import type { ListMerge } from './entries';
import type { Merged } from './merge';
import { LISTS, settle, type ListName, type SettleRules, type Settlement } from './settle';
import { park, type Parked } from './parked';
import { DIFFERS, type Verdict } from './verdict';

export interface SecondPass {
  /** Both sides as they are after the write to GIAV. */
  readonly sides: Sides;
  readonly base: Base;
  readonly rules: SettleRules;
  /** What was settled before that write. */
  readonly first: Settlement;
  readonly merged: Merged;
  /** Fields and lists that GIAV holds now as Clientify shows them, or in its own way of writing. */
  readonly applied: ReadonlySet<string>;
}

/**
 * What is left for Clientify once the edits went to GIAV, or did not: an edit that was written takes GIAV's way of writing
 * back, one that was not is left alone, and all the rest flows (rules of data, sections 0 and 3).
 */
export function afterEdits({ sides, base, rules, first, merged, applied }: SecondPass): Settlement {
  const now = settle(sides, base, rules);
  if (rules.wayBack !== 'on') return now;
  // What GIAV made of an edit is no rival of it.
  const byGiav = settle(sides, base, { ...rules, winner: 'giav' });
  const verdicts = Object.entries(now.verdicts).map(([field, one]): [string, Verdict] => {
    const was = first.verdicts[field];
    if (was?.do === 'leave') return [field, was];
    if (was?.do !== 'edit') return [field, one];
    return [field, applied.has(field) ? { do: 'take', why: 'changed-in-giav' } : DIFFERS];
  });
  const lists = LISTS.flatMap((list): [ListName, ListMerge][] => {
    const found = (applied.has(list) ? byGiav : now).lists[list];
    if (found === undefined) return [];
    const back = merged.restored[list].filter((key) => !found.toClientify.includes(key));
    return [[list, { ...found, toClientify: [...found.toClientify, ...back] }]];
  });
  return {
    verdicts: Object.fromEntries(verdicts),
    lists: Object.fromEntries(lists),
    parked: first.parked,
    cut: first.cut,
  };
}

/**
 * Edits that cannot be written: each is skipped until either side changes again, or an admin re-drives it.
 * @param refused why the write as a whole was refused; then all of its fields are parked
 */
export function parkedNow({
  sides,
  first,
  merged,
  known,
  refused,
}: Pick<SecondPass, 'sides' | 'first' | 'merged'> & {
  readonly known: Parked | undefined;
  readonly refused: string | undefined;
}): Parked {
  const kept = first.parked.flatMap((field) =>
    known?.[field] ? [[field, known[field]] as const] : [],
  );
  const cannot = Object.entries(merged.refused).map(
    ([field, note]) => [field, park(field, sides, note)] as const,
  );
  const whole =
    refused === undefined
      ? []
      : [...merged.applied].map((field) => [field, park(field, sides, refused)] as const);
  return Object.fromEntries([...kept, ...cannot, ...whole]);
}
