import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Answers, Desk } from '../ports/asked';
import type { NamedSubject } from '../ports/messages';
import { COMMAND, SYNC_ONE } from '../sync/budget';

export interface AskForOnePorts {
  readonly runQueue: Pick<Desk, 'ask'>;
  readonly answers: Pick<Answers, 'get'>;
}

/** @default - the clock of this process */
interface Time {
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<unknown>;
}

/**
 * Has one record synced at once by the function that holds the keys of both systems, as the console does, and waits for
 * its answer; null: nobody has answered in time.
 * @param by who asks, as lines of the audit name people
 */
export async function askForOne(
  { runQueue, answers }: AskForOnePorts,
  { entity, id: record }: NamedSubject,
  { id, by }: { readonly id: string; readonly by: string },
  { now, wait }: Time = { now: () => new Date(), wait: sleep },
): Promise<Answer | null> {
  const askedAt = now();
  await runQueue.ask({
    v: 1,
    kind: 'asked',
    id,
    by,
    at: askedAt.toISOString(),
    work: { do: 'sync', entity, id: record },
  });
  for (;;) {
    const answer = await answers.get(id, now());
    if (answer !== null) return answer;
    if (now().getTime() - askedAt.getTime() > SYNC_ONE.answerMs) return null;
    await wait(COMMAND.pollMs);
  }
}
