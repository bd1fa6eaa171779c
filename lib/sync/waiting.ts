import { DAY_MS, WAITING } from './budget';
import { WAITS_FOR_CLIENTIFY, type Reason } from './reasons';
import { plainDocumento } from './documento';
import { fingerprint } from './fingerprint';
import { hashText } from './hash';
import type { Candidates, Desired, TargetRef } from './target';

/** What a record was refused as: as long as all of it is the same, there is nothing new to tell. */
export interface Refusal {
  /** Fingerprint of what the mapping made of GIAV's record. */
  readonly of: string;
  /** Hash of what the admin was told. */
  readonly told: string;
  /** Ids of the records of Clientify that stood in its way; some of them, where they are many. */
  readonly about: readonly string[];
  /** The run that refused it so at first. Earlier versions did not keep it. */
  readonly runId?: string | undefined;
}

/** Records in the way that are remembered. */
const MOST_ABOUT = 10;

export function refusalOf(
  desired: Desired,
  candidates: Candidates,
  told: { readonly reason: Reason; readonly message?: string; readonly notices: readonly Reason[] },
  runId?: string,
): Refusal {
  const { byId, byDocument, near = [] } = candidates;
  const ids = [...byId, ...byDocument, ...near].map(({ id }) => id);
  return {
    of: fingerprint(desired),
    told: hashText(JSON.stringify([told.reason, told.message ?? '', told.notices])),
    about: [...new Set(ids)].slice(0, MOST_ABOUT),
    runId,
  };
}

/** Exactly this of exactly this record. */
export const isSameRefusal = (known: Refusal | undefined, now: Refusal): boolean =>
  known?.of === now.of && known.told === now.told;

/**
 * The admin has been told it by an earlier run. That this very run has noted it proves nothing: the worker that did may have
 * died before it told anybody.
 */
export const wasTold = (known: Refusal | undefined, now: Refusal): boolean =>
  isSameRefusal(known, now) && (known?.runId === undefined || known.runId !== now.runId);

/** The time between the last sweep and this one. */
export interface SweepWindow {
  /** Milliseconds since 1970; the moment itself is not part of it. */
  readonly after: number;
  readonly until: number;
}

/**
 * Whether a record that waits is due for another look: once a day, and where Clientify does not tell what changed, also an
 * hour and six hours after it was refused. Each moment lies between two sweeps, whichever those are, so none is left out:
 * a sweep that fails is made up for by the next.
 * @param since when it was refused (ISO); one that cannot be read is always due
 * @param told Clientify tells what changed: only what vanished there is missed
 */
export function isDueAgain(since: string, { after, until }: SweepWindow, told: boolean): boolean {
  const begin = Date.parse(since);
  if (Number.isNaN(begin)) return true;
  const inside = (moment: number): boolean => moment > after && moment <= until;
  if (!told && WAITING.firstLooksMs.some((wait) => inside(begin + wait))) return true;
  const days = Math.floor((until - begin) / DAY_MS);
  return days > 0 && inside(begin + days * DAY_MS);
}

export interface WaitingLink {
  readonly status: string;
  readonly reason?: string;
  readonly pending?: boolean;
  readonly failed?: boolean;
  readonly refusal?: Refusal;
  readonly at: string;
}

/**
 * A record that waits for something in Clientify, and of which nothing is known that could have ended it: GIAV's record is
 * what was refused, nothing in its way has changed over there, and it is not due for another look.
 * @param window null: nobody sweeps, so only a change of GIAV's record counts
 */
export function stillWaits<L extends WaitingLink>(
  link: L | undefined,
  desired: Desired,
  window: SweepWindow | null,
  moved: MovedRecords,
): link is L & { readonly reason: Reason } {
  if (link?.status !== 'refused' || link.pending !== true || link.failed === true) return false;
  if (!WAITS_FOR_CLIENTIFY.has(link.reason as Reason)) return false;
  if (link.refusal?.of !== fingerprint(desired)) return false;
  const isDue = window !== null && isDueAgain(link.at, window, moved.told);
  return !isDue && !moved.concern(desired, link.refusal.about);
}

/** Records of Clientify that have changed lately, by all that may make them matter to one that waits. */
export class MovedRecords {
  private readonly names = new Set<string>();

  /** @param told whether these are all that changed */
  constructor(
    refs: readonly TargetRef[],
    readonly told: boolean,
  ) {
    for (const ref of refs) {
      const of = ref.kind === 'deal' ? 'deal' : 'client';
      this.names.add(`${of} record ${ref.id}`);
      if (ref.gesinturId !== '') this.names.add(`${of} id ${ref.gesinturId}`);
      const documento = plainDocumento(ref.documento);
      if (documento !== '') this.names.add(`${of} documento ${documento}`);
    }
  }

  /** @param about ids of the records that stood in its way */
  concern({ kind, gesinturId, documento }: Desired, about: readonly string[]): boolean {
    const of = kind === 'deal' ? 'deal' : 'client';
    return [
      `id ${gesinturId}`,
      `documento ${plainDocumento(documento)}`,
      ...about.map((id) => `record ${id}`),
    ].some((name) => this.names.has(`${of} ${name}`));
  }
}

/** Nobody knows what has changed. */
export const NONE_MOVED = new MovedRecords([], false);
