import type { ClientifyAccount } from '../ports/clientify-account';
import type { EventBus } from '../ports/events';
import type { Gate } from '../ports/gate';
import type { Giav } from '../ports/giav';
import type { Links } from '../ports/links';
import type { Failures } from '../ports/failures';
import type { Pending } from '../ports/pending';
import type { RunQueue } from '../ports/queues';
import type { Watermarks } from '../ports/watermarks';
import type { Log } from '../ports/log';
import type { RecordReads } from '../dry-run/planned-writes';
import type { PlanPorts } from '../run/plan-ports';
import type { IndexPorts, PreparePorts } from '../run/prepare-run';
import type { RecordWrites, UpsertPorts } from '../record/work';

/** What a record is brought in step with: the parts of a run and of a worker, without a run. */
export interface SyncOnePorts
  extends
    Omit<PlanPorts, 'links' | 'failures' | 'pending'>,
    Pick<PreparePorts, 'autoSetup' | 'account'>,
    Omit<IndexPorts, 'indexParts'>,
    Omit<UpsertPorts, 'clientify' | 'claimant' | 'links' | 'failures' | 'pending'> {
  readonly giav: Giav;
  /** Clientify's lists and setup … */
  readonly clientify: ClientifyAccount;
  /** … and its records. */
  readonly records: RecordWrites & RecordReads;
  readonly links: Links;
  readonly failures: Failures;
  readonly pending: Pending;
  readonly watermarks: Pick<Watermarks, 'get'>;
  readonly gate: Pick<Gate, 'outageMs' | 'about'>;
  readonly events: Pick<EventBus, 'announceAll'>;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly log: Log;
  readonly wait: (ms: number) => Promise<unknown>;
  /** Expedientes worked on at the same time. */
  readonly parallel: number;
}
