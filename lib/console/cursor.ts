import type { Context } from 'hono';

/** Sort keys of the state, and nothing that could be none. */
const CURSOR = /^[\x21-\x7e]{1,200}$/;

/** Where a list goes on, as its page before said; at the beginning for anything else. */
export function cursorIn(c: Context): string | undefined {
  const from = c.req.query('desde');
  return from !== undefined && CURSOR.test(from) ? from : undefined;
}
