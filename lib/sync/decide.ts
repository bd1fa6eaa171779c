import { changesFor, type Changes } from './changes';
import type { Base, Sides } from './base';
import type { ListMerge } from './entries';
import { hasRoom } from './giav-entries';
import { ownedChanges, type OwnedPlan, type OwnedRules } from './owned';
import { replacedInClientify, type Replaced } from './replaced';
import {
  LISTS,
  isClientKind,
  settle,
  type ListName,
  type SettleRules,
  type Settlement,
} from './settle';
import { isTwoWay } from './ownership';
import type { Reason } from './reasons';
import { DIFFERS, type Verdict } from './verdict';

export interface DecideRules extends SettleRules, OwnedRules {}

/** All that one look decides about a record of Clientify, before anything is sent. */
export interface Decided {
  readonly settled: Settlement;
  readonly owned: OwnedPlan;
  readonly changes: Changes;
  readonly replaced: readonly Replaced[];
}

export function decide(sides: Sides, base: Base | null, rules: DecideRules): Decided {
  return decided(sides, settle(sides, base, rules), ownedChanges(sides, base, rules), base);
}

export function decided(
  sides: Sides,
  settled: Settlement,
  owned: OwnedPlan,
  base: Base | null,
): Decided {
  const changes = changesFor(sides, settled, owned, base);
  return { settled, owned, changes, replaced: replacedInClientify(sides, settled, changes) };
}

/** What both sides changed waits as an edit, whoever will win. */
function withoutRivals(list: ListMerge): ListMerge {
  const [ours, theirs] = [
    list.conflicts.map(({ giav }) => giav),
    list.conflicts.map(({ clientify }) => clientify),
  ];
  return {
    ...list,
    toClientify: list.toClientify.filter((key) => !ours.includes(key)),
    fromClientify: list.fromClientify.filter((key) => !theirs.includes(key)),
    edits: [
      ...list.edits.filter(({ instead }) => instead === undefined),
      ...list.conflicts.map(({ giav, clientify }) => ({ instead: giav, add: clientify })),
    ],
  };
}

/**
 * What a run does of a settlement while the way back writes: edits, and what both sides changed, are the way back's,
 * which reads both sides afresh; everything else flows at once.
 */
export function withoutEdits(settled: Settlement): Settlement {
  const verdicts = Object.entries(settled.verdicts).map(([field, one]): [string, Verdict] => [
    field,
    one.do === 'edit' || one.why === 'conflict' || one.why === 'cleared-in-clientify'
      ? DIFFERS
      : one,
  ]);
  const lists = LISTS.flatMap((list): [ListName, ListMerge][] => {
    const merged = settled.lists[list];
    if (merged === undefined) return [];
    return [[list, withoutRivals(merged)]];
  });
  return { ...settled, verdicts: Object.fromEntries(verdicts), lists: Object.fromEntries(lists) };
}

/** Fields and lists with an edit, or something that both sides changed, that nobody has parked. */
export function openEdits({ verdicts, lists, parked, cut }: Settlement): string[] {
  const waiting = Object.entries(verdicts)
    .filter(
      ([, { do: what, why }]) =>
        what === 'edit' ||
        why === 'conflict' ||
        why === 'cleared-in-clientify' ||
        why === 'differs',
    )
    .map(([field]) => field);
  const inLists = LISTS.filter((list) => {
    const { edits = [], conflicts = [] } = lists[list] ?? {};
    return edits.length + conflicts.length > 0;
  });
  return [...waiting, ...inLists].filter(
    (field) => !parked.includes(field) && !cut.includes(field),
  );
}

/** Lists with an entry that only Clientify has, and for which a field of GIAV is free now: the way back takes it there. */
export const movable = ({ desired, target, clientify }: Sides, { lists, parked }: Settlement) =>
  LISTS.filter((list) => {
    const { extras = [] } = parked.includes(list) ? {} : (lists[list] ?? {});
    return extras.some((key) => {
      const type = target[list]?.[clientify[list]?.indexOf(key) ?? -1]?.type;
      return type !== undefined && hasRoom(list, { key, type }, desired.free ?? []);
    });
  });

/** A value that a person typed was overwritten: not one that GIAV had before, nor a field that is GIAV's anyway. */
export const PERSONS: ReadonlySet<string> = new Set(['conflict', 'first-meeting', 'put-back']);

/** What an admin should know of a record, beside what was done to it. */
export function noticesOf(
  sides: Sides,
  { settled, owned, replaced }: Decided,
  wayBack: SettleRules['wayBack'],
): Reason[] {
  const { kind } = sides.desired;
  const told: Reason[] = [];
  const edits = openEdits(settled);
  if (wayBack !== 'on' && edits.length > 0) told.push('DIFFERS_FROM_GIAV');
  if (settled.parked.length + settled.cut.length > 0) told.push('EDIT_PARKED');
  if (owned.optedOut) told.push('OPTED_OUT_IN_CLIENTIFY');
  if (owned.foughtOver.length > 0) told.push('FOUGHT_OVER');
  if (Object.values(settled.verdicts).some(({ why }) => why === 'cleared-in-clientify'))
    told.push('CLEARED_IN_CLIENTIFY');
  const lost = (field: string): boolean =>
    field === 'address' || (isClientKind(kind) && isTwoWay(kind, field));
  if (replaced.some(({ field, why }) => PERSONS.has(why) && lost(field))) told.push('REPLACED');
  return told;
}

/** Notices that stay true until somebody does something: kept with the link, and counted in every run. */
export const STANDING: ReadonlySet<Reason> = new Set([
  'CONSENT_STILL_ACTIVE',
  'DIFFERS_FROM_GIAV',
  'EDIT_PARKED',
  'OPTED_OUT_IN_CLIENTIFY',
  'FOUGHT_OVER',
  'DUPLICATE_IN_CLIENTIFY',
  'DEAL_NOT_CLOSED',
  'DEAL_NOT_REOPENED',
]);
