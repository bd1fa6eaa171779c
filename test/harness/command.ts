import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';
import { program } from '../../local/programs';

const CLI = join(ROOT, 'bin', 'cli.ts');

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
export interface Running {
  readonly child: ChildProcess;
  /** So far. */
  readonly said: { out: string; err: string };
  readonly ended: Promise<Said>;
}

/** A word for a shell, whatever stands in it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** `npm run cli -- <words>` for a shell, without npm: the same sources, bundled. */
export const cli = (words: string): string => `node ${quoted(program(CLI))} ${words}`;

/**
 * `npm run cli -- <words>` without npm, and without a terminal: the same sources, bundled.
 * @param env all that it is told of its surroundings
 */
export function command(words: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [program(CLI), ...words], {
    cwd: ROOT,
    // With nothing to read: a question would never be answered.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = new Promise<Said>((resolve) =>
    child.once('close', (code) => {
      resolve({ code, ...said });
    }),
  );
  return { child, said, ended };
}
