import '../bin/text-files';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { startChild, stopChild } from '../local/child';
import { ROOT } from '../local/synth';
import { bundleParts, bundles } from '../lib/stack/bundles';
import { Account } from '../test/deploy/deployment';
import { whyNot } from '../test/deploy/ministack';
import { measureConsole } from './console';
import { wayBack } from './way-back';
import { webhook } from './webhook';
import { wholeRun } from './whole-run';

/** Counts and ratios of full syncs; prints them and writes bench/RESULTS.md. Timings are of this machine. */
interface Report {
  readonly run: { status: string; startedAt: string; finishedAt: string };
  readonly clients: Record<string, number>;
  readonly expedientes: Record<string, number>;
  readonly calls: { giav: number; clientify: Record<'GET' | 'POST' | 'PUT' | 'PATCH', number> };
}
interface Addresses {
  readonly giav: string;
  readonly clientify: string;
  readonly control: string;
}

/** As in the scripts of package.json. */
const NODE_FLAGS = ['--max-old-space-size=96', '--max-semi-space-size=2', '--import', 'tsx'];

const lines: string[] = [];
const note = (line: string): void => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
const control = (addresses: Addresses, path: string, body: unknown): Promise<Response> =>
  fetch(`${addresses.control}/${path}`, { method: 'POST', body: JSON.stringify(body) });
const peakMb = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
const seconds = (report: Report): number =>
  (Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt)) / 1000;
const created = (report: Report): number =>
  (report.clients['created'] ?? 0) + (report.expedientes['created'] ?? 0);
const read = (report: Report): number =>
  (report.clients['read'] ?? 0) + (report.expedientes['read'] ?? 0);
const writes = ({ calls: { clientify } }: Report): number =>
  clientify.POST + clientify.PUT + clientify.PATCH;

const sync = (
  env: Record<string, string>,
  mode = 'full',
): Promise<{ report: Report; peak: number }> =>
  command<Report>(env, 'sync', '--mode', mode, '--json');

