import { KNOWN } from '../sync/budget';
import type { Trait, TraitStore } from '../ports/traits';

/** What is known of the account, as this process sees it. */
export class Traits {
  private readonly known = new Set<Trait>();
  private readonly disproved = new Set<Trait>();
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: TraitStore | null = null,
    private readonly now: () => number = Date.now,
  ) {}

  async has(trait: Trait): Promise<boolean> {
    if (
      !this.known.has(trait) &&
      this.store !== null &&
      this.now() - this.readAt >= KNOWN.traitsMs
    ) {
      this.readAt = this.now();
      for (const one of await this.store.traits()) this.known.add(one);
    }
    return this.known.has(trait);
  }

  /** The account does what the trait says that it does not: this process asks no more. */
  disprove(trait: Trait): void {
    this.disproved.add(trait);
  }

  isDisproved(trait: Trait): boolean {
    return this.disproved.has(trait);
  }

  async learn(trait: Trait): Promise<void> {
    this.disproved.delete(trait);
    if (this.known.has(trait)) return;
    this.known.add(trait);
    await this.store?.learn(trait, new Date(this.now()));
  }
}
