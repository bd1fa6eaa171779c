import type { Owners } from '../sync/ownership';
import type { MeetingRules } from '../sync/verdict';
import type { SyncConfig } from './schema';
import { writeBackMode } from './way-back-settings';

/** What the settings say of records that both sides hold. */
export interface Meeting extends MeetingRules {
  readonly owners: Owners;
  readonly resubscribe: 'on-change' | 'always';
}

export const meetingOf = (config: SyncConfig): Meeting => ({
  wayBack: writeBackMode(config),
  winner: config.writeBack.winner,
  clears: config.writeBack.clears,
  putBackAll: config.fullRun.putBack === 'all',
  owners: config.owners,
  resubscribe: config.consents.resubscribe,
});
