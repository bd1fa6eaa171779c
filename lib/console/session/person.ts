import type { Hono, MiddlewareHandler } from 'hono';
import type { Language } from '../../admin/language';

/** `reader` sees everything; `admin` acts, too. */
export type Role = 'reader' | 'admin';

/** Who is signed in. `id` is what lines of the audit name: never a secret, and no more of the person than is needed. */
export interface Person {
  readonly id: string;
  readonly role: Role;
}

/** What a request carries once its session is known. */
export interface ConsoleVariables {
  person: Person;
  /** Every form of the page carries it in its hidden field `csrf`; it is bound to the session. */
  csrf: string;
  language: Language;
}
export interface ConsoleEnv {
  Variables: ConsoleVariables;
}

/**
 * How people get in: on AWS by Cognito, on one's own machine by a token that is good once. The pages rely on nothing else.
 */
export interface Sessions {
  /**
   * Sets `person` and `csrf` of the request, or answers it: a redirect to where one signs in, or 401 with a page that says
   * how one gets in. What it answers carries nothing of the agency.
   */
  readonly required: MiddlewareHandler<ConsoleEnv>;
  /** Paths below the console's own (`/entrar` …) that need no session: signing in and out. */
  readonly routes: Hono<ConsoleEnv>;
  /** Where the console is reached (`https://…`, no path): forms are taken from its own pages only. */
  readonly origin: string;
}
