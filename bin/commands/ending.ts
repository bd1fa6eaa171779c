import { constants } from 'node:os';
import type { Texts } from '../../lib/admin/texts';
import { say } from './exit';

/** What a person is told that an end takes at most. */
const LIMIT_MS = 10_000;
/** Of it, what taking down may take: the rest is for the process itself. */
export const TAKE_DOWN_MS = 8500;
/** npm sends Ctrl-C on to the command, which has it from the terminal already: so soon after the first it is the same one. */
const SAME_MS = 1000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** A person, or another program, has asked this process to end. */
export class Interrupted extends Error {
  constructor(readonly signal: Signal) {
    super(`Ended by ${signal}`);
  }

  /** As a shell tells it. */
  get code(): number {
    return 128 + constants.signals[this.signal];
  }
}

/**
 * How this process ends when it is asked to: the first signal lets what is at work come to its end, for ten seconds at
 * most; a second one ends at once. What that cuts off is found by the next start; child processes end by themselves.
 */
export class Ending {
  private interrupted: Interrupted | undefined;
  private readonly asked: Promise<Interrupted>;
  private heardAt = 0;
  private onFirst: (interrupted: Interrupted) => void = () => undefined;

  constructor() {
    this.asked = new Promise((resolve) => (this.onFirst = resolve));
  }

  /** Takes the signals over from now on. */
  listen({ ending }: Texts): void {
    for (const signal of SIGNALS)
      process.on(signal, () => {
        this.hear(new Interrupted(signal), ending.asked);
      });
  }

  /** What asked for the end; undefined as long as nothing has. */
  get by(): Interrupted | undefined {
    return this.interrupted;
  }

  /** Resolves when the end is asked for. */
  whenAsked(): Promise<Interrupted> {
    return this.asked;
  }

  /**
   * The work, or the end of waiting for it: what it holds is taken down by whoever began it.
   * @throws Interrupted
   */
  async orInterrupted<T>(begin: () => Promise<T>): Promise<T> {
    if (this.interrupted) throw this.interrupted;
    const work = begin();
    // Nobody waits for it any more when the end came first.
    work.catch(() => undefined);
    const first = await Promise.race([work.then((value) => ({ value })), this.asked]);
    if (first instanceof Interrupted) throw first;
    return first.value;
  }

  private hear(interrupted: Interrupted, text: string): void {
    const now = performance.now();
    if (this.interrupted === undefined) {
      this.interrupted = interrupted;
      this.heardAt = now;
      // A terminal that was closed takes no more lines.
      for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
      say(text);
      setTimeout(() => process.exit(interrupted.code), LIMIT_MS).unref();
      this.onFirst(interrupted);
    } else if (now - this.heardAt > SAME_MS) process.exit(interrupted.code);
  }
}

/** Of this process. */
export const ending = new Ending();
