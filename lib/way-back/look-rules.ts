import type { Link } from '../ports/links';
import { clientMapping } from '../sync/client-to-clientify';
import type { DecideRules } from '../sync/decide';
import type { MergeSettings } from '../sync/merge';
import type { ChangeWork } from './change-work';

/** The settings, and what the link remembers; a re-drive takes up what was parked, too. */
export function rules(work: ChangeWork, link: Link): MergeSettings & DecideRules {
  const { config, countryCode, clock } = work.ports;
  const parked = work.change.source === 'redrive' ? undefined : link.parked;
  const known = { parked, accepted: link.accepted, fights: link.fights };
  return {
    ...clientMapping(config, countryCode),
    ...work.meeting,
    ...known,
    now: clock.now(),
    fullRun: false,
  };
}
