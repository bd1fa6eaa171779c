import type { DeskPorts } from '../admin/admin-ports';
import type { PreviewPorts } from '../admin/settings-overlay';
import type { RecordPorts } from '../admin/record';
import type { TodayPorts } from '../admin/today';
import type { SyncConfig } from '../config/schema';
import type { Answers, Desk } from '../ports/asked';
import type { RunQueue } from '../ports/queues';

/** What somebody did here. Ids only, no personal data. */
export interface ActivityLine {
  /** ISO. */
  readonly at: string;
  readonly who: string;
  /** A word of the texts: `retry`, `start` … */
  readonly what: string;
  readonly about: string;
}

export interface Activity {
  note(line: ActivityLine): Promise<void>;
  /** Newest first. @param before `next` of the page before */
  latest(
    limit: number,
    before?: string,
  ): Promise<{ readonly lines: readonly ActivityLine[]; readonly next: string | null }>;
}

/** What the pages read: parts of the state that cost the same however much is stored. No page may read all of it. */
export type ConsoleState = TodayPorts & RecordPorts & Pick<DeskPorts, 'runs' | 'notes'>;

export interface ConsolePorts {
  readonly state: ConsoleState;
  readonly activity: Activity;
  /** What needs a key, or a right that the console has not, goes there … */
  readonly desk: Desk;
  /** … and its answer comes from here. */
  readonly answers: Answers;
  readonly runQueue: Pick<RunQueue, 'send'>;
  readonly config: () => Promise<SyncConfig>;
  /** What people change of the settings: the one part of the state, beside sessions, that the console writes. */
  readonly settings: PreviewPorts;
  /** The clients of whose Documento (as it is written) a record was created; null where there is no key to look with. */
  readonly ofDocumento: ((documento: string) => Promise<readonly string[]>) | null;
  /** Address that Clientify calls, without its secret; null where nothing listens. */
  readonly webhookUrl: string | null;
  /** Runs begin by themselves here. */
  readonly schedules: boolean;
  readonly newId: () => string;
  readonly newRunId: () => string;
  readonly now: () => Date;
  /** An error that nobody expected: for the log, without what it was about. */
  readonly onError: (error: unknown) => void;
}
