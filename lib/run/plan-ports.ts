import type { SyncConfig } from '../config/schema';
import type { CandidateSource } from '../ports/clientify-account';
import type { Clock } from '../ports/clock';
import type { Failures } from '../ports/failures';
import type { Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { DealOwners } from '../sync/deal-owner';
import type { DealStages } from '../sync/expediente-to-deal';
import type { EntityStage } from '../sync/records';
import type { ClientKind } from '../sync/target';
import type { MovedRecords } from '../sync/waiting';

export interface PlanPorts {
  readonly links: Pick<Links, 'getMany' | 'put' | 'putMany'>;
  readonly failures: Pick<Failures, 'clear'>;
  readonly pending: Pick<Pending, 'addMany' | 'remove'>;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  readonly recordUrl: (kind: ClientKind, id: string) => string;
  readonly clock: Clock;
}

/** What the mapping and the linking of a run rely on. */
export interface Prepared {
  readonly giavStages: readonly EntityStage[];
  readonly stages: DealStages;
  readonly candidates: CandidateSource;
  /** Clientify holds records already. @default true */
  readonly inUse?: boolean;
  /** What changed in Clientify since the last sweep. @default - nothing that is known */
  readonly moved?: MovedRecords;
  /** Whose deals are whose. @default - owners are left alone */
  readonly owners?: Pick<DealOwners, 'of'>;
}
