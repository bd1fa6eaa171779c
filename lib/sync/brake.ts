import { DOCUMENTO, changedSince, viewOfDesired, type Base } from './base';
import type { Entity } from './decision';
import { mayFill } from './fields/deal-choices';
import { hashText } from './hash';
import { INITIAL_DEAL_FIELDS } from './ownership';
import { forExisting, type Desired } from './target';

/** The setting `brake`: how much one run may change of what Clientify holds before a person is asked. */
export interface Brake {
  /** Of the records that the run has read so far. */
  readonly percent: number;
  /** Changed records, however few were read. */
  readonly atLeast: number;
  /** Values that would be emptied. */
  readonly clears: number;
}

/** A linked record that a run would change, by the names of its fields: no values (RGPD). */
export interface PlannedChange {
  readonly entity: Entity;
  /** GIAV id. */
  readonly id: string;
  readonly clientifyId: string;
  /** Fields that get another value, and those that get none any more. */
  readonly changed: readonly string[];
  readonly emptied: readonly string[];
}

/** What a run would change, as far as it has read. */
export interface BrakeCount {
  readonly records: number;
  readonly emptied: number;
  /** By the name of the field. */
  readonly fields: Readonly<Record<string, { readonly changed: number; readonly emptied: number }>>;
  /** The most telling ones: first those that empty most, then those that change most. */
  readonly examples: readonly PlannedChange[];
}

export const NOTHING_COUNTED: BrakeCount = { records: 0, emptied: 0, fields: {}, examples: [] };

/** Shown to the admin who is asked. */
const EXAMPLES = 20;

const [EMPTY, NO_AMOUNT] = [hashText(''), hashText('0.00')];

/** No text, or the sum of reservations that GIAV does not show any more; of what is pending 0 is what everybody hopes for. */
const isNothing = (name: string, hash: string | undefined): boolean =>
  hash === EMPTY || (name === 'amount' && hash === NO_AMOUNT);

interface KnownRecord {
  readonly clientifyId?: string;
  readonly fingerprint?: string;
  readonly snapshot?: Base;
}

/**
 * What a run would change of a record that is linked: the fields whose value in GIAV is not the one that was last in step.
 * null: nothing, or there is no record yet. A link without a base tells no fields: it counts as a record.
 * @param print fingerprint of what the record becomes; null = not known yet
 */
export function plannedChange(
  entity: Entity,
  id: string,
  link: KnownRecord | undefined,
  desired: Desired,
  print: string | null,
): PlannedChange | null {
  if (link?.clientifyId === undefined || link.fingerprint === undefined) return null;
  if (print === link.fingerprint) return null;
  const { clientifyId, snapshot } = link;
  const told = { entity, id, clientifyId };
  if (snapshot === undefined) return { ...told, changed: [], emptied: [] };
  const view = viewOfDesired(forExisting(desired));
  // A field that the base does not know is new in the mapping.
  const added = Object.entries(view.fields)
    .filter(
      ([name, text]) =>
        text !== '' && !(name in snapshot.giav.fields) && (isWritten(name) || mayFill(name, text)),
    )
    .map(([name]) => name);
  const differing = [...changedSince(view, snapshot.giav), ...added];
  const isEmpty = (name: string): boolean =>
    name === 'emails' || name === 'phones'
      ? view[name].length === 0
      : isNothing(name, hashText(view.fields[name] ?? ''));
  const had = (name: string): boolean =>
    name === 'emails' || name === 'phones'
      ? (snapshot.giav[name]?.length ?? 0) > 0
      : !isNothing(name, snapshot.giav.fields[name]);
  const emptied = differing.filter((name) => isEmpty(name) && had(name));
  const changed = differing.filter((name) => !emptied.includes(name));
  return differing.length === 0 ? null : { ...told, changed, emptied };
}

/** What the base leaves out although it is written, or keeps only as long as nobody touched it. */
const isWritten = (name: string): boolean => name !== DOCUMENTO && !INITIAL_DEAL_FIELDS.has(name);

/** The count with more records. */
export function countedWith(before: BrakeCount, changes: readonly PlannedChange[]): BrakeCount {
  const fields: Record<string, { changed: number; emptied: number }> = Object.fromEntries(
    Object.entries(before.fields).map(([name, counts]) => [name, { ...counts }]),
  );
  for (const change of changes)
    for (const how of ['changed', 'emptied'] as const)
      for (const name of change[how]) (fields[name] ??= { changed: 0, emptied: 0 })[how] += 1;
  return {
    records: before.records + changes.length,
    emptied: before.emptied + changes.reduce((sum, { emptied }) => sum + emptied.length, 0),
    fields,
    examples: [...before.examples, ...changes].sort(moreTelling).slice(0, EXAMPLES),
  };
}

const moreTelling = (a: PlannedChange, b: PlannedChange): number =>
  b.emptied.length - a.emptied.length || b.changed.length - a.changed.length;

/**
 * Why a run that would change so much has to ask first: too many records, by their number and by their share of what was
 * read, or too many emptied values. null = it may go on. Creations count for nothing.
 */
export function whyHeld(
  brake: Brake | null,
  { records, emptied }: Pick<BrakeCount, 'records' | 'emptied'>,
  read: number,
): 'records' | 'emptied' | null {
  if (brake === null) return null;
  if (records > brake.atLeast && records * 100 > brake.percent * read) return 'records';
  return emptied > brake.clears ? 'emptied' : null;
}
