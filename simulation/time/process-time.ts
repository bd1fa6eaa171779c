import crypto from 'node:crypto';
import promises from 'node:timers/promises';
import type { Random } from './random';
import type { Event, Scheduler } from './scheduler';

/** A request's time limit, as `AbortSignal.timeout` gives it: the simulated network keeps it. */
export interface TimeLimit {
  readonly timeoutMs: number;
}

type Timer = (act: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => unknown;

/** What setTimeout gives in Node. */
class Handle {
  constructor(readonly event: Event) {}
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

function virtualDate(scheduler: Scheduler, Real: DateConstructor): DateConstructor {
  class VirtualDate extends Real {
    constructor(...args: unknown[]) {
      super(...((args.length === 0 ? [scheduler.now] : args) as [number]));
    }
    static override now(): number {
      return scheduler.now;
    }
  }
  return VirtualDate as DateConstructor;
}

function virtualTimer(scheduler: Scheduler): Timer {
  return (act, ms = 0, ...args) => new Handle(scheduler.after(ms, () => act(...args)));
}

const forget = (handle: unknown): void => {
  if (handle instanceof Handle) handle.event.cancelled = true;
};

interface Signalled {
  readonly signal?: AbortSignal;
}

/** `setTimeout` of node:timers/promises: ends early, with an error, when its signal is aborted. */
const virtualWait =
  (scheduler: Scheduler) =>
  (ms = 0, value?: unknown, { signal }: Signalled = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const event = scheduler.after(ms, () => resolve(value));
      signal?.addEventListener('abort', () => {
        event.cancelled = true;
        reject(new Error('The operation was aborted'));
      });
    });

const virtualUuid = (random: Random) => (): string => {
  const digits = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return [8, 12, 16, 20, 32].map((end, at, ends) => digits.slice(ends[at - 1] ?? 0, end)).join('-');
};

/**
 * Takes the clock, the timers and the randomness of this process over, so that any code runs by the virtual clock and
 * repeats. Nothing of the real time is left but what was imported from node:timers. Gives back a function that undoes it.
 */
export function takeOver(scheduler: Scheduler, random: Random): () => void {
  const undo: (() => void)[] = [];
  const replace = (owner: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    undo.push(() => {
      if (before) Object.defineProperty(owner, name, before);
      else Reflect.deleteProperty(owner, name);
    });
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  };
  replace(globalThis, 'Date', virtualDate(scheduler, Date));
  replace(globalThis, 'setTimeout', virtualTimer(scheduler));
  replace(globalThis, 'clearTimeout', forget);
  replace(promises, 'setTimeout', virtualWait(scheduler));
  replace(performance, 'now', () => scheduler.now);
  replace(AbortSignal, 'timeout', (timeoutMs: number): TimeLimit => ({ timeoutMs }));
  replace(Math, 'random', () => random.next());
  replace(crypto, 'randomUUID', virtualUuid(random));
  return () => {
    for (const one of undo.reverse()) one();
  };
}
