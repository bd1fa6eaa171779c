import { ClientifyAccountApi } from '../clientify/account';
import { ClientifyApi } from '../clientify/api';
import { COLLECTION } from '../clientify/lists';
import { Traits } from '../clientify/traits';
import type { SyncConfig } from '../config/schema';
import { DryRun, type DryRunEnd } from '../dry-run/dry-run';
import type { PlannedRecord } from '../dry-run/planned-record';
import type { Log } from '../ports/log';
import type { NamedRecord } from '../ports/messages';
import type { RunMode } from '../ports/run';
import type { DeskPorts } from './admin-ports';
import type { Systems } from './systems';

export interface RehearsePorts {
  readonly systems: Systems;
  readonly admin: Pick<DeskPorts, 'links' | 'pending' | 'watermarks' | 'account'>;
  /** In force, or those that somebody thinks of. */
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  readonly now: () => Date;
  readonly log: Log;
  readonly onRecord: (record: PlannedRecord) => Promise<void>;
  readonly onProgress?: (read: number) => void;
  /** @default - to the end */
  readonly mayGoOn?: () => boolean;
}

/** Everything that a run would do by these settings, without a write: the code of a run on both systems. */
export function rehearse(
  { systems, admin, config, now, onProgress = () => undefined, ...ports }: RehearsePorts,
  mode: RunMode,
  records: readonly NamedRecord[] = [],
): Promise<DryRunEnd> {
  const { concurrency } = config.clientify;
  return new DryRun({
    ...ports,
    giav: systems.giav,
    clientify: new ClientifyAccountApi(systems.clientify, concurrency),
    records: new ClientifyApi(systems.clientify, concurrency, {
      traits: new Traits(admin.account),
    }),
    config,
    recordUrl: (kind, id) => systems.clientify.resourceUrl(`${COLLECTION[kind]}${id}/`),
    links: admin.links,
    pending: admin.pending,
    watermarks: admin.watermarks,
    account: admin.account,
    clock: { now },
    onProgress,
  }).run(mode, records);
}
