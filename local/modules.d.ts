declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: object) => Server;
  export default dynalite;
}

declare module 'dynalite/validations/index.js' {
  /** @returns what is wrong with the expressions of a request */
  export function validateExpressions(request: object): string | undefined;
}
