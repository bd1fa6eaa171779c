import type { Sides } from './base';
import { LISTS, type Settlement } from './settle';
import { shownOf } from './shown';
import type { Winner } from './verdict';

/** A field that both sides changed. Values are personal data: for the decision only. */
export interface Conflict {
  readonly field: string;
  readonly giav: string;
  readonly clientify: string;
  readonly winner: Winner;
}

/** Fields that both sides changed to different values, whoever wins. */
export function conflictsIn(sides: Sides, settled: Settlement): Conflict[] {
  const fields = Object.entries(settled.verdicts)
    .filter(([, { why }]) => why === 'conflict')
    .map(([field, { do: what }]): Conflict => ({
      field,
      ...shownOf(field, sides),
      winner: what === 'edit' ? 'clientify' : 'giav',
    }));
  const lists = LISTS.flatMap((list) =>
    (settled.lists[list]?.conflicts ?? []).map(({ giav, clientify }): Conflict => ({
      field: list,
      giav,
      clientify,
      winner: settled.lists[list]?.edits.some(({ instead }) => instead === giav)
        ? 'clientify'
        : 'giav',
    })),
  );
  return [...fields, ...lists];
}
