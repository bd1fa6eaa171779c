import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { ConsoleEnv } from './person';

/** Why nothing was done. */
export type Refused = 'not-an-admin' | 'forged';

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The browser says where the form stood: in `Origin`, which no page can set. */
const isOurs = (c: Context, origin: string): boolean => c.req.header('Origin') === origin;

/** Whether the form is from a page of this session. */
export async function isGenuine(c: Context<ConsoleEnv>, origin: string): Promise<boolean> {
  if (!isOurs(c, origin)) return false;
  const { csrf } = await c.req.parseBody();
  const expected = c.get('csrf');
  return expected !== '' && typeof csrf === 'string' && equal(csrf, expected);
}

/**
 * The one guard of everything that changes something: an admin, by a form of one of our own pages.
 * @param refuse answers what is refused; nothing has been done then.
 */
export const requireAdmin =
  (
    origin: string,
    refuse: (c: Context<ConsoleEnv>, why: Refused) => Response | Promise<Response>,
  ): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    if (!(await isGenuine(c, origin))) return refuse(c, 'forged');
    if (c.get('person').role !== 'admin') return refuse(c, 'not-an-admin');
    return next();
  };
