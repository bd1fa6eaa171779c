import { hashText } from './hash';
import type { WayBack, Winner } from './verdict';

/** What is known of a list of e-mails or phones: comparable keys now, hashes of them as both sides last showed them. */
export interface ListSides {
  /** In GIAV's order, each once. */
  readonly giav: readonly string[];
  readonly clientify: readonly string[];
  /** Absent at a first meeting: then the lists are united, and no entry is removed. */
  readonly base?: { readonly giav: readonly string[]; readonly clientify: readonly string[] };
  /** How an earlier version compared an entry: its bases still know it so. */
  readonly formerKey?: (key: string) => string;
}

/** One entry of GIAV's in the place of another: either may be missing. Keys. */
export interface EntryEdit {
  readonly remove?: string;
  readonly add?: string;
  /** GIAV changed the same entry to this one, and Clientify wins. */
  readonly instead?: string;
}

export interface ListMerge {
  /** Entries of GIAV that Clientify lacks: added there, or removed there and to be put back. */
  readonly toClientify: readonly string[];
  /** Entries of Clientify that GIAV removed. */
  readonly fromClientify: readonly string[];
  /** Edits of Clientify, for GIAV; the way back finds out what fits into its fields. */
  readonly edits: readonly EntryEdit[];
  /** Entries that only Clientify has, known as such: they move to GIAV when a field becomes free. */
  readonly extras: readonly string[];
  /** The same entry was changed on both sides; the loser leaves its side. Keys. */
  readonly conflicts: readonly { readonly giav: string; readonly clientify: string }[];
}

/** Entry by entry, with what both sides showed before (rules of data, section 3, "Lists"). */
export function mergeList(
  sides: ListSides,
  rules: { readonly wayBack: WayBack; readonly winner: Winner },
): ListMerge {
  const onlyIn = (one: readonly string[], other: readonly string[]): string[] =>
    one.filter((key) => !other.includes(key));
  const { base } = sides;
  const giavOnly = onlyIn(sides.giav, sides.clientify);
  const clientifyOnly = onlyIn(sides.clientify, sides.giav);
  if (base === undefined)
    return {
      toClientify: giavOnly,
      fromClientify: [],
      edits: clientifyOnly.map((add) => ({ add })),
      extras: [],
      conflicts: [],
    };
  const [hadGiav, hadClientify] = [new Set(base.giav), new Set(base.clientify)];
  const had = (hashes: ReadonlySet<string>, key: string): boolean =>
    hashes.has(hashText(key)) ||
    (sides.formerKey !== undefined && hashes.has(hashText(sides.formerKey(key))));
  const inGiav = (key: string): boolean => had(hadGiav, key);
  const inClientify = (key: string): boolean => had(hadClientify, key);
  const addedInGiav = giavOnly.filter((key) => !inGiav(key));
  const removedInClientify = giavOnly.filter((key) => inGiav(key) && inClientify(key));
  const addedInClientify = clientifyOnly.filter((key) => !inClientify(key));
  const removedInGiav = clientifyOnly.filter((key) => inClientify(key) && inGiav(key));
  const extras = clientifyOnly.filter((key) => inClientify(key) && !inGiav(key));
  const bothAdded = sides.giav.filter(
    (key) => sides.clientify.includes(key) && !inGiav(key) && !inClientify(key),
  );
  const shown = new Set(
    [...sides.giav, ...sides.clientify].flatMap((key) => [
      hashText(key),
      hashText(sides.formerKey?.(key) ?? key),
    ]),
  );
  // Entries that both sides had and neither has now: what replaced them on the two sides are rivals, unless it is the same.
  const slots = Math.max(
    0,
    [...hadGiav].filter((hash) => hadClientify.has(hash) && !shown.has(hash)).length -
      bothAdded.length,
  );
  const rivals = Math.min(slots, addedInGiav.length, addedInClientify.length);
  const conflicts = Array.from({ length: rivals }, (_, at) => ({
    giav: addedInGiav[at] as string,
    clientify: addedInClientify[at] as string,
  }));
  const clientifyWins = rules.wayBack === 'on' && rules.winner === 'clientify';
  const losers = clientifyWins ? [] : conflicts.map(({ clientify }) => clientify);
  const added = addedInClientify.slice(rivals);
  return {
    toClientify: clientifyWins ? addedInGiav.slice(rivals) : addedInGiav,
    fromClientify: [...removedInGiav, ...losers],
    edits: [
      ...(clientifyWins
        ? conflicts.map(({ giav, clientify }) => ({ instead: giav, add: clientify }))
        : []),
      ...removedInClientify.map((remove, at) => ({ remove, add: added[at] })),
      ...added.slice(removedInClientify.length).map((add) => ({ add })),
    ],
    extras,
    conflicts,
  };
}
