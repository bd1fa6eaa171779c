import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';
import { startChild, stopChild } from '../../local/child';

interface Addresses {
  readonly giav: string;
  readonly clientify: string;
  /** Where tests steer both and look at what they hold. */
  readonly control: string;
}

/** GIAV and Clientify as a process of their own, for commands that are started as a person starts them. */
export class BothSystems {
  private constructor(
    /** For whatever the commands keep; it goes with the systems. */
    readonly directory: string,
    readonly child: ChildProcess,
    private readonly addresses: Addresses,
  ) {}

  /** @param options of simulators/main.ts */
  static async start(...options: readonly string[]): Promise<BothSystems> {
    const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-'));
    const { child, ready } = await startChild<Addresses>(
      join(ROOT, 'simulators', 'main.ts'),
      options,
      {},
      join(directory, 'simulators.log'),
    );
    return new BothSystems(directory, child, ready);
  }

  /** What names them to a command, which keeps its state in a folder of theirs. */
  env(state = 'state'): Record<string, string> {
    return {
      GIAV_ENDPOINT: this.addresses.giav,
      GIAV_API_KEY: 'SIMULATED-GIAV-KEY',
      CLIENTIFY_BASE_URL: this.addresses.clientify,
      CLIENTIFY_TOKEN: 'simulated-clientify-token',
      STATE_DIR: join(this.directory, state),
    };
  }

  look<T>(path: string): Promise<T> {
    return this.control('GET', path);
  }

  steer<T = unknown>(
    path: string,
    body: unknown,
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'POST',
  ): Promise<T> {
    return this.control(method, path, body);
  }

  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const request = { method, body: JSON.stringify(body) };
    const answer = await fetch(`${this.addresses.control}/${path}`, request);
    if (!answer.ok) throw new Error(`control ${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }

  async stop(): Promise<void> {
    await stopChild(this.child);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
