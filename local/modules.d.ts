declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: object) => Server;
  export default dynalite;
}

declare module 'dynalite/db' {
  /** What dynalite keeps its items in: a level database, of which only how it reads is of interest here. */
  interface Level {
    _get: (key: string, options: object) => Promise<unknown>;
    readonly _getSync: (key: string, options: object) => unknown;
  }
  const database: { create: (options: object) => { readonly db: Level } };
  export default database;
}
