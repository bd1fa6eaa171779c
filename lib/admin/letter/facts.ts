import { DAY_MS } from '../../sync/budget';
import type { Subject } from '../../sync/decision';
import { localToday } from '../../sync/dates';
import { readToday, type Day, type Today, type TodayPorts } from '../today';
import { readWaiting, type WaitingGroup } from '../waiting';
import { readOldest } from '../waiting-rows';

/** A record that waits, without anything personal. */
export interface OldRecord {
  readonly entity: Subject;
  readonly id: string;
  /** ISO; null where nobody knows. */
  readonly since: string | null;
}

/** Records that wait for the same reason, with the oldest of them. */
export interface LetterGroup extends WaitingGroup {
  readonly oldest: readonly OldRecord[];
}

/** What a letter is written of. */
export interface LetterFacts {
  /** Of Madrid, `YYYY-MM-DD`. */
  readonly day: string;
  readonly today: Pick<Today, 'waiting' | 'running' | 'last' | 'watermark' | 'halted'>;
  /** The oldest first. */
  readonly groups: readonly LetterGroup[];
  /** What waits for a correction in GIAV: it may stay so. */
  readonly leftOut: readonly WaitingGroup[];
  /** What runs did on the day before; null = none ended. */
  readonly yesterday: Day | null;
}

/** So many records of each reason are named; the page behind the link has all of them. */
const NAMED = 3;

/** Those of unknown age last. */
function byAge(a: WaitingGroup, b: WaitingGroup): number {
  const [left, right] = [a.since ?? '~', b.since ?? '~'];
  return Number(left > right) - Number(left < right);
}

/** What the first page of the console shows, and the oldest records behind it. */
export async function readLetterFacts(ports: TodayPorts, now: Date): Promise<LetterFacts> {
  const [today, waiting] = await Promise.all([readToday(ports, 0, now), readWaiting(ports)]);
  const groups: LetterGroup[] = [];
  for (const group of waiting.filter(({ list }) => list !== 'giav').sort(byAge)) {
    const rows = await readOldest(ports, group, NAMED);
    const oldest = rows.map(({ entity, id, since }) => ({ entity, id, since }));
    groups.push({ ...group, oldest });
  }
  const before = localToday(new Date(now.getTime() - DAY_MS));
  return {
    day: localToday(now),
    today,
    groups,
    leftOut: waiting.filter(({ list }) => list === 'giav'),
    yesterday: today.days.find(({ date }) => date === before) ?? null,
  };
}
