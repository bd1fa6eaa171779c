import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { LIVE } from './assets/live';
import style from './assets/style.css';
import type { ConsoleEnv } from './session/person';

const FILES = {
  'estilo.css': ['text/css; charset=utf-8', style],
  'vivo.js': ['text/javascript; charset=utf-8', LIVE],
} as const;

/** Style and script: the same for everybody, so they need no session. */
export function assetRoutes(): Hono<ConsoleEnv> {
  const routes = new Hono<ConsoleEnv>();
  for (const [name, [type, text]] of Object.entries(FILES)) {
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
    routes.get(`/${name}`, (c) => {
      // Asked for again each time: a new version shows at once.
      const headers = { 'Cache-Control': 'no-cache', ETag: tag, 'Content-Type': type };
      return c.req.header('If-None-Match') === tag
        ? c.body(null, 304, headers)
        : c.body(text, 200, headers);
    });
  }
  return routes;
}
