import { ConfigurationError, saidOf } from '../../sync/errors';
import { REMEDIES, type Remedy } from './remedies';
import { alike, listed, type Said } from '../../sync/said';

export const LEVELS = ['ok', 'warning', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export type System = 'giav' | 'clientify' | 'mapping' | 'state';

/** What one probe found: what it means, and what to do about it. In English, and under `es` in Spanish. */
export interface Finding extends Told {
  readonly level: Level;
  readonly es: Told;
  /** Which of the known remedies the action is, and the id that it is about. */
  readonly remedy?: { readonly code: Remedy; readonly about: string };
}

interface Told {
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

const told = (level: Level, finding: Said, action: Said): Finding => ({
  level,
  finding: finding.en,
  action: action.en,
  es: { finding: finding.es, action: action.es },
});

/** The same with a remedy that is a command here, and a button there. */
export const withRemedy = (level: Level, finding: Said, code: Remedy, about = ''): Finding => ({
  ...told(level, finding, REMEDIES[code](about)),
  remedy: { code, about },
});
export const ok = (finding: Said): Finding => told('ok', finding, { en: '', es: '' });
export const warning = (finding: Said, action: Said): Finding => told('warning', finding, action);
export const error = (finding: Said, action: Said): Finding => told('error', finding, action);

/** A read-only question to one of the systems. */
export interface Probe {
  readonly id: string;
  /** The others rely on its answer: after an error they are not asked. */
  readonly essential?: boolean;
  readonly ask: () => Promise<Finding>;
}

function broken(problem: unknown, essential: boolean): Finding {
  const said = saidOf(problem);
  if (problem instanceof ConfigurationError || essential)
    return error(said, {
      en: 'Fix what it names, then ask again.',
      es: 'Corrija lo que indica y vuelva a preguntar.',
    });
  return warning(
    {
      en: `It could not be found out: ${said.en}`,
      es: `No se ha podido averiguar: ${said.es}`,
    },
    {
      en: 'Ask again later; if it stays so, tell the support of the system.',
      es: 'Vuelva a preguntar más tarde; si sigue así, avise al soporte de ese sistema.',
    },
  );
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
      finding = broken(problem, essential ?? false);
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
export const some = (names: readonly string[]): Said => {
  const more = names.length - 5;
  const first = names.slice(0, 5).join(', ');
  return more > 0
    ? { en: `${first} and ${more} more`, es: `${first} y ${more} más` }
    : alike(first);
};

/** The names, or that there is none. */
export const allOf = (names: readonly Said[], none: Said = { en: 'none', es: 'ninguno' }): Said =>
  names.length === 0 ? none : listed(names);

/** `3 (ids 1, 2, 3)`; at most five ids are named. */
export const counted = (ids: readonly (string | number)[]): string =>
  ids.length === 0
    ? '0'
    : `${ids.length} (ids ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''})`;
