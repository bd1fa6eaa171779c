import { ConfigurationError } from '../../sync/errors';

export const LEVELS = ['ok', 'warning', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export type System = 'giav' | 'clientify' | 'mapping' | 'state';

/** What one probe found: what it means, and what to do about it. */
export interface Finding {
  readonly level: Level;
  /** One or two sentences for an admin; counts and ids, never names, e-mails or Documentos. */
  readonly finding: string;
  /** What to do; empty when there is nothing to do. */
  readonly action: string;
}

export interface Check extends Finding {
  readonly system: System;
  /** Stable name of the probe. */
  readonly id: string;
}

export const ok = (finding: string): Finding => ({ level: 'ok', finding, action: '' });
export const warning = (finding: string, action: string): Finding => ({
  level: 'warning',
  finding,
  action,
});
export const error = (finding: string, action: string): Finding => ({
  level: 'error',
  finding,
  action,
});

/** A read-only question to one of the systems. */
export interface Probe {
  readonly id: string;
  /** The others rely on its answer: after an error they are not asked. */
  readonly essential?: boolean;
  readonly ask: () => Promise<Finding>;
}

/** Asks one question after the other. A probe that breaks is a finding of its own, never the end. */
export async function examine(
  system: System,
  probes: readonly Probe[],
  onCheck: (check: Check) => void,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { id, ask, essential } of probes) {
    let finding: Finding;
    try {
      finding = await ask();
    } catch (problem) {
      const text = problem instanceof Error ? problem.message : String(problem);
      finding =
        problem instanceof ConfigurationError || essential
          ? error(text, 'Fix what it names, then ask again.')
          : warning(
              `It could not be found out: ${text}`,
              'Ask again later; if it stays so, tell the support of the system.',
            );
    }
    const check = { system, id, ...finding };
    checks.push(check);
    onCheck(check);
    if (essential && finding.level === 'error') break;
  }
  return checks;
}

/** The worst level decides the exit code: 0 ok, 1 warning, 2 error. */
export const worstOf = (checks: readonly Check[]): Level =>
  LEVELS[Math.max(0, ...checks.map(({ level }) => LEVELS.indexOf(level)))] ?? 'ok';

/** The first five, by name. */
export const some = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

/** `3 (ids 1, 2, 3)`; at most five ids are named. */
export const counted = (ids: readonly (string | number)[]): string =>
  ids.length === 0
    ? '0'
    : `${ids.length} (ids ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''})`;
