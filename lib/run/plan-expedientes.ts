import type { Searched } from '../ports/clientify-account';
import type { Page } from '../ports/giav';
import type { Link } from '../ports/links';
import { isOpen } from '../record/status';
import { localToday } from '../sync/dates';
import { hasOpenClosing, openClosings } from '../sync/deal-closing';
import type { UnmappedNote } from '../sync/decision';
import { whyExpedienteIsSkipped } from '../sync/eligibility';
import type { RecordError } from '../sync/errors';
import { mapExpediente, withClient } from '../sync/expediente-to-deal';
import { chosenOn } from '../sync/fields/chosen';
import { fingerprint } from '../sync/fingerprint';
import { hasChangedState } from '../sync/open-expedientes';
import type { Expediente } from '../sync/records';
import { isClientKind } from '../sync/settle';
import type { Desired } from '../sync/target';
import { isUnchanged, isUndone } from '../sync/unchanged';
import { dealClosings } from './deal-closings';
import type { PageDraft, PlannedPage } from './planned-page';
import { linkIdsOf, type Planning } from './planning';

interface FoundLinks {
  readonly links: ReadonlyMap<string, Link>;
  readonly unreadable: ReadonlyMap<string, RecordError>;
}

/** An expediente beside what the id map knows of it and of its client, and what it becomes. */
interface Known {
  readonly id: string;
  readonly clientId: string;
  readonly link: Link | undefined;
  /** Undefined while the client is not linked, or its link may still change. */
  readonly client: Link | undefined;
  readonly desired: Desired;
  readonly unmapped: readonly UnmappedNote[];
  /** Fingerprint of the deal with its client; null while nobody knows which record that is. */
  readonly print: string | null;
}

/** null as for clients. */
export async function planExpedientes(
  planning: Planning,
  page: Page<Expediente>,
  number: number,
  officePrefix: boolean,
): Promise<PlannedPage | null> {
  const { links } = planning.ports;
  const draft = planning.draft('expediente').holds(page.records, page.invalid);
  const found = await links.getMany('expediente', linkIdsOf(page.records));
  const clients = await links.getMany(
    'client',
    page.records.map((one) => String(one.idCliente)),
  );
  const from = { readAt: page.readAt, page: number };
  const mapping = mappingOf(planning, officePrefix);
  const files = new ExpedientesOfPage(planning, draft, from, mapping, found, clients);
  await Promise.all(page.records.map((expediente) => files.plan(expediente)));
  return planning.timeIsOver ? null : draft;
}

type Mapping = Parameters<typeof mapExpediente>[1];

function mappingOf({ ports, prepared }: Planning, officePrefix: boolean): Mapping {
  const { config, clock } = ports;
  const { giavStages, stages, owners } = prepared;
  return {
    stages,
    giavStages,
    officePrefix,
    dealStartDate: config.dealStartDate,
    chosen: chosenOn(config, 'expediente'),
    owners,
    amounts: config.deals,
    closings: dealClosings(config, giavStages),
    today: localToday(clock.now()),
  };
}

/** Decides for each expediente of a page whether a worker has to look at it. */
class ExpedientesOfPage {
  constructor(
    private readonly planning: Planning,
    private readonly draft: PageDraft,
    private readonly from: { readonly readAt: number; readonly page: number },
    private readonly mapping: Mapping,
    private readonly found: FoundLinks,
    private readonly clients: FoundLinks,
  ) {}

  async plan(expediente: Expediente): Promise<void> {
    const { planning, draft } = this;
    const id = String(expediente.id);
    if (!expediente.cerrado) draft.open += 1;
    const clientId = String(expediente.idCliente);
    const problem = this.found.unreadable.get(id) ?? this.clients.unreadable.get(clientId);
    if (problem) {
      draft.settle(id, { outcome: 'failed', reason: 'STATE_UNREADABLE' }, [], problem.message);
      return;
    }
    const link = this.found.links.get(id);
    const { giavStages } = planning.prepared;
    const left = whyExpedienteIsSkipped(expediente, giavStages, planning.ports.config);
    if (left !== null) {
      draft.settle(id, { outcome: 'skipped', reason: left });
      return planning.clearOpen('expediente', id, link, true);
    }
    const { desired, unmapped } = mapExpediente(expediente, this.mapping);
    if (planning.stillWaits(link, desired)) {
      draft.settleAgain(id, { outcome: 'skipped', reason: link.reason });
      return;
    }
    // What waits or has failed is not new: GIAV's date of it may be old.
    if (link?.status === 'linked' && !isOpen(link) && hasChangedState(link.snapshot, desired))
      draft.stateChanged.push(id);
    const client = this.settledClient(clientId);
    const print = this.printOf(desired, client);
    return this.searchFor({ id, clientId, link, client, desired, unmapped, print });
  }

  private printOf(desired: Desired, client: Link | undefined): string | null {
    if (client?.clientifyId === undefined || !isClientKind(client.kind)) return null;
    const url = this.planning.ports.recordUrl(client.kind, client.clientifyId);
    return fingerprint(withClient(desired, { kind: client.kind, url }));
  }

  /** By what Clientify holds of it: it is in step, or a worker has to look at it. */
  private async searchFor(known: Known): Promise<void> {
    const { planning, draft } = this;
    const { id, clientId, link, client, desired, unmapped, print } = known;
    const { mode } = planning.run;
    if (print !== null && isUndone(link, print, desired, mode)) {
      draft.settleAgain(id, { outcome: 'skipped', reason: 'UNDONE' });
      return planning.clearOpen('expediente', id, link, true);
    }
    const find = (): Searched | Promise<Searched> =>
      planning.prepared.candidates.dealCandidates(id);
    const candidates =
      print === null ? await find() : await planning.unlessAsWritten(link, print, find);
    if (candidates === 'time-over') {
      planning.timeIsOver = true;
      return;
    }
    // Somebody asks for it again: how it ends may be tried once more.
    const again = mode === 'redrive' && hasOpenClosing(link?.notices);
    if (
      candidates === null ||
      (print !== null && !again && isUnchanged(link, print, candidates, ''))
    ) {
      const notices = openClosings(link?.notices);
      draft.settleInStep(id, { outcome: planning.outcomeOf(link), unmapped, notices }, link);
      return planning.clearOpen('expediente', id, link, true);
    }
    const clientSettled = client !== undefined;
    draft.queue(
      this.from,
      { id, clientId, clientSettled, desired, candidates, unmapped },
      link,
      print,
    );
  }

  /** Its client's link, if nothing of this run may change it any more: it is not on the queue, or the worker is done with it. */
  private settledClient(id: string): Link | undefined {
    const link = this.clients.links.get(id);
    const { clientsInWork, run } = this.planning;
    if (link?.status !== 'linked' || link.clientifyId === undefined) return undefined;
    return clientsInWork.has(id) && link.runId !== run.id ? undefined : link;
  }
}
