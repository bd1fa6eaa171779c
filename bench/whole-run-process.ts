import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ClientifyAccountApi } from '../lib/clientify/account';
import type { RunMessage } from '../lib/ports/messages';
import { driveRun, type DrivePorts } from '../lib/run/drive-run';
import { FUNCTION_SECONDS } from '../lib/sync/budget';
import { STATE_VERSION, type Item } from '../lib/state/items';
import { keys, type Key } from '../lib/state/keys';
import { Scheduler } from '../simulation/time/scheduler';
import { RunOffice } from '../test/ports/run-office';
import { SettledAgency, made } from '../test/ports/settled-agency';
import { MeteredTable } from '../test/ports/write-units';

/**
 * A full run over unchanged records in one process: the real page-fetcher on a virtual clock, with the table in memory
 * behind a strict meter. Prints one JSON object: what the run cost, and whether each invocation came further.
 */
export interface WholeRun {
  readonly records: number;
  readonly pages: number;
  readonly status: string;
  readonly unchanged: number;
  readonly invocations: number;
  readonly withoutProgress: number;
  /** Virtual, in seconds: of the longest invocation, and from the start of the run to its end. */
  readonly longest: number;
  readonly seconds: number;
  /** Of this machine: the invocation that needed the processor for longest, in seconds. */
  readonly busiest: number;
  readonly runUnits: number;
  readonly indexUnits: number;
  readonly largestItem: { readonly bytes: number; readonly key: string };
  readonly largestMessage: number;
  /** Megabytes at most, of the whole process: tsx, the table in memory and all. */
  readonly peak: number;
}

const GIAV_MS = 300;
const CLIENTIFY_MS = 375;
const RUN_ID = '20261126T030000Z-0a1b2c3d';

/** Links are made when they are asked for: those of a million records would be more memory than what is measured. */
class SettledTable extends MeteredTable {
  constructor(
    private readonly agency: () => SettledAgency,
    private readonly clients: number,
  ) {
    super();
  }

  override getMany(wanted: readonly Key[]): Promise<Item[]> {
    if (!wanted[0]?.pk.startsWith('LINK#')) return super.getMany(wanted);
    return Promise.resolve([...new Set(wanted.map(({ pk }) => pk))].map((pk) => this.linkOf(pk)));
  }

  private linkOf(pk: string): Item {
    const [, entity = '', id = ''] = pk.split('#');
    const link =
      entity === 'client'
        ? this.agency().linkOfClient(Number(id) - 40_000)
        : this.agency().linkOfExpediente(Number(id) - 900_000, this.clients);
    return { ...keys.link(entity, id), v: STATE_VERSION, entity, ...link };
  }
}

class Deployment {
  readonly scheduler = new Scheduler(Date.parse('2026-11-26T03:00:00Z'));
  readonly table: SettledTable;
  readonly office: RunOffice;
  largestMessage = 0;
  private waiting: { readonly message: RunMessage; readonly due: number }[] = [];
  private deadline = 0;

  constructor(clients: number, expedientes: number) {
    this.table = new SettledTable(() => agency, clients);
    this.office = new RunOffice({}, this.table);
    const agency = new SettledAgency(this.office.config);
    Object.assign(this.office, {
      giavClients: made(clients, (at) => agency.client(at)),
      giavExpedientes: made(expedientes, (at) => agency.expediente(at, clients)),
    });
    this.office.lists.records.contacts = made(clients, (at) => agency.contact(at));
    this.office.lists.records.deals = made(expedientes, (at) => agency.deal(at));
  }

