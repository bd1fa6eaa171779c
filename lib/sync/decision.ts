import type { Reason } from './reasons';

/** What became of a record in a run. read = the sum of all of them. */
export const OUTCOMES = ['created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const ENTITIES = ['client', 'expediente'] as const;
export type Entity = (typeof ENTITIES)[number];

/** What a decision or a failure can be about: a record of GIAV by its id, or one of Clientify that has no client there. */
export const SUBJECTS = [...ENTITIES, 'contact', 'company'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** A value without a mapping, counted in the summary together with the value itself. */
export type UnmappedNote =
  | `UNMAPPED_STAGE:${string}`
  | `UNMAPPED_CLIENT_TYPE:${string}`
  /** An agent of GIAV, by the id, that is no user of Clientify. */
  | `UNMAPPED_AGENT:${string}`
  /** A value that a setting asks for and that GIAV did not give: Clientify keeps what it shows. */
  | `NOT_READ:${string}`;

/** The result of one record, as it is stored on the page of its run. */
export interface RecordResult {
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly unmapped?: readonly UnmappedNote[];
  /** What else an admin should know of it; the summary counts them beside the reasons. */
  readonly notices?: readonly Reason[];
}
