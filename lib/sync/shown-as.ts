import type { Desired } from './target';

/** How else than by its Documento a record of a client may be found: never who it is. Personal data. */
export interface ShownAs {
  readonly emails: readonly string[];
  /** Surname of a person, names of a company. */
  readonly names: readonly string[];
}

/** Shorter ones would find half of the list. */
const SHORTEST_NAME = 3;

/** What somebody who typed this client in Clientify will have typed too. */
export function shownAs({ kind, fields, emails }: Desired): ShownAs {
  const names = kind === 'company' ? ['name', 'business_name'] : ['last_name'];
  const texts = names.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' && value.trim().length >= SHORTEST_NAME ? [value.trim()] : [];
  });
  return { emails: emails.map(({ email }) => email), names: [...new Set(texts)] };
}
