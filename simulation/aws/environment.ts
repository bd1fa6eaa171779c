import type { Random } from '../time/random';
import type { Scheduler } from '../time/scheduler';

/** What an invocation talks to. */
export type Port = 'table' | 'sqs' | 'bus' | 'facts' | 'giav' | 'clientify';

/**
 * What becomes of one call. `fail`: nothing happened, an error. `lost`: it happened, an error. `hang`: no answer until
 * the caller gives up, and it may have happened. `throttle`: refused for now. `die` and `dieAfter`: the invocation ends
 * there, before or after the call had its effect.
 */
export type Fault = 'fail' | 'lost' | 'hang' | 'throttle' | 'die' | 'dieAfter' | ToldFault;

/** A fault that leaves nothing to chance: whether the call has its effect, and what its caller sees. */
export interface ToldFault {
  readonly applied: boolean;
  /** null: no answer until the caller gives up. */
  readonly error: Error | null;
}

/** One whose details are left to chance. */
export type ChanceFault = Exclude<Fault, ToldFault>;

/** One call of a port, before it is made. */
export interface Call {
  readonly function: string;
  readonly port: Port;
  readonly name: string;
}

/** Milliseconds that a call takes: the shortest and the longest. */
const LATENCY: Readonly<Record<Port, readonly [number, number]>> = {
  table: [2, 25],
  sqs: [4, 60],
  bus: [4, 60],
  facts: [10, 80],
  giav: [150, 2500],
  clientify: [80, 1200],
};
/** How long a caller waits for an answer that does not come, in milliseconds, where the call itself does not say. */
const PATIENCE_MS = 3000;
/** A request may still come true after its caller has given up: at most so many times its patience after it was sent. */
const MOST_LATE = 1.3;

export interface CallOptions {
  /** The caller gives up then. */
  readonly timeoutMs?: number;
  /** The error that the caller sees for a call that failed, was throttled or was given up. */
  readonly error?: (fault: ChanceFault) => Error;
}

/** Whoever waits for the call. */
interface Answer<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

const plainError = (fault: ChanceFault): Error =>
  Object.assign(new Error('a service of AWS did not do it'), {
    name: fault === 'throttle' ? 'ProvisionedThroughputExceededException' : 'TimeoutError',
  });

/** Where the simulation's parts meet: the clock, chance, what goes wrong, and who is told of every call. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** How many times longer than usual both systems take to answer. */
  readonly slowness: number;
  /** Asked once for each call. */
  readonly faultOf: (call: Call) => Fault | undefined;
  readonly onCall: (call: Call, fault: Fault | undefined) => void;
  /** Told how each invocation ended. */
  readonly onEnd?: (functionName: string, end: End) => void;
}

/** How an invocation ended: with an answer, with an error, or not by itself. */
export type End =
  { readonly answer: unknown } | { readonly error: unknown } | { readonly died: true };

/**
 * One execution environment of a function: it works on one invocation at a time and keeps its connections between them.
 * Everything that its code awaits from outside goes through `call`; once it is dead, nothing comes back any more.
 */
export class Environment {
  alive = true;
  /** Told when it dies. */
  onDeath: () => void = () => undefined;

  constructor(
    readonly functionName: string,
    private readonly around: Surroundings,
  ) {}

  die(): void {
    if (!this.alive) return;
    this.alive = false;
    this.onDeath();
  }

  /** Lets the effect happen a while later, and answers; or what the surroundings have in store for it. */
  call<T>(port: Port, name: string, act: () => T, options: CallOptions = {}): Promise<T> {
    const { scheduler, faultOf, onCall } = this.around;
    if (!this.alive) return new Promise(() => undefined);
    const call = { function: this.functionName, port, name };
    const fault = faultOf(call);
    onCall(call, fault);
    const { timeoutMs = PATIENCE_MS } = options;
    const latency = this.latencyOf(port, timeoutMs);
    return new Promise((resolve, reject) => {
      const answer = { resolve, reject };
      scheduler.after(latency, () => this.happen(act, fault, answer, options));
      // The caller has gone on by the time it happens.
      if (latency > timeoutMs)
        scheduler.after(timeoutMs, () => {
          if (this.alive) reject((options.error ?? plainError)('hang'));
        });
    });
  }

  private latencyOf(port: Port, timeoutMs: number): number {
    const { random, slowness } = this.around;
    const [shortest, longest] = LATENCY[port];
    const slow = port === 'giav' || port === 'clientify' ? slowness : 1;
    const latency = slow * (shortest + (longest - shortest) * random.next() ** 3);
    return Math.min(latency, MOST_LATE * timeoutMs);
  }

  private happen<T>(
    act: () => T,
    fault: Fault | undefined,
    answer: Answer<T>,
    options: CallOptions,
  ): void {
    if (!this.alive) {
      // The request was under way when its sender died: it arrived, or not.
      if (this.around.random.chance(0.5)) attempt(act);
    } else if (fault === undefined) succeed(act, answer);
    else if (typeof fault === 'object') {
      if (fault.applied) attempt(act);
      if (fault.error !== null) answer.reject(fault.error);
      else this.hang(answer, options);
    } else this.fail(act, fault, answer, options);
  }

  /** The invocation dies, or the call does not come back as it should; what it was to do is done, or not. */
  private fail<T>(act: () => T, fault: ChanceFault, answer: Answer<T>, options: CallOptions): void {
    const { random } = this.around;
    if (fault === 'lost' || fault === 'dieAfter' || (fault === 'hang' && random.chance(0.5)))
      attempt(act);
    if (fault === 'die' || fault === 'dieAfter') this.die();
    else if (fault === 'hang') this.hang(answer, options);
    else if (this.alive) answer.reject((options.error ?? plainError)(fault));
  }

  /** Nothing comes back until the caller's patience is over. */
  private hang<T>(
    { reject }: Answer<T>,
    { timeoutMs = PATIENCE_MS, error = plainError }: CallOptions,
  ): void {
    this.around.scheduler.after(timeoutMs, () => {
      if (this.alive) reject(error('hang'));
    });
  }
}

function succeed<T>(act: () => T, { resolve, reject }: Answer<T>): void {
  try {
    resolve(act());
  } catch (problem) {
    reject(problem);
  }
}

/** The effect of a call whose answer nobody sees: a refusal is not seen either. */
function attempt(act: () => unknown): void {
  try {
    act();
  } catch {
    // As above.
  }
}
