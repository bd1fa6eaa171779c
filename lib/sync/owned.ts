import { comparable, type Base, type Sides } from './base';
import { comparableText } from './cleaning';
import { putBack, type Fights } from './fights';
import { isChosen } from './fields/chosen';
import { isFirstFill } from './fields/deal-choices';
import { hashText } from './hash';
import {
  INITIAL_DEAL_FIELDS,
  ONLY_AT_CREATION,
  OWNERSHIP,
  isTwoWay,
  type Owners,
} from './ownership';
import {
  CUSTOM_FIELDS,
  customFieldText,
  type Accepted,
  type Desired,
  type FieldValue,
} from './target';
import { isFilledIn, showsMadeUp } from './made-up-names';
import { sameField } from './same-field';
import { sameAsAccepted } from './accepted';
import { customFieldValues } from './custom-field-values';

export interface OwnedRules {
  readonly owners?: Owners;
  readonly accepted?: Readonly<Record<string, Accepted>>;
  /** When an Accepted consent takes `unsubscribed` back. */
  readonly resubscribe: 'on-change' | 'always';
  readonly fights?: Fights;
  readonly now: Date;
  /** A full run ends the rest of fields that were fought over. */
  readonly fullRun: boolean;
}

/** What Clientify must be sent of the fields that always flow from GIAV. */
export interface OwnedPlan {
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Ours only, by name; `--` clears. */
  readonly customFields: Readonly<Record<string, string>>;
  /** The person unsubscribed in Clientify while GIAV still says Accepted. */
  readonly optedOut: boolean;
  readonly fights: Fights | undefined;
  /** Fields that begin to rest now. */
  readonly foughtOver: readonly string[];
}

/** Everything that is not edited on both sides: GIAV's fields, delivery state, and the initial values of a deal. */
export function ownedChanges(sides: Sides, base: Base | null, rules: OwnedRules): OwnedPlan {
  return new Owned(sides, base, rules).plan();
}

class Owned {
  private readonly fights: Record<string, Fights[string]>;
  private readonly foughtOver: string[] = [];

  constructor(
    private readonly sides: Sides,
    private readonly base: Base | null,
    private readonly rules: OwnedRules,
  ) {
    this.fights = { ...rules.fights };
  }

  plan(): OwnedPlan {
    const { desired, target } = this.sides;
    const fields: Record<string, FieldValue> = {};
    for (const [name, value] of Object.entries(desired.fields))
      if (this.isDue(name, value)) fields[name] = value;
    const actual = target.customFields ?? {};
    const differing = Object.entries(desired.customFields).filter(([name, value]) =>
      this.isCustomFieldDue(name, value),
    );
    return {
      fields,
      // All of ours go together: should the API replace the list instead of merging it, the link survives.
      customFields:
        differing.length === 0
          ? {}
          : customFieldValues(
              desired,
              actual,
              new Set([...this.resting(), ...this.neverFilled(desired)]),
            ),
      optedOut: this.isOptedOut(),
      fights: Object.keys(this.fights).length === 0 ? undefined : this.fights,
      foughtOver: this.foughtOver,
    };
  }

  private isDue(name: string, value: FieldValue): boolean {
    const { desired, target } = this.sides;
    if (desired.kind !== 'deal' && isTwoWay(desired.kind, name, this.rules.owners)) return false;
    // What the API does not show is left alone, but a consent that was withdrawn in GIAV since is sent, once.
    if (!(name in target.fields))
      return (
        name === 'unsubscribed' &&
        value === true &&
        this.base?.giav.fields[name] !== hashText(comparable(name, value))
      );
    const actual = target.fields[name];
    // Nobody's name neither replaces one nor is worth a write that would leave none.
    if (isFilledIn(desired, name) && comparable(name, actual) !== '') return false;
    if (value === '' && showsMadeUp(desired.kind, name, actual)) return false;
    if (
      sameField(name, value, actual) ||
      sameAsAccepted(this.rules.accepted?.[name], value, actual)
    )
      return false;
    // It shows more of the text than we may send.
    if (desired.cut?.includes(name) && comparable(name, actual).startsWith(comparable(name, value)))
      return false;
    if (name === 'unsubscribed' && value === false && !this.mayResubscribe()) return false;
    if (
      desired.kind === 'deal' &&
      (ONLY_AT_CREATION.has(name) ||
        (INITIAL_DEAL_FIELDS.has(name) && !this.isInitialDue(name, value)) ||
        this.isOtherRelation(name, value))
    )
      return false;
    // A field that GIAV never filled is not ours to clear.
    if (
      desired.kind !== 'deal' &&
      OWNERSHIP[desired.kind][name] === 'two-way' &&
      this.isBlankFromTheStart(name, value)
    )
      return false;
    // A withdrawn consent is never left alone.
    if (name === 'unsubscribed') return true;
    return !this.rests(name, comparable(name, value), comparable(name, actual));
  }

