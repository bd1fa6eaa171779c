import type { Context } from 'hono';
import type { ConsolePorts } from './ports';
import type { ConsoleEnv } from './session/person';
import type { View } from './view';

/** How routes make what pages need. */
export interface Pages {
  readonly ports: ConsolePorts;
  readonly viewOf: (c: Context<ConsoleEnv>) => View;
  readonly notFound: (c: Context<ConsoleEnv>) => Response | Promise<Response>;
}
