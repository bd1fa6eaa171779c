import type { LetterDays } from '../ports/letter-days';
import { FUNCTION_SECONDS, SECOND_MS } from '../sync/budget';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

/** One item for all days: that of the last letter. */
export class DynamoLetterDays implements LetterDays {
  constructor(private readonly table: Table) {}

  async begin(day: string, now: Date): Promise<boolean> {
    // Whoever began and is silent for longer than an invocation lives is dead.
    const until = now.getTime() + FUNCTION_SECONDS.letter * SECOND_MS;
    const begun = await this.table.update(keys.letter(), {
      expression: 'SET v = :v, #d = :day, settled = :no, #u = :until',
      condition: 'attribute_not_exists(pk) OR #d <> :day OR settled = :no AND #u < :now',
      names: { '#d': 'day', '#u': 'until' },
      values: {
        ':v': STATE_VERSION,
        ':day': day,
        ':no': false,
        ':until': until,
        ':now': now.getTime(),
      },
    });
    return begun !== null;
  }

  async settle(day: string): Promise<void> {
    await this.table.update(keys.letter(), {
      expression: 'SET settled = :yes',
      condition: '#d = :day',
      names: { '#d': 'day' },
      values: { ':yes': true, ':day': day },
    });
  }

  async release(day: string): Promise<void> {
    await this.table.update(keys.letter(), {
      expression: 'SET #u = :gone',
      condition: '#d = :day AND settled = :no',
      names: { '#d': 'day', '#u': 'until' },
      values: { ':gone': 0, ':day': day, ':no': false },
    });
  }
}
