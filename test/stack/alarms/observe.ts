import { smallLife } from '../../../simulation/every-call';
import { World } from '../../../simulation/world';
import type { Deployed } from '../rights/deployed';
import type { Point } from './cloudwatch';

const MINUTE_MS = 60_000;

/** Which function has which id in the stack, and which queue. */
const QUEUES = {
  deadLetter: 'QueuesDeadLetter',
  runsDeadLetter: 'QueuesRunsDeadLetter',
} as const;

export interface Observed {
  readonly world: World;
  /** When it began. */
  readonly begun: number;
  readonly points: Point[];
  /** Lets so many minutes pass. */
  readonly pass: (minutes: number) => Promise<void>;
}

/** What CloudWatch would hold of a life: our own metrics as they are told, and AWS's by what happens. */
class Recorder {
  readonly points: Point[] = [];

  constructor(
    private readonly world: World,
    private readonly deployed: Deployed,
  ) {
    world.onMetric = (name, _unit, value, more) => {
      this.add(
        'giav-clientify',
        name,
        { service: 'giav-clientify', agency: 'test', ...more },
        value,
      );
    };
    world.onEnd = (name, end) => {
      const id = deployed.functionId(name);
      const dimensions = { FunctionName: deployed.physical(id).ref };
      this.add('AWS/Lambda', 'Errors', dimensions, 'answer' in end ? 0 : 1);
      if (name !== 'webhook') return;
      const status = 'answer' in end ? (end.answer as { statusCode: number }).statusCode : 500;
      const api = { ApiId: deployed.refOf('AWS::ApiGatewayV2::Api') };
      this.add('AWS/ApiGateway', '5xx', api, status >= 500 ? 1 : 0);
      this.add('AWS/ApiGateway', '4xx', api, status >= 400 && status < 500 ? 1 : 0);
    };
    this.sample();
  }

  private add(
    namespace: string,
    name: string,
    dimensions: Point['dimensions'],
    value: number,
  ): void {
    this.points.push({ namespace, name, dimensions, at: this.world.scheduler.now, value });
  }

  /** As SQS tells its queues, each minute. */
  private sample(): void {
    const { account, scheduler } = this.world;
    for (const [name, id] of Object.entries(QUEUES)) {
      const { messages } = account.queues[name as keyof typeof QUEUES];
      const visible = messages.filter(({ visibleAt }) => visibleAt <= scheduler.now).length;
      const dimensions = { QueueName: this.deployed.nameOfQueue(id) };
      this.add('AWS/SQS', 'ApproximateNumberOfMessagesVisible', dimensions, visible);
    }
    scheduler.after(MINUTE_MS, () => this.sample());
  }
}

/** A small agency on the simulation, and what CloudWatch sees of it. */
export async function observe(
  deployed: Deployed,
  settings: object,
  live: (observed: Observed) => Promise<void>,
  clients = 5,
): Promise<readonly [readonly Point[], readonly [number, number]]> {
  const life = smallLife(1);
  const all = { ...(JSON.parse(life.settings) as object), ...settings };
  const world = World.open({ ...life, clients, settings: JSON.stringify(all) });
  try {
    const { scheduler } = world;
    const begun = scheduler.now;
    const { points } = new Recorder(world, deployed);
    const pass = async (minutes: number): Promise<void> => {
      await scheduler.runUntil(scheduler.now + minutes * MINUTE_MS);
    };
    // Searches show what is new after a while.
    await pass(2);
    await live({ world, begun, points, pass });
    return [points, [begun, scheduler.now]];
  } finally {
    world.close();
  }
}
