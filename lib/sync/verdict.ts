/** Who wins where both sides hold, or changed a field to, different values. */
export type Winner = 'giav' | 'clientify';

/** Whether edits in Clientify reach GIAV. */
export type WayBack = 'off' | 'dry-run' | 'on';

/** What decides about a field that may be edited on both sides. */
export interface MeetingRules {
  readonly wayBack: WayBack;
  readonly winner: Winner;
  /** A value emptied in Clientify: GIAV keeps it (`never`), or it is emptied there too. */
  readonly clears: 'never' | 'always';
  /** While the way back does not write: put edits of agents back too (setting fullRun.putBack). */
  readonly putBackAll: boolean;
}

/** All that a verdict depends on; what is equal on both sides needs none. */
export interface Facts {
  /** There is a base for this field; else the two values meet for the first time. */
  readonly known: boolean;
  readonly giavBlank: boolean;
  readonly clientifyBlank: boolean;
  readonly giavChanged: boolean;
  readonly clientifyChanged: boolean;
  /** Clientify still shows what GIAV held when both were last in step. */
  readonly showsGiavsOld: boolean;
  /** Of one value with several parts: whose has all that the other has, and more. */
  readonly fuller?: Winner;
}

export type Why =
  | 'first-meeting'
  | 'changed-in-giav'
  | 'changed-in-clientify'
  | 'conflict'
  | 'chosen'
  | 'cleared-in-clientify'
  | 'put-back'
  | 'settled'
  | 'differs';

/**
 * `take`: Clientify gets GIAV's value. `edit`: Clientify's value goes to GIAV. `leave`: each side keeps its own; with
 * `differs` it stays an edit that waits, with `settled` it is how things are.
 */
export interface Verdict {
  readonly do: 'take' | 'edit' | 'leave';
  readonly why: Why;
}

const take = (why: Why): Verdict => ({ do: 'take', why });
const edit = (why: Why): Verdict => ({ do: 'edit', why });
const leave = (why: 'settled' | 'differs'): Verdict => ({ do: 'leave', why });

/** Both sides keep what they have: an edit waits, is parked, or was not written. */
export const DIFFERS: Verdict = { do: 'leave', why: 'differs' };

/** Who gets what where the two sides of a two-way field differ (rules of data, sections 2 and 3). */
export function verdict(facts: Facts, rules: MeetingRules): Verdict {
  if (!facts.known) return firstMeeting(facts, rules);
  if (facts.giavChanged)
    return facts.clientifyChanged ? changedOnBoth(facts, rules) : changedInGiav(facts);
  return facts.clientifyChanged ? changedInClientify(facts, rules) : leave('settled');
}

/** Section 2. Clientify's own value becomes part of the base where the way back does not write. */
function firstMeeting(
  { giavBlank, clientifyBlank, fuller }: Facts,
  { wayBack, winner }: MeetingRules,
): Verdict {
  const clientifyStands = wayBack === 'on' ? edit('first-meeting') : leave('settled');
  if (giavBlank) return clientifyStands;
  if (clientifyBlank) return take('first-meeting');
  return (fuller ?? winner) === 'giav' ? take('first-meeting') : clientifyStands;
}

/** Emptied in GIAV: Clientify is emptied only where it still shows what GIAV had. */
const changedInGiav = ({ giavBlank, showsGiavsOld }: Facts): Verdict =>
  giavBlank && !showsGiavsOld ? leave('settled') : take('changed-in-giav');

function changedInClientify(
  { giavBlank, clientifyBlank }: Facts,
  { wayBack, clears, putBackAll }: MeetingRules,
): Verdict {
  if (wayBack === 'on') {
    if (clientifyBlank && clears === 'never') return take('cleared-in-clientify');
    return edit('changed-in-clientify');
  }
  return putBackAll && !giavBlank ? take('put-back') : leave('differs');
}

function changedOnBoth(
  { giavBlank, clientifyBlank }: Facts,
  { wayBack, winner, clears }: MeetingRules,
): Verdict {
  // Nothing of Clientify's is cleared that GIAV never had.
  if (giavBlank) return wayBack === 'on' ? edit('conflict') : leave('differs');
  if (wayBack !== 'on' || (clientifyBlank && clears === 'never')) return take('conflict');
  return winner === 'giav' ? take('conflict') : edit('conflict');
}