  private after<T>(ms: number, act: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.scheduler.after(ms, () => void act().then(resolve, reject));
    });
  }

  ports(): DrivePorts {
    const ports = this.office.ports();
    const { lists } = this.office;
    const account = new ClientifyAccountApi(
      {
        request: (method: string, path: string) =>
          this.after(CLIENTIFY_MS, () => lists.request(method, path)),
      } as never,
      this.office.config.clientify.concurrency,
    );
    const usual = ports.clientify;
    Object.assign(account, {
      checkAccess: () => usual.checkAccess(),
      readPipeline: (name: string) => usual.readPipeline(name),
      ensureCustomFields: () => usual.ensureCustomFields(true),
    });
    Object.defineProperty(account, 'calls', { value: usual.calls });
    const { giav } = ports;
    const slowGiav = {
      ...giav,
      searchClients: (page: never) => this.after(GIAV_MS, () => giav.searchClients(page)),
      searchExpedientes: (page: never) => this.after(GIAV_MS, () => giav.searchExpedientes(page)),
    };
    return {
      ...ports,
      clientify: account,
      giav: slowGiav,
      runQueue: { send: (message, delay = 0) => this.send(message, delay) },
      clock: { now: () => new Date(this.scheduler.now) },
      timeLeft: () => this.deadline - this.scheduler.now,
    };
  }

  async send(message: RunMessage, delay = 0): Promise<void> {
    await Promise.resolve();
    this.largestMessage = Math.max(this.largestMessage, JSON.stringify(message).length);
    this.waiting.push({ message, due: this.scheduler.now + delay * 1000 });
  }

  /** What tells that a run came further: parts of lists, pages, its end. */
  private async progress(): Promise<string> {
    const run = await this.office.runs.get(RUN_ID);
    const parts = this.table.found(`INDEX#${RUN_ID}`).length;
    return [run?.status, run?.phase, run?.clientPages, run?.expedientePages, parts].join(' ');
  }

  async live(): Promise<Omit<WholeRun, 'records' | 'pages' | 'peak'>> {
    await this.send({ v: 1, kind: 'start', mode: 'full', runId: RUN_ID });
    const begun = this.scheduler.now;
    const told = { invocations: 0, withoutProgress: 0, longest: 0, busiest: 0 };
    for (;;) {
      this.waiting.sort((a, b) => a.due - b.due);
      const next = this.waiting.shift();
      if (next === undefined) break;
      await this.scheduler.runUntil(next.due);
      const [before, from, cpu] = [await this.progress(), this.scheduler.now, performance.now()];
      this.deadline = from + FUNCTION_SECONDS['page-fetcher'] * 1000;
      let done = false;
      const driven = driveRun(this.ports(), JSON.stringify(next.message), 'm').finally(() => {
        done = true;
      });
      await this.scheduler.runUntil(Number.POSITIVE_INFINITY, () => done);
      await driven;
      const seconds = (this.scheduler.now - from) / 1000;
      const busy = (performance.now() - cpu) / 1000;
      const further = (await this.progress()) !== before;
      process.stderr.write(
        `${next.message.kind}: ${seconds.toFixed(0)} s, ${busy.toFixed(1)} s here, ${await this.progress()}, ${peakMb()} MB\n`,
      );
      if (seconds < 1 && !further) continue;
      told.invocations += 1;
      if (!further) told.withoutProgress += 1;
      told.longest = Math.max(told.longest, seconds);
      told.busiest = Math.max(told.busiest, busy);
      if ((await this.office.runs.get(RUN_ID))?.status !== 'running') break;
    }
    const run = await this.office.run(RUN_ID);
    const { clients, expedientes } = run.summary ?? {};
    return {
      ...told,
      status: run.status,
      unchanged: (clients?.unchanged ?? 0) + (expedientes?.unchanged ?? 0),
      seconds: (this.scheduler.now - begun) / 1000,
      runUnits: this.table.unitsOf('RUN', 'RUNS', 'LEASE', 'DUE', 'WATERMARK', 'ACCOUNT'),
      indexUnits: this.table.unitsOf('INDEX'),
      largestItem: this.table.largest,
      largestMessage: this.largestMessage,
    };
  }
}

const peakMb = (): number =>
  Math.round(
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024,
  );

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      clients: { type: 'string', default: '20000' },
      expedientes: { type: 'string', default: '30000' },
    },
  });
  const [clients, expedientes] = [Number(values.clients), Number(values.expedientes)];
  const lived = await new Deployment(clients, expedientes).live();
  const told: WholeRun = {
    records: clients + expedientes,
    pages: Math.ceil(clients / 100) + Math.ceil(expedientes / 100),
    ...lived,
    peak: peakMb(),
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
