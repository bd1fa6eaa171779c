import type { Clock } from '../../ports/clock';
import type { LetterDays } from '../../ports/letter-days';
import { localToday } from '../../sync/dates';
import type { TodayPorts } from '../today';
import { readLetterFacts } from './facts';
import { writeLetter, type Letter, type LetterSettings } from './write-letter';

export interface LetterPorts extends TodayPorts {
  readonly letterDays: LetterDays;
  /** Rejects when nobody can say that it was taken. */
  readonly post: (letter: Letter) => Promise<void>;
  readonly clock: Clock;
}

/** `already`: the day was seen to, or somebody is at it. */
export type LetterEnd = 'sent' | 'nothing to say' | 'already';

/**
 * Sends today's letter, once. A try that fails frees the day, so that the next one, minutes or an hour later, sends it late;
 * a letter that went out twice because its answer was lost is the smaller harm.
 */
export async function sendLetter(ports: LetterPorts, settings: LetterSettings): Promise<LetterEnd> {
  const { letterDays, post, clock } = ports;
  const now = clock.now();
  const day = localToday(now);
  if (!(await letterDays.begin(day, now))) return 'already';
  try {
    const letter = writeLetter(await readLetterFacts(ports, now), settings);
    if (letter) await post(letter);
    await letterDays.settle(day);
    return letter ? 'sent' : 'nothing to say';
  } catch (error) {
    await letterDays.release(day);
    throw error;
  }
}
