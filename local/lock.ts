import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beganOf, isThere, readHolder, type Holder } from './holder';

/** What a killed command started needs a moment to notice its death; a short command is over soon. */
const TRIES = 20;
const BETWEEN_MS = 150;

/**
 * Takes a state directory for this process until it ends: two on one would each believe that nobody else starts runs.
 * A lock whose process is gone is taken over.
 * @returns null, or who holds it.
 */
export async function takeDirectory(
  directory: string,
  command: Holder['command'],
): Promise<Holder | null> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  const mine: Holder = { pid: process.pid, began: beganOf(process.pid), command };
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
      process.on('exit', () => {
        rmSync(file, { force: true });
      });
      return null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder !== null && isThere(holder)) {
      if (tries >= TRIES) return holder;
      await wait(BETWEEN_MS);
    } else rmSync(file, { force: true });
  }
}
