import type { ListKind } from './giav-fields';
import { canonical, compareValue, type DifferenceKind } from './giav-values';
import { own } from './own';

export type Entry = Readonly<Record<string, unknown>>;

/** Entries of a list of the record as they lie in it; empty ones hold nothing. A lone one may come without an array. */
export function entriesOf({ item }: ListKind, list: unknown): Entry[] {
  const held =
    list !== null && typeof list === 'object' ? (list as Record<string, unknown>)[item] : undefined;
  const entries: unknown[] = Array.isArray(held) ? held : [held];
  return entries.filter(
    (entry): entry is Entry => typeof entry === 'object' && canonical(entry) !== null,
  );
}

const key = (entry: Entry): string => JSON.stringify(canonical(entry));

/** By part, how two entries differ. */
function partsOf({ parts }: ListKind, before: Entry, after: Entry): Map<string, DifferenceKind> {
  const found = new Map<string, DifferenceKind>();
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const kind = compareValue(own(parts, name) ?? 'text', own(before, name), own(after, name));
    if (kind !== null) found.set(name, kind);
  }
  return found;
}

const WORST_FIRST: readonly DifferenceKind[] = ['damage', 'person', 'normalised'];

const worst = (kinds: Iterable<DifferenceKind>): DifferenceKind | null => {
  const all = [...kinds];
  return WORST_FIRST.find((kind) => all.includes(kind)) ?? null;
};

/** What became of one entry; `after` null: it is gone. */
interface Pair {
  readonly before: Entry;
  readonly after: Entry | null;
  readonly kind: DifferenceKind | null;
}

interface Paired {
  readonly pairs: readonly Pair[];
  readonly gained: readonly Entry[];
}

/** Filled parts that both entries share. */
const alike = (list: ListKind, before: Entry, after: Entry): number => {
  const differing = partsOf(list, before, after);
  return Object.keys(before).filter(
    (name) => canonical(before[name]) !== null && !differing.has(name),
  ).length;
};

/** Higher than any number of shared parts: only the way of writing differs. */
const SAME = 999;

const likeness = (list: ListKind, before: Entry, after: Entry): number =>
  worst(partsOf(list, before, after).values()) === 'normalised' ? SAME : alike(list, before, after);

/**
 * Entries have no ids: the equal ones belong together, then those that are most alike, the earlier ones first. What shares
 * nothing with an entry that lost something is not that entry.
 */
function pair(list: ListKind, before: readonly Entry[], after: readonly Entry[]): Paired {
  const [partner, taken] = [new Map<number, number>(), new Set<number>()];
  const take = (at: number, to: number): void => {
    partner.set(at, to);
    taken.add(to);
  };
  const keys = after.map(key);
  for (const [at, old] of before.entries()) {
    const wanted = key(old);
    const to = keys.findIndex((one, index) => one === wanted && !taken.has(index));
    if (to >= 0) take(at, to);
  }
  const scored = before.flatMap((old, at) =>
    partner.has(at)
      ? []
      : after.flatMap((now, to) =>
          taken.has(to) ? [] : [{ at, to, old, now, score: likeness(list, old, now) }],
        ),
  );
  for (const { at, to, old, now, score } of scored.sort(
    (a, b) => b.score - a.score || a.at - b.at || a.to - b.to,
  )) {
    // One that stands there already is another one, twice.
    const isTwice = before.some((one, other) => partner.has(other) && key(one) === key(now));
    const isAnother =
      isTwice || (score === 0 && worst(partsOf(list, old, now).values()) === 'damage');
    if (!partner.has(at) && !taken.has(to) && !isAnother) take(at, to);
  }
  const pairs = before.map((entry, at): Pair => {
    const other = after[partner.get(at) ?? -1];
    return {
      before: entry,
      after: other ?? null,
      kind: other ? worst(partsOf(list, entry, other).values()) : 'damage',
    };
  });
  return { pairs, gained: after.filter((_, to) => !taken.has(to)) };
}

/** How a list differs from what it should be; null when it does not. Another order alone is another way of writing. */
export function compareList(
  list: ListKind,
  before: unknown,
  after: unknown,
): DifferenceKind | null {
  const [old, now] = [entriesOf(list, before), entriesOf(list, after)];
  const { pairs, gained } = pair(list, old, now);
  const found = worst(pairs.flatMap(({ kind }) => kind ?? []));
  if (found === 'damage') return 'damage';
  if (gained.length > 0) return 'person';
  return (
    found ?? (old.some((entry, at) => key(entry) !== key(now[at] ?? {})) ? 'normalised' : null)
  );
}

/** The list as it should be put back: what was damaged is what it was, what a person did meanwhile stays. */
export function repairedList(
  list: ListKind,
  before: unknown,
  after: unknown,
): Record<string, unknown> {
  const { pairs, gained } = pair(list, entriesOf(list, before), entriesOf(list, after));
  const repaired = pairs.map((one): Entry => {
    if (one.after === null) return one.before;
    const damaged = [...partsOf(list, one.before, one.after)]
      .filter(([, kind]) => kind === 'damage')
      .map(([name]) => name);
    return {
      ...one.after,
      ...Object.fromEntries(damaged.map((name) => [name, own(one.before, name)])),
    };
  });
  return { [list.item]: [...repaired, ...gained] };
}

/**
 * RelevantDates after an edit of the birthday: the first Birthday must be the intended one, the others are compared one by
 * one, exactly. Only an entry that came in addition may be a person's.
 */
export function compareBirthdayEdit(
  list: ListKind,
  expected: unknown,
  after: unknown,
): DifferenceKind | null {
  const isBirthday = (entry: Entry): boolean => entry['Type'] === 'Birthday';
  const [wanted, shown] = [entriesOf(list, expected), entriesOf(list, after)];
  const [mine, found] = [wanted.find(isBirthday), shown.find(isBirthday)];
  if ((mine === undefined) !== (found === undefined)) return 'damage';
  const birthday = mine && found ? worst(partsOf(list, mine, found).values()) : null;
  if (birthday === 'damage' || birthday === 'person') return 'damage';
  const rest = shown.filter((entry) => entry !== found).map(key);
  for (const entry of wanted.filter((one) => one !== mine)) {
    const at = rest.indexOf(key(entry));
    if (at < 0) return 'damage';
    rest.splice(at, 1);
  }
  return rest.length > 0 ? 'person' : birthday;
}
