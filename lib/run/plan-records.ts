import type { CandidateSource, Searched } from '../ports/clientify-account';
import { meetingOf } from '../config/meeting';
import type { SyncConfig } from '../config/schema';
import type { Page } from '../ports/giav';
import type { Failures } from '../ports/failures';
import type { Link, Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Run } from '../ports/run';
import { closed, gone, inOrder, isOpen } from '../record/status';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import type { DealOwners } from '../sync/deal-owner';
import { hasOpenClosing, openClosings } from '../sync/deal-closing';
import { areOthers, duplicatesOf } from '../sync/duplicates';
import type { Entity, Outcome, Reason } from '../sync/decision';
import { consentWithdrawn } from '../sync/consents';
import { localToday } from '../sync/dates';
import { isForgotten, whyClientIsSkipped, whyExpedienteIsSkipped } from '../sync/eligibility';
import { mapExpediente, withClient, type DealStages } from '../sync/expediente-to-deal';
import { chosenOn } from '../sync/fields/chosen';
import { fingerprint } from '../sync/fingerprint';
import { withoutNotShown } from '../sync/not-shown';
import { hasChangedState } from '../sync/open-expedientes';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';
import { isClientKind } from '../sync/settle';
import { shownAs } from '../sync/shown-as';
import type { Candidates, ClientKind, Desired } from '../sync/target';
import { hasOpenEdit, isAsWritten, isUnchanged, isUndone } from '../sync/unchanged';
import { NONE_MOVED, stillWaits, type MovedRecords } from '../sync/waiting';
import type { Clock } from '../ports/clock';
import { dealClosings } from './deal-closings';
import { sweepWindow } from './moved-records';
import { PageDraft, type PlannedPage } from './planned-page';

export interface PlanPorts {
  readonly links: Pick<Links, 'getMany' | 'put' | 'putMany'>;
  readonly failures: Pick<Failures, 'clear'>;
  readonly pending: Pick<Pending, 'addMany' | 'remove'>;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  readonly recordUrl: (kind: ClientKind, id: string) => string;
  readonly clock: Clock;
}

/** What the mapping and the linking of a run rely on. */
export interface Prepared {
  readonly giavStages: readonly EntityStage[];
  readonly stages: DealStages;
  readonly candidates: CandidateSource;
  /** Clientify holds records already. @default true */
  readonly inUse?: boolean;
  /** What changed in Clientify since the last sweep. @default - nothing that is known */
  readonly moved?: MovedRecords;
  /** Whose deals are whose. @default - owners are left alone */
  readonly owners?: Pick<DealOwners, 'of'>;
}

/** Decides for each record of a page whether a worker has to look at it. */
export class RecordPlanner {
  /** Clients on the queue in this run: their link may still change, so their expedientes go there too. */
  readonly clientsInWork = new Set<string>();
  /** There was no time left to read Clientify's lists: the next invocation plans the page anew. */
  private timeIsOver = false;

  constructor(
    private readonly ports: PlanPorts,
    private readonly prepared: Prepared,
    private readonly run: Run,
  ) {}

