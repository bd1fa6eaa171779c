/** Stops a piece of work for good at one of its port calls, as a killed process does: nothing after it runs, nothing is caught. */
export class Killer {
  calls = 0;
  readonly killed: Promise<'killed'>;
  private done: (() => void) | undefined;

  /** @param when before or after the call has its effect. */
  constructor(
    private readonly at: number,
    private readonly when: 'before' | 'after',
  ) {
    this.killed = new Promise((resolve) => {
      this.done = () => resolve('killed');
    });
  }

  /** The same object; each call of an asynchronous method counts. */
  watch<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown =>
          this.call(() => (value as (...args: unknown[]) => unknown).apply(target, args));
      },
    });
  }

  private call(act: () => unknown): unknown {
    this.calls += 1;
    const dies = this.calls === this.at;
    const never = (): Promise<never> => {
      this.done?.();
      return new Promise(() => undefined);
    };
    if (dies && this.when === 'before') return never();
    const result = act();
    if (!(result instanceof Promise)) {
      // A synchronous call is not a place to die at.
      this.calls -= 1;
      return result;
    }
    return dies ? result.then(never) : result;
  }
}
