import { answerSchema, type Answer, type Answers } from '../ports/asked';
import { KEPT_HOURS, epochSeconds } from '../sync/kept';
import { HOUR_MS } from '../sync/budget';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

/** What came of requests. An item of the state takes no more than 400 KB: what is longer is cut by whoever answers. */
export class DynamoAnswers implements Answers {
  constructor(private readonly table: Table) {}

  async get(id: string, now: Date): Promise<Answer | null> {
    const item = await this.table.get(keys.asked(id));
    if (item === null || Number(item['expires']) <= epochSeconds(now)) return null;
    return answerSchema.safeParse(item).data ?? null;
  }

  async put(answer: Answer, now: Date): Promise<void> {
    const until = new Date(now.getTime() + KEPT_HOURS.answers * HOUR_MS);
    await this.table.put(
      { ...keys.asked(answer.id), v: STATE_VERSION, ...answer, expires: epochSeconds(until) },
      { condition: 'attribute_not_exists(pk)' },
    );
  }
}
