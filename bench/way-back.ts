import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../local/synth';
import { percentile } from './percentile';

type Fields = Record<string, unknown>;
interface Entry {
  readonly method: string;
  readonly path: string;
}

/** A world in which `npm run dev` runs: what the way back costs, seen from outside. */
class Bench {
  constructor(
    private readonly addresses: { readonly clientify: string; readonly control: string },
    private readonly hook: string,
  ) {}

  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (
      await fetch(`${this.addresses.control}/${path}`, { method, body: JSON.stringify(body) })
    ).json()) as T;
  }

  contacts(): Promise<Fields[]> {
    return this.control('GET', 'clientify/data/contacts');
  }

  async rename(contact: Fields, name: string): Promise<void> {
    await fetch(`${this.addresses.clientify}/contacts/${String(contact['id'])}/`, {
      method: 'PATCH',
      headers: {
        'User-Agent': 'Mozilla/5.0 (a person)',
        Authorization: 'Token simulated-clientify-token',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ last_name: name }),
    });
  }

  async hint(contact: Fields): Promise<number> {
    const started = performance.now();
    const body = JSON.stringify({
      hook: { id: 1, event: 'contact.saved' },
      data: { id: contact['id'] },
    });
    const answer = await fetch(this.hook, { method: 'POST', body });
    await answer.text();
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
    return performance.now() - started;
  }

  async written(names: ReadonlySet<string>): Promise<number> {
    const clients = await this.control<Fields[]>('GET', 'giav/data/clients');
    return clients.filter((one) => names.has(String(one['Apellidos']))).length;
  }

  async calls(system: 'giav' | 'clientify'): Promise<Entry[]> {
    return this.control('GET', `${system}/log`);
  }

  async clearLogs(): Promise<void> {
    await this.control('DELETE', 'giav/log');
    await this.control('DELETE', 'clientify/log');
  }

  async until(what: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 120_000;
    while (!(await what())) {
      if (Date.now() > end) throw new Error('it did not happen');
      await wait(50);
    }
  }
}

const CHANGED = 50;

export async function wayBack(
  env: Record<string, string>,
  addresses: { readonly clientify: string; readonly control: string },
  note: (line: string) => void,
): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'bin', 'cli.ts'), 'dev'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...env,
      WRITE_BACK: 'on',
      WRITE_BACK_ACKNOWLEDGE_UNREADABLE: 'true',
      WEBHOOK_SECRET: 'bench',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) =>
        resolve(/http\S+/.exec(chunk.toString())?.[0] ?? ''),
      ),
    );
    const bench = new Bench(addresses, url);
    await bench.until(() => Promise.resolve(said.includes('run completed')));
    await wait(8000);
    const linked = (await bench.contacts()).filter((one) =>
      JSON.stringify(one['custom_fields']).includes('gesintur_id'),
    );
    const contacts = linked.slice(0, CHANGED);
    note('\n## The way back\n');

    const accepted: number[] = [];
    for (let round = 0; round < 6; round++)
      for (const contact of contacts) accepted.push(await bench.hint(contact));
    await wait(8000);
    note(
      `Accepting a webhook, over HTTP, one after the other: p50 ${percentile(accepted, 0.5).toFixed(1)} ms, p95 ${percentile(accepted, 0.95).toFixed(1)} ms (goal: 50).`,
    );

    await bench.clearLogs();
    for (const contact of contacts) await bench.hint(contact);
    await wait(10_000);
    note(
      `Echoes (${CHANGED} hints without a change): ${(await bench.calls('giav')).length} GIAV calls, ${(await bench.calls('clientify')).length} Clientify calls.`,
    );

    await bench.clearLogs();
    const [first] = contacts as [Fields];
    await Promise.all(Array.from({ length: 50 }, () => bench.hint(first)));
    await wait(8000);
    note(
      `A burst (50 hints about one contact at once): ${(await bench.calls('clientify')).length} looks at it.`,
    );

    await bench.clearLogs();
    const names = new Set(contacts.map((_, at) => `Cambiado ${at}`));
    for (const [at, contact] of contacts.entries()) {
      await bench.rename(contact, `Cambiado ${at}`);
      await bench.hint(contact);
    }
    await bench.until(async () => (await bench.written(names)) === CHANGED);
    await wait(3000);
    const giav = (await bench.calls('giav')).length;
    const looks = (await bench.calls('clientify')).filter(({ method }) => method === 'GET').length;
    note(
      `${CHANGED} changed contacts: ${(giav / CHANGED).toFixed(2)} GIAV calls each (read, categories, read again, write, read; goal 4, see ADR 12), ${(looks / CHANGED).toFixed(2)} Clientify calls each.`,
    );

    const latencies: number[] = [];
    for (let at = 0; at < 10; at++) {
      const contact = contacts[at] as Fields;
      await bench.rename(contact, `Latencia ${at}`);
      const started = performance.now();
      await bench.hint(contact);
      await bench.until(async () => (await bench.written(new Set([`Latencia ${at}`]))) === 1);
      latencies.push((performance.now() - started) / 1000);
    }
    note(
      `From the hint to GIAV: median ${percentile(latencies, 0.5).toFixed(1)} s, longest ${Math.max(...latencies).toFixed(1)} s; 3 s of it are the queue's delay that collapses hints.`,
    );
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
  }
}
