import * as z from 'zod';
import type { ClientifyUser } from '../sync/deal-owner';
import type { ClientifyHttp } from './http';
import { readAll } from './read-list';

/** A user without a name can own nothing. */
const userSchema = z
  .looseObject({ username: z.string().min(1), email: z.string().nullish() })
  .transform(({ username, email }): ClientifyUser => ({
    name: username,
    emails: email === null || email === undefined ? [] : [email],
  }));

/** Users of the account (clientify.md, D12). */
export async function readUsers(
  http: ClientifyHttp,
  concurrency: number,
): Promise<ClientifyUser[]> {
  const users: ClientifyUser[] = [];
  await readAll(http, '/users/', concurrency, (item) => {
    const user = userSchema.safeParse(item).data;
    if (user) users.push(user);
  });
  return users;
}
