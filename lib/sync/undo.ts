import { addressLine } from './address';
import { comparable } from './base';
import { NOT_CHANGED_LISTS, type Changes } from './changes';
import { comparableEmail, comparablePhone, comparableText } from './cleaning';
import { DEAL_CHOICES } from './fields/deal-choices';
import { OWN_FIELDS, REQUIRED_CUSTOM_FIELDS } from './fields/table';
import type { Filled } from './filled';
import type { Replaced } from './replaced';
import type { ListName } from './settle';
import {
  CUSTOM_FIELDS,
  EMPTY_CUSTOM_FIELD,
  customFieldText,
  type Address,
  type EmailEntry,
  type FieldValue,
  type Identified,
  type PhoneEntry,
  type Target,
  type TargetKind,
} from './target';
import { TYPED_ENTRY, typedField } from './typed-again';

/** What a run did to one record of Clientify, as its decisions tell it, the earliest first. */
export interface Done {
  readonly replaced?: readonly Replaced[];
  readonly filled?: readonly Filled[];
}

/** Why a value stays: somebody changed it since; a consent is never given back by an undo; tags have no way back. */
export type WhyLeft = 'changed-since' | 'consent' | 'tag';

export interface Undo {
  readonly changes: Changes;
  /** Names of the fields and lists that get their earlier value back. */
  readonly fields: readonly string[];
  /** Those, and the ones that show it already: an undo before this one was cut off. */
  readonly back: readonly string[];
  readonly left: readonly { readonly field: string; readonly why: WhyLeft }[];
  /** Of each list, the keys of the entries that come back and of those that go. */
  readonly entries: Readonly<Record<ListName, MovedEntries>>;
}

/** Keys of entries that an undo gives a list back, and takes away from it. */
export interface MovedEntries {
  readonly given: readonly string[];
  readonly taken: readonly string[];
}

/** What they say is GIAV's alone, and a withdrawal must reach Clientify whatever else was wrong (rules of data, section 1). */
const CONSENTS: ReadonlySet<string> = new Set([
  'unsubscribed',
  'gdpr_accept',
  CUSTOM_FIELDS.mailingConsent,
  CUSTOM_FIELDS.rgpdConsent,
]);

/** Fields that no row of the table names: relations of a deal, and what the settings ask for. */
const OWN_BESIDES: ReadonlySet<string> = new Set([
  'contact',
  'company',
  ...DEAL_CHOICES.map(({ name }) => name),
]);

/** Whether a field is a custom one: of the mapping, or one that the settings chose, today's or those of that day. */
export const isCustomField = (kind: TargetKind, field: string): boolean =>
  !OWN_FIELDS[kind].includes(field) && !OWN_BESIDES.has(field);

interface Step {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** The changes of a run as steps; of a field that was changed twice the first value and the last one. */
function stepsOf(done: readonly Done[]): Step[] {
  const steps: Step[] = [];
  for (const { replaced = [], filled = [] } of done) {
    const now: Step[] = [
      ...replaced.filter(({ side }) => side === 'clientify'),
      ...filled.map(({ field, to }) => ({ field, from: '', to })),
    ];
    for (const step of now) {
      const at = steps.findIndex(({ field, to }) => field === step.field && to === step.from);
      const earlier = steps[at];
      if (earlier === undefined) steps.push(step);
      else steps[at] = { ...earlier, to: step.to };
    }
  }
  return steps.filter(({ from, to }) => from !== to);
}

/**
 * Gives a record of Clientify back what it showed before a run, field by field, where it still shows what the run wrote.
 * Done a second time it finds nothing to do.
 */
export function planUndo(target: Target, done: readonly Done[]): Undo {
  const undo = new UndoPlan(target);
  for (const step of stepsOf(done)) undo.take(step);
  return undo.plan();
}

class UndoPlan {
  private readonly fields: Record<string, FieldValue> = {};
  private readonly custom: Record<string, string> = {};
  private readonly lists = {
    emails: { add: [], replace: [], remove: [] } as Edited<EmailEntry>,
    phones: { add: [], replace: [], remove: [] } as Edited<PhoneEntry>,
    addresses: { add: [], replace: [], remove: [] } as Edited<Address>,
  };
  private readonly undone = new Set<string>();
  private readonly back = new Set<string>();
  private readonly left: { field: string; why: WhyLeft }[] = [];
  private readonly moved: Step[] = [];

  constructor(private readonly target: Target) {}

