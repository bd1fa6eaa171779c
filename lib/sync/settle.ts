import { ADDRESS_PARTS, isAddressKey } from './address';
import { chosenSide, type ChosenValue } from './choice';
import type { Base, Sides } from './base';
import { mergeList, type ListMerge } from './entries';
import { formerPhoneKey } from './cleaning';
import { addressFacts, isCut, scalarFacts } from './field-facts';
import { OWNERSHIP, isList, isTwoWay, type Owners } from './ownership';
import { isParked, type Parked } from './parked';
import type { Accepted, ClientKind } from './target';
import { DIFFERS, verdict, type Facts, type MeetingRules, type Verdict } from './verdict';

export interface SettleRules extends MeetingRules {
  readonly owners?: Owners;
  readonly parked?: Parked;
  /** What Clientify made of what we sent; a value that it cut is never an edit. */
  readonly accepted?: Readonly<Record<string, Accepted>>;
  /** What an admin has chosen of what waits. */
  readonly choices?: readonly ChosenValue[];
}

export const LISTS = ['emails', 'phones'] as const;
export type ListName = (typeof LISTS)[number];

/** Who gets what of all that may be edited on both sides. What is equal on both sides, or unknown, is not named. */
export interface Settlement {
  /** By field; the address is one field, `address`. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly lists: Readonly<Partial<Record<ListName, ListMerge>>>;
  /** Fields whose edit is parked, and nothing moved since. */
  readonly parked: readonly string[];
  /** Fields of which one side shows only the beginning: the shorter one never overwrites the longer. */
  readonly cut: readonly string[];
}

export const isClientKind = (kind: string | undefined): kind is ClientKind =>
  kind === 'contact' || kind === 'company';

/** Two-way fields that are one text each: no lists, no address. */
export const scalarFields = (kind: ClientKind, owners?: Owners): string[] =>
  Object.keys(OWNERSHIP[kind]).filter(
    (name) => isTwoWay(kind, name, owners) && !isList(name) && !isAddressKey(name),
  );

/** The address is one value: a setting that gives one part of it to GIAV gives it the whole. */
export const isAddressTwoWay = (kind: ClientKind, owners?: Owners): boolean =>
  ADDRESS_PARTS.every((part) => isTwoWay(kind, part, owners));

/** Decides for every two-way field of a client (rules of data, sections 2 and 3). Pure; sends nothing. */
export function settle(sides: Sides, base: Base | null, rules: SettleRules): Settlement {
  const { kind } = sides.desired;
  if (!isClientKind(kind)) return { verdicts: {}, lists: {}, parked: [], cut: [] };
  const settled: Drafted = { verdicts: {}, lists: {}, parked: [], cut: [] };
  for (const field of scalarFields(kind, rules.owners))
    settleField(settled, field, scalarFacts(field, sides, base, rules), sides, rules);
  const address = addressFacts(sides, base);
  if (isAddressTwoWay(kind, rules.owners)) settleField(settled, 'address', address, sides, rules);
  else if (address) settled.verdicts['address'] = giavsOwn(address);
  for (const list of LISTS) settleList(settled, kind, list, sides, base, rules);
  return settled;
}

/** A settlement while it is made. */
interface Drafted extends Settlement {
  readonly verdicts: Record<string, Verdict>;
  readonly lists: Partial<Record<ListName, ListMerge>>;
  readonly parked: string[];
  readonly cut: string[];
}

/** @param facts null: nothing to decide */
function settleField(
  { verdicts, parked, cut }: Drafted,
  field: string,
  facts: Facts | null,
  sides: Sides,
  rules: SettleRules,
): void {
  if (facts === null) return;
  const found = chosenVerdict(field, sides, rules) ?? verdict(facts, rules);
  const isChosen = found.why === 'chosen';
  if (found.do === 'edit' && !isChosen && isParked(field, sides, rules.parked)) parked.push(field);
  else if (found.do === 'edit' && isCut(field, sides, rules)) cut.push(field);
  else {
    verdicts[field] = found;
    return;
  }
  verdicts[field] = DIFFERS;
}

function settleList(
  { lists, parked }: Drafted,
  kind: ClientKind,
  list: ListName,
  sides: Sides,
  base: Base | null,
  rules: SettleRules,
): void {
  const side = chosenSide(list, sides, rules);
  const merged = listMerge(list, sides, base, { ...rules, winner: side ?? rules.winner });
  if (merged === null) return;
  if (!isTwoWay(kind, list, rules.owners) || side === 'giav') {
    lists[list] = giavsOwnList(merged);
    return;
  }
  if (rules.putBackAll && rules.wayBack !== 'on') {
    lists[list] = withRemovedBack(merged);
    return;
  }
  lists[list] = merged;
  if (side !== null) return;
  if (merged.edits.length + merged.extras.length > 0 && isParked(list, sides, rules.parked))
    parked.push(list);
}

/** What an admin chose counts before any rule of who wins, as long as both sides show what was in view. */
function chosenVerdict(field: string, sides: Sides, rules: SettleRules): Verdict | null {
  const side = chosenSide(field, sides, rules);
  return side === null ? null : { do: side === 'giav' ? 'take' : 'edit', why: 'chosen' };
}

/** Always GIAV's, but what GIAV never filled is not ours to clear. */
const giavsOwn = ({ giavBlank, showsGiavsOld }: Facts): Verdict =>
  giavBlank && !showsGiavsOld ? { do: 'leave', why: 'settled' } : { do: 'take', why: 'put-back' };

/** What was removed in Clientify comes back; what was added there stays there, and never goes to GIAV. */
const giavsOwnList = ({ toClientify, fromClientify, edits }: ListMerge): ListMerge => ({
  toClientify: [
    ...toClientify,
    ...edits.flatMap(({ remove, instead }) => [remove, instead].filter((key) => key !== undefined)),
  ],
  fromClientify,
  edits: [],
  extras: [],
  conflicts: [],
});

/** Setting fullRun.putBack = all: what agents removed comes back, what they added stays. */
const withRemovedBack = (merged: ListMerge): ListMerge => ({
  ...merged,
  toClientify: [...merged.toClientify, ...merged.edits.flatMap(({ remove }) => remove ?? [])],
  edits: merged.edits.filter(({ remove }) => remove === undefined),
});

function listMerge(
  list: ListName,
  { giav, clientify }: Sides,
  base: Base | null,
  rules: SettleRules,
): ListMerge | null {
  const theirs = clientify[list];
  if (theirs === undefined) return null;
  const [before, shown] = [base?.giav[list], base?.clientify[list]];
  const known =
    before !== undefined && shown !== undefined ? { giav: before, clientify: shown } : undefined;
  const unique = (keys: readonly string[]): string[] =>
    [...new Set(keys)].filter((key) => key !== '');
  const formerKey = list === 'phones' ? formerPhoneKey : undefined;
  return mergeList(
    { giav: unique(giav[list]), clientify: unique(theirs), base: known, formerKey },
    rules,
  );
}
