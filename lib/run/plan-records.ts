import type { CandidateSource, Searched } from '../ports/clientify-account';
import { meetingOf } from '../config/meeting';
import type { SyncConfig } from '../config/schema';
import type { InvalidRecord, Page } from '../ports/giav';
import { MESSAGE_VERSION, type RecordMessage } from '../ports/messages';
import type { NewDecision } from '../ports/decisions';
import type { Failures } from '../ports/failures';
import type { Link, Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import type { Run } from '../ports/run';
import { closed, gone, inOrder, isOpen } from '../record/status';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import { areOthers, duplicatesOf } from '../sync/duplicates';
import type { Entity, Outcome, Reason, RecordResult } from '../sync/decision';
import { consentWithdrawn } from '../sync/consents';
import { localToday } from '../sync/dates';
import { isForgotten, isOfAnotherOffice, whyClientIsSkipped } from '../sync/eligibility';
import { mapExpediente, withClient, type DealStages } from '../sync/expediente-to-deal';
import { fingerprint } from '../sync/fingerprint';
import type { EntityStage, Expediente, GiavClient } from '../sync/records';
import { shownAs } from '../sync/shown-as';
import type { Candidates, ClientKind, Desired, FieldNote } from '../sync/target';
import { hasOpenEdit, isAsWritten, isUnchanged } from '../sync/unchanged';
import type { Clock } from '../ports/clock';

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
}

/** A page, decided as far as the fetcher can: results that are known, and messages for the workers. */
export interface PlannedPage {
  readonly ids: string[];
  readonly results: Map<string, RecordResult>;
  readonly messages: RecordMessage[];
  readonly decisions: NewDecision[];
}

type PlannedMessage = Pick<
  RecordMessage,
  'entity' | 'id' | 'clientId' | 'desired' | 'candidates' | 'unmapped'
