import type { SyncConfig } from '../config/schema';
import { ConfigurationError } from '../sync/errors';
import type { EntityStage } from '../sync/records';
import { isState } from '../sync/stages';

/**
 * How states of GIAV end a deal, by their ids (setting `deals.close`); undefined: no state does.
 * @throws ConfigurationError for a state that GIAV does not have, or that is both, by its name and by its id
 */
export function dealClosings(
  { deals: { close } }: Pick<SyncConfig, 'deals'>,
  giavStages: readonly EntityStage[],
): ReadonlyMap<number, 'won' | 'lost'> | undefined {
  if (close.won.length + close.lost.length === 0) return undefined;
  const states = giavStages.map(({ id, name }) => `${name} (${id})`).join(', ');
  const found = new Map<number, 'won' | 'lost'>();
  for (const how of ['won', 'lost'] as const)
    for (const wanted of close[how]) {
      const meant = giavStages.filter((state) => isState(state, wanted));
      if (meant.length === 0)
        throw new ConfigurationError({
          en: `deals.close.${how}: GIAV has no state "${wanted}". Its states: ${states}.`,
          es: `deals.close.${how}: GIAV no tiene ningún estado "${wanted}". Sus estados: ${states}.`,
        });
      for (const { id, name } of meant) {
        if ((found.get(id) ?? how) !== how)
          throw new ConfigurationError({
            en: `deals.close: the state "${name}" (${id}) cannot mean both won and lost.`,
            es: `deals.close: el estado "${name}" (${id}) no puede ser a la vez ganado y perdido.`,
          });
        found.set(id, how);
      }
    }
  return found;
}
