import { DynamoRuns } from '../lib/state/runs';
import { RUN } from '../lib/sync/budget';
import type { Run } from '../lib/ports/run';
import type { Call, Fault } from './aws/environment';
import type { Step } from './history';
import { judgeAtRest } from './invariants/at-rest';
import { judgeRuns } from './invariants/runs';
import type { Violation } from './invariants/watch';
import { Office } from './office';
import { Troubles } from './troubles';
import { World, type WorldOptions } from './world';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** With everything working again, all that is accepted is handled within this time. */
export const LIVENESS_MS = 120 * MINUTE_MS;

export interface Lived {
  readonly violations: readonly Violation[];
  /** Events and calls of ports. */
  readonly events: number;
  readonly calls: number;
  /** Calls of each function's ports, in order of time, when asked for. */
  readonly trace: readonly string[];
}

export interface LifeOptions extends WorldOptions {
  readonly days: number;
  readonly steps: readonly Step[];
  readonly trace?: boolean;
  /** Besides what the steps hold: what becomes of the n-th call, counted from 1. */
  readonly nth?: (call: Call, n: number) => Fault | undefined;
}

/** One agency through one history, then at rest; and whether every rule held. */
export class Life {
  private readonly troubles: Troubles;
  private readonly office: Office;
  private readonly runs: DynamoRuns;

  private constructor(
    readonly world: World,
    private readonly options: LifeOptions,
  ) {
    const { scheduler, random, account } = world;
    this.troubles = new Troubles(scheduler, random.fork('troubles'));
    world.faultOf = (call) =>
      options.nth?.(call, world.watch.calls.all + 1) ?? this.troubles.faultOf(call);
    this.office = new Office(world);
    this.runs = new DynamoRuns(account.table, RUN.leaseSeconds * 1000);
  }

  static async live(options: LifeOptions): Promise<Lived> {
    const world = World.open(options);
    const trace: string[] = [];
    if (options.trace) world.watch.trace = (line) => void trace.push(line);
    try {
      await new Life(world, options).go();
    } finally {
      world.close();
    }
    const { violations, calls } = world.watch;
    return { violations, calls: calls.all, events: world.scheduler.steps, trace };
  }

  private async go(): Promise<void> {
    const { scheduler, watch } = this.world;
    const begin = scheduler.now;
    for (const step of this.options.steps)
      scheduler.after(step.at, () => {
        watch.note(`step ${JSON.stringify(step)}`);
        this.take(step);
      });
    await scheduler.runUntil(begin + this.options.days * DAY_MS);
    this.troubles.end();
    watch.note('everything works from now on');
    await scheduler.runUntil(scheduler.now + LIVENESS_MS);
    await this.judgeLiveness(scheduler.now - LIVENESS_MS);
    await judgeRuns(this.runs, watch);
    if (watch.violations.length === 0) await this.rest();
  }

  private take(step: Step): void {
    const { world } = this;
    if (step.do === 'strike' || step.do === 'weather') this.troubles.begin(step);
    else if (step.do === 'repeat') world.account.queues[step.queue].repeats += 1;
    else if (step.do === 'cool')
      for (const one of Object.values(world.account.functions)) one.cool();
    else if (
      step.do === 'full-run' ||
      step.do === 'redrive' ||
      step.do === 'resume' ||
      step.do === 'forget' ||
      step.do === 'settings'
    )
      this.office.begin(step, step.which);
    else world.people.act(step, step.which);
  }

  /** What was begun before `moment` is over, whoever began it. */
  private async judgeLiveness(moment: number): Promise<void> {
    const { watch, account, scheduler } = this.world;
    for await (const run of this.runs.recent())
      if (run.status === 'running' && Date.parse(run.startedAt) < moment)
        watch.violated('every run ends', `run in phase ${describe(run)} since ${run.startedAt}`);
    for (const name of ['runs', 'work', 'changes', 'reconcile'] as const)
      for (const message of account.queues[name].messages)
        if (message.sentAt < moment)
          watch.violated(
            'every accepted message is handled',
            `${name}: ${message.body.slice(0, 90).replace(/"runId":"[^"]+"/, '')} ${Math.round((scheduler.now - message.sentAt) / MINUTE_MS)} min old`,
          );
    const dead = account.queues.runsDeadLetter.messages.length;
    if (dead > 0 && this.options.steps.length === 0)
      watch.violated('nothing is set aside without a fault', `${dead} messages`);
  }

  /** No schedule, no person: two full runs, the second of which must find nothing to do. */
  private async rest(): Promise<void> {
    const { world } = this;
    world.schedules.stop();
    await this.quiet('before the last runs');
    await this.fullRun();
    await judgeAtRest(world);
    const before = { giav: world.giav.writes, clientify: world.watch.calls.clientifyWrites };
    await this.fullRun();
    const after = { giav: world.giav.writes, clientify: world.watch.calls.clientifyWrites };
    if (after.giav !== before.giav || after.clientify !== before.clientify)
      world.watch.violated(
        'nothing is written when nothing changed',
        `GIAV ${after.giav - before.giav}, Clientify ${after.clientify - before.clientify}`,
      );
    await judgeRuns(this.runs, world.watch);
  }

  private async fullRun(): Promise<void> {
    this.office.begin({ do: 'full-run' }, 0);
    this.world.account.queues.reconcile.send({ body: '{"v":1,"kind":"reconcile"}' });
    await this.quiet('after a full run');
  }

  private async quiet(when: string): Promise<void> {
    const { scheduler, account, watch } = this.world;
    const { runs, work, changes, reconcile } = account.queues;
    // Nothing is under way: not even a message that only comes back if its invocation dies.
    const still = (): boolean =>
      [runs, work, changes, reconcile].every((queue) => queue.depth === 0) &&
      Object.values(account.functions).every(({ running }) => running === 0);
    const begun = scheduler.now;
    await scheduler.runUntil(begun + 10 * MINUTE_MS);
    if (!(await scheduler.runUntil(begun + LIVENESS_MS, still)))
      watch.violated('the deployment comes to rest', when);
  }
}

const describe = ({ phase, mode, pause }: Run): string =>
  `${phase} (${mode}${pause ? ', paused' : ''})`;
