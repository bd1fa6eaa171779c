import type { Elsewhere } from '../sync/fields/sources';
import type { PageIndexDialect } from '../sync/paging';
import type { Amounts } from '../sync/amounts';
import type { Agent } from '../sync/records';

/** Classes of GIAV that have fields of the agency's own, and categories. */
export type GiavClass = 'Cliente' | 'Expediente';

/** Definition of one of the agency's own fields (CustomData). */
export interface OwnField {
  readonly id: number;
  readonly name: string;
}

/**
 * What GIAV holds of records elsewhere than in them. Read where a setting asks for it only. All methods throw what those of
 * {@link Giav} throw; what GIAV may not show to the key is a RecordError.
 */
export interface GiavLookups {
  /** Definitions of the agency's own fields, hidden ones included. */
  ownFields(of: GiavClass): Promise<readonly OwnField[]>;
  /** Agents by their ids, blocked ones too. One that GIAV does not show is missing. */
  agents(ids: readonly number[]): Promise<readonly Agent[]>;
  /** Names of all offices by their ids. */
  offices(): Promise<ReadonlyMap<number, string>>;
  /**
   * What was sold with expedientes, and what of it is to be paid still, by their ids; at most 100 of them.
   * @param groups those of them that are groups: another way, one call each
   * @param pending whether somebody asks what is to be paid
   * @throws RecordError also where the answer does not hold what was asked for, or moves while it is read
   */
  amounts(
    ids: readonly number[],
    groups: ReadonlySet<number>,
    pending: boolean,
  ): Promise<ReadonlyMap<number, Amounts>>;
  /**
   * Expedientes of which a reservation, or with `collections` a payment, changed since: no date of theirs tells.
   * @param text the same moment, in the configured format
   * @throws RecordError also where the filter is not honoured
   */
  changedAmounts(since: Date, text: string, collections: boolean): Promise<readonly number[]>;
  /** Names of the categories of a record. */
  categoryNames(of: GiavClass, id: number): Promise<readonly string[]>;
}

/** What has to be read of GIAV besides the records themselves, and how. */
export interface BesidesWanted {
  readonly client: ReadonlySet<Elsewhere>;
  readonly expediente: ReadonlySet<Elsewhere>;
  /** Calls at the same time where each record needs one of its own. */
  readonly concurrency: number;
  readonly dialect: PageIndexDialect;
}
