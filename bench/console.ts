import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { deskPorts } from '../lib/admin/admin-ports';
import type { Rehearsal } from '../lib/admin/rehearsal';
import { syncConfigSchema } from '../lib/config/schema';
import { consoleApp } from '../lib/console/app';
import { BASE, paths } from '../lib/console/paths';
import { localSessions } from '../lib/console/session/local-token';
import type { Answer } from '../lib/ports/asked';
import { consolePorts } from '../lib/runtime/console-ports';
import { NOTHING_COUNTED } from '../lib/sync/brake';
import { STATE_VERSION, type Item } from '../lib/state/items';
import { Table } from '../lib/state/table';
import { emptySummary } from '../lib/sync/run-progress';
import { keys, type Key } from '../lib/state/keys';
import { stopChild } from '../local/child';
import { startServices } from '../local/services';
import { createTable, localClients } from '../local/stores';
import { synthesise } from '../local/synth';
import { Template } from '../local/template';
import { percentile } from './percentile';

const FAILURES = 5000;
const RUNS = 4000;
const LOOKS = 60;
/** Items that are written at the same time, in batches of 25. */
const AT_ONCE = 40;
const GOAL_MS = 150;
const ORIGIN = 'http://127.0.0.1:1';
const REASONS = [
  'CLIENTIFY_REFUSED',
  'GIAV_REFUSED',
  'UNSAFE_WRITE',
  'DELIVERY_FAILED',
  'EDIT_PARKED',
];

/** Counts the calls of the table that a page makes. */
class CountedTable extends Table {
  calls = 0;

  override get(...of: Parameters<Table['get']>) {
    this.calls += 1;
    return super.get(...of);
  }
  override getMany(...of: Parameters<Table['getMany']>) {
    this.calls += Math.ceil(of[0].length / 100);
    return super.getMany(...of);
  }
  override slice(...of: Parameters<Table['slice']>) {
    this.calls += 1;
    return super.slice(...of);
  }
  override count(...of: Parameters<Table['count']>) {
    this.calls += 1;
    return super.count(...of);
  }
  override query(...of: Parameters<Table['query']>) {
    this.calls += 1;
    return super.query(...of);
  }
  override scan(): never {
    throw new Error('a page read all of the state');
  }
}

const at = (minutes: number): string =>
  new Date(Date.UTC(2026, 9, 1) + minutes * 60_000).toISOString();

function* links(entity: 'client' | 'expediente', count: number): Generator<Item & Key> {
  for (let id = 1; id <= count; id++)
    yield {
      ...keys.link(entity, String(id)),
      v: STATE_VERSION,
      entity,
      id: String(id),
      status: 'linked',
      kind: entity === 'client' ? 'contact' : 'deal',
      clientifyId: String(200_000_000 + id),
      fingerprint: 'f'.repeat(64),
      modified: at(id),
      at: at(id),
    };
}

function* failures(): Generator<Item & Key> {
  for (let id = 1; id <= FAILURES; id++) {
    const reason = REASONS[id % REASONS.length] ?? '';
    const order = `${reason}#${at(id)}#client#${id}`;
    const history = Array.from({ length: 1 + (id % 5) }, (_, tries) => ({
      at: at(id + tries),
      runId: `r${tries}`,
      reason,
      message: 'The system said something of about this length: '.repeat(4),
    }));
    yield { ...keys.failedBy(order), v: STATE_VERSION };
    yield {
      ...keys.failure('client', String(id)),
      v: STATE_VERSION,
      entity: 'client',
      id: String(id),
      firstAt: at(id),
      attempts: history.length,
      history,
      order,
    };
  }
}

function* runs(): Generator<Item & Key> {
  for (let number = 0; number < RUNS; number++) {
    const id = `20261001T000000Z-${String(number).padStart(8, '0')}`;
    yield { ...keys.runEntry(at(10 * number), id), v: STATE_VERSION, id };
    yield {
      ...keys.run(id),
      v: STATE_VERSION,
      id,
      mode: 'modified',
      status: 'completed',
      phase: 'ended',
      nextPage: 0,
      clientPages: 1,
      expedientePages: 1,
      startedAt: at(10 * number),
      finishedAt: at(10 * number + 1),
      token: number,
    };
  }
}

const SLOTS = (['contacts', 'companies'] as const).map((entity) => ({
  entity,
  state: 'ours' as const,
  why: null,
  host: null,
  said: null,
}));

const REHEARSED = '20261001T000000Z-rehearsed';

