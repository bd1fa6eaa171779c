import type { Log } from '../../lib/ports/log';

/** What was logged: level, text, what it is about. */
export type Said = [level: string, text: string, about: object];

/** A log that keeps what it is told. */
export function keptLog(said: Said[]): Log {
  const keep =
    (level: string): Log['info'] =>
    (text, about = {}) =>
      void said.push([level, text, about]);
  return { info: keep('info'), warn: keep('warn'), error: keep('error') };
}
