import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { document } from './components/document';
import { MessagePage } from './pages/message';
import type { ConsoleEnv } from './session/person';
import type { View } from './view';

type Status = 200 | 400 | 403 | 404 | 413 | 500;

/** A whole page. */
export const page = (c: Context<ConsoleEnv>, content: Child, status: Status = 200) =>
  c.html(document(content), status);

/** A part of one, which the script puts in place of the old one. */
export const part = (c: Context<ConsoleEnv>, content: Child) => c.html(<>{content}</>);

/** A page that says why not, or what is not there. */
export const message = (c: Context<ConsoleEnv>, view: View, says: string, status: Status) =>
  page(c, <MessagePage view={view} says={says} />, status);