>;

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
    const plan = this.emptyPlan('client', page.invalid, page.records);
    const { links, unreadable } = await this.ports.links.getMany('client', idsOf(page.records));
    const refused: Link[] = [];
    const eligible: string[] = [];
    const planOne = async (client: GiavClient): Promise<void> => {
      const id = String(client.id);
      const problem = unreadable.get(id);
      if (problem) {
        this.settle(
          plan,
          'client',
          id,
          { outcome: 'failed', reason: 'STATE_UNREADABLE' },
          [],
          problem.message,
        );
        return;
      }
      const link = links.get(id);
      if (isForgotten(link, this.ports.config.forgotten)) {
        this.settle(plan, 'client', id, { outcome: 'skipped', reason: 'FORGOTTEN' });
        return;
      }
      const { desired, unmapped } = mapClient(
        client,
        clientMapping(this.ports.config, this.ports.countryCode),
      );
      const reason = whyClientIsSkipped(client, link, this.ports.config);
      if (reason !== null) {
        const notices: Reason[] =
          reason === 'DOCUMENT_REMOVED' && consentWithdrawn(desired, link?.snapshot)
            ? ['CONSENT_STILL_ACTIVE']
            : [];
        this.settle(plan, 'client', id, { outcome: 'skipped', reason, notices }, desired.notes);
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
      if (this.isKnownPlaceholder(link, fingerprint(desired))) {
        plan.results.set(id, { outcome: 'skipped', reason: 'PLACEHOLDER_DOCUMENTO' });
        return this.clearOpen('client', id, link, true);
      }
      const candidates = await this.unlessAsWritten(link, fingerprint(desired), () =>
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
          isUnchanged(link, fingerprint(desired), candidates, desired.documento) &&
          !this.hasOtherTwins(link, desired, candidates))
      ) {
        this.settle(plan, 'client', id, {
          outcome: this.outcomeOf(link),
          unmapped,
          notices: link?.notices,
        });
        return this.clearOpen('client', id, link, true);
      }
      if (link?.status !== 'linked') eligible.push(id);
      this.clientsInWork.add(id);
      this.queue(plan, page, number, {
        entity: 'client',
        id,
        clientId: id,
        desired,
        candidates,
        unmapped,
      });
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
    const plan = this.emptyPlan('expediente', page.invalid, page.records);
    const { links, unreadable } = await this.ports.links.getMany('expediente', idsOf(page.records));
    const clients = await this.ports.links.getMany(
      'client',
      page.records.map((one) => String(one.idCliente)),
    );
    const { offices } = this.ports.config;
    const settings = {
      stages: this.prepared.stages,
      giavStages: this.prepared.giavStages,
      officePrefix,
      dealStartDate: this.ports.config.dealStartDate,
      today: localToday(this.ports.clock.now()),
    };
    const planOne = async (expediente: Expediente): Promise<void> => {
      const id = String(expediente.id);
      const clientId = String(expediente.idCliente);
      const problem = unreadable.get(id) ?? clients.unreadable.get(clientId);
      if (problem) {
        this.settle(
          plan,
          'expediente',
          id,
          { outcome: 'failed', reason: 'STATE_UNREADABLE' },
          [],
          problem.message,
        );
        return;
      }
      const link = links.get(id);
      if (isOfAnotherOffice(expediente, offices)) {
        this.settle(plan, 'expediente', id, { outcome: 'skipped', reason: 'OTHER_OFFICE' });
        return this.clearOpen('expediente', id, link, true);
      }
      const { desired, unmapped } = mapExpediente(expediente, settings);
      const client = this.clientsInWork.has(clientId) ? undefined : clients.links.get(clientId);
      const whole =
        client?.status === 'linked' &&
        client.clientifyId !== undefined &&
        client.kind !== undefined &&
        client.kind !== 'deal'
          ? withClient(desired, {
              kind: client.kind,
              url: this.ports.recordUrl(client.kind, client.clientifyId),
            })
          : null;
      const find = (): Searched | Promise<Searched> => this.prepared.candidates.dealCandidates(id);
      const candidates =
        whole === null ? await find() : await this.unlessAsWritten(link, fingerprint(whole), find);
      if (candidates === 'time-over') {
        this.timeIsOver = true;
        return;
      }
      if (
        candidates === null ||
        (whole !== null && isUnchanged(link, fingerprint(whole), candidates, ''))
      ) {
        this.settle(plan, 'expediente', id, { outcome: this.outcomeOf(link), unmapped });
        return this.clearOpen('expediente', id, link, true);
      }
      this.queue(plan, page, number, {
        entity: 'expediente',
        id,
        clientId,
        desired,
        candidates,
        unmapped,
      });
    };
    await Promise.all(page.records.map(planOne));
    return this.timeIsOver ? null : plan;
  }

  /** Records that were asked for by id and that GIAV does not show (any more). */
  async gone(entity: Entity, ids: readonly string[]): Promise<PlannedPage> {
    const plan = this.emptyPlan(entity, [], []);
    plan.ids.push(...ids);
    for (const id of ids) {
      this.settle(plan, entity, id, { outcome: 'skipped', reason: 'NOT_IN_GIAV' });
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

  /** Only a full run has everybody with that Documento before it. */
  private hasOtherTwins(link: Link | undefined, desired: Desired, candidates: Candidates): boolean {
    if (this.run.mode !== 'full') return false;
    return areOthers(link?.duplicates, duplicatesOf(link ?? {}, desired, candidates));
  }

  private hasOpenEdit(link: Link | undefined): boolean {
    return hasOpenEdit(link, meetingOf(this.ports.config), this.run.mode);
  }

  private emptyPlan(
    entity: Entity,
    invalid: readonly InvalidRecord[],
    valid: readonly { readonly id: number }[],
  ): PlannedPage {
    const plan: PlannedPage = { ids: [], results: new Map(), messages: [], decisions: [] };
    for (const { id, fields, refusal, reason = 'INVALID_RECORD' } of invalid) {
      const message = refusal ?? `GIAV's record is not valid in: ${fields.join(', ')}`;
      this.settle(plan, entity, String(id), { outcome: 'failed', reason }, [], message);
      plan.ids.push(String(id));
    }
    plan.ids.push(...idsOf(valid));
    return plan;
  }

  private settle(
    plan: PlannedPage,
    entity: Entity,
    id: string,
    result: RecordResult,
    notes: readonly FieldNote[] = [],
    message?: string,
  ): void {
    plan.results.set(id, result);
    if (result.outcome === 'unchanged') return;
    plan.decisions.push({
      entity,
      id,
      runId: this.run.id,
      at: this.ports.clock.now().toISOString(),
      result,
      notes: [...notes],
      message,
    });
  }

  private queue(
    plan: PlannedPage,
    { readAt }: Page<unknown>,
    page: number,
    planned: PlannedMessage,
  ): void {
    const { id: runId, mode } = this.run;
    plan.messages.push({
      v: MESSAGE_VERSION,
      runId,
      mode,
      page,
      readAt: new Date(readAt).toISOString(),
      searchedAt: this.run.startedAt,
      ...planned,
    });
  }
}

const idsOf = (records: readonly { readonly id: number }[]): string[] =>
  records.map(({ id }) => String(id));
