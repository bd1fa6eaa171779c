import { comparableEmail, phoneDigits } from './cleaning';
import { mapClient, type ClientMappingSettings } from './client-to-clientify';
import { LIST_RULES, applyField, editsBetween, xmlText, type ClientEdits, type Entry } from './clientify-to-giav';
import { OWNERSHIP, isList, isTwoWay, type Owners } from './ownership';
import type { GiavClient } from './records';
import { changedFields, hashText, viewOfDesired, viewOfTarget, type Snapshot } from './snapshot';
import type { ClientKind, Desired, FieldNote, Target } from './target';

/** Who wins where both sides changed a field to different values. */
export type Winner = 'giav' | 'clientify';

/** A field that both sides changed. Values are personal data: for the decision only. */
export interface Conflict {
  readonly field: string;
  readonly giav: string;
  readonly clientify: string;
  readonly winner: Winner;
  readonly owners?: Owners;
}

export interface Merged {
  /** What GIAV should hold. */
  readonly client: GiavClient;
  readonly edits: ClientEdits;
  readonly conflicts: readonly Conflict[];
  /** Changes that cannot be carried over, by field. */
  readonly notes: readonly FieldNote[];
  /** Fields of GIAV's that were changed in Clientify, and go back to GIAV's value. */
  readonly putBack: readonly string[];
}

export interface MergeSettings extends ClientMappingSettings {
  readonly winner: Winner;
  readonly owners?: Owners;
}

const CANNOT = 'changed in Clientify, but GIAV cannot hold it as it is; GIAV keeps its value';
const NO_ROOM = 'added in Clientify; GIAV has no free field for it';
const CUT = 'changed in Clientify, where only the beginning of the text is shown; GIAV keeps its text';

/**
 * Three-way merge of a client against what both sides showed when they were last in step. Changed on one side: that side
 * wins. On both to different values: the configured winner. On both to the same: nothing. What goes to GIAV is mapped
 * back to check that it arrives as Clientify shows it; what does not is left alone.
 */
export function merge(client: GiavClient, kind: ClientKind, target: Target, base: Snapshot, settings: MergeSettings): Merged {
  return new Merge(client, kind, target, base, settings).run();
}

class Merge {
  private edited: GiavClient;
  private readonly conflicts: Conflict[] = [];
  private readonly notes: FieldNote[] = [];
  private readonly desired: Desired;
  private readonly giav: ReturnType<typeof viewOfDesired>;
  private readonly crm: ReturnType<typeof viewOfTarget>;

  constructor(
    private readonly client: GiavClient,
    private readonly kind: ClientKind,
    private readonly target: Target,
    private readonly base: Snapshot,
    private readonly settings: MergeSettings,
  ) {
    this.edited = client;
    this.desired = mapClient(client, settings).desired;
    this.giav = viewOfDesired(this.desired);
    this.crm = viewOfTarget(target, Object.keys(this.desired.customFields));
  }

  run(): Merged {
    const changed = changedFields(this.crm, this.base.clientify);
    for (const field of changed) if (!isList(field) && this.isTwoWay(field)) this.mergeField(field);
    if (this.isTwoWay('emails'))
      this.mergeList(
        'emails',
        this.target.emails?.map(({ email, type }) => ({ text: xmlText(email).trim(), key: comparableEmail(email), type })),
      );
    if (this.isTwoWay('phones'))
      this.mergeList(
        'phones',
        this.target.phones?.map(({ phone, type }) => ({ text: xmlText(phone).trim(), key: phoneDigits(phone), type })),
      );
    return {
      client: this.edited,
      edits: editsBetween(this.client, this.edited),
      conflicts: this.conflicts,
      notes: this.notes,
      putBack: changed.filter((field) => !this.isTwoWay(field)),
    };
  }

  private isTwoWay(field: string): boolean {
    return isTwoWay(this.kind, field, this.settings.owners);
  }

  private mapped(client: GiavClient): ReturnType<typeof viewOfDesired> {
    return viewOfDesired(mapClient(client, this.settings).desired);
  }

  private mergeField(field: string): void {
    const ours = this.giav.fields[field] ?? '';
    const theirs = this.crm.fields[field] ?? '';
    if (ours === theirs) return;
    const known = this.base.giav.fields[field];
    if (known !== undefined && known !== hashText(ours) && !this.clientifyWins(field, ours, theirs)) return;
    if (this.desired.notes.some(({ field: source, note }) => note.startsWith('cut') && source === OWNERSHIP[this.kind][field]?.giav)) {
      this.notes.push({ field, note: CUT });
      return;
    }
    const attempt = applyField(this.edited, this.kind, field, theirs);
    if (attempt === null || this.mapped(attempt).fields[field] !== theirs) this.notes.push({ field, note: CANNOT });
    else this.edited = attempt;
  }

  private clientifyWins(field: string, giav: string, clientify: string): boolean {
    this.conflicts.push({ field, giav, clientify, winner: this.settings.winner });
    return this.settings.winner === 'clientify';
  }

  /** Lists are merged entry by entry: what both sides left alone stays. */
  private mergeList(list: 'emails' | 'phones', entries: readonly Entry[] | undefined): void {
    const [before, shown] = [this.base.giav[list], this.base.clientify[list]];
    if (entries === undefined || before === undefined || shown === undefined) return;
    const inGiav = this.giav[list];
    const keys = new Set(entries.map(({ key }) => hashText(key)));
    const gone = before.filter((hash) => shown.includes(hash) && !keys.has(hash));
    const fresh = entries.filter(({ key }, at) => !shown.includes(hashText(key)) && entries.findIndex((one) => one.key === key) === at);
    const added = fresh.filter(({ key }) => !inGiav.includes(key));
    const both = fresh.filter(({ key }) => inGiav.includes(key) && !before.includes(hashText(key)));
    const onlyGiav = inGiav.filter((key) => !before.includes(hashText(key)) && !fresh.some((entry) => entry.key === key));
    const rule = LIST_RULES[list];
    for (const hash of gone) {
      const key = inGiav.find((one) => hashText(one) === hash);
      const next = added.shift();
      if (key !== undefined) {
        this.tryList(list, next === undefined ? rule.remove(this.edited, key) : rule.replace(this.edited, key, next), next);
        continue;
      }
      // GIAV no longer has it either: it was changed on both sides, or removed on both.
      const other = next === undefined && both.shift() ? undefined : onlyGiav.shift();
      if (other === undefined && next === undefined) continue;
      if (!this.clientifyWins(list, other ?? '', next?.text ?? '')) continue;
      if (other === undefined)
        this.tryList(list, next ? rule.add(this.edited, next, this.mapped(this.edited)[list].length === 0) : null, next);
      else this.tryList(list, next ? rule.replace(this.edited, other, next) : rule.remove(this.edited, other), next);
    }
    for (const entry of added) {
      const attempt = rule.add(this.edited, entry, this.mapped(this.edited)[list].length === 0);
      if (attempt === null) this.notes.push({ field: list, note: NO_ROOM });
      else this.tryList(list, attempt, entry);
    }
  }

  /** Keeps an attempt only when the mapping then shows what Clientify shows. */
  private tryList(list: 'emails' | 'phones', attempt: GiavClient | null, entry: Entry | undefined): void {
    if (attempt && (entry === undefined || this.mapped(attempt)[list].includes(entry.key))) this.edited = attempt;
    else this.notes.push({ field: list, note: CANNOT });
  }
}