  private isCustomFieldDue(name: string, value: string): boolean {
    const actual = customFieldText(this.sides.target.customFields?.[name]);
    if (
      value.trim() === actual ||
      sameAsAccepted(this.rules.accepted?.[`cf_${name}`], value, actual) ||
      this.isNeverFilled(name, value)
    )
      return false;
    return !this.rests(name, comparableText(value), actual);
  }

  /** A field of Clientify that the settings chose, and that GIAV has never filled yet, is not ours to clear. */
  private isNeverFilled(name: string, value: string): boolean {
    return isChosen(this.sides.desired.kind, name) && this.isBlankFromTheStart(name, value);
  }

  private neverFilled({ customFields }: Desired): string[] {
    return Object.entries(customFields).flatMap(([name, value]) =>
      this.isNeverFilled(name, value) ? [name] : [],
    );
  }

  /** Somebody changed it over there, GIAV did not: the third time within an hour it is left alone. */
  private rests(name: string, value: string, actual: string): boolean {
    // GIAV's value has changed since: whatever was fought over is over.
    if (this.fights[name]?.value !== hashText(value)) delete this.fights[name];
    const known = this.fights[name];
    const before = this.base?.clientify.fields[name];
    const changedThere = before !== undefined && before !== hashText(actual);
    const changedHere =
      this.base?.giav.fields[name] !== undefined && this.base.giav.fields[name] !== hashText(value);
    const resting =
      known?.resting === true && known.value === hashText(value) && !this.rules.fullRun;
    if (!resting && (!changedThere || changedHere)) return false;
    const step = putBack(known, value, this.rules.now, this.rules.fullRun);
    this.fights[name] = step.fight;
    if (step.news) this.foughtOver.push(name);
    return step.rests;
  }

  private resting(): string[] {
    return Object.entries(this.fights).flatMap(([name, { resting }]) => (resting ? [name] : []));
  }

  private consent(): string | undefined {
    return this.sides.giav.fields[CUSTOM_FIELDS.mailingConsent];
  }

  /** At creation, or when GIAV's consent itself changed to Accepted since the base (rules of data, section 1). */
  private mayResubscribe(): boolean {
    if (this.rules.resubscribe === 'always') return true;
    const before = this.base?.giav.fields[CUSTOM_FIELDS.mailingConsent];
    return before !== undefined && before !== hashText(this.consent() ?? '');
  }

  private isOptedOut(): boolean {
    const { desired, target } = this.sides;
    return (
      desired.fields['unsubscribed'] === false &&
      target.fields['unsubscribed'] === true &&
      !this.mayResubscribe()
    );
  }

  /** An initial value of a deal is replaced while it still equals what we wrote last, and GIAV's value changed. */
  private isInitialDue(name: string, value: FieldValue): boolean {
    const before = this.base?.giav.fields[name];
    const shown = comparable(name, this.sides.target.fields[name]);
    if (before === undefined) return isFirstFill(name, comparable(name, value), shown);
    // What Clientify showed right after it: cut, or otherwise stored.
    const wrote = this.base?.clientify.fields[name];
    const isSame = before === hashText(comparable(name, value));
    // A deal that was to be closed and is not: it is tried again when somebody looks at it again.
    if (isSame && (name !== 'status' || wrote === before)) return false;
    // Somebody put it where GIAV was, because Clientify does not open a deal again by the API.
    if (name === 'status' && !isSame && before === hashText(shown)) return true;
    return wrote === hashText(shown);
  }

  /** The relation of a deal that is not its client's: what a salesperson linked there stays. */
  private isOtherRelation(name: string, value: FieldValue): boolean {
    return (
      (name === 'contact' || name === 'company') &&
      value === null &&
      !this.isInitialDue(name, value)
    );
  }

  private isBlankFromTheStart(name: string, value: FieldValue): boolean {
    if (comparable(name, value) !== '') return false;
    const before = this.base?.giav.fields[name];
    return before === undefined || before === hashText('');
  }
}
