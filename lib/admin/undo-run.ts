import type { ClientifyRecords } from '../ports/clientify';
import type { Link, Links } from '../ports/links';
import type { Run } from '../ports/run';
import type { Runs } from '../ports/runs';
import type { Decision, DynamoDecisions } from '../state/decisions';
import { comparable } from '../sync/base';
import { NOT_CHANGED_LISTS, isEmpty } from '../sync/changes';
import type { Entity, Outcome } from '../sync/decision';
import { RecordError } from '../sync/errors';
import { RefusedError } from '../sync/refusal';
import { idFieldOf, type Target } from '../sync/target';
import { planUndo, type Undo, type WhyLeft } from '../sync/undo';
import { NO_ENTRIES, expectedBase, undoneBase } from '../sync/undone-base';
import { readRun } from './status';

export interface UndoPorts {
  readonly runs: Pick<Runs, 'get' | 'active' | 'pages' | 'summarise'>;
  readonly links: Pick<Links, 'get' | 'replace'>;
  readonly decisions: Pick<DynamoDecisions, 'of' | 'putMany'>;
  readonly clientify: Pick<ClientifyRecords, 'read' | 'apply'>;
  readonly now: () => Date;
}

/** What became of one record that the run had touched. */
export interface UndoneRecord {
  readonly entity: Entity;
  /** GIAV id. */
  readonly id: string;
  readonly clientifyId: string;
  /** What the run had done. */
  readonly did: Outcome;
  /** Fields that have, or in a rehearsal would have, their earlier value back. A created record is tagged and stays. */
  readonly undone: readonly string[];
  readonly left: readonly { readonly field: string; readonly why: WhyLeft | 'gone' | 'refused' }[];
}

/** On a record that the run had created: it is never deleted. */
export const UNDO_TAG = 'gesintur-undo';

const TOUCHED: ReadonlySet<string> = new Set<Outcome>(['created', 'updated', 'linked']);

/**
 * Gives every field that a run changed in Clientify, and that still shows what it wrote, its earlier value back. Done again
 * it goes on where it was cut off, and finds nothing more to do. Each record is marked first, so that neither direction
 * takes what the undo does for somebody's edit; then Clientify is written; then the base of the merge follows.
 * @param onRecord told of each record that the run had touched
 * @throws ConfigurationError for an id that is no run's, and while a run is in progress
 */
export async function undoRun(
  ports: UndoPorts,
  runId: string,
  { dryRun, onRecord }: { dryRun: boolean; onRecord: (record: UndoneRecord) => void },
): Promise<Run> {
  const { run } = await readRun(ports, runId);
  const active = await ports.runs.active();
  if (active !== null) throw new RefusedError('in-progress', active.id);
  for await (const { entity, results } of ports.runs.pages(runId))
    for (const [id, { outcome }] of Object.entries(results)) {
      if (!TOUCHED.has(outcome)) continue;
      const record = await undoRecord(ports, { runId, entity, id, did: outcome }, dryRun);
      if (record) onRecord(record);
    }
  return run;
}

interface Touched {
  readonly runId: string;
  readonly entity: Entity;
  readonly id: string;
  readonly did: Outcome;
}

async function undoRecord(
  ports: UndoPorts,
  { runId, entity, id, did }: Touched,
  dryRun: boolean,
): Promise<UndoneRecord | null> {
  const { links, clientify, now } = ports;
  const link = await links.get(entity, id);
  const done = await decisionsOf(ports, runId, entity, id);
  const clientifyId = done.at(-1)?.clientifyId ?? link?.clientifyId;
  if (clientifyId === undefined || link?.kind === undefined) return null;
  const told = { entity, id, clientifyId, did };
  // Linked to another record since: the one of that run is nobody's business any more.
  const isOurs = link.clientifyId === clientifyId || link.reason === 'UNDONE';
  const target = isOurs ? await clientify.read(link.kind, clientifyId) : null;
  if (target === null) return { ...told, undone: [], left: [{ field: '*', why: 'gone' }] };
  const undo = did === 'created' ? tagging(target) : planUndo(target, done);
  const result = { ...told, undone: undo.fields, left: undo.left };
  if (dryRun) return result;
  const marked: Link = {
    ...link,
    undone: link.undone ?? link.fingerprint,
    snapshot: link.snapshot && expectedBase(link.snapshot, target, undo),
    at: now().toISOString(),
  };
  await links.replace(entity, marked, link);
  await tell(ports, result, { runId, kind: link.kind, at: marked.at });
  const after = await written(ports, target, undo);
  // It stays marked: what Clientify took of it is not redone, and an undo may be tried again.
  if (after === null) return { ...result, undone: [], left: [...undo.left, ...refused(undo)] };
  const known = { ...marked, rev: (link.rev ?? 0) + 1 };
  await links.replace(entity, settled(marked, target, after.target, undo, did), known);
  const kept = new Set([
    ...staysClosed(undo, after.target),
    ...staysUntagged(undo, after.target),
    ...after.refused,
  ]);
  const undone = undo.fields.filter((field) => !kept.has(field));
  const left = [...kept].map((field) => ({ field, why: 'refused' as const }));
  return { ...result, undone, left: [...undo.left, ...left] };
}

