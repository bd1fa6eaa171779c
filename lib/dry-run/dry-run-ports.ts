import type { SyncConfig } from '../config/schema';
import type { Account } from '../ports/account';
import type { ClientifyAccount } from '../ports/clientify-account';
import type { Clock } from '../ports/clock';
import type { Giav } from '../ports/giav';
import type { Links } from '../ports/links';
import type { Log } from '../ports/log';
import type { Pending } from '../ports/pending';
import type { Watermarks } from '../ports/watermarks';
import type { PlannedRecord } from './planned-record';
import type { RecordReads } from './planned-writes';

export interface DryRunPorts {
  readonly giav: Giav;
  readonly clientify: ClientifyAccount;
  readonly records: RecordReads;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  readonly recordUrl: (kind: 'contact' | 'company', id: string) => string;
  /** Reads only: nothing is stored. */
  readonly links: Pick<Links, 'get' | 'getMany' | 'known'>;
  readonly pending: Pick<Pending, 'list'>;
  readonly watermarks: Watermarks;
  /** @default - names of stages count alone */
  readonly account?: Pick<Account, 'setup'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Waited for: a report may write slower than records are decided. */
  readonly onRecord: (record: PlannedRecord) => Promise<void>;
  readonly onProgress: (read: number) => void;
  /** Asked before each page; when it says no, the dry run ends with what it has seen. @default - it goes on to the end */
  readonly mayGoOn?: () => boolean;
}
