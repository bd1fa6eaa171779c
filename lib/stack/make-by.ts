import { spawnSync } from 'node:child_process';
import { ROOT } from './made-once';

/**
 * Runs a TypeScript file that makes something, and waits for it. It is a process of its own: esbuild's plugins work
 * asynchronously, which whoever waits here cannot, and the memory that it takes ends with it.
 * @param what is made, for whoever reads that it cannot be
 * @throws Error with what the process said
 */
export function makeBy(what: string, script: string, ...args: readonly string[]): void {
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, ...args],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (signal) throw new Error(`Making ${what} was ended by ${signal}`);
  if (status !== 0) throw new Error(`${what} cannot be made:\n${stderr}`);
}
