import type { StageMemory } from '../sync/stages';

/** Ids of what the settings name in Clientify: a person may rename it there. */
export interface AccountSetup {
  /** Of the setting `pipeline`, and the id of the pipeline that it named. */
  readonly pipeline: { readonly name: string; readonly id: string };
  readonly stages: StageMemory;
  /** Ids of the definitions of custom fields, by "<kind> <name>". */
  readonly fields: Readonly<Record<string, string>>;
}

/** A status code of contacts, and what the account's screen calls it. */
export interface StatusLabel {
  readonly code: string;
  readonly label: string;
}

/** What is remembered of the account in Clientify from one run to the next. */
export interface Account {
  /** null: nothing was resolved yet, or it cannot be read; names count then. */
  setup(): Promise<AccountSetup | null>;
  remember(setup: AccountSetup): Promise<void>;
  /** The last word counts: a label may be renamed. */
  learnLabel(label: StatusLabel): Promise<void>;
}
