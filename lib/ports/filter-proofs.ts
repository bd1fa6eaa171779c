import type { ClientKind } from '../sync/target';

/** A parameter by which Clientify's lists may be asked for some of their records. Unknown ones are ignored there. */
export type ListFilter = 'query' | 'taxpayer_identification_number' | 'modified[gte]';

/** What a filter of the account was seen to do with a record that is there. */
export interface FilterProof {
  readonly kind: ClientKind;
  readonly filter: ListFilter;
  /** Of the values that it counts for: see formOf in sync/documento-form; `''` for times. */
  readonly form: string;
  /** It found that record and left others out: only then what it does not find is not there. */
  readonly holds: boolean;
  /** When that was seen (ISO). */
  readonly at: string;
  /** Clientify's id of that record: where to begin next time. Never the value itself. */
  readonly sample: string;
}

/** What is known of the account's filters. Never guessed: what cannot be read is unknown, and tried again. */
export interface FilterProofs {
  proofs(): Promise<readonly FilterProof[]>;
  /** In place of what was seen of that filter, kind and form before. */
  keep(proof: FilterProof): Promise<void>;
}
