import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GiavApi } from '../../lib/giav/api';
import { startChild, stopChild } from '../../local/child';
import type { GiavRecord } from '../../simulators/agency/generate';

const ROOT = join(__dirname, '..', '..');
const KEY = 'TEST-GIAV-KEY';

/** GIAV as a process of its own, for many agencies one after the other. */
export class SharedGiav {
  private constructor(
    private readonly directory: string,
    private readonly process: Awaited<ReturnType<typeof startChild<Record<string, string>>>>,
    readonly api: GiavApi,
  ) {}

  static async start(): Promise<SharedGiav> {
    const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-'));
    const process = await startChild<Record<string, string>>(
      join(ROOT, 'simulators', 'main.ts'),
      ['--giav-key', KEY, '--clients', '0', '--expedientes', '0', '--empty'],
      {},
      join(directory, 'simulators.log'),
    );
    const api = new GiavApi({ endpoint: process.ready['giav'] ?? '', apiKey: KEY });
    return new SharedGiav(directory, process, api);
  }

  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { control = '' } = this.process.ready;
    const answer = await fetch(`${control}/giav/${path}`, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`control ${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }

  clients(): Promise<GiavRecord[]> {
    return this.control('GET', 'data/clients');
  }

  /** Writes that it received so far. */
  async writes(): Promise<number> {
    const log = await this.control<{ method: string }[]>('GET', 'log');
    return log.filter(({ method }) => /PUT|POST/.test(method)).length;
  }

  async stop(): Promise<void> {
    await stopChild(this.process.child);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
