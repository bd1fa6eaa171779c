import { entryKey, type Base } from './base';
import { hashText } from './hash';
import type { AfterWrite } from './after-write';
import type { ListName } from './settle';

/** What is remembered of a list after a look. Hashes. */
export interface NextList {
  readonly giav?: readonly string[];
  readonly clientify?: readonly string[];
  /** What Clientify shows unless somebody typed while we wrote. */
  readonly expected?: readonly string[];
}

/** What our write made of the entries of a list. Keys. */
interface Written {
  /** Entries that are there because of us, or were there before. */
  readonly shown: ReadonlySet<string>;
  /** New ones of GIAV's that Clientify does not show, and did not refuse by themselves. */
  readonly missing: readonly string[];
  /** Entries that were to go, and that are still there. */
  readonly stayed: readonly string[];
}

/**
 * Entries that GIAV has no room for are remembered as shown; what waits to be added, removed or exchanged stays an edit. What
 * Clientify did not take of our write still waits for it: nobody added, removed or exchanged anything there.
 */
export function listBase(
  list: ListName,
  look: AfterWrite,
  now: Base,
  known: Base | null,
): NextList {
  const written = writtenOf(list, look);
  if (written === null) return { giav: known?.giav[list], clientify: known?.clientify[list] };
  const [hadGiav, hadClientify] = [new Set(known?.giav[list]), new Set(known?.clientify[list])];
  const giav = new Set(now.giav[list]);
  const expected = [...written.shown].map(hashText);
  const clientify = new Set(expected);
  for (const hash of written.stayed.map(hashText)) {
    // What a person had typed there before, and GIAV's was to take the place of, is how things are.
    if (hadGiav.has(hash) && hadClientify.has(hash)) giav.add(hash);
  }
  for (const hash of written.missing.map(hashText))
    if (known !== null && !hadGiav.has(hash) && !hadClientify.has(hash)) giav.delete(hash);
  for (const { remove, add, instead } of look.settled.lists[list]?.edits ?? []) {
    if (remove !== undefined) clientify.add(hashText(remove));
    if (add !== undefined && !look.extras.has(add)) clientify.delete(hashText(add));
    if (instead === undefined) continue;
    giav.delete(hashText(instead));
    // The entry that both exchanged.
    for (const hash of hadGiav)
      if (hadClientify.has(hash)) [giav, clientify].forEach((side) => side.add(hash));
  }
  return { giav: [...giav], clientify: [...clientify], expected };
}

/** The entries before our write with what it did to them; null where Clientify does not show the list. */
function writtenOf(
  list: ListName,
  { before, after, changes, refused }: AfterWrite,
): Written | null {
  const [keys, now] = [before.clientify[list], after.clientify[list]];
  if (keys === undefined || now === undefined) return null;
  const found = before.target[list] ?? [];
  const { add, replace, remove } = changes?.[list] ?? { add: [], replace: [], remove: [] };
  const exchanged = replace.map(({ id }) => id);
  const gone = new Set([...remove, ...exchanged]);
  const isGone = (_: string, at: number): boolean => gone.has(found[at]?.id ?? '');
  const ours = [...add, ...replace.map(({ entry }) => entry)].map(entryKey);
  const stayed = keys.filter(isGone).filter((key) => now.includes(key));
  const shown = new Set([
    ...keys.filter((key, at) => !isGone(key, at)),
    ...ours.filter((key) => now.includes(key)),
    ...stayed,
  ]);
  // One that was refused by itself is not sent again until it changes; an exchange is, for the old entry has to go.
  const alone = new Set(
    refused
      .filter(({ field }) => field === list)
      .map(({ key }) => key)
      .filter((key) => !replace.some(({ entry }) => entryKey(entry) === key)),
  );
  const missing = ours.filter((key) => !now.includes(key) && !alone.has(key));
  return { shown, missing, stayed };
}