  /** null when the time was over before it was known whose the records of Clientify are. */
  async clients(page: Page<GiavClient>, number: number): Promise<PlannedPage | null> {
    const plan = this.draft('client').holds(page.records, page.invalid);
    const { links, unreadable } = await this.ports.links.getMany('client', idsOf(page.records));
    const refused: Link[] = [];
    const eligible: string[] = [];
    const planOne = async (client: GiavClient): Promise<void> => {
      const id = String(client.id);
      const problem = unreadable.get(id);
      if (problem) {
        plan.settle(id, { outcome: 'failed', reason: 'STATE_UNREADABLE' }, [], problem.message);
        return;
      }
      const link = links.get(id);
      if (isForgotten(link, this.ports.config.forgotten)) {
        plan.settle(id, { outcome: 'skipped', reason: 'FORGOTTEN' });
        return;
      }
      const mapping = clientMapping(this.ports.config, this.ports.countryCode);
      const { desired, unmapped } = withoutNotShown(
        mapClient(client, mapping),
        client,
        mapping.chosen ?? [],
        link?.snapshot,
      );
      const print = fingerprint(desired);
      const reason = whyClientIsSkipped(client, link, this.ports.config);
      if (reason !== null) {
        const notices: Reason[] =
          reason === 'DOCUMENT_REMOVED' && consentWithdrawn(desired, link?.snapshot)
            ? ['CONSENT_STILL_ACTIVE']
            : [];
        plan.settle(id, { outcome: 'skipped', reason, notices }, desired.notes);
        if (link?.status !== 'refused' || link.reason !== reason || isOpen(link))
          refused.push({
            ...closed(link),
            id,
            status: 'refused',
            reason,
            at: this.ports.clock.now().toISOString(),
          });
        return this.clearOpen('client', id, link);
      }
      if (isUndone(link, print, desired, this.run.mode)) {
        plan.settleAgain(id, { outcome: 'skipped', reason: 'UNDONE' });
        return this.clearOpen('client', id, link, true);
      }
      if (this.isKnownPlaceholder(link, print)) {
        plan.settleAgain(id, { outcome: 'skipped', reason: 'PLACEHOLDER_DOCUMENTO' });
        return this.clearOpen('client', id, link, true);
      }
      if (this.stillWaits(link, desired)) {
        const loud = consentWithdrawn(desired, link.snapshot);
        const notices: Reason[] = loud ? ['CONSENT_STILL_ACTIVE'] : [];
        plan.settleAgain(id, { outcome: 'skipped', reason: link.reason, notices });
        return;
      }
      const candidates = await this.unlessAsWritten(link, print, () =>
        this.prepared.candidates.clientCandidates(
          id,
          desired.kind,
          desired.documento,
          link?.kind,
          shownAs(desired),
        ),
      );
      if (candidates === 'time-over') {
        this.timeIsOver = true;
        return;
      }
      if (
        candidates === null ||
        (!this.hasOpenEdit(link) &&
          isUnchanged(link, print, candidates, desired.documento) &&
          !this.hasOtherTwins(link, desired, candidates))
      ) {
        plan.settleInStep(
          id,
          { outcome: this.outcomeOf(link), unmapped, notices: link?.notices },
          link,
        );
        return this.clearOpen('client', id, link, true);
      }
      if (link?.status !== 'linked') eligible.push(id);
      this.clientsInWork.add(id);
      plan.queue(
        { readAt: page.readAt, page: number },
        {
          id,
          clientId: id,
          desired,
          candidates,
          unmapped,
        },
        link,
        print,
      );
    };
    await Promise.all(page.records.map(planOne));
    if (this.timeIsOver) return null;
    await this.ports.links.putMany('client', refused);
    // A full run reads all expedientes anyway; in the others those of clients that may become linked are read too.
    if (this.run.mode !== 'full') await this.ports.pending.addMany('expedientes-of', eligible);
    return plan;
  }

  /** null as for {@link clients}. */
  async expedientes(
    page: Page<Expediente>,
    number: number,
    officePrefix: boolean,
  ): Promise<PlannedPage | null> {
    const plan = this.draft('expediente').holds(page.records, page.invalid);
    const { links, unreadable } = await this.ports.links.getMany('expediente', idsOf(page.records));
    const clients = await this.ports.links.getMany(
      'client',
      page.records.map((one) => String(one.idCliente)),
    );
    const { giavStages } = this.prepared;
    const settings = {
      stages: this.prepared.stages,
      giavStages,
      officePrefix,
      dealStartDate: this.ports.config.dealStartDate,
      chosen: chosenOn(this.ports.config, 'expediente'),
      owners: this.prepared.owners,
      amounts: this.ports.config.deals,
      closings: dealClosings(this.ports.config, giavStages),
      today: localToday(this.ports.clock.now()),
    };
    const planOne = async (expediente: Expediente): Promise<void> => {
      const id = String(expediente.id);
      if (!expediente.cerrado) plan.open += 1;
      const clientId = String(expediente.idCliente);
      const problem = unreadable.get(id) ?? clients.unreadable.get(clientId);
      if (problem) {
        plan.settle(id, { outcome: 'failed', reason: 'STATE_UNREADABLE' }, [], problem.message);
        return;
      }
      const link = links.get(id);
      const left = whyExpedienteIsSkipped(expediente, giavStages, this.ports.config);
      if (left !== null) {
        plan.settle(id, { outcome: 'skipped', reason: left });
        return this.clearOpen('expediente', id, link, true);
      }
      const { desired, unmapped } = mapExpediente(expediente, settings);
      if (this.stillWaits(link, desired)) {
        plan.settleAgain(id, { outcome: 'skipped', reason: link.reason });
        return;
      }
      // What waits or has failed is not new: GIAV's date of it may be old.
      if (link?.status === 'linked' && !isOpen(link) && hasChangedState(link.snapshot, desired))
        plan.stateChanged.push(id);
      const client = this.settled(clients.links.get(clientId), clientId);
      const whole =
        client?.clientifyId !== undefined && isClientKind(client.kind)
          ? withClient(desired, {
              kind: client.kind,
              url: this.ports.recordUrl(client.kind, client.clientifyId),
            })
          : null;
      const print = whole && fingerprint(whole);
      if (print !== null && isUndone(link, print, desired, this.run.mode)) {
        plan.settleAgain(id, { outcome: 'skipped', reason: 'UNDONE' });
        return this.clearOpen('expediente', id, link, true);
      }
      const find = (): Searched | Promise<Searched> => this.prepared.candidates.dealCandidates(id);
      const candidates =
        print === null ? await find() : await this.unlessAsWritten(link, print, find);
      if (candidates === 'time-over') {
        this.timeIsOver = true;
        return;
      }
      // Somebody asks for it again: how it ends may be tried once more.
      const again = this.run.mode === 'redrive' && hasOpenClosing(link?.notices);
      if (
        candidates === null ||
        (print !== null && !again && isUnchanged(link, print, candidates, ''))
      ) {
        const notices = openClosings(link?.notices);
        plan.settleInStep(id, { outcome: this.outcomeOf(link), unmapped, notices }, link);
        return this.clearOpen('expediente', id, link, true);
      }
      plan.queue(
        { readAt: page.readAt, page: number },
        {
          id,
          clientId,
          clientSettled: client !== undefined,
          desired,
          candidates,
          unmapped,
        },
        link,
        print,
      );
    };
    await Promise.all(page.records.map(planOne));
    return this.timeIsOver ? null : plan;
  }

