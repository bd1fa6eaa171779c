import { randomUUID } from 'node:crypto';

/** Ids sort by the time of their start. */
export const newRunId = (now: Date): string =>
  `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomUUID().slice(0, 8)}`;
