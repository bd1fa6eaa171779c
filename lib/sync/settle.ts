import {
  ADDRESS_PARTS,
  addressPart,
  isAddressKey,
  isBlankAddress,
  isEqualToBase,
  isWithin,
  samePart,
} from './address';
import { chosenSide, type ChosenValue } from './choice';
import { comparable, type Base, type Sides } from './base';
import { mergeList, type ListMerge } from './entries';
import { formerPhoneKey } from './cleaning';
import { hashText } from './hash';
import { OWNERSHIP, isList, isTwoWay, type Owners } from './ownership';
import { isParked, type Parked } from './parked';
import type { Accepted, ClientKind, Desired } from './target';
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
  const verdicts: Record<string, Verdict> = {};
  const parked: string[] = [];
  const cut: string[] = [];
  const decide = (field: string, facts: Facts | null): void => {
    if (facts === null) return;
    const found = chosenVerdict(field, sides, rules) ?? verdict(facts, rules);
    const isChosen = found.why === 'chosen';
    if (found.do === 'edit' && !isChosen && isParked(field, sides, rules.parked))
      parked.push(field);
    else if (found.do === 'edit' && isCut(field, sides, rules)) cut.push(field);
    else {
      verdicts[field] = found;
      return;
    }
    verdicts[field] = DIFFERS;
  };
  for (const field of scalarFields(kind, rules.owners))
    decide(field, scalarFacts(field, sides, base, rules));
  const address = addressFacts(sides, base);
  if (isAddressTwoWay(kind, rules.owners)) decide('address', address);
  else if (address) verdicts['address'] = giavsOwn(address);
  const lists: Partial<Record<ListName, ListMerge>> = {};
  for (const list of LISTS) {
    const side = chosenSide(list, sides, rules);
    const merged = listMerge(list, sides, base, { ...rules, winner: side ?? rules.winner });
    if (merged === null) continue;
    const twoWay = isTwoWay(kind, list, rules.owners);
    lists[list] =
      !twoWay || side === 'giav'
        ? giavsOwnList(merged)
        : rules.putBackAll && rules.wayBack !== 'on'
          ? withRemovedBack(merged)
          : merged;
    if (lists[list] !== merged) continue;
    if (side !== null) continue;
    if (merged.edits.length + merged.extras.length > 0 && isParked(list, sides, rules.parked))
      parked.push(list);
  }
  return { verdicts, lists, parked, cut };
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

const changed = (
  name: string,
  now: string,
  known: Readonly<Record<string, string>> | undefined,
): boolean => known?.[name] !== undefined && known[name] !== hashText(now);

function scalarFacts(
  field: string,
  { desired, giav, clientify }: Sides,
  base: Base | null,
  { accepted }: SettleRules,
): Facts | null {
  const ours = giav.fields[field];
  const theirs = clientify.fields[field];
  if (ours === undefined || theirs === undefined) return null;
  const known =
    base?.giav.fields[field] !== undefined && base.clientify.fields[field] !== undefined;
  if (ours === theirs || (isCutByUs(field, desired) && theirs.startsWith(ours))) return null;
  const was = accepted?.[field];
  const taken =
    was !== undefined &&
    comparable(field, was.got) === theirs &&
    hashText(comparable(field, was.sent)) === base?.giav.fields[field];
  return {
    known,
    giavBlank: ours === '',
    clientifyBlank: theirs === '',
    giavChanged: changed(field, ours, base?.giav.fields),
    clientifyChanged: changed(field, theirs, base?.clientify.fields),
    showsGiavsOld: taken || base?.giav.fields[field] === hashText(theirs),
  };
}

/** One value as a whole, never mixed from two. */
function addressFacts(
  { desired, target, giav, clientify, address }: Sides,
  base: Base | null,
): Facts | null {
  if (target.addresses === undefined) return null;
  const ours = desired.address;
  // Another entry in the place of ours meets GIAV's for the first time.
  const isAnother =
    address !== undefined &&
    base?.addressId !== undefined &&
    address.id !== base.addressId &&
    !isEqualToBase(address, base);
  const known =
    !isAnother &&
    ADDRESS_PARTS.every(
      (part) => base?.giav.fields[part] !== undefined && base.clientify.fields[part] !== undefined,
    );
  const [giavBlank, clientifyBlank] = [isBlankAddress(ours), isBlankAddress(address)];
  if (giavBlank && clientifyBlank) return null;
  const isSame = (part: (typeof ADDRESS_PARTS)[number]): boolean =>
    samePart(ours, address, part) ||
    (part === 'street' &&
      isCutByUs('street', desired) &&
      addressPart(address, part).startsWith(addressPart(ours, part)));
  const sameParts = ADDRESS_PARTS.every(isSame);
  const giavCountry = addressPart(ours, 'country');
  const countryMoved =
    !known ||
    changed('country', giavCountry, base?.giav.fields) ||
    changed('country', addressPart(address, 'country'), base?.clientify.fields);
  // The country cannot be edited in GIAV: it flows from there where there is one.
  const sameCountry = giavCountry === '' || samePart(ours, address, 'country') || !countryMoved;
  if (sameParts && sameCountry) return null;
  const anyChanged = (
    view: Readonly<Record<string, string>>,
    before: Readonly<Record<string, string>> | undefined,
  ): boolean => ADDRESS_PARTS.some((part) => changed(part, view[part] ?? '', before));
  return {
    known,
    giavBlank,
    clientifyBlank,
    giavChanged: sameParts || anyChanged(giav.fields, base?.giav.fields),
    clientifyChanged: !sameParts && anyChanged(clientify.fields, base?.clientify.fields),
    showsGiavsOld: ADDRESS_PARTS.every(
      (part) => base?.giav.fields[part] === hashText(addressPart(address, part)),
    ),
    fuller: isWithin(ours, address) ? 'clientify' : isWithin(address, ours) ? 'giav' : undefined,
  };
}

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

/** Whether one side shows only the beginning of the other's text: cut by the mapping, or by Clientify when it stored it. */
function isCut(field: string, { desired, giav }: Sides, { accepted }: SettleRules): boolean {
  if (field === 'address') return isCutByUs('street', desired);
  const was = accepted?.[field];
  const stored = was && comparable(field, was.got);
  const stillSent = was !== undefined && comparable(field, was.sent) === giav.fields[field];
  const cutThere =
    stillSent &&
    stored !== undefined &&
    stored !== '' &&
    giav.fields[field] !== stored &&
    (giav.fields[field] ?? '').startsWith(stored);
  return cutThere || isCutByUs(field, desired);
}

const isCutByUs = (field: string, { cut }: Desired): boolean => cut?.includes(field) ?? false;
