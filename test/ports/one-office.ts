import { ClientifyAccountApi } from '../../lib/clientify/account';
import { ClientifyApi } from '../../lib/clientify/api';
import { COLLECTION } from '../../lib/clientify/lists';
import type { Change, NamedSubject } from '../../lib/ports/messages';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { meetingOf } from '../../lib/config/meeting';
import type { Synced } from '../../lib/ports/synced';
import type { SyncOnePorts } from '../../lib/sync-one/ports';
import { syncOne } from '../../lib/sync-one/sync-one';
import { BrakeOffice } from './brake-office';
import { CountedIds } from './ids';

/** An office in which somebody wants single records synced at once. */
export class OneOffice extends BrakeOffice {
  readonly changes: Change[] = [];
  /** What happens while somebody waits for another one's work. */
  whileWaiting: (ms: number) => Promise<void> | void = () => undefined;
  readonly waits: number[] = [];
  /** In place of what GIAV answers. */
  giavFaults: Partial<SyncOnePorts['giav']> = {};
  private asks = 0;
  private readonly oneIds = new CountedIds();

  get links(): DynamoLinks {
    return new DynamoLinks(this.table);
  }

  get claims(): DynamoClaims {
    return new DynamoClaims(this.table, 'secret-of-the-deployment');
  }

  get pending(): DynamoPending {
    return new DynamoPending(this.table);
  }

  get failures(): DynamoFailures {
    return new DynamoFailures(this.table);
  }

  get decisions(): DynamoDecisions {
    return new DynamoDecisions(this.table);
  }

  one(entity: NamedSubject['entity'], id: string): Promise<Synced> {
    // Nobody reads GIAV twice within the same millisecond.
    this.now = new Date(this.now.getTime() + 1000);
    return syncOne(this.onePorts(), { entity, id }, `one-${(this.asks += 1)}`);
  }

  onePorts(): SyncOnePorts {
    const { config, links, claims, pending, failures, decisions } = this;
    const ports = this.ports();
    const { http } = this.crm;
    return {
      ...ports,
      giav: Object.assign(Object.create(ports.giav) as SyncOnePorts['giav'], this.giavFaults),
      clientify: new ClientifyAccountApi(http, 3, this.filterProofs, () => this.now.getTime()),
      recordUrl: (kind, id) => http.resourceUrl(`${COLLECTION[kind]}${id}/`),
      links,
      claims,
      pending,
      failures,
      decisions,
      records: new ClientifyApi(this.crm.http, 3, {
        proofs: this.filterProofs,
        now: () => this.now,
      }),
      changes: { send: (change) => Promise.resolve(void this.changes.push(change as Change)) },
      meeting: meetingOf(config),
      deletedInClientify: config.deletedInClientify,
      nearDocumento: config.nearDocumento,
      staysForgotten: config.forgotten === 'stay-away',
      ids: this.oneIds,
      gate: {
        outageMs: () => Promise.resolve(0),
        about: (_: string, work: () => Promise<never>) => work(),
      },
      wait: async (ms) => {
        this.waits.push(ms);
        this.now = new Date(this.now.getTime() + ms);
        await this.whileWaiting(ms);
      },
      parallel: 2,
      timeLeft: () => 15 * 60_000,
    };
  }
}
