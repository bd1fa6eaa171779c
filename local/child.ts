import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { program } from './programs';

/**
 * One of our programs, by its TypeScript file, as a child process whose first line on stdout is a JSON object; its
 * stderr goes to a log file. It is a group of its own: Ctrl-C at the terminal, and a signal to the group of whoever
 * started us, reach this process alone, which ends its children in order. Its channel to us closes however we end, and
 * the child ends by itself then.
 */
export async function startChild<T>(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  logFile: string,
): Promise<{ child: ChildProcess; ready: T }> {
  const child = spawn(process.execPath, [program(file), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const { stdout, stderr } = child;
  stderr?.pipe(createWriteStream(logFile, { flags: 'a' }));
  const ready = await new Promise<T>((resolve, reject) => {
    if (stdout)
      createInterface({ input: stdout }).once('line', (line) => {
        resolve(JSON.parse(line) as T);
      });
    child.once('exit', (code) => {
      reject(
        new Error(`${file} ended with ${code ?? 'a signal'} before it was ready; see ${logFile}`),
      );
    });
  });
  return { child, ready };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Resolves when the child has ended, by whatever. */
export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) resolve();
    else
      child.once('exit', () => {
        resolve();
      });
  });

/** How long a child may take to end in order. */
const GRACE_MS = 3000;

export function stopChild(child: ChildProcess): Promise<void> {
  const end = ended(child);
  if (!hasEnded(child)) {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  }
  return end;
}
