import type { ClientifyRecords } from '../ports/clientify';
import { meetingOf } from '../config/meeting';
import type { SyncConfig } from '../config/schema';
import type { Giav } from '../ports/giav';
import type { Link, Links } from '../ports/links';
import type { Pending } from '../ports/pending';
import { sidesOf } from '../sync/base';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import { openEdits } from '../sync/decide';
import type { Reason } from '../sync/reasons';
import { seenOf, type Seen } from '../sync/choice';
import { isTwoWay } from '../sync/ownership';
import { isAddressTwoWay, settle } from '../sync/settle';
import { shownOf } from '../sync/shown';
import type { ClientKind } from '../sync/target';
import type { Winner } from '../sync/verdict';

export interface ConflictPorts {
  readonly links: Pick<Links, 'get'>;
  readonly pending: Pick<Pending, 'list'>;
  readonly giav: Pick<Giav, 'readClient'>;
  readonly clientify: Pick<ClientifyRecords, 'read'>;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
}

/** One field of one client that waits for a human, as both sides show it now. Personal data: for the admin's eyes. */
export interface Waiting {
  /** GIAV id. */
  readonly client: string;
  readonly kind: ClientKind;
  readonly clientifyId: string;
  readonly field: string;
  readonly giav: string;
  readonly clientify: string;
  readonly reason: Reason;
  readonly note: string;
  /** What both sides showed, as hashes: a choice counts for that only. */
  readonly seen?: Seen;
  /** Whose value may be chosen. @default - nobody's: it is no matter of choosing a value */
  readonly choices?: readonly Winner[];
}

/** What waits for a human, read afresh from both sides: nothing that people typed is stored for it. */
export async function* conflicts(ports: ConflictPorts): AsyncGenerator<Waiting> {
  for (const id of await ports.pending.list('attention')) {
    const link = await ports.links.get('client', id);
    if (link !== null) yield* waitingOf(ports, id, link);
  }
}

/** The same of one client, whether it is on the list or not. */
export async function conflictsOf(ports: ConflictPorts, id: string): Promise<Waiting[]> {
  const found: Waiting[] = [];
  const link = await ports.links.get('client', id);
  if (link !== null) for await (const one of waitingOf(ports, id, link)) found.push(one);
  return found;
}

const isEditable = (kind: ClientKind, field: string, owners: SyncConfig['owners']): boolean =>
  field === 'address' ? isAddressTwoWay(kind, owners) : isTwoWay(kind, field, owners);

/**
 * Nothing is cleared by a choice, a text of which Clientify shows only the beginning never replaces GIAV's, and what always
 * flows from GIAV is corrected there.
 */
function choicesOf(
  kind: ClientKind,
  field: string,
  shown: Readonly<Record<Winner, string>>,
  { config, isCut }: { readonly config: SyncConfig; readonly isCut: boolean },
): Winner[] {
  if (shown.giav === shown.clientify || !isEditable(kind, field, config.owners)) return [];
  const mayWrite = meetingOf(config).wayBack === 'on' && !isCut;
  return (['giav', 'clientify'] as const).filter(
    (side) => shown[side] !== '' && (side === 'giav' || mayWrite),
  );
}

/** A client whose records were read on both sides. */
interface Met {
  readonly about: Pick<Waiting, 'client' | 'kind' | 'clientifyId'>;
  readonly link: Link;
  readonly sides: ReturnType<typeof sidesOf>;
}

/** Edits that were put aside, and fields on which both sides do not agree. */
function* editsOf({ about, link, sides }: Met, config: SyncConfig): Generator<Waiting> {
  const base = link.snapshot ?? null;
  const settled = settle(sides, base, { ...meetingOf(config), accepted: link.accepted });
  for (const field of new Set([...Object.keys(link.parked ?? {}), ...openEdits(settled)])) {
    const parked = link.parked?.[field];
    const shown = shownOf(field, sides);
    yield {
      ...about,
      field,
      ...shown,
      reason: parked ? 'EDIT_PARKED' : 'DIFFERS_FROM_GIAV',
      note: parked?.note ?? '',
      seen: seenOf(field, sides),
      choices:
        link.undone === undefined
          ? choicesOf(about.kind, field, shown, { config, isCut: settled.cut.includes(field) })
          : [],
    };
  }
}

/** Fields that both sides kept changing back, and that rest. */
function* fightsOf({ about, link, sides }: Met): Generator<Waiting> {
  for (const [field, { resting }] of Object.entries(link.fights ?? {}))
    if (resting)
      yield { ...about, field, ...shownOf(field, sides), reason: 'FOUGHT_OVER', note: '' };
}

/** Other records of Clientify with its Documento. */
function* duplicatesOf({ about, link }: Met, documento: string): Generator<Waiting> {
  if (link.duplicates && link.duplicates.length > 0)
    yield {
      ...about,
      field: 'taxpayer_identification_number',
      giav: documento,
      clientify: documento,
      reason: 'DUPLICATE_IN_CLIENTIFY',
      note: `${about.kind} ${link.duplicates.join(', ')}`,
    };
}

/** A consent of GIAV that was withdrawn in Clientify. */
function* optOutOf({ about, link }: Met): Generator<Waiting> {
  if (link.notices?.includes('OPTED_OUT_IN_CLIENTIFY'))
    yield {
      ...about,
      field: 'unsubscribed',
      giav: 'Accepted',
      clientify: 'true',
      reason: 'OPTED_OUT_IN_CLIENTIFY',
      note: '',
    };
}

async function* waitingOf(
  { giav, clientify, config, countryCode }: ConflictPorts,
  id: string,
  link: Link,
): AsyncGenerator<Waiting> {
  if (link.kind === undefined || link.kind === 'deal' || link.clientifyId === undefined) return;
  const [read, target] = await Promise.all([
    giav.readClient(Number(id)),
    clientify.read(link.kind, link.clientifyId),
  ]);
  if (read === null || target === null) return;
  const { desired } = mapClient(read.client, clientMapping(config, countryCode));
  const sides = sidesOf(desired, target, link.snapshot ?? null);
  const about = { client: id, kind: link.kind, clientifyId: link.clientifyId };
  const met = { about, link, sides };
  yield* editsOf(met, config);
  yield* fightsOf(met);
  yield* duplicatesOf(met, desired.documento);
  yield* optOutOf(met);
}