  take(step: Step): void {
    const { field } = step;
    if (CONSENTS.has(field)) this.leave(field, 'consent');
    else if (field === 'tags') this.leave(field, 'tag');
    else if (field === 'emails') this.email(step);
    else if (field === 'phones') this.phone(step);
    else if (field === 'address') this.address(step);
    else if (isCustomField(this.target.kind, field)) this.customField(step);
    else this.field(step);
  }

  plan(): Undo {
    const { target, custom, lists, undone, left } = this;
    const ours = REQUIRED_CUSTOM_FIELDS[target.kind];
    const now = ours
      .map((name) => [name, customFieldText(target.customFields?.[name])] as const)
      .filter(([, value]) => value !== '');
    // All of ours go together: what is left out would be lost.
    const customFields =
      Object.keys(custom).length === 0 ? {} : { ...Object.fromEntries(now), ...custom };
    return {
      changes: { ...NOT_CHANGED_LISTS, fields: this.fields, customFields, ...lists },
      fields: [...undone],
      back: [...this.back, ...undone],
      left,
      entries: {
        emails: this.movedIn('emails', comparableEmail),
        phones: this.movedIn('phones', comparablePhone),
      },
    };
  }

  private movedIn(list: ListName, keyOf: (text: string) => string): MovedEntries {
    const moved = this.moved.filter(({ field }) => field === list);
    const keys = (texts: string[]): string[] => texts.filter((text) => text !== '').map(keyOf);
    return { given: keys(moved.map(({ from }) => from)), taken: keys(moved.map(({ to }) => to)) };
  }

  private leave(field: string, why: WhyLeft): void {
    this.left.push({ field, why });
  }

  /** Whether the step is still to be undone; it is not where that was done before, or where somebody changed it since. */
  private isOpen(field: string, now: string, from: string, to: string): boolean {
    if (now === from) {
      this.back.add(field);
      return false;
    }
    if (now !== to) {
      this.leave(field, 'changed-since');
      return false;
    }
    this.undone.add(field);
    return true;
  }

  private field({ field, from, to }: Step): void {
    const value = this.target.fields[field];
    const like = (text: string): string => comparable(field, text);
    if (!this.isOpen(field, comparable(field, value), like(from), like(to))) return;
    this.fields[field] = typedField(field, from, value);
  }

  private customField({ field, from, to }: Step): void {
    const now = comparableText(customFieldText(this.target.customFields?.[field]));
    if (!this.isOpen(field, now, comparableText(from), comparableText(to))) return;
    this.custom[field] = from === '' ? EMPTY_CUSTOM_FIELD : from;
  }

  private email(step: Step): void {
    this.entry(step, this.lists.emails, this.target.emails, {
      keyOf: comparableEmail,
      textOf: ({ email }) => email,
      typed: TYPED_ENTRY.emails(step.from),
    });
  }

  private phone(step: Step): void {
    this.entry(step, this.lists.phones, this.target.phones, {
      keyOf: comparablePhone,
      textOf: ({ phone }) => phone,
      typed: TYPED_ENTRY.phones(step.from),
    });
  }

  private address(step: Step): void {
    this.entry(step, this.lists.addresses, this.target.addresses, {
      keyOf: comparableText,
      textOf: addressLine,
      typed: TYPED_ENTRY.address(step.from),
    });
  }

  /** One entry of a list: back in the place of ours, taken away, or added again. */
  private entry<Entry extends { readonly type: number }>(
    { field, from, to }: Step,
    edited: Edited<Entry>,
    entries: readonly (Entry & Identified)[] = [],
    { keyOf, textOf, typed }: Kind<Entry>,
  ): void {
    const holding = (text: string): (Entry & Identified) | undefined =>
      text === '' ? undefined : entries.find((one) => keyOf(textOf(one)) === keyOf(text));
    const [ours, before] = [holding(to), holding(from)];
    if (ours && (from === '' || before)) edited.remove.push(ours.id);
    else if (ours) edited.replace.push({ id: ours.id, entry: { ...typed, type: ours.type } });
    else if (to === '' && !before) edited.add.push(typed);
    else {
      // Undone before, or somebody changed it since.
      if (from === '' || before) this.back.add(field);
      else this.leave(field, 'changed-since');
      return;
    }
    this.undone.add(field);
    // What somebody typed again since is theirs.
    this.moved.push({ field, from: before ? '' : from, to: ours ? to : '' });
  }
}

/** How entries of a list are told apart, and one that is typed again. */
interface Kind<Entry> {
  readonly keyOf: (text: string) => string;
  readonly textOf: (entry: Entry) => string;
  readonly typed: Entry;
}

interface Edited<Entry> {
  readonly add: Entry[];
  readonly replace: { readonly id: string; readonly entry: Entry }[];
  readonly remove: string[];
}
