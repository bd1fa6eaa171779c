import type { Link } from '../ports/links';
import { clientMapping } from '../sync/client-to-clientify';
import type { DecideRules } from '../sync/decide';
import type { MergeSettings } from '../sync/merge';
import type { ChangeWork } from './change-work';

/** The settings, what the link remembers, and what an admin chose; a re-drive takes up what was parked, too. */
export function rules(work: ChangeWork, link: Link): MergeSettings & DecideRules {
  const { config, countryCode, clock } = work.ports;
  const { source, choices } = work.change;
  // Whoever chooses a value of one field says nothing about the others.
  const parked = source === 'redrive' && choices === undefined ? undefined : link.parked;
  const known = { parked, choices, accepted: link.accepted, fights: link.fights };
  return {
    ...clientMapping(config, countryCode),
    ...work.meeting,
    ...known,
    now: clock.now(),
    fullRun: false,
  };
}
