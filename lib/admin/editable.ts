import { OWNED_BY_CHOICE } from '../config/client-settings';
import type { SyncConfig } from '../config/schema';

const ADDRESS = ['street', 'city', 'state', 'postal_code'] as const;

/**
 * Whether a button may offer to type a value of this field into Clientify again: nothing that always flows from GIAV. The
 * use case decides; this needs none of the rules, which would be half of the console's bundle.
 */
export function mayBeTyped(field: string, { owners }: Pick<SyncConfig, 'owners'>): boolean {
  if (field === 'address') return ADDRESS.every((part) => owners[part] !== 'giav');
  const known = OWNED_BY_CHOICE.find((one) => one === field);
  return known !== undefined && owners[known] !== 'giav';
}
