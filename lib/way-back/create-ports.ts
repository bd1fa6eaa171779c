import type { SyncConfig } from '../config/schema';
import type { Claimant, Claims } from '../ports/claims';
import type { ClientifyRecords } from '../ports/clientify';
import type { Clock } from '../ports/clock';
import type { NewDecision } from '../ports/decisions';
import type { EventBus } from '../ports/events';
import type { Giav } from '../ports/giav';
import type { Incidents } from '../ports/incidents';
import type { Link, Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Log } from '../ports/log';
import type { Subject } from '../sync/decision';
import type { HourlyBrakePorts } from './hourly-brake';

/** What finding or creating the client of a Clientify record needs. */
export interface CreatePorts extends HourlyBrakePorts {
  readonly giav: Giav;
  readonly clientify: Pick<ClientifyRecords, 'read'>;
  readonly links: Links;
  readonly claims: Claims;
  readonly incidents: Incidents;
  readonly events: Pick<EventBus, 'announce'>;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  /** This invocation, for its claims. */
  readonly claimant: Claimant;
  readonly clock: Clock;
  readonly log: Log;
  readonly pending: Pick<Pending, 'add'>;
}

/** What became of it. Without `client`: none, and the decision says why. */
export interface FoundOrCreated {
  readonly subject?: { readonly entity: Subject; readonly id: string };
  /** GIAV id of the client that the record is to be linked to. */
  readonly client?: string;
  /** The client has another record of this kind with the same Documento, and keeps it. */
  readonly twinOf?: Link;
  readonly decision: Pick<
    NewDecision,
    'result' | 'kind' | 'clientifyId' | 'giav' | 'notes' | 'message'
  >;
}
