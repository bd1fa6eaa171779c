declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: object) => Server;
  export default dynalite;
}
