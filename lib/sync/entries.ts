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
  const { base } = sides;
  if (base === undefined) return firstUnion(sides);
  const moves = movesSince(sides, base);
  const conflicts = rivalsOf(moves);
  const clientifyWins = rules.wayBack === 'on' && rules.winner === 'clientify';
  const losers = clientifyWins ? [] : conflicts.map(({ clientify }) => clientify);
  const { addedInGiav, removedInClientify } = moves;
  const added = moves.addedInClientify.slice(conflicts.length);
  return {
    toClientify: clientifyWins ? addedInGiav.slice(conflicts.length) : addedInGiav,
    fromClientify: [...moves.removedInGiav, ...losers],
    edits: [
      ...(clientifyWins
        ? conflicts.map(({ giav, clientify }) => ({ instead: giav, add: clientify }))
        : []),
      ...removedInClientify.map((remove, at) => ({ remove, add: added[at] })),
      ...added.slice(removedInClientify.length).map((add) => ({ add })),
    ],
    extras: moves.extras,
    conflicts,
  };
}

const onlyIn = (one: readonly string[], other: readonly string[]): string[] =>
  one.filter((key) => !other.includes(key));

function firstUnion({ giav, clientify }: ListSides): ListMerge {
  return {
    toClientify: onlyIn(giav, clientify),
    fromClientify: [],
    edits: onlyIn(clientify, giav).map((add) => ({ add })),
    extras: [],
    conflicts: [],
  };
}

/** What happened to the entries since both sides were in step. Keys. */
interface Moves {
  readonly addedInGiav: readonly string[];
  readonly removedInGiav: readonly string[];
  readonly addedInClientify: readonly string[];
  readonly removedInClientify: readonly string[];
  /** Only in Clientify then, and now. */
  readonly extras: readonly string[];
  /** How many entries that both sides had are gone from both, and no equal new entry stands for them. */
  readonly exchanged: number;
}

function movesSince(sides: ListSides, base: NonNullable<ListSides['base']>): Moves {
  const { giav, clientify, formerKey } = sides;
  const [hadGiav, hadClientify] = [new Set(base.giav), new Set(base.clientify)];
  const had = (hashes: ReadonlySet<string>, key: string): boolean =>
    hashes.has(hashText(key)) || (formerKey !== undefined && hashes.has(hashText(formerKey(key))));
  const inGiav = (key: string): boolean => had(hadGiav, key);
  const inClientify = (key: string): boolean => had(hadClientify, key);
  const giavOnly = onlyIn(giav, clientify);
  const clientifyOnly = onlyIn(clientify, giav);
  const bothAdded = giav.filter(
    (key) => clientify.includes(key) && !inGiav(key) && !inClientify(key),
  );
  const shown = new Set(
    [...giav, ...clientify].flatMap((key) => [hashText(key), hashText(formerKey?.(key) ?? key)]),
  );
  const gone = [...hadGiav].filter((hash) => hadClientify.has(hash) && !shown.has(hash));
  return {
    addedInGiav: giavOnly.filter((key) => !inGiav(key)),
    removedInGiav: clientifyOnly.filter((key) => inClientify(key) && inGiav(key)),
    addedInClientify: clientifyOnly.filter((key) => !inClientify(key)),
    removedInClientify: giavOnly.filter((key) => inGiav(key) && inClientify(key)),
    extras: clientifyOnly.filter((key) => inClientify(key) && !inGiav(key)),
    exchanged: Math.max(0, gone.length - bothAdded.length),
  };
}

/** What replaced entries that both sides had and neither has now: on the two sides they are rivals, unless it is the same. */
function rivalsOf({ exchanged, addedInGiav, addedInClientify }: Moves): ListMerge['conflicts'] {
  const rivals = Math.min(exchanged, addedInGiav.length, addedInClientify.length);
  return Array.from({ length: rivals }, (_, at) => ({
    giav: addedInGiav[at] as string,
    clientify: addedInClientify[at] as string,
  }));
}
