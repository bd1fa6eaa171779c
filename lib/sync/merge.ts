import { ADDRESS_PARTS, addressPart, samePart } from './address';
import { hasArrived } from './arrived';
import { viewOfDesired, type Base, type Sides } from './base';
import { mapClient, type ClientMappingSettings } from './client-to-clientify';
import { entryOf } from './clientify-entries';
import { applyField, editsBetween, type ClientEdits } from './clientify-to-giav';
import {
  addEntry,
  isPlaceFor,
  isLastOfField,
  removeEntry,
  replaceEntry,
  type Entry,
} from './giav-entries';
import { hashText } from './hash';
import type { GiavClient } from './records';
import type { Replaced } from './replaced';
import { LISTS, isClientKind, type ListName, type SettleRules, type Settlement } from './settle';
import { shownOf } from './shown';
import type { ClientKind, FieldNote } from './target';
import type { Why } from './verdict';

export interface MergeSettings extends ClientMappingSettings, SettleRules {}

/** What the edits made in Clientify make of a GIAV client. */
export interface Merged {
  /** What GIAV should hold. */
  readonly client: GiavClient;
  readonly edits: ClientEdits;
  /** Fields and lists of which something goes to GIAV. */
  readonly applied: ReadonlySet<string>;
  /** Edits that GIAV cannot hold as they are: field → why. */
  readonly refused: Readonly<Record<string, string>>;
  /** Entries for which GIAV has no free field. Keys. */
  readonly noRoom: ReadonlySet<string>;
  /** Entries removed in Clientify that GIAV keeps, and that Clientify gets back. Keys. */
  readonly restored: Readonly<Record<ListName, readonly string[]>>;
  /** Values of GIAV that the edits replace. */
  readonly replaced: readonly Replaced[];
}

export const CANNOT =
  'changed in Clientify, but GIAV cannot hold it as it is; each side keeps its value';
export const NO_ROOM = 'added in Clientify; GIAV has no free field for it';
export const CUT =
  'changed in Clientify, where only the beginning of the text is shown; GIAV keeps its text';

/**
 * Carries the edits of a settlement over into a GIAV client. Each is mapped back to check that it arrives as Clientify
 * shows it; what does not is refused alone, and the others go on.
 * @param base what both sides showed when they were last in step: of an address, parts that nobody edited stay as they are
 */
export function mergeEdits(
  client: GiavClient,
  sides: Sides,
  settled: Settlement,
  settings: MergeSettings,
  base: Base | null = null,
): Merged {
  return new Merge(client, sides, settled, settings, base).run();
}

class Merge {
  private edited: GiavClient;
  private readonly applied = new Set<string>();
  private readonly refused: Record<string, string> = {};
  private readonly noRoom = new Set<string>();
  private readonly restored: Record<ListName, string[]> = { emails: [], phones: [] };
  private readonly replaced: Replaced[] = [];
  private readonly kind: ClientKind;

  constructor(
    private readonly client: GiavClient,
    private readonly sides: Sides,
    private readonly settled: Settlement,
    private readonly settings: MergeSettings,
    private readonly base: Base | null,
  ) {
    this.edited = client;
    this.kind = isClientKind(sides.desired.kind) ? sides.desired.kind : 'contact';
  }

  run(): Merged {
    for (const [field, { do: what, why }] of Object.entries(this.settled.verdicts))
      if (what === 'edit') this.mergeField(field, why);
    for (const field of this.settled.cut) this.refused[field] = CUT;
    for (const list of LISTS) if (!this.settled.parked.includes(list)) this.mergeList(list);
    const { edited: client, applied, refused, noRoom, restored, replaced } = this;
    return {
      client,
      edits: editsBetween(this.client, client),
      applied,
      refused,
      noRoom,
      restored,
      replaced,
    };
  }

  private mapped(client: GiavClient) {
    return mapClient(client, this.settings).desired;
  }

  private mergeField(field: string, why: Why): void {
    const { giav, clientify } = shownOf(field, this.sides);
    const attempt = field === 'address' ? this.withAddress() : this.withField(field, clientify);
    if (attempt === null) {
      this.refused[field] = CANNOT;
      return;
    }
    this.edited = attempt;
    this.applied.add(field);
    if (giav !== '') this.replaced.push({ field, side: 'giav', from: giav, to: clientify, why });
  }

  private withField(field: string, value: string): GiavClient | null {
    const attempt = applyField(this.edited, this.kind, field, value, {
      shown: this.sides.clientify.fields,
      companyName: this.settings.companyName,
      surnameIsGiavs: this.settings.owners?.['last_name'] === 'giav',
    });
    if (attempt === null) return null;
    const [before, after] = [this.mapped(this.edited), this.mapped(attempt)];
    return hasArrived(before, after, field, value) ? attempt : null;
  }

