import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';

export interface FunctionSettings {
  readonly name: string;
  /** The bundle's directory. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

// Runs in the thread: loads the bundle once, like a warm execution environment, and answers one event at a time.
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { handler } = require(workerData.bundle);
const end = new Float64Array(workerData.end);
parentPort.on('message', async ({ id, event, deadline }) => {
  try {
    const context = { awsRequestId: id, functionName: workerData.name, getRemainingTimeInMillis: () => Math.max(0, Math.min(deadline, end[0]) - Date.now()) };
    parentPort.postMessage({ id, result: await handler(event, context) });
  } catch (error) {
    parentPort.postMessage({ id, error: String((error && error.stack) || error) });
  }
});`;

/** One execution environment of a function: a thread with its own modules and environment, killed at its time limit. */
export class ExecutionEnvironment {
  private worker: Worker | undefined;
  /** Under way. */
  private invocations = 0;
  /** When this environment ends whatever it does, in ms since 1970; its thread sees it change. */
  private readonly end = new Float64Array(new SharedArrayBuffer(8)).fill(Infinity);

  constructor(
    private readonly settings: FunctionSettings,
    private readonly log: Writable,
  ) {}

  /** Of the function, in the template. */
  get name(): string {
    return this.settings.name;
  }

  private start(): Worker {
    const worker = new Worker(THREAD, {
      eval: true,
      env: { ...this.settings.environment },
      workerData: {
        bundle: `${this.settings.directory}/index.js`,
        name: this.settings.name,
        end: this.end.buffer,
      },
      // Part of a function's memory is not heap; a small young generation keeps many threads in one process small.
      resourceLimits: {
        maxOldGenerationSizeMb: Math.min(128, this.settings.memoryMb / 8),
        maxYoungGenerationSizeMb: 4,
      },
      stdout: true,
      stderr: true,
    });
    // The function behind HTTP answers many at once here.
    worker.setMaxListeners(0);
    worker.stdout.pipe(this.log, { end: false });
    worker.stderr.pipe(this.log, { end: false });
    return worker;
  }

  invoke(event: unknown): Promise<unknown> {
    const worker = (this.worker ??= this.start());
    const id = randomUUID();
    this.invocations += 1;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.invocations -= 1;
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        settle();
      };
      const discard = (reason: string): void => {
        this.worker = undefined;
        void worker.terminate();
        end(() => {
          reject(new Error(reason));
        });
      };
      const timer = setTimeout(() => {
        discard(`${this.settings.name} timed out after ${this.settings.timeoutMs} ms`);
      }, this.settings.timeoutMs);
      const onMessage = (answer: { id: string; result?: unknown; error?: string }): void => {
        if (answer.id !== id) return;
        end(() => {
          if (answer.error === undefined) resolve(answer.result);
          else reject(new Error(answer.error));
        });
      };
      const onError = (error: Error): void => {
        discard(String(error.stack));
      };
      const onExit = (): void => {
        discard(`${this.settings.name} exited`);
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage({ id, event, deadline: Date.now() + this.settings.timeoutMs });
    });
  }

  /** Tells the function that its time is over then, whatever its limit: it hands over what it would begin later. */
  endBy(time: number): void {
    this.end[0] = time;
  }

  /** Like kill -9 of the environment: whatever it was doing stops in the middle. false: it was doing nothing. */
  kill(): boolean {
    void this.worker?.terminate();
    return this.invocations > 0;
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }
}
