import { comparableAmount } from '../amounts';

/** Fields of a deal that are ours only where the setting `deals` asks for them; all follow GIAV while nobody touched them. */
export const DEAL_CHOICES = [
  {
    name: 'status',
    giav: 'IdEntityStage',
    setting: 'deals.close',
    is: 'won or lost, by the close call; open again when the expediente is reopened',
  },
  { name: 'owner', giav: 'IdAgenteComercial', setting: 'deals.owner', is: 'user of Clientify' },
  { name: 'amount', giav: 'reservations', setting: 'deals.amount', is: 'sum of sales' },
] as const;

export const CHOSEN_DEAL_FIELDS: ReadonlySet<string> = new Set(
  DEAL_CHOICES.map(({ name }) => name),
);

/** How a deal ended, by GIAV's state. */
export type Closing = 'open' | 'won' | 'lost';

/** By the numbers of Clientify; an expired deal is alive (clientify.md, D3, D6). */
const BY_NUMBER: Readonly<Record<string, Closing>> = {
  1: 'open',
  2: 'open',
  3: 'won',
  4: 'lost',
};

const closingOf = (value: unknown): string | null => {
  const known = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return Object.hasOwn(BY_NUMBER, known) ? (BY_NUMBER[known] ?? null) : null;
};

/** One of these fields as both systems compare it; null: the field, or its value, is compared like any other. */
export function comparableChoice(name: string, value: unknown): string | null {
  if (name === 'status') return closingOf(value);
  if (name === 'amount') return comparableAmount(value);
  if (name === 'owner') return typeof value === 'string' ? value.trim().toLowerCase() : '';
  return null;
}

/**
 * Whether such a field may be filled on a deal that is there although nobody knows what was written last: what it shows is
 * what every deal shows at its creation. Both comparable.
 */
export function isFirstFill(name: string, giav: string, clientify: string): boolean {
  if (name === 'status') return giav !== 'open' && clientify === 'open';
  if (name === 'amount') return isSum(giav) && !isSum(clientify);
  return name === 'owner' && giav !== '' && clientify === '';
}

/** Whether GIAV's value of such a field could fill a deal that is there; what that shows is not known. */
export const mayFill = (name: string, giav: string): boolean =>
  (name === 'status' && giav !== 'open') || (name === 'amount' && isSum(giav));

const isSum = (amount: string): boolean => amount !== '' && amount !== '0.00';