  /** The whole address, but parts that GIAV shows alike, or that differ as they always did, keep the text that they have there. */
  private withAddress(): GiavClient | null {
    const theirs = this.sides.address;
    const before = this.mapped(this.edited).address;
    const { giav, clientify } = this.base ?? {};
    const isInStep = (part: (typeof ADDRESS_PARTS)[number]): boolean =>
      samePart(before, theirs, part) ||
      (giav?.fields[part] === hashText(addressPart(before, part)) &&
        clientify?.fields[part] === hashText(addressPart(theirs, part)));
    let attempt = this.edited;
    for (const part of ADDRESS_PARTS) {
      if (isInStep(part)) continue;
      const next = applyField(attempt, this.kind, part, (theirs?.[part] ?? '').trim());
      if (next === null) return null;
      attempt = next;
    }
    const after = this.mapped(attempt).address;
    return ADDRESS_PARTS.every((part) => isInStep(part) || samePart(after, theirs, part))
      ? attempt
      : null;
  }

  private mergeList(list: ListName): void {
    const merged = this.settled.lists[list];
    if (merged === undefined) return;
    const extras = [...merged.extras];
    for (const { remove, add, instead } of merged.edits) {
      const old = remove ?? instead;
      const entry =
        add === undefined ? this.takeExtra(list, extras, remove) : this.entry(list, add);
      if (
        old !== undefined &&
        entry !== undefined &&
        (instead !== undefined || isPlaceFor(this.edited, list, old, entry))
      )
        this.tryList(list, replaceEntry(this.edited, list, old, entry), entry, {
          key: old,
          why: instead === undefined ? 'changed-in-clientify' : 'conflict',
        });
      else {
        if (old !== undefined) this.removeFrom(list, old);
        if (entry !== undefined) this.addTo(list, entry);
      }
    }
    for (const key of extras) {
      const entry = entryOf(list, this.sides.target, key);
      if (entry !== undefined) this.addTo(list, entry);
    }
  }

  private entry(list: ListName, key: string): Entry | undefined {
    return entryOf(list, this.sides.target, key);
  }

  /** The first entry without room that may take the place of the one that goes. */
  private takeExtra(list: ListName, extras: string[], gone: string | undefined): Entry | undefined {
    if (gone === undefined) return undefined;
    for (const [at, key] of extras.entries()) {
      const entry = this.entry(list, key);
      if (entry === undefined || !isPlaceFor(this.edited, list, gone, entry)) continue;
      extras.splice(at, 1);
      return entry;
    }
    return undefined;
  }

  /** Removing an entry never empties a field of GIAV's, unless a setting says so. */
  private removeFrom(list: ListName, key: string): void {
    if (this.settings.clears === 'never' && isLastOfField(this.edited, list, key))
      this.restored[list].push(key);
    else
      this.tryList(list, removeEntry(this.edited, list, key), undefined, {
        key,
        why: 'changed-in-clientify',
      });
  }

  private addTo(list: ListName, entry: Entry): void {
    const attempt = addEntry(this.edited, list, entry);
    if (attempt === null) this.noRoom.add(entry.key);
    else this.tryList(list, attempt, entry);
  }

  /** Keeps an attempt only when the mapping then shows what Clientify shows. */
  private tryList(
    list: ListName,
    attempt: GiavClient,
    entry: Entry | undefined,
    old?: { readonly key: string; readonly why: Why },
  ): void {
    const keys = viewOfDesired(this.mapped(attempt))[list];
    const arrived = entry === undefined || keys.includes(entry.key);
    if (!arrived || (old !== undefined && old.key !== entry?.key && keys.includes(old.key))) {
      this.refused[list] = CANNOT;
      return;
    }
    this.edited = attempt;
    this.applied.add(list);
    if (old !== undefined)
      this.replaced.push({
        field: list,
        side: 'giav',
        from: old.key,
        to: entry?.text ?? '',
        why: old.why,
      });
  }
}

/** What could not be carried over, field by field. */
export const notesOf = (
  { lists }: Settlement,
  { refused, noRoom }: Pick<Merged, 'refused' | 'noRoom'>,
): FieldNote[] => [
  ...Object.entries(refused).map(([field, note]) => ({ field, note })),
  ...LISTS.flatMap((field) =>
    (lists[field]?.edits ?? [])
      .filter(({ add }) => add !== undefined && noRoom.has(add))
      .map(() => ({ field, note: NO_ROOM })),
  ),
];
