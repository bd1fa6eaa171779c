import { setTimeout as wait } from 'node:timers/promises';
import { adminPorts, type AdminPorts } from '../../lib/admin/deployment';
import {
  listFailures,
  redrive,
  type FailedEntry,
  type Selection,
} from '../../lib/admin/failed-records';
import { runSync, watchRun } from '../../lib/admin/watch-run';
import { ids } from '../../lib/runtime/ids';
import { queueUrl } from '../../simulation/aws/account';
import { Environment } from '../../simulation/aws/environment';
import { SimulatedTable } from '../../simulation/aws/table';
import type { GiavHabits } from '../../simulation/systems/giav-habits';
import type { Raw } from '../../simulation/systems/giav-records';
import { hintTo } from '../../simulation/systems/webhook-calls';
import { World as Simulation } from '../../simulation/world';
import type { ClientifySwitches } from '../../simulators/clientify/switches';
import type { Fault } from '../../simulators/http';
import { PassingTime } from './passing-time';
import { ToldFaults, type System } from './told-faults';
import { AT_THE_SCREEN, reportOf, type Fields, type LogEntry, type Report } from './world';

const CALM: GiavHabits = {
  unseenMs: 0,
  newestLast: false,
  trimsTexts: false,
  plainDocumentos: false,
  stageMovesDate: true,
  creationMovesDate: false,
};
type Source = 'page-fetcher' | 'record-worker' | 'write-back';
const QUEUE_OF = {
  'page-fetcher': 'runs',
  'record-worker': 'work',
  'write-back': 'changes',
} as const;

export interface VirtualWorldOptions {
  readonly config?: object;
  readonly habits?: Partial<GiavHabits>;
  readonly switches?: Partial<ClientifySwitches>;
  /** The deployment's schedules start runs. @default false */
  readonly schedules?: boolean;
  /** @default 1 */
  readonly seed?: number;
}

/** GIAV shows numbers for ints and texts for all else. */
function shown(value: unknown): unknown {
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one)]));
}

/**
 * The functions' own handlers on the simulation's queues, table and systems, as `World` (test/harness/world.ts) has them
 * on the wire, by a clock that passes only while something is awaited of it: minutes cost nothing. It holds the process's
 * time until it is closed: one at a time.
 */
export class VirtualWorld {
  readonly admin: AdminPorts;
  /** The same on the table itself: looking at what is kept takes no time. */
  readonly kept: AdminPorts;
  private readonly faulty = new ToldFaults();
  private readonly log: Record<System, LogEntry[]> = { giav: [], clientify: [] };
  private readonly time: PassingTime;

  private readonly acts = new Map<string, () => void>();

  private constructor(
    readonly simulation: Simulation,
    /** Of GIAV; they may change at any time. */
    readonly habits: { -readonly [Habit in keyof GiavHabits]: GiavHabits[Habit] },
  ) {
    const { scheduler, account } = simulation;
    this.time = new PassingTime(scheduler);
    const environment = this.environment('desk');
    const deployment = {
      sqs: account.sqsOf(environment),
      runQueueUrl: queueUrl('runs'),
      workQueueUrl: queueUrl('work'),
      deadLetterQueueUrl: queueUrl('deadLetter'),
      runsDeadLetterQueueUrl: queueUrl('runsDeadLetter'),
      changeQueueUrl: queueUrl('changes'),
      reconcileQueueUrl: queueUrl('reconcile'),
      webhookUrl: null,
      webhookSecretId: null,
    };
    const table = new SimulatedTable(account.table, environment);
    this.admin = adminPorts({ table, ...deployment });
    this.kept = adminPorts({ table: account.table, ...deployment });
    this.listen();
  }

  static open(options: VirtualWorldOptions = {}): VirtualWorld {
    const habits = { ...CALM, ...options.habits };
    const simulation = Simulation.open({
      seed: options.seed ?? 1,
      clients: 0,
      settings: JSON.stringify({ writeBack: { mode: 'off' }, ...options.config }),
      habits,
      switches: { ...options.switches },
      start: '2026-06-10T08:00:00Z',
    });
    if (!options.schedules) simulation.schedules.stop();
    for (const slot of Object.values(simulation.clientify.webhooks.slots)) slot.active = false;
    return new VirtualWorld(simulation, habits);
  }

  /** Gives the process its own time back. */
  close(): void {
    this.simulation.close();
  }

  /** Where a test plays a part itself: nothing goes wrong there. */
  environment(name: string): Environment {
    const { scheduler, random } = this.simulation;
    return new Environment(name, {
      scheduler,
      random: random.fork(name),
      slowness: 1,
      faultOf: () => undefined,
      onCall: () => undefined,
    });
  }

  /** Keeps what reaches the systems, and lets the faults meet it. */
  private listen(): void {
    const { simulation, log } = this;
    simulation.faultOf = (call) =>
      this.faulty.next(call, (status) => {
        const [method = '', path = ''] = call.name.split(' ');
        log[call.port as System].push({ method, path, status, body: undefined });
      });
    const { clientify, giav } = simulation;
    const handle = clientify.handle.bind(clientify);
    clientify.handle = (...request) => {
      const [, method, path, headers, , body] = request;
      const answer = handle(...request);
      if (headers['user-agent'] !== AT_THE_SCREEN['User-Agent'])
        log.clientify.push({ method, path, status: answer.status, body: structuredClone(body) });
      return answer;
    };
    const operate = giav.operate.bind(giav);
    giav.operate = (operation, args) => {
      log.giav.push({ method: operation, path: '', status: 200, body: args });
      const answer = operate(operation, args);
      const act = this.acts.get(operation);
      this.acts.delete(operation);
      act?.();
      return answer;
    };
  }

