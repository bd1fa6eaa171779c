import type { Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import { ConfigurationError } from '../sync/errors';
import { shownOf, type Shown } from '../sync/shown-clients';

/** GIAV shows no client at all, to a key that was shown some before. */
export class NoClientShown extends ConfigurationError {
  constructor() {
    super({
      en: 'GIAV shows this API key no client any more, although earlier full runs have read some. Nothing was changed or deleted for it. Ask GIAV whether the key still has the rights of the agency; the next full run after that goes on.',
      es: 'GIAV ya no muestra ningún cliente a esta clave de API, aunque ejecuciones completas anteriores sí los leyeron. No se ha cambiado ni borrado nada por ello. Pregunte a GIAV si la clave conserva los permisos de la agencia; la siguiente ejecución completa continúa.',
    });
  }
}

/**
 * What a full run was shown of GIAV's clients, against the full run that was completed last. A run that read less than
 * everything tells nothing.
 * @param read clients of this run
 */
export async function shownClients(
  runs: Pick<Runs, 'lastFull'>,
  run: Pick<Run, 'mode'>,
  read: number,
): Promise<Shown> {
  if (run.mode !== 'full') return 'all';
  return shownOf((await runs.lastFull())?.summary?.clients.read ?? 0, read);
}
