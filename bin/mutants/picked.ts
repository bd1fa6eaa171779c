import { createHash } from 'node:crypto';
import type { Lines } from './touched';

/** Neighbouring lines that are picked together: a function, or the better part of one. */
const TOGETHER = 15;
/** How long it takes on two cores until the first mutant is tried, and then for each line; in seconds. */
const START_SECONDS = 12;
const LINE_SECONDS = 0.6;
/** Few files: each brings tests of its own. */
const MOST_FILES = 3;

const placeOf = ({ file, from }: Lines, seed: string): string =>
  createHash('sha256').update(`${seed} ${file} ${from}`).digest('hex');

/** Parts of so many lines at most. */
function parts({ file, from, to }: Lines): Lines[] {
  const found: Lines[] = [];
  for (let at = from; at <= to; at += TOGETHER)
    found.push({ file, from: at, to: Math.min(to, at + TOGETHER - 1) });
  return found;
}

/** As many of the lines as fit into the time, at least some; which ones, the seed says. */
export function picked(
  lines: readonly Lines[],
  seconds: number,
  seed: string,
  mostFiles = MOST_FILES,
): { readonly tried: readonly Lines[]; readonly left: number } {
  let room = Math.max(TOGETHER, (seconds - START_SECONDS) / LINE_SECONDS);
  const files = new Set<string>();
  const tried: Lines[] = [];
  let left = 0;
  const ordered = lines
    .flatMap(parts)
    .sort((a, b) => (placeOf(a, seed) < placeOf(b, seed) ? -1 : 1));
  for (const one of ordered) {
    const count = one.to - one.from + 1;
    const fits = count <= room && (files.has(one.file) || files.size < mostFiles);
    if (!fits) left += count;
    else {
      room -= count;
      files.add(one.file);
      tried.push(one);
    }
  }
  return { tried, left };
}

/** As Stryker is told them. */
export const rangeOf = ({ file, from, to }: Lines): string => `${file}:${from}-${to}`;
