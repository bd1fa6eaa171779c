import { DateTime } from 'luxon';

/** What a value looks like. */
export type Form = 'text' | 'phone' | 'email' | 'date' | 'code';
export type Side = 'giav' | 'clientify';

/** A value that a person typed, and where. */
export interface Typed {
  readonly word: string;
  readonly side: Side;
  readonly client: string;
  readonly field: string;
  readonly at: number;
}

const FIRST_DAY = DateTime.fromISO('1931-01-01', { zone: 'utc' });

/** Values that are unlike each other, so that each can be found again wherever it went, and known wherever it must not be. */
export class Vocabulary {
  readonly typed: Typed[] = [];
  /** What a person wrote over before anybody else had seen it is theirs to lose. */
  readonly withdrawn = new Set<string>();
  private count = 0;

  make(form: Form): string {
    const n = ++this.count;
    if (form === 'phone') return `6${10_000_000 + n}`;
    if (form === 'email') return `zq${String(n).padStart(6, '0')}@example.com`;
    if (form === 'date') return FIRST_DAY.plus({ days: n % 30_000 }).toISODate() ?? '';
    return form === 'code' ? String(10_000 + (n % 42_000)) : `Zq${String(n).padStart(6, '0')}`;
  }

  type(form: Form, where: Omit<Typed, 'word'>): string {
    const word = this.make(form);
    this.typed.push({ ...where, word });
    return word;
  }

  /** What was typed there since then is lost, and nobody could have known. */
  withdrawTyped(on: Side, of: string, since: number): void {
    for (const { side, client, at, word } of this.typed)
      if (side === on && client === of && at >= since) this.withdrawn.add(word);
  }

  /** Words of ours that a text holds. */
  static wordsIn(text: string): string[] {
    return text.match(/zq\d{6}(?:@example\.com)?|\b6\d{8}\b/gi) ?? [];
  }
}
