import type { ClientifyUser } from '../sync/deal-owner';
import type { ClientifyStage } from '../sync/stages';
import type { Candidates, ClientKind, TargetKind, TargetRef } from '../sync/target';
import type { Method } from './clientify';
import type { IndexParts } from './index-parts';
import type { ShownAs } from '../sync/shown-as';

/** `time-over`: this invocation has not the time to read the lists; the next one goes on where it ended. */
export type Searched = Candidates | 'time-over';

/** Finds the records of Clientify that may belong to one GIAV record. */
export interface CandidateSource {
  /**
   * @param known kind of the record that the id map names; undefined when there is none.
   * @param also what is searched besides, before whole lists are read: a record found so counts by its Documento only
   */
  clientCandidates(
    gesinturId: string,
    kind: ClientKind,
    documento: string,
    known?: TargetKind,
    also?: ShownAs,
  ): Searched | Promise<Searched>;
  dealCandidates(expedienteId: string): Searched | Promise<Searched>;
}

/** Where a run keeps what it has read of the lists, and whether its invocation has the time to read more. */
export interface KeptIndex {
  readonly parts: Pick<IndexParts, 'of' | 'keep'>;
  readonly runId: string;
  readonly mayGoOn: () => boolean;
}

/** All records of Clientify: nothing more is read. */
export interface AllRecords extends CandidateSource {
  /** How many there are. */
  readonly size: number;
}

export interface Pipeline {
  readonly id: string;
  /** As Clientify names it now. */
  readonly name: string;
  readonly url: string;
  /** In their order; never empty. */
  readonly stages: readonly ClientifyStage[];
}

/** Ids of the definitions that custom fields had when they were last seen, by "<kind> <name>". */
export type FieldMemory = Readonly<Record<string, string>>;

export interface CustomFieldCheck {
  readonly memory: FieldMemory;
  /** Fields of ours whose definition has another name now. */
  readonly renamed: readonly {
    readonly kind: TargetKind;
    readonly name: string;
    readonly now: string;
  }[];
  readonly missing: readonly { readonly kind: TargetKind; readonly name: string }[];
  /** Names that differ from one of ours only by case, blanks or accents: an agency may fill the wrong one. */
  readonly similar: readonly string[];
}

/** Names of the custom fields that an account must have. @default - those of the mapping, without those of the settings */
export type WantedFields = Readonly<Record<TargetKind, readonly string[]>>;

export interface EnsuredFields {
  readonly created: readonly string[];
  readonly memory: FieldMemory;
}

/**
 * The agency's account in Clientify as a whole: its setup, and its lists. Errors as those of single records; what is not set
 * up as the settings need it is a ConfigurationError that names what to create where.
 */
export interface ClientifyAccount {
  /** Calls made so far, by method. */
  readonly calls: Readonly<Record<Method, number>>;
  /** Time that answers took, in milliseconds, over all calls. */
  readonly elapsedMs: number;
  readonly totalCalls: number;

  /** Who may own records. */
  users(): Promise<readonly ClientifyUser[]>;
  /** The right key on the right API, or a ConfigurationError. */
  checkAccess(): Promise<void>;
  /**
   * The configured pipeline with its stages in order.
   * @param knownId of the pipeline that had this name before: it is still meant when it was renamed, whichever has its name now.
   */
  readPipeline(name: string, knownId?: string): Promise<Pipeline>;
  /** Definitions that the mapping needs and the account lacks. Near-duplicates (case, accents) count as missing. */
  missingCustomFields(known?: FieldMemory, wanted?: WantedFields): Promise<CustomFieldCheck>;
  /** Creates the missing fields where `create` allows it; else says what to create by hand. One that was renamed is never created again. */
  ensureCustomFields(
    create: boolean,
    known?: FieldMemory,
    wanted?: WantedFields,
  ): Promise<EnsuredFields>;

  /**
   * Reads all lists, for whoever has to do with most records. null when the time was over before; what was read is kept.
   * @param kept @default - read at one go
   */
  readAll(kept: KeptIndex): Promise<AllRecords | null>;
  readAll(): Promise<AllRecords>;
  /**
   * Searches record by record, for whoever has to do with few.
   * @param nearDocumento `hold`: a near miss keeps a record from being created, so none is overlooked.
   * @param kept where lists are kept that have to be read after all. @default - they are read at one go
   */
  searching(nearDocumento: 'create' | 'hold', kept?: KeptIndex): CandidateSource;
  /** Records of a kind that changed since then; null = it cannot be told, or they are too many. */
  changedSince(kind: TargetKind, since: Date): Promise<readonly TargetRef[] | null>;
  /**
   * Every record of a kind, each once.
   * @param modifiedSince asks for those only. The API may ignore it: whoever asks looks at `modified`.
   * @param onUnreadable told of an item without an id that can be read: its kind and what it shows of one
   */
  eachOf(
    kind: TargetKind,
    modifiedSince: Date | null,
    onRecord: (ref: TargetRef) => void,
    onUnreadable: (name: string) => void,
  ): Promise<void>;
}
