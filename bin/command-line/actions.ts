import type { SlotAction } from './slot-actions';
import type { Choice } from '../../lib/admin/choose-value';
import type { Subject } from '../../lib/sync/decision';
import type { ConsoleOptions, InviteOptions } from '../commands/console-users';
import type { DoctorOptions } from '../commands/doctor';
import type { DryRunOptions } from '../commands/dry-run';
import type { FailuresOptions, RedriveOptions } from '../commands/failures';
import type { RunsOptions } from '../commands/look';
import type { RevertOptions, SetOptions } from '../commands/settings';
import type { SyncOptions } from '../commands/sync';
import type { UndoOptions } from '../commands/undo';
import type { WebhookOptions } from '../commands/way-back';
import type { Asked, Told, Where } from '../commands/where';

/** What each command does; it answers with the exit code. The definitions know no more of it, so documents are made without it. */
export interface Actions {
  sync(options: SyncOptions): Promise<number>;
  dryRun(options: DryRunOptions): Promise<number>;
  dev(options: Told): Promise<number>;
  console(options: Told): Promise<number>;
  setup(options: Told): Promise<number>;
  doctor(options: DoctorOptions): Promise<number>;
  status(options: Asked): Promise<number>;
  runs(options: RunsOptions): Promise<number>;
  showRun(id: string, options: Asked): Promise<number>;
  cancelRun(id: string, options: Asked): Promise<number>;
  confirmRun(id: string, options: Asked): Promise<number>;
  rejectRun(id: string, options: Asked): Promise<number>;
  explain(entity: Subject, id: string, options: Where): Promise<number>;
  conflicts(options: Asked): Promise<number>;
  chooseValue(choice: Choice, options: Asked): Promise<number>;
  failures(options: FailuresOptions): Promise<number>;
  audit(options: Asked): Promise<number>;
  redrive(options: RedriveOptions): Promise<number>;
  restore(id: string, options: Where & { readonly field: string }): Promise<number>;
  undoRun(id: string, options: UndoOptions): Promise<number>;
  relink(id: string, options: Asked): Promise<number>;
  forget(id: string, options: Asked): Promise<number>;
  inviteToConsole(email: string, options: InviteOptions): Promise<number>;
  consoleUsers(options: ConsoleOptions): Promise<number>;
  removeFromConsole(email: string, options: ConsoleOptions): Promise<number>;
  settings(options: Asked): Promise<number>;
  setSetting(path: string, value: string | undefined, options: SetOptions): Promise<number>;
  revertSettings(options: RevertOptions): Promise<number>;
  settingsHistory(options: Asked): Promise<number>;
  reconcile(options: Asked): Promise<number>;
  writeBack(options: Where & { readonly resume?: boolean }): Promise<number>;
  webhook(action: SlotAction, options: WebhookOptions): Promise<number>;
}
