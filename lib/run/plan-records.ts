import type { Page } from '../ports/giav';
import type { Run } from '../ports/run';
import { gone } from '../record/status';
import type { Entity } from '../sync/decision';
import type { Expediente, GiavClient } from '../sync/records';
import { planClients } from './plan-clients';
import { planExpedientes } from './plan-expedientes';
import type { PlanPorts, Prepared } from './plan-ports';
import type { PlannedPage } from './planned-page';
import { Planning } from './planning';

/** Decides for each record of a page whether a worker has to look at it. */
export class RecordPlanner {
  private readonly planning: Planning;

  constructor(
    private readonly ports: PlanPorts,
    prepared: Prepared,
    run: Run,
  ) {
    this.planning = new Planning(ports, prepared, run);
  }

  /** Clients on the queue in this run: their link may still change, so their expedientes go there too. */
  get clientsInWork(): Set<string> {
    return this.planning.clientsInWork;
  }

  /** null when the time was over before it was known whose the records of Clientify are. */
  clients(page: Page<GiavClient>, number: number): Promise<PlannedPage | null> {
    return planClients(this.planning, page, number);
  }

  /** null as for {@link clients}. */
  expedientes(
    page: Page<Expediente>,
    number: number,
    officePrefix: boolean,
  ): Promise<PlannedPage | null> {
    return planExpedientes(this.planning, page, number, officePrefix);
  }

  /** Records that were asked for by id and that GIAV does not show (any more). */
  async gone(entity: Entity, ids: readonly string[]): Promise<PlannedPage> {
    const plan = this.planning.draft(entity);
    plan.ids.push(...ids);
    for (const id of ids) {
      plan.settle(id, { outcome: 'skipped', reason: 'NOT_IN_GIAV' });
      await gone(this.ports.failures, { entity, id });
    }
    return plan;
  }
}
