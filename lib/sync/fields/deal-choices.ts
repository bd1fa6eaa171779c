import type { DealOwner } from './row';

/** A field of a deal that is ours only where the setting `deals` asks for it. */
export interface DealChoice {
  readonly name: string;
  readonly giav: string;
  readonly owner: DealOwner;
}

/** What the setting `deals` can ask for. */
export const DEAL_CHOICES: readonly DealChoice[] = [];
