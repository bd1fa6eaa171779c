import type { Context } from 'aws-lambda';
import { Environment, type End, type Surroundings } from './environment';

/** Of the event that its source sends: as AWS, nobody checks that they fit. */
export type Handler = { handle(event: unknown, context: Context): Promise<unknown> }['handle'];

export interface FunctionSettings {
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Connects an environment and gives the function's handler on these connections. */
  readonly connect: (environment: Environment) => Handler;
}

interface Warm {
  readonly environment: Environment;
  readonly handler: Handler;
}

/** A function with its environments: a free one is used again, a dead one never. */
export class LambdaFunction {
  running = 0;
  invocations = 0;
  private readonly free: Warm[] = [];
  private readonly busy = new Set<Environment>();

  constructor(
    readonly settings: FunctionSettings,
    private readonly around: Surroundings,
  ) {}

  /** @param done is told exactly once how the invocation ended. */
  invoke(event: unknown, done: (end: End) => void): void {
    const { scheduler } = this.around;
    const { name, timeoutSeconds } = this.settings;
    const warm = this.warm() ?? this.start();
    const { environment, handler } = warm;
    const until = scheduler.now + timeoutSeconds * 1000;
    this.running += 1;
    this.busy.add(environment);
    this.invocations += 1;
    let over = false;
    const finish = (end: End): void => {
      if (over) return;
      over = true;
      this.running -= 1;
      this.busy.delete(environment);
      limit.cancelled = true;
      if (environment.alive) this.free.push(warm);
      this.around.onEnd?.(name, end);
      done(end);
    };
    environment.onDeath = () => finish({ died: true });
    const limit = scheduler.after(timeoutSeconds * 1000, () => environment.die());
    const context = {
      awsRequestId: `${name}-${this.invocations}`,
      getRemainingTimeInMillis: () => Math.max(0, until - scheduler.now),
    } as Context;
    handler(event, context).then(
      (answer) => finish({ answer }),
      (error: unknown) => finish({ error }),
    );
  }

  /** Whatever it is doing ends in the middle. @returns how many invocations that cut off */
  kill(): number {
    const killed = [...this.busy];
    for (const environment of killed) environment.die();
    return killed.length;
  }

  /** Environments that are not in use are taken away, as AWS does after a while. */
  cool(): void {
    for (const { environment } of this.free.splice(0)) environment.alive = false;
  }

  /** One that did not die of a call that its last invocation had left behind. */
  private warm(): Warm | undefined {
    let warm = this.free.pop();
    while (warm?.environment.alive === false) warm = this.free.pop();
    return warm;
  }

  private start(): Warm {
    const environment = new Environment(this.settings.name, this.around);
    return { environment, handler: this.settings.connect(environment) };
  }
}
