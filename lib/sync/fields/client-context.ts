import type { ClientTypeMapping } from '../../config/client-settings';
import type { SyncConfig } from '../../config/schema';
import type { PersonNames } from '../names';
import type { GiavClient } from '../records';
import type { ClientKind, FieldNote } from '../target';

/** A client, and what its rows have in common. */
export interface ClientContext {
  readonly client: GiavClient;
  readonly kind: ClientKind;
  readonly type: ClientTypeMapping;
  readonly birthday: string | null;
  readonly names: PersonNames;
  readonly legalName: string;
  readonly consents: SyncConfig['consents'] | undefined;
  /** Country name or code → lower-case alpha-2, or null when it is not known. */
  readonly countryCode: (text: string) => string | null;
  /** Told what could not be carried over as it is. */
  readonly notes: FieldNote[];
}
