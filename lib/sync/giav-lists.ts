import type { ListKind } from './giav-fields';
import { canonical, compareValue, type DifferenceKind } from './giav-values';

export type Entry = Readonly<Record<string, unknown>>;

/** Entries of a list of the record as they lie in it; empty ones hold nothing. A lone one may come without an array. */
export function entriesOf({ item }: ListKind, list: unknown): Entry[] {
  const held = list !== null && typeof list === 'object' ? (list as Record<string, unknown>)[item] : undefined;
  const entries: unknown[] = Array.isArray(held) ? held : [held];
  return entries.filter((entry): entry is Entry => typeof entry === 'object' && canonical(entry) !== null);
}

const key = (entry: Entry): string => JSON.stringify(canonical(entry));

/** By part, how two entries differ. */
function partsOf({ parts }: ListKind, before: Entry, after: Entry): Map<string, DifferenceKind> {
  const found = new Map<string, DifferenceKind>();
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const kind = compareValue(parts[name] ?? 'text', before[name], after[name]);
    if (kind !== null) found.set(name, kind);
  }
  return found;
}

const worst = (kinds: Iterable<DifferenceKind>): DifferenceKind | null => {
  const all = [...kinds];
  return all.includes('damage') ? 'damage' : all.includes('person') ? 'person' : all.includes('normalised') ? 'normalised' : null;
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

/** Entries have no ids: the equal ones belong together, then those in another way of writing, then the most alike in their order. */
function pair(list: ListKind, before: readonly Entry[], after: readonly Entry[]): Paired {
  const left: (Entry | null)[] = [...after];
  const partner = before.map((): number => -1);
  const take = (at: number, found: number): void => {
    partner[at] = found;
    left[found] = null;
  };
  const open = (): number[] => before.flatMap((_, at) => (partner[at] === -1 ? [at] : []));
  const keys = after.map(key);
  for (const at of open()) {
    const wanted = key(before[at] as Entry);
    const found = left.findIndex((entry, index) => entry !== null && keys[index] === wanted);
    if (found >= 0) take(at, found);
  }
  const isSame = (a: Entry, b: Entry): boolean => worst(partsOf(list, a, b).values()) === 'normalised';
  for (const at of open()) {
    const found = left.findIndex((entry) => entry !== null && isSame(before[at] as Entry, entry));
    if (found >= 0) take(at, found);
  }
  for (const at of open()) {
    const score = (entry: Entry | null): number => (entry === null ? -1 : alike(list, before[at] as Entry, entry));
    const best = left.reduce((most, entry, index) => (score(entry) > score(left[most] ?? null) ? index : most), 0);
    if (score(left[best] ?? null) >= 0) take(at, best);
  }
  const pairs = before.map((entry, at): Pair => {
    const other = after[partner[at] ?? -1];
    return { before: entry, after: other ?? null, kind: other ? worst(partsOf(list, entry, other).values()) : 'damage' };
  });
  return { pairs, gained: left.filter((entry): entry is Entry => entry !== null) };
}

/** Filled parts that both entries share. */
const alike = (list: ListKind, before: Entry, after: Entry): number => {
  const differing = partsOf(list, before, after);
  return Object.keys(before).filter((name) => canonical(before[name]) !== null && !differing.has(name)).length;
};

/** How a list differs from what it should be; null when it does not. Another order alone is another way of writing. */
export function compareList(list: ListKind, before: unknown, after: unknown): DifferenceKind | null {
  const [old, now] = [entriesOf(list, before), entriesOf(list, after)];
  const { pairs, gained } = pair(list, old, now);
  const found = worst(pairs.flatMap(({ kind }) => kind ?? []));
  if (found === 'damage') return 'damage';
  if (gained.length > 0) return 'person';
  return found ?? (old.some((entry, at) => key(entry) !== key(now[at] ?? {})) ? 'normalised' : null);
}

/** The list as it should be put back: what was damaged is what it was, what a person did meanwhile stays. */
export function repairedList(list: ListKind, before: unknown, after: unknown): Record<string, unknown> {
  const { pairs, gained } = pair(list, entriesOf(list, before), entriesOf(list, after));
  const repaired = pairs.map((one): Entry => {
    if (one.after === null) return one.before;
    const damaged = [...partsOf(list, one.before, one.after)].filter(([, kind]) => kind === 'damage').map(([name]) => name);
    return { ...one.after, ...Object.fromEntries(damaged.map((name) => [name, one.before[name]])) };
  });
  return { [list.item]: [...repaired, ...gained] };
}

/**
 * RelevantDates after an edit of the birthday: the first Birthday must be the intended one, the others are compared one by
 * one, exactly. Only an entry that came in addition may be a person's.
 */
export function compareBirthdayEdit(list: ListKind, expected: unknown, after: unknown): DifferenceKind | null {
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
