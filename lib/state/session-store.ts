import * as z from 'zod';
import type { SessionStore, StoredSession } from '../ports/session-store';
import { SECOND_MS, SESSION } from '../sync/budget';
import { epochSeconds } from '../sync/kept';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const sessionSchema = z.object({
  v: z.literal(STATE_VERSION),
  sealed: z.string(),
  startedAt: z.iso.datetime(),
  wordUntil: z.iso.datetime(),
});

/** Sessions of the console. The table forgets them some time after their end; whoever reads one looks at its times. */
export class DynamoSessionStore implements SessionStore {
  constructor(private readonly table: Table) {}

  async add(key: string, session: StoredSession): Promise<void> {
    const expires = epochSeconds(new Date(session.startedAt)) + SESSION.longestMs / SECOND_MS;
    await this.table.put(
      { ...keys.session(key), v: STATE_VERSION, ...session, expires },
      { condition: 'attribute_not_exists(pk)' },
    );
  }

  async get(key: string): Promise<StoredSession | null> {
    return sessionSchema.safeParse((await this.table.get(keys.session(key))) ?? {}).data ?? null;
  }

  async renew(
    key: string,
    { sealed, wordUntil }: Omit<StoredSession, 'startedAt'>,
  ): Promise<boolean> {
    const renewed = await this.table.update(keys.session(key), {
      expression: 'SET sealed = :sealed, wordUntil = :until',
      condition: 'attribute_exists(pk)',
      values: { ':sealed': sealed, ':until': wordUntil },
    });
    return renewed !== null;
  }

  async remove(key: string): Promise<void> {
    await this.table.delete(keys.session(key));
  }
}