/** A command of the CLI whose last line on stdout is a JSON object, and the memory that it took at most, in MB. */
async function command<T>(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ report: T; peak: number }> {
  const child = spawn(process.execPath, [...NODE_FLAGS, join(ROOT, 'bin', 'cli.ts'), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  let peak = 0;
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const watch = setInterval(() => {
    if (child.pid !== undefined && child.exitCode === null)
      peak = Math.max(peak, peakMb(child.pid));
  }, 500);
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return { report: JSON.parse(output.trim().split('\n').pop() ?? '') as T, peak };
}

async function inWorld(
  size: { clients: number; expedientes: number; concurrency: number },
  use: (env: Record<string, string>, addresses: Addresses) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-bench-'));
  const { child, ready } = await startChild<Addresses>(
    join(ROOT, 'simulators', 'main.ts'),
    ['--empty', '--clients', String(size.clients), '--expedientes', String(size.expedientes)],
    {},
    join(directory, 'simulators.log'),
  );
  const config = join(directory, 'sync.config.json');
  // A run of nothing but changes is what the brake holds; here it is measured.
  const settings = { clientify: { concurrency: size.concurrency }, brake: null };
  writeFileSync(config, JSON.stringify(settings));
  try {
    await use(
      {
        GIAV_ENDPOINT: ready.giav,
        GIAV_API_KEY: 'SIMULATED-GIAV-KEY',
        CLIENTIFY_BASE_URL: ready.clientify,
        CLIENTIFY_TOKEN: 'simulated-clientify-token',
        STATE_DIR: join(directory, 'state'),
        SYNC_CONFIG: config,
      },
      ready,
    );
  } finally {
    await stopChild(child);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function callsPerRecord(): Promise<void> {
  note('## Calls\n');
  note(
    '| run | records | created | Clientify writes per created record | Clientify reads | GIAV calls |\n|---|---|---|---|---|---|',
  );
  await inWorld({ clients: 1000, expedientes: 1500, concurrency: 10 }, async (env, addresses) => {
    const row = (name: string, report: Report, setup: number): void =>
      note(
        `| ${name} | ${read(report)} | ${created(report)} | ${created(report) === 0 ? `${writes(report)} in all` : ((writes(report) - setup) / created(report)).toFixed(3)} | ${report.calls.clientify.GET} | ${report.calls.giav} |`,
      );
    // The first run also creates the custom fields that the account lacks: a constant.
    const log = async (): Promise<number> =>
      (
        (await (await fetch(`${addresses.control}/clientify/log`)).json()) as {
          method: string;
          path: string;
        }[]
      ).filter((one) => one.method === 'POST' && one.path.includes('/custom-fields/')).length;
    const first = await sync(env);
    row('first full sync', first.report, await log());
    row('second full sync, nothing changed', (await sync(env)).report, 0);
    await fetch(`${addresses.control}/giav/data/clients/40050`, {
      method: 'PATCH',
      body: JSON.stringify({ Comentarios: 'cambiado' }),
    });
    row('third, one client changed', (await sync(env)).report, 0);
  });
}

/** What a call takes in the field, in ms: a page of GIAV's, any call of Clientify's. */
const LATENCY = { giav: 300, clientify: 375 };
const CONCURRENCY = 10;

async function wallClock(): Promise<void> {
  note('\n## Wall-clock over the analytic lower bound\n');
  await inWorld(
    { clients: 1000, expedientes: 1500, concurrency: CONCURRENCY },
    async (env, addresses) => {
      await control(addresses, 'giav/latency', LATENCY.giav);
      await control(addresses, 'clientify/latency', LATENCY.clientify);
      const { report } = await sync(env);
      const { clientify, giav } = report.calls;
      const calls = clientify.GET + writes(report);
      const clientifySeconds = (calls * LATENCY.clientify) / 1000 / CONCURRENCY;
      const giavSeconds = (giav * LATENCY.giav) / 1000 / 2;
      const bound = Math.max(clientifySeconds, giavSeconds) + LATENCY.giav / 1000;
      note(
        `GIAV ${LATENCY.giav} ms per page, Clientify ${LATENCY.clientify} ms per call, concurrency ${CONCURRENCY}, ${read(report)} records, ${calls} calls of Clientify: ${seconds(report).toFixed(1)} s over a bound of ${bound.toFixed(1)} s = **${(seconds(report) / bound).toFixed(2)}** (goal ≤ 1.12).`,
      );
      note(
        'Bound: all Clientify calls at full concurrency, or all GIAV calls two at a time, whichever is longer, plus the first GIAV page.',
      );
    },
  );
}

async function modifiedRuns(clients: number): Promise<void> {
  note(`\n## Modified runs over ${clients} clients\n`);
  note(
    '| changes in GIAV | GIAV calls | Clientify reads | Clientify writes | writes per change |\n|---|---|---|---|---|',
  );
  await inWorld({ clients, expedientes: 0, concurrency: 10 }, async (env, addresses) => {
    const first = (await sync(env)).report;
    // From among those that are synced: one without a Documento would be skipped.
    const contacts = (await (
      await fetch(`${addresses.control}/clientify/data/contacts`)
    ).json()) as {
      custom_fields: { field: string; value: string }[];
    }[];
    const ids = contacts.map(
      (one) => one.custom_fields.find(({ field }) => field === 'gesintur_id')?.value ?? '',
    );
    let next = 0;
    for (const changes of [0, 1, 100]) {
      for (let at = 0; at < changes; at++)
        await fetch(`${addresses.control}/giav/data/clients/${ids[next++] ?? ''}`, {
          method: 'PATCH',
          body: JSON.stringify({ Comentarios: `changed ${at}` }),
        });
      const { report } = await sync(env, 'modified');
      const made = writes(report);
      note(
        `| ${changes} | ${report.calls.giav} | ${report.calls.clientify.GET} | ${made} | ${changes === 0 ? '–' : (made / changes).toFixed(3)} |`,
      );
    }
    note(
      `\nThe full run before it: ${first.calls.giav} GIAV calls. Per change: one search by id, one read of the record, one write; the rest is what every run checks (stages, custom fields, pipeline, an empty page per list, and in the first run after an hour the sweep).`,
    );
  });
}

async function outage(): Promise<void> {
  note('\n## An outage of 60 s\n');
  await inWorld({ clients: 1500, expedientes: 0, concurrency: 5 }, async (env, addresses) => {
    await control(addresses, 'clientify/latency', 100);
    const running = sync(env);
    const list = async (): Promise<number> =>
      ((await (await fetch(`${addresses.control}/clientify/data/contacts`)).json()) as unknown[])
        .length;
    while ((await list()) < 100) await new Promise((resolve) => setTimeout(resolve, 100));
    await control(addresses, 'clientify/chaos', {
      seed: 1,
      p: 1,
      kinds: [{ when: 'before', kind: 'html', status: 503 }],
    });
    const [before, done] = [Date.now(), await list()];
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const log = async (): Promise<number> =>
      (
        (await (await fetch(`${addresses.control}/clientify/log`)).json()) as { status: number }[]
      ).filter((one) => one.status === 503).length;
    const bad = await log();
    await control(addresses, 'clientify/calm', null);
    const end = Date.now();
    while ((await list()) <= done + 5) await new Promise((resolve) => setTimeout(resolve, 50));
    const resumed = Date.now();
    const { report } = await running;
    note(
      `${((end - before) / 1000).toFixed(0)} s of 503 in the middle of a run of ${read(report)} records: ${bad} calls during the outage, the run went on ${((resumed - end) / 1000).toFixed(1)} s after its end and completed with ${report.clients['failed'] ?? 0} failed records; each was created once (${created(report)} created).`,
    );
  });
}

async function scale(clients: number, expedientes: number): Promise<void> {
  note(`\n## ${clients} clients and ${expedientes} expedientes in the local cloud\n`);
  await inWorld({ clients, expedientes, concurrency: 5 }, async (env) => {
    const first = await sync(env);
    note(
      `First full sync: ${first.report.run.status}, ${read(first.report)} records, ${created(first.report)} created, ${(read(first.report) / seconds(first.report)).toFixed(0)} records/s, peak ${first.peak.toFixed(0)} MB in the syncing process (goal < 400).`,
    );
    const second = await sync(env);
    note(
      `Second full sync: ${writes(second.report)} writes, ${second.report.calls.clientify.GET} reads, ${(read(second.report) / seconds(second.report)).toFixed(0)} records/s, peak ${second.peak.toFixed(0)} MB.`,
    );
  });
}

async function coldStart(): Promise<void> {
  note('\n## Bundles and cold start\n');
  const directory = bundles();
  note(
    '| function | bundle kB | init ms (median of 5) | memory after init MB |\n|---|---|---|---|',
  );
  for (const name of Object.keys(bundleParts()).sort()) {
    const bundle = join(directory, name, 'index.js');
    const load = `const s = performance.now(); require(${JSON.stringify(bundle)});`;
    const times: number[] = [];
    for (let at = 0; at < 5; at++)
      times.push(await measure(`${load} console.log(performance.now() - s)`));
    const memory = await measure(`${load} console.log(process.memoryUsage().rss / 1048576)`);
    const median = times.sort((a, b) => a - b)[2] ?? 0;
    note(
      `| ${name} | ${(statSync(bundle).size / 1000).toFixed(0)} | ${median.toFixed(0)} | ${memory.toFixed(0)} |`,
    );
  }
  const parse = (wsdl: string): Promise<number> =>
    measure(
      `const soap = require('soap'); const s = performance.now(); soap.createClientAsync(${JSON.stringify(wsdl)}).then(() => console.log(performance.now() - s))`,
    );
  const vendor = join(ROOT, '..', 'shared', 'giav', 'api_2_05.wsdl');
  note(
    `\nFirst parse of the trimmed WSDL: ${(await parse(join(ROOT, 'wsdl', 'giav.wsdl'))).toFixed(0)} ms; of the vendor's whole one: ${await parse(
      vendor,
    ).then(
      (ms) => `${ms.toFixed(0)} ms`,
      () => 'not available here',
    )}.`,
  );
}

/** What an agency does before go-live: nothing is linked yet, so every record is told in full. */
async function rehearsal(clients: number): Promise<void> {
  note(`\n## Dry run of ${clients} clients\n`);
  await inWorld({ clients, expedientes: 0, concurrency: 5 }, async (env) => {
    const { report, peak } = await command<{
      startedAt: string;
      finishedAt: string;
      summary: { clients: Record<string, number> };
      calls: { giav: number; clientify: number };
      report: { html: string; json: string };
    }>(env, 'sync', '--dry-run', '--json');
    const size = (file: string): string => `${(statSync(file).size / 1_048_576).toFixed(1)} MB`;
    const took = (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1000;
    note(
      `${report.summary.clients['read']} clients read, ${report.summary.clients['created']} would be created: ${report.calls.giav} GIAV calls, ${report.calls.clientify} Clientify calls, 0 writes; ${(clients / took).toFixed(0)} clients/s, peak ${peak.toFixed(0)} MB; page ${size(report.report.html)}, JSON ${size(report.report.json)}.`,
    );
  });
}

/** How long the engineer waits, on the emulator: AWS itself takes longer to make things. */
async function deployment(): Promise<void> {
  note('\n## Deploying to the emulator\n');
  const missing = whyNot();
  if (missing !== null) {
    note(missing);
    return;
  }
  const account = await Account.open();
  try {
    const timed = async (
      what: string,
      work: () => Promise<{ code: number | null; stderr: string }>,
    ): Promise<void> => {
      const started = performance.now();
      const { code, stderr } = await work();
      if (code !== 0) throw new Error(stderr);
      note(`- ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    };
    await timed('bootstrap', () => account.bootstrap());
    await account.createSecrets('bench');
    await timed('first deployment (synthesis, bundles and all)', () => account.deploy('bench', {}));
    await timed('again, nothing changed', () => account.deploy('bench', {}));
    await timed('changed settings', () => account.deploy('bench', { officePrefix: 'always' }));
    await timed('destruction', () => account.destroy('bench'));
  } finally {
    await account.close();
  }
}

const measure = (script: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['-e', script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', (code) => {
      if (code === 0 && output !== '') resolve(Number(output));
      else reject(new Error(`measurement failed after ${performance.now() - started} ms`));
    });
  });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      clients: { type: 'string', default: '20000' },
      expedientes: { type: 'string', default: '30000' },
      /** One section only; nothing is written to RESULTS.md. */
      only: { type: 'string' },
    },
  });
  const sections: Readonly<Record<string, () => Promise<void>>> = {
    calls: callsPerRecord,
    'wall-clock': wallClock,
    'cold-start': coldStart,
    modified: () => modifiedRuns(Number(values.clients)),
    outage,
    'way-back': () =>
      inWorld({ clients: 200, expedientes: 0, concurrency: 5 }, (env, addresses) =>
        wayBack(env, addresses, note),
      ),
    webhook: () => webhook(note),
    console: () => measureConsole(Number(values.clients), Number(values.expedientes), note),
    'dry-run': () => rehearsal(Number(values.clients)),
    deploy: deployment,
    scale: () => scale(Number(values.clients), Number(values.expedientes)),
    'whole-run': () => wholeRun(Number(values.clients), Number(values.expedientes), note),
  };
  const only = values.only;
  if (only !== undefined && !(only in sections))
    throw new Error(`--only takes one of: ${Object.keys(sections).join(', ')}`);
  note('# Results of `npm run bench`\n');
  note(
    'Ratios and counts are what to compare; seconds and megabytes are of the machine that ran it.\n',
  );
  for (const [name, measureSection] of Object.entries(sections))
    if (only === undefined || only === name) await measureSection();
  if (only === undefined) writeFileSync(join(__dirname, 'RESULTS.md'), `${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
