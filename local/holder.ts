import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Who works with a state directory: a process, and the command that it serves. */
export const holderSchema = z.object({
  pid: z.number().int(),
  /** Tells a process from a later one that was given its number; null where nothing tells it. */
  began: z.string().nullable(),
  /** The process to end. */
  command: z.object({ pid: z.number().int(), words: z.string() }),
});
export type Holder = z.infer<typeof holderSchema>;

/** When a process began, in ticks since the machine did (Linux); null elsewhere, and of a process that is not there. */
export function beganOf(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything.
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Whether a process of that number is there. One of somebody else is: it may not be signalled. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the very process is there, not another one with its number. */
export const isThere = ({ pid, began }: Pick<Holder, 'pid' | 'began'>): boolean =>
  isAlive(pid) && (began === null || began === beganOf(pid));

/** The holder that a file names; null for a file that is missing, cut off or of another version. */
export function readHolder(file: string): Holder | null {
  try {
    return holderSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** How a person typed the command of this process, as npm and its arguments tell. */
export function commandWords(
  argv: readonly string[] = process.argv,
  script: string | undefined = process.env['npm_lifecycle_event'],
): string {
  if (script === 'start') return 'npm start';
  if (script === 'dev') return 'npm run dev';
  const [, file = '', ...words] = argv;
  return /\bcli\.[jt]s$/.test(file) ? `npm run cli -- ${words.join(' ')}` : file;
}
