import type { Base, Sides } from '../sync/base';
import { isStuck, withoutConsents } from '../sync/consents';
import {
  decide,
  decided,
  movable,
  noticesOf,
  openEdits,
  withoutEdits,
  type Decided,
} from '../sync/decide';
import type { Reason } from '../sync/reasons';
import { LISTS } from '../sync/settle';
import type { Link } from '../ports/links';
import type { RecordWork } from './work';

/** What a look at a record decides, before anything is sent. */
export interface Look {
  readonly decided: Decided;
  /** Edits in Clientify are to go back to GIAV. */
  readonly edited: boolean;
  readonly notices: readonly Reason[];
  readonly fights: Link['fights'];
  readonly extras: ReadonlySet<string>;
  /** An entry that only Clientify has could move to GIAV. */
  readonly movable: boolean;
}

const withoutClosing = (accepted: Link['accepted']): Link['accepted'] =>
  accepted && Object.fromEntries(Object.entries(accepted).filter(([name]) => name !== 'status'));

/** Somebody asks for it again: what Clientify did not take of the end of a deal, or of a consent, is tried once more. */
const triedAgain = ({ kind }: Sides['desired'], accepted: Link['accepted']): Link['accepted'] =>
  kind === 'deal' ? withoutClosing(accepted) : withoutConsents(accepted);

/**
 * What a run does with a record that it has read in full. While the way back writes, edits are left to it.
 * @param same the link, if it is about this record of Clientify; null at a first meeting
 */
export function lookAt(
  { ports: { meeting, clock }, message }: RecordWork,
  sides: Sides,
  same: Link | null,
  base: Base | null,
): Look {
  const { parked, fights } = same ?? {};
  const redrive = message.mode === 'redrive';
  const stuck = message.mode === 'full' && isStuck(same);
  const accepted = redrive || stuck ? triedAgain(sides.desired, same?.accepted) : same?.accepted;
  const rules = {
    ...meeting,
    parked,
    accepted,
    fights,
    now: clock.now(),
    fullRun: message.mode === 'full',
  };
  const whole = decide(sides, base, rules);
  const writes = meeting.wayBack === 'on';
  const here = writes ? decided(sides, withoutEdits(whole.settled), whole.owned, base) : whole;
  // A re-drive also takes up what was parked.
  const moves = movable(sides, whole.settled);
  const waiting = [...openEdits(whole.settled), ...moves, ...(redrive ? whole.settled.parked : [])];
  const extras =
    writes || base !== null
      ? []
      : LISTS.flatMap(
          (list) => here.settled.lists[list]?.edits.flatMap(({ add }) => add ?? []) ?? [],
        );
  return {
    decided: here,
    edited: writes && waiting.length > 0,
    notices: noticesOf(sides, whole, meeting.wayBack),
    fights: whole.owned.fights,
    extras: new Set(extras),
    movable: moves.length > 0,
  };
}
