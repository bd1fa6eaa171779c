import type { AddressKey } from '../address';
import { filled } from '../blank';
import type { GiavClient } from '../records';
import type { FieldValue } from '../target';
import type { Back } from './back';

/** `giav`: always flows from GIAV, a change in Clientify is put back. `two-way`: may be edited on both sides. */
export type Owner = 'giav' | 'two-way';

/**
 * One field: all that the product knows of it. Whoever changes a field changes its row; ownership, the custom fields
 * that setup creates, the version of the mapping and docs/mapping.md follow from it.
 */
export interface Row<Context, Value> {
  /** Its field or fields in GIAV (giav.md, R1, R8), for notes and for readers. */
  readonly giav: string;
  /** Its name in Clientify. */
  readonly name: string;
  /** What Clientify should show of it; undefined: nothing is said of it. */
  readonly read: (context: Context) => Value;
  /** Characters of the longest text that is sent. @default SHORT_TEXT */
  readonly longest?: number;
  /**
   * The version of the mapping since when the row means what it means today. One more than `MAPPING_VERSION` where a row
   * is added or means something else: the next run is a full one then, and compares every record.
   * @default FIRST_VERSION
   */
  readonly since?: number;
}

/** The field of a client is GIAV's, or how an edit of it goes back is part of its row. */
type Owned<How> = { readonly owner: 'giav' } | { readonly owner: 'two-way'; readonly back: How };

/** A field of its own in Clientify. */
export type ClientField<Context> = Row<Context, FieldValue | undefined> &
  Owned<Back> & { readonly is: 'field' };

/** A custom field: a text, created by setup; `''` is cleared. What is typed there never goes to GIAV. */
export interface ClientCustomField<Context> extends Row<Context, string> {
  readonly is: 'custom';
  readonly owner: 'giav';
  /** Text of WsCliente that is read for this row alone, see `textOf`. */
  readonly plain?: string;
}

/** A list of entries, each of which goes back by itself (lib/sync/entries.ts, lib/sync/giav-entries.ts). */
export interface ClientList<Context, Entry> extends Row<Context, readonly Entry[]> {
  readonly is: 'list';
  readonly name: 'emails' | 'phones';
  readonly owner: 'two-way';
  readonly back: 'entry by entry';
}

/** A part of the one address that is ours (lib/sync/address.ts). */
export type AddressPart<Context> = Row<Context, string> &
  Owned<Back> & { readonly is: 'address'; readonly name: AddressKey };

export type ClientRow<Context> =
  | ClientField<Context>
  | ClientCustomField<Context>
  | ClientList<Context, unknown>
  | AddressPart<Context>;

/**
 * Of a deal nothing goes back. `giav`: as above. `at creation`: set once, then the salesperson's. `initial`: follows GIAV
 * while nobody touched it (rules of data, section 1).
 */
export type DealOwner = 'giav' | 'at creation' | 'initial';

export type DealRow<Context> =
  | (Row<Context, FieldValue | undefined> & { readonly is: 'field'; readonly owner: DealOwner })
  | (Row<Context, string> & { readonly is: 'custom'; readonly owner: 'giav' });

/**
 * A text of GIAV as it is, by its name in WsCliente: it is read because a row names it, so nothing else has to know of
 * it.
 */
export const textOf = (giav: string) => ({
  giav,
  plain: giav,
  read: ({ client }: { readonly client: Pick<GiavClient, 'texts'> }): string =>
    filled(client.texts[giav] ?? ''),
});
