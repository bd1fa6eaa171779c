import type { FileResult, Survivor } from './report';

/** A line of docs/mutants.md. */
export interface Explained {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

const HEADING = /^##+ `?([^`\s]+)`?\s*$/;
const ENTRY = /^- `([^`]*)` → `([^`]*)`:\s*(.*)$/;

/** The list of docs/mutants.md. A line without a reason explains nothing. */
export function readExplained(markdown: string): Explained[] {
  const found: Explained[] = [];
  let file = '';
  for (const line of markdown.split('\n')) {
    file = HEADING.exec(line)?.[1] ?? file;
    const [, from = '', to = '', reason = ''] = ENTRY.exec(line) ?? [];
    if (file.endsWith('.ts') && reason.trim() !== '')
      found.push({ file, from, to, reason: reason.trim() });
  }
  return found;
}

export const entryOf = ({ from, to }: Survivor): string => `- \`${from}\` → \`${to}\`: `;

export interface Verdict {
  readonly file: string;
  readonly killed: number;
  readonly explained: number;
  readonly unexplained: readonly Survivor[];
  /** Mutants for which there was no time. */
  readonly untried: number;
  /** Percent of the mutants that matter: those that are explained are left out. */
  readonly score: number;
}

/** 100 where there is nothing to kill. */
export const scoreOf = (killed: number, survived: number): number =>
  killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);

/** Percent of the mutants that must die in a file: the rules are pure, the use cases also log and wait. */
export const enoughIn = (file: string): number => (file.startsWith('lib/sync/') ? 90 : 80);

/** Too many survived already: also if all that were not tried died, it would not be enough. */
export const isTooWeak = ({ file, killed, unexplained, untried }: Verdict): boolean =>
  scoreOf(killed + untried, unexplained.length) < enoughIn(file);

/** Percent of the mutants of a change that the tests near it must notice: others may notice the rest. */
export const NEAR_ENOUGH = 33;
/** Fewer say nothing. */
const LEAST_TRIED = 10;

/** A change that the tests near it hardly see. */
export const isUnseenNear = (counts: {
  readonly killed: number;
  readonly survived: number;
}): boolean =>
  counts.killed + counts.survived >= LEAST_TRIED &&
  scoreOf(counts.killed, counts.survived) < NEAR_ENOUGH;

export function judge(results: readonly FileResult[], explained: readonly Explained[]): Verdict[] {
  const key = ({ file, from, to }: Pick<Survivor, 'file' | 'from' | 'to'>): string =>
    JSON.stringify([file, from, to]);
  const known = new Set(explained.map(key));
  return results.map(({ file, killed, untried, survivors }) => {
    const unexplained = survivors.filter((survivor) => !known.has(key(survivor)));
    return {
      file,
      killed,
      explained: survivors.length - unexplained.length,
      unexplained,
      untried,
      score: scoreOf(killed, unexplained.length),
    };
  });
}

/** Lines of docs/mutants.md about files that were tried whole, whose mutant is no longer there or no longer survives. */
export function outdated(
  results: readonly FileResult[],
  explained: readonly Explained[],
): Explained[] {
  const alive = new Map(results.map(({ file, survivors }) => [file, survivors]));
  return explained.filter(
    ({ file, from, to }) =>
      alive.get(file)?.some((one) => one.from === from && one.to === to) === false,
  );
}
