import { forgetClient } from '../lib/admin/forget';
import { redrive } from '../lib/admin/failed-records';
import { SqsChangeQueue } from '../lib/queue/changes';
import { DeadLetters } from '../lib/queue/dead-letters';
import { SqsRunQueue } from '../lib/queue/queues';
import { Audits } from '../lib/state/audits';
import { DynamoFailures } from '../lib/state/failures';
import { DynamoIncidents } from '../lib/state/incidents';
import { DynamoLinks } from '../lib/state/links';
import { DynamoRuns } from '../lib/state/runs';
import { RUN } from '../lib/sync/budget';
import { queueUrl } from './aws/account';
import { Environment } from './aws/environment';
import { SimulatedTable } from './aws/table';
import type { Order } from './history';
import type { World } from './world';

/** The admin's command line on the simulated deployment; what fails there is told and tried no further. */
export class Office {
  private readonly ports;
  private orders = 0;

  constructor(private readonly world: World) {
    const { account, scheduler, random } = world;
    const environment = new Environment('office', {
      scheduler,
      random: random.fork('office'),
      slowness: 1,
      faultOf: () => undefined,
      onCall: () => undefined,
    });
    const table = new SimulatedTable(account.table, environment);
    const sqs = account.sqsOf(environment);
    this.ports = {
      table,
      links: new DynamoLinks(table),
      audits: new Audits(table),
      failures: new DynamoFailures(table),
      incidents: new DynamoIncidents(table),
      runs: new DynamoRuns(table, RUN.leaseSeconds * 1000),
      deadLetters: new DeadLetters(sqs, queueUrl('deadLetter')),
      runQueue: new SqsRunQueue(sqs, queueUrl('runs')),
      changes: new SqsChangeQueue(sqs, queueUrl('changes')),
      now: () => new Date(),
      by: 'the simulation',
    };
  }

  /** Begins what was ordered; it takes its time beside everything else. */
  begin(order: Order, which: number): void {
    this.act(order, which).catch((error: unknown) =>
      this.world.watch.note(`office: ${order.do}: ${(error as Error).message}`),
    );
  }

  private async act(order: Order, which: number): Promise<void> {
    const { ports, world } = this;
    if (order.do === 'full-run')
      await ports.runQueue.send({ v: 1, kind: 'start', mode: 'full', runId: this.newId() });
    else if (order.do === 'redrive') await redrive(ports, { all: true }, () => this.newId());
    else if (order.do === 'resume') await ports.incidents.resume();
    else if (order.do === 'settings') world.facts.settings = withChange(world, order.change);
    else {
      const ids = [...world.giav.clients.keys()];
      const id = String(ids[which % ids.length]);
      await forgetClient(ports, id, world.config.forgotten === 'stay-away');
      // A contact that was there first is known by its Documento.
      world.forgotten.add(id).add(String(world.giav.clients.get(Number(id))?.['Documento']));
    }
  }

  private newId(): string {
    return `office-${++this.orders}`;
  }
}

const withChange = ({ facts }: World, change: object): string =>
  JSON.stringify({ ...(JSON.parse(facts.settings) as object), ...change });