/** A dry run with as many records and values as an answer holds. */
function rehearsed(): Answer {
  const now = new Date().toISOString();
  const fields = Array.from({ length: 4 }, (_, one) => ({
    field: `field_${one}`,
    from: 'What stands there now '.repeat(3),
    to: 'What would stand there '.repeat(3),
  }));
  const records = Array.from({ length: 300 }, (_, id) => ({
    entity: 'client' as const,
    id: String(id),
    label: `Client ${id}`,
    outcome: 'updated' as const,
    reason: '',
    message: '',
    fields,
    notes: [],
  }));
  const summary = emptySummary();
  const result: Rehearsal = {
    mode: 'full',
    whole: true,
    summary: { ...summary, clients: { ...summary.clients, read: 100_000, updated: 100_000 } },
    changedFields: Array.from({ length: 40 }, (_, one) => [`field_${one}`, 100_000 - one]),
    skipped: [],
    failed: [],
    moved: false,
    brake: { held: null, planned: NOTHING_COUNTED },
    missingFields: [],
    newContacts: 0,
    records,
    left: 99_700,
    settings: null,
  };
  const asked = { by: 'bench', askedAt: now, doneAt: now };
  return { id: REHEARSED, do: 'rehearse', ...asked, refused: null, result };
}

async function fill(table: Table, items: Iterable<Item & Key>): Promise<void> {
  let batch: (Item & Key)[] = [];
  let open: Promise<void>[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < 25) continue;
    open.push(table.putMany(batch));
    batch = [];
    if (open.length < AT_ONCE) continue;
    await Promise.all(open);
    open = [];
  }
  await Promise.all([...open, table.putMany(batch)]);
}

async function signedIn(app: ReturnType<typeof consoleApp>, token: string): Promise<string> {
  const answer = await app.request(`${ORIGIN}${BASE}/entrar?token=${token}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Every page over a large state: time until its answer is whole, and calls of the table. */
export async function measureConsole(
  clients: number,
  expedientes: number,
  note: (line: string) => void,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-bench-'));
  const { directory: assembly, file } = synthesise('');
  const template = new Template(assembly, file);
  const { child, addresses } = await startServices({ directory, secrets: {}, parameters: {} });
  const { dynamodb, sqs } = localClients(addresses);
  try {
    for (const [id, resource] of template.ofType('AWS::DynamoDB::Table'))
      await createTable(dynamodb, template, id, resource);
    const table = new CountedTable(dynamodb, template.output('TableName'));
    for (const items of [
      links('client', clients),
      links('expediente', expedientes),
      failures(),
      runs(),
    ])
      await fill(table, items);
    const desk = deskPorts({
      table,
      sqs,
      runQueueUrl: '',
      workQueueUrl: '',
      deadLetterQueueUrl: '',
      changeQueueUrl: '',
    });
    const config = syncConfigSchema.parse({ writeBack: { mode: 'dry-run' } });
    const errors: unknown[] = [];
    await desk.notes.sawSlots(SLOTS, new Date());
    await desk.answers.put(rehearsed(), new Date());
    const ports = consolePorts(desk, {
      config: () => Promise.resolve(config),
      webhookUrl: 'https://abc123.execute-api.eu-west-1.amazonaws.com/clientify',
      onError: (error) => errors.push(error),
    });
    const sessions = localSessions(ORIGIN, BASE, { id: 'bench', role: 'admin' }, () => '');
    const app = consoleApp({ ports, sessions });
    const Cookie = await signedIn(app, sessions.newToken());
    note(
      `\n## The console over ${clients} clients, ${expedientes} expedientes, ${FAILURES} failures and ${RUNS} runs\n`,
    );
    note('| page | calls of the table | p50 ms | p95 ms |\n|---|---|---|---|');
    let worst = 0;
    for (const path of [
      paths.today,
      paths.waiting,
      paths.group('failed', 'CLIENTIFY_REFUSED'),
      paths.record('client', '77'),
      paths.record('expediente', '77'),
      paths.runs,
      paths.connection,
      paths.settings,
      paths.activity,
      paths.work(REHEARSED),
    ]) {
      const times: number[] = [];
      for (let looks = 0; looks < LOOKS; looks++) {
        table.calls = 0;
        const began = performance.now();
        const answer = await app.request(`${ORIGIN}${path}`, { headers: { Cookie } });
        await answer.text();
        times.push(performance.now() - began);
        if (answer.status !== 200)
          throw new Error(`${path} answered ${answer.status}: ${String(errors[0])}`);
      }
      const p95 = percentile(times, 0.95);
      worst = Math.max(worst, p95);
      note(
        `| ${path} | ${table.calls} | ${percentile(times, 0.5).toFixed(0)} | ${p95.toFixed(0)} |`,
      );
    }
    note(
      `\nThe slowest p95: **${worst.toFixed(0)} ms** (goal < ${GOAL_MS} ms), on an emulator of DynamoDB in another process of this machine. No page scans.`,
    );
  } finally {
    dynamodb.destroy();
    sqs.destroy();
    await stopChild(child);
    rmSync(directory, { recursive: true, force: true });
  }
}