/** As it is then, and fields that Clientify left as they are; null: it refused all. One record never stops the others. */
async function written(
  { clientify }: UndoPorts,
  target: Target,
  { changes }: Undo,
): Promise<{ readonly target: Target; readonly refused: readonly string[] } | null> {
  if (isEmpty(changes)) return { target, refused: [] };
  try {
    const { target: after, refused: parts = [] } = await clientify.apply(target, changes);
    return { target: after, refused: parts.map(({ field }) => field) };
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}

/** A deal that was closed may stay so, whatever is sent: no call is documented that opens it. */
const staysClosed = ({ changes }: Undo, after: Target): string[] => {
  const wanted = changes.fields['status'];
  const shown = comparable('status', after.fields['status']);
  return after.kind === 'deal' && wanted !== undefined && shown !== wanted ? ['status'] : [];
};

/** An account may take no tags of deals at all: who looks for the mark would look in vain. */
const staysUntagged = ({ changes }: Undo, { tags }: Target): string[] =>
  changes.tags.some((tag) => tags?.some((one) => one.toLowerCase() === tag) === false)
    ? ['tags']
    : [];

const refused = ({ fields }: Undo) => fields.map((field) => ({ field, why: 'refused' as const }));

/** `cli explain` shows it among what happened to the record. */
function tell(
  { decisions, now }: UndoPorts,
  { entity, id, clientifyId, undone }: UndoneRecord,
  { runId, kind, at }: { readonly runId: string; readonly kind: string; readonly at: string },
): Promise<void> {
  const result = { outcome: 'updated', reason: 'UNDONE' } as const;
  const message = `run ${runId} was undone: ${undone.length > 0 ? undone.join(', ') : 'nothing to change'}`;
  const told = { entity, id, runId: `undo-${runId}`, at, result, message, kind, clientifyId };
  return decisions.putMany([told], now());
}

/** The earliest first. */
async function decisionsOf(
  { decisions, now }: UndoPorts,
  runId: string,
  entity: Entity,
  id: string,
): Promise<Decision[]> {
  const found: Decision[] = [];
  for await (const decision of decisions.of(entity, id, now()))
    if (decision.runId === runId) found.unshift(decision);
  return found;
}

/** A record that the run created stays, and its link with it: nobody makes a second one. */
function tagging(target: Target): Undo {
  const has = target.tags?.some((tag) => tag.toLowerCase() === UNDO_TAG) ?? false;
  const tags = has ? [] : [UNDO_TAG];
  return {
    changes: { ...NOT_CHANGED_LISTS, fields: {}, customFields: {}, tags },
    fields: has ? [] : ['tags'],
    back: [],
    left: [],
    entries: NO_ENTRIES,
  };
}

/** A link that the run made is undone with its id field; one that was there before stays. */
function settled(link: Link, before: Target, target: Target, undo: Undo, did: Outcome): Link {
  const carries = (target.customFields?.[idFieldOf(target.kind)] ?? '').trim();
  const unlinked = did === 'linked' && (carries === '' || carries === '--');
  const snapshot = link.snapshot && undoneBase(link.snapshot, before, target, undo);
  return unlinked
    ? {
        id: link.id,
        status: 'refused',
        reason: 'UNDONE',
        kind: link.kind,
        undone: link.undone,
        at: link.at,
      }
    : { ...link, modified: target.modified, snapshot };
}
