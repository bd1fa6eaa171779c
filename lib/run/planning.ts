import { meetingOf } from '../config/meeting';
import type { Searched } from '../ports/clientify-account';
import type { Link } from '../ports/links';
import type { Run } from '../ports/run';
import { inOrder, isOpen } from '../record/status';
import type { Entity, Outcome } from '../sync/decision';
import type { Reason } from '../sync/reasons';
import type { Desired } from '../sync/target';
import { hasOpenEdit, isAsWritten } from '../sync/unchanged';
import { NONE_MOVED, stillWaits } from '../sync/waiting';
import { sweepWindow } from './moved-records';
import type { PlanPorts, Prepared } from './plan-ports';
import { PageDraft } from './planned-page';

/** What clients and expedientes of a run are judged by alike, and what its pages know of each other. */
export class Planning {
  /** Clients on the queue in this run: their link may still change, so their expedientes go there too. */
  readonly clientsInWork = new Set<string>();
  /** There was no time left to read Clientify's lists: the next invocation plans the page anew. */
  timeIsOver = false;

  constructor(
    readonly ports: PlanPorts,
    readonly prepared: Prepared,
    readonly run: Run,
  ) {}

  /**
   * A modified run leaves a record alone that is what was last written: what others changed in Clientify is the full
   * run's business. null = leave it alone.
   */
  async unlessAsWritten(
    link: Link | undefined,
    desired: string,
    find: () => Searched | Promise<Searched>,
  ): Promise<Searched | null> {
    if (
      this.run.mode === 'modified' &&
      isAsWritten(link, desired) &&
      !isOpen(link) &&
      !this.hasOpenEdit(link)
    )
      return null;
    return find();
  }

  /** What is still true is not looked at, and not told, again; a full run and a re-drive do both. */
  stillWaits(link: Link | undefined, desired: Desired): link is Link & { readonly reason: Reason } {
    const { moved = NONE_MOVED } = this.prepared;
    return this.run.mode === 'modified' && stillWaits(link, desired, sweepWindow(this.run), moved);
  }

  /** A record that this very run has written, and whose result was lost, is told as what was done to it. */
  outcomeOf(link: Link | undefined): Outcome {
    return (link?.runId === this.run.id ? link.outcome : undefined) ?? 'unchanged';
  }

  /** A record that is in order leaves the lists that it may be on. */
  clearOpen(entity: Entity, id: string, link: Link | undefined, save = false): Promise<void> {
    const redrive = this.run.mode === 'redrive';
    return inOrder(this.ports, { entity, id }, link, { redrive, save });
  }

  draft(entity: Entity): PageDraft {
    return new PageDraft(this.run, entity, this.ports.clock);
  }

  hasOpenEdit(link: Link | undefined): boolean {
    return hasOpenEdit(link, meetingOf(this.ports.config), this.run.mode);
  }
}

/** The ids of records, as links are asked for. */
export const linkIdsOf = (records: readonly { readonly id: number }[]): string[] =>
  records.map(({ id }) => String(id));