  /** Somebody does that right behind GIAV's next answer to the operation. */
  behindNext(operation: string, act: () => void): void {
    this.acts.set(operation, act);
  }

  /** Lets time pass until that is there. */
  when<T>(what: Promise<T>): Promise<T> {
    return this.time.when(what);
  }

  /** Lets so much time pass. */
  pass(ms: number): Promise<unknown> {
    return this.when(wait(ms));
  }

  /** Lets time pass until it is so, looking again and again. */
  until(so: () => boolean | Promise<boolean>): Promise<void> {
    return this.time.until(so);
  }

  async sync(mode: 'full' | 'modified' = 'full'): Promise<Report> {
    return reportOf(await this.when(runSync(this.admin, mode, () => undefined)));
  }

  /** As `cli redrive`. */
  async redrive(selection: Selection): Promise<Report[]> {
    const newId = (): string => ids.run(new Date());
    const { runs } = await this.when(redrive(this.admin, selection, newId));
    const reports: Report[] = [];
    for (const runId of runs) reports.push(await this.watch(runId));
    return reports;
  }

  /** Follows a run that something else started. */
  async watch(runId: string): Promise<Report> {
    return reportOf(await this.when(watchRun(this.admin, runId, () => undefined)));
  }

  failures(): Promise<FailedEntry[]> {
    return this.when(listFailures(this.admin));
  }

  /** Until everything that was asked for is done: no message is on its way, and no function works. */
  settled(): Promise<void> {
    const { account, clientify } = this.simulation;
    const { runs, work, changes, reconcile } = account.queues;
    return this.until(
      async () =>
        clientify.webhooks.pending === 0 &&
        [work, changes, reconcile].every((queue) => queue.depth === 0) &&
        runs.messages.every(({ visibleAt }) => visibleAt > Date.now()) &&
        Object.values(account.functions).every(({ running }) => running === 0) &&
        (await this.admin.runs.active()) === null,
    );
  }

  /** Until a search that was asked for here has ended, and what it found is done. */
  async reconcile(): Promise<void> {
    await this.when(this.admin.reconcileQueue.send());
    await this.settled();
  }

  /** kill -9 of whatever the function is doing; how many of its invocations that cut off. */
  kill(name: Source): number {
    return this.simulation.account.functions[name].kill();
  }

  /** Lets messages pile up, or go on. */
  enable(name: Source, enabled: boolean): void {
    this.simulation.account.sources[QUEUE_OF[name]].enabled = enabled;
  }

  /** Other settings, for environments that are new. */
  configure(config: object): void {
    const { facts, account } = this.simulation;
    facts.settings = JSON.stringify({ writeBack: { mode: 'off' }, ...config });
    for (const one of Object.values(account.functions)) one.cool();
  }

  faults(system: System, list: readonly Fault[]): void {
    this.faulty.waiting[system].push(...list.map((one) => ({ ...one })));
  }

  /** Nothing goes wrong any more. */
  calm(): void {
    for (const list of Object.values(this.faulty.waiting)) list.length = 0;
  }

  addClient(record: Fields): void {
    this.simulation.giav.save(Number(record['Id']), shown(record) as Raw);
    const categories = record['(categories)'] as number[] | undefined;
    if (categories) this.simulation.giav.categories.set(Number(record['Id']), categories);
  }

  addExpediente(record: Fields): void {
    this.simulation.giav.saveFile(Number(record['Id']), shown(record) as Raw);
  }

  editClient(id: number, fields: Fields): void {
    this.simulation.giav.save(id, shown(fields) as Raw);
  }

  editExpediente(id: number, fields: Fields): void {
    this.simulation.giav.saveFile(id, shown(fields) as Raw);
  }

  giavClient(id: number): Fields | undefined {
    return this.simulation.giav.clients.get(id);
  }

  giavClients(): Fields[] {
    return [...this.simulation.giav.clients.values()];
  }

  /** Operations that GIAV received since the log was last cleared. */
  giavCalls(): string[] {
    return this.log.giav.map(({ method }) => method);
  }

  /** The same with their arguments, as bodies. */
  giavRequests(): readonly LogEntry[] {
    return this.log.giav;
  }

  crm(collection: 'contacts' | 'companies' | 'deals'): Fields[] {
    return [...this.simulation.clientify.store.records[collection].values()];
  }

  /** What reached Clientify, and what was refused on the way, since the log was last cleared. */
  calls(): readonly LogEntry[] {
    return this.log.clientify;
  }

  writes(): LogEntry[] {
    return this.log.clientify.filter(({ method }) => method !== 'GET');
  }

  clearLog(): void {
    for (const list of Object.values(this.log)) list.length = 0;
  }

  /** Clientify tells each save from now on. */
  connectHooks(): void {
    for (const slot of Object.values(this.simulation.clientify.webhooks.slots)) slot.active = true;
  }

  /** A hint as a webhook brings it; the status of the answer. */
  hint(record: Fields, event = 'contact.saved'): Promise<number> {
    const body = JSON.stringify({ hook: { id: 1, event }, data: { id: record['id'] } });
    const { account, facts } = this.simulation;
    return this.when(hintTo(account.functions.webhook, facts.webhookSecret, body));
  }

  /** What a person does at Clientify's screen: not bound by what the API ignores, and told by its webhooks. */
  clientify(method: string, path: string, body?: unknown): Fields {
    const { clientify, facts } = this.simulation;
    const headers = {
      'user-agent': AT_THE_SCREEN['User-Agent'],
      authorization: `Token ${facts.token}`,
      'content-type': 'application/json',
    };
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = clientify.handle('first', method, `/v1${path}`, headers, text, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer.status === 204 ? {} : (JSON.parse(answer.body) as Fields);
  }
}
