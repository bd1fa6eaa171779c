import type { Page } from '../ports/giav';
import type { Link } from '../ports/links';
import type { RunMode } from '../ports/run';
import { closed, isOpen } from '../record/status';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import { openConsents, withdrawnNotices } from '../sync/consents';
import type { UnmappedNote } from '../sync/decision';
import { areOthers, duplicatesOf } from '../sync/duplicates';
import { isForgotten, whyClientIsSkipped } from '../sync/eligibility';
import type { RecordError } from '../sync/errors';
import { fingerprint } from '../sync/fingerprint';
import { withoutNotShown } from '../sync/not-shown';
import type { Reason } from '../sync/reasons';
import type { GiavClient } from '../sync/records';
import { shownAs } from '../sync/shown-as';
import type { Candidates, ClientKind, Desired } from '../sync/target';
import { isUnchanged, isUndone } from '../sync/unchanged';
import type { PageDraft, PlannedPage } from './planned-page';
import { linkIdsOf, type Planning } from './planning';

/** A client beside what the id map knows of it, and what it becomes. */
interface Known {
  readonly id: string;
  readonly link: Link | undefined;
  readonly desired: Desired & { readonly kind: ClientKind };
  readonly unmapped: readonly UnmappedNote[];
  /** Fingerprint of what it becomes. */
  readonly print: string;
}

/** null when the time was over before it was known whose the records of Clientify are. */
export async function planClients(
  planning: Planning,
  page: Page<GiavClient>,
  number: number,
): Promise<PlannedPage | null> {
  const { ports, run } = planning;
  const draft = planning.draft('client').holds(page.records, page.invalid);
  const found = await ports.links.getMany('client', linkIdsOf(page.records));
  const clients = new ClientsOfPage(planning, draft, { readAt: page.readAt, page: number }, found);
  await Promise.all(page.records.map((client) => clients.plan(client)));
  if (planning.timeIsOver) return null;
  await ports.links.putMany('client', clients.refused);
  // A full run reads all expedientes anyway; in the others those of clients that may become linked are read too.
  if (run.mode !== 'full') await ports.pending.addMany('expedientes-of', clients.eligible);
  return draft;
}

/** Decides for each client of a page whether a worker has to look at it. */
class ClientsOfPage {
  readonly refused: Link[] = [];
  /** Those that may become linked. */
  readonly eligible: string[] = [];

  constructor(
    private readonly planning: Planning,
    private readonly draft: PageDraft,
    private readonly from: { readonly readAt: number; readonly page: number },
    private readonly found: {
      readonly links: ReadonlyMap<string, Link>;
      readonly unreadable: ReadonlyMap<string, RecordError>;
    },
  ) {}

  async plan(client: GiavClient): Promise<void> {
    const { draft } = this;
    const { config, countryCode } = this.planning.ports;
    const id = String(client.id);
    const problem = this.found.unreadable.get(id);
    if (problem) {
      draft.settle(id, { outcome: 'failed', reason: 'STATE_UNREADABLE' }, [], problem.message);
      return;
    }
    const link = this.found.links.get(id);
    if (isForgotten(link, config.forgotten)) {
      draft.settle(id, { outcome: 'skipped', reason: 'FORGOTTEN' });
      return;
    }
    const mapping = clientMapping(config, countryCode);
    const { desired, unmapped } = withoutNotShown(
      mapClient(client, mapping),
      client,
      mapping.chosen ?? [],
      link?.snapshot,
    );
    const known = { id, link, desired, unmapped, print: fingerprint(desired) };
    const reason = whyClientIsSkipped(client, link, config);
    if (reason !== null) return this.refuse(known, reason);
    return this.settleAgain(known) ?? this.searchFor(known);
  }

  private refuse({ id, link, desired }: Known, reason: Reason): Promise<void> {
    const notices = reason === 'DOCUMENT_REMOVED' ? withdrawnNotices(desired, link?.snapshot) : [];
    this.draft.settle(id, { outcome: 'skipped', reason, notices }, desired.notes);
    if (link?.status !== 'refused' || link.reason !== reason || isOpen(link))
      this.refused.push({
        ...closed(link),
        id,
        status: 'refused',
        reason,
        at: this.planning.ports.clock.now().toISOString(),
      });
    return this.planning.clearOpen('client', id, link);
  }

  /** What was told of it before, and is still true, settles it; null where nothing was. */
  private settleAgain({ id, link, desired, print }: Known): Promise<void> | null {
    const { planning, draft } = this;
    if (isUndone(link, print, desired, planning.run.mode)) {
      const notices = openConsents(link);
      draft.settleAgain(id, { outcome: 'skipped', reason: 'UNDONE', notices });
      return planning.clearOpen('client', id, link, true);
    }
    if (isKnownPlaceholder(link, print, planning.run.mode)) {
      draft.settleAgain(id, { outcome: 'skipped', reason: 'PLACEHOLDER_DOCUMENTO' });
      return planning.clearOpen('client', id, link, true);
    }
    if (!planning.stillWaits(link, desired)) return null;
    const notices = withdrawnNotices(desired, link.snapshot);
    draft.settleAgain(id, { outcome: 'skipped', reason: link.reason, notices });
    return Promise.resolve();
  }

  /** By what Clientify holds of it: it is in step, or a worker has to look at it. */
  private async searchFor({ id, link, desired, unmapped, print }: Known): Promise<void> {
    const { planning } = this;
    const candidates = await planning.unlessAsWritten(link, print, () =>
      planning.prepared.candidates.clientCandidates(
        id,
        desired.kind,
        desired.documento,
        link?.kind,
        shownAs(desired),
      ),
    );
    if (candidates === 'time-over') {
      planning.timeIsOver = true;
      return;
    }
    if (
      candidates === null ||
      (!planning.hasOpenEdit(link) &&
        isUnchanged(link, print, candidates, desired.documento) &&
        !this.hasOtherTwins(link, desired, candidates))
    ) {
      const result = { outcome: planning.outcomeOf(link), unmapped, notices: link?.notices };
      this.draft.settleInStep(id, result, link);
      return planning.clearOpen('client', id, link, true);
    }
    if (link?.status !== 'linked') this.eligible.push(id);
    planning.clientsInWork.add(id);
    this.draft.queue(this.from, { id, clientId: id, desired, candidates, unmapped }, link, print);
  }

  /** Only a full run has everybody with that Documento before it. */
  private hasOtherTwins(link: Link | undefined, desired: Desired, candidates: Candidates): boolean {
    if (this.planning.run.mode !== 'full') return false;
    return areOthers(link?.duplicates, duplicatesOf(link ?? {}, desired, candidates));
  }
}

/** Told once: it is not searched for again until it changes in GIAV, or somebody re-drives it. */
function isKnownPlaceholder(link: Link | undefined, desired: string, mode: RunMode): boolean {
  if (mode === 'redrive' || link?.status !== 'refused' || link.reason !== 'PLACEHOLDER_DOCUMENTO')
    return false;
  return link.fingerprint === desired;
}
