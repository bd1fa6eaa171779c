import { DEAL_FIELDS } from './fields/deal';
import { CHOSEN_DEAL_FIELDS } from './fields/deal-choices';
import { CLIENT_FIELDS } from './fields/client';
import type { DealOwner, Owner } from './fields/row';
import type { ClientKind } from './target';

export type { Owner } from './fields/row';

const ownersOf = (kind: ClientKind): Readonly<Partial<Record<string, Owner>>> =>
  Object.fromEntries(CLIENT_FIELDS[kind].map(({ name, owner }) => [name, owner]));

/**
 * Who owns what: every field of Clientify that the product knows, by the kind of record. What is not here belongs to
 * Clientify alone and is never touched; what GIAV cannot store (giav.md, P9) is GIAV's.
 */
export const OWNERSHIP = { contact: ownersOf('contact'), company: ownersOf('company') };

const dealFieldsOf = (wanted: DealOwner): ReadonlySet<string> =>
  new Set(DEAL_FIELDS.flatMap(({ name, owner }) => (owner === wanted ? [name] : [])));

/** Fields of a deal that are set at creation and belong to the salesperson afterwards (rules of data, section 1). */
export const ONLY_AT_CREATION = dealFieldsOf('at creation');
/** As above, but GIAV's new value follows while nobody touched ours. */
export const INITIAL_DEAL_FIELDS: ReadonlySet<string> = new Set([
  ...dealFieldsOf('initial'),
  ...CHOSEN_DEAL_FIELDS,
]);

/** Lists are merged entry by entry, the other fields whole. */
export const isList = (field: string): field is 'emails' | 'phones' =>
  field === 'emails' || field === 'phones';

/** The setting `owners`: fields that may be edited on both sides, but shall always flow from GIAV. */
export type Owners = Readonly<Partial<Record<string, Owner>>>;

/** Whether an edit in Clientify goes to GIAV. The setting can only take that right away, never give it. */
export const isTwoWay = (kind: ClientKind, field: string, owners: Owners = {}): boolean =>
  OWNERSHIP[kind][field] === 'two-way' && owners[field] !== 'giav';