  /** Records that were asked for by id and that GIAV does not show (any more). */
  async gone(entity: Entity, ids: readonly string[]): Promise<PlannedPage> {
    const plan = this.draft(entity);
    plan.ids.push(...ids);
    for (const id of ids) {
      plan.settle(id, { outcome: 'skipped', reason: 'NOT_IN_GIAV' });
      await gone(this.ports.failures, { entity, id });
    }
    return plan;
  }

  /**
   * A modified run leaves a record alone that is what was last written: what others changed in Clientify is the full
   * run's business. null = leave it alone.
   */
  private async unlessAsWritten(
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
  private stillWaits(
    link: Link | undefined,
    desired: Desired,
  ): link is Link & { readonly reason: Reason } {
    const { moved = NONE_MOVED } = this.prepared;
    return this.run.mode === 'modified' && stillWaits(link, desired, sweepWindow(this.run), moved);
  }

  /** Told once: it is not searched for again until it changes in GIAV, or somebody re-drives it. */
  private isKnownPlaceholder(link: Link | undefined, desired: string): boolean {
    if (
      this.run.mode === 'redrive' ||
      link?.status !== 'refused' ||
      link.reason !== 'PLACEHOLDER_DOCUMENTO'
    )
      return false;
    return link.fingerprint === desired;
  }

  /** A record that this very run has written, and whose result was lost, is told as what was done to it. */
  private outcomeOf(link: Link | undefined): Outcome {
    return (link?.runId === this.run.id ? link.outcome : undefined) ?? 'unchanged';
  }

  /** Its link, if nothing of this run may change it any more: it is not on the queue, or the worker is done with it. */
  private settled(link: Link | undefined, id: string): Link | undefined {
    if (link?.status !== 'linked' || link.clientifyId === undefined) return undefined;
    return this.clientsInWork.has(id) && link.runId !== this.run.id ? undefined : link;
  }

  /** A record that is in order leaves the lists that it may be on. */
  private clearOpen(
    entity: Entity,
    id: string,
    link: Link | undefined,
    save = false,
  ): Promise<void> {
    const redrive = this.run.mode === 'redrive';
    return inOrder(this.ports, { entity, id }, link, { redrive, save });
  }

  private draft(entity: Entity): PageDraft {
    return new PageDraft(this.run, entity, this.ports.clock);
  }

  /** Only a full run has everybody with that Documento before it. */
  private hasOtherTwins(link: Link | undefined, desired: Desired, candidates: Candidates): boolean {
    if (this.run.mode !== 'full') return false;
    return areOthers(link?.duplicates, duplicatesOf(link ?? {}, desired, candidates));
  }

  private hasOpenEdit(link: Link | undefined): boolean {
    return hasOpenEdit(link, meetingOf(this.ports.config), this.run.mode);
  }
}

const idsOf = (records: readonly { readonly id: number }[]): string[] =>
  records.map(({ id }) => String(id));
