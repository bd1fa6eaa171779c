import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = join(__dirname, '..', '..');
const CTRL_C = '\u0003';
/** Names a process, and all that it started, among those of the machine. */
const MARK = 'STARTED_BY_TEST';

/** `script` of util-linux, which every Debian has: a real terminal for a command, whose keys are our pipe. */
export const hasTerminal =
  process.platform === 'linux' &&
  /util-linux/.test(String(spawnSync('script', ['--version']).stdout));

export interface Ended {
  readonly code: number | null;
  /** From the last {@link Started.signal} or key on. */
  readonly afterMs: number;
}

/** A command as a person starts it, with all that it starts. */
export class Started {
  output = '';
  private readonly ended: Promise<number | null>;
  private askedAt = Date.now();

  private constructor(
    readonly child: ChildProcess,
    private readonly mark: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** At a terminal of its own: Ctrl-C reaches every process of the command, as the terminal sends it. */
  static atTerminal(command: string, env: Record<string, string>): Started {
    const mark = randomUUID();
    const args = ['-q', '-e', '-f', '-c', command, '/dev/null'];
    return new Started(
      spawn('script', args, { cwd: ROOT, env: { ...process.env, ...env, [MARK]: mark } }),
      mark,
    );
  }

  /** As another program starts it: a group of processes of its own, whose number is the child's. */
  static inGroup(command: string, env: Record<string, string>): Started {
    const mark = randomUUID();
    const options = { cwd: ROOT, env: { ...process.env, ...env, [MARK]: mark }, detached: true };
    return new Started(spawn('sh', ['-c', `exec ${command}`], options), mark);
  }

  pressCtrlC(): void {
    this.askedAt = Date.now();
    this.child.stdin?.write(CTRL_C);
  }

  /** To each process of the group at once. */
  signalGroup(signal: NodeJS.Signals): void {
    this.askedAt = Date.now();
    process.kill(-(this.child.pid ?? 0), signal);
  }

  /** As `kill` does: to the command alone. */
  terminate(): void {
    this.askedAt = Date.now();
    process.kill(this.cli(), 'SIGTERM');
  }

  async until(what: string | RegExp | (() => Promise<boolean>), ms = 100_000): Promise<void> {
    const end = Date.now() + ms;
    const there = async (): Promise<boolean> =>
      typeof what === 'function' ? what() : new RegExp(what).test(this.output);
    while (!(await there())) {
      if (Date.now() > end) throw new Error(`It did not come to ${String(what)}:\n${this.output}`);
      await wait(50);
    }
  }

  /** Waits for its end; what has not ended in time is killed. */
  async end(withinMs: number): Promise<Ended> {
    const late = Symbol('late');
    const limit = this.askedAt + withinMs - Date.now();
    const code = await Promise.race([this.ended, wait(limit, late, { ref: false })]);
    const afterMs = Date.now() - this.askedAt;
    if (code === late) {
      const left = this.left().length;
      this.kill();
      throw new Error(`${left} processes after ${afterMs} ms:\n${this.output.slice(-2000)}`);
    }
    return { code: code, afterMs };
  }

  /** Ids of its processes that are still there. */
  left(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          const running = !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
          return running && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(this.mark);
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  /** Until none of its processes is left. */
  async gone(withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    while (this.left().length > 0) {
      if (Date.now() > end) throw new Error(`${this.left().length} processes are left`);
      await wait(50);
    }
  }

  /** -9, to all of it. */
  kill(): void {
    for (const pid of this.left()) process.kill(pid, 'SIGKILL');
  }

  /** The process of the command line itself. */
  cli(): number {
    const pid = this.left().find((one) => {
      const line = readFileSync(`/proc/${one}/cmdline`, 'utf8').split('\0');
      return line[0]?.endsWith('node') && line.some((word) => /\bbin\/cli\.[jt]s$/.test(word));
    });
    if (pid === undefined) throw new Error('The command line is not running');
    return pid;
  }
}
