import type { Desired } from './target';

/** The product's own name for a client that has none: Clientify takes no record without one. */
export const madeUpName = (id: number): string => `Cliente ${id}`;

const MADE_UP = /^cliente \d+$/i;

/** Nobody typed it: it replaces no value, and is none that a person could have meant. */
export const isMadeUp = (text: unknown): boolean =>
  typeof text === 'string' && MADE_UP.test(text.trim());

const MAY_HOLD_ONE = { contact: 'first_name', company: 'name', deal: null } as const;

/** Whether Clientify shows a made-up name in the field that the mapping writes one to. */
export const showsMadeUp = (kind: Desired['kind'], field: string, shown: unknown): boolean =>
  MAY_HOLD_ONE[kind] === field && isMadeUp(shown);

/** Whether GIAV holds nothing for the field, and what the mapping puts there is made up. */
export const isFilledIn = ({ plain, fields }: Desired, field: string): boolean =>
  plain?.[field] === '' && isMadeUp(fields[field]);

/** Whether GIAV holds no name of the client at all. */
export const isNameless = (desired: Desired): boolean =>
  Object.keys(desired.plain ?? {}).some((field) => isFilledIn(desired, field));
