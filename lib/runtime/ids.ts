import { randomUUID } from 'node:crypto';
import type { Ids } from '../ports/ids';

/** Random ids; those of runs begin with the moment of their start (UTC, to the second). */
export const ids: Ids = {
  run: (startedAt) =>
    `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomUUID().slice(0, 8)}`,
  holder: () => randomUUID(),
};
