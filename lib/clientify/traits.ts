/** What an account turned out not to do: learnt from an answer once, then not tried again with every record. */
export const TRAITS = {
  forceInsertIgnored:
    'returns a known contact for its e-mail although a new one is asked for: contacts are created without their e-mail, which is added afterwards',
  dealTagsDropped: 'drops the tags of deals: they are not sent any more',
  createdNotTaken:
    'does not take the creation date of a deal: the start date is in gesintur_fecha_inicio only',
  pipelineIgnored: 'ignores the pipeline of a new deal: each one is put right with a second write',
} as const;
export type Trait = keyof typeof TRAITS;

export const isTrait = (name: string): name is Trait => name in TRAITS;

/** Where all processes keep what was learnt; `lib/state/account.ts` in the cloud. */
export interface TraitStore {
  traits(): Promise<readonly Trait[]>;
  learn(trait: Trait, at: Date): Promise<void>;
}

/** How long another process's discovery may be unknown here: it costs a needless call, no data. */
const REFRESH_MS = 60_000;

/** What is known of the account, as this process sees it. */
export class Traits {
  private readonly known = new Set<Trait>();
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: TraitStore | null = null,
    private readonly now: () => number = Date.now,
  ) {}

  async has(trait: Trait): Promise<boolean> {
    if (!this.known.has(trait) && this.store !== null && this.now() - this.readAt >= REFRESH_MS) {
      this.readAt = this.now();
      for (const one of await this.store.traits()) this.known.add(one);
    }
    return this.known.has(trait);
  }

  async learn(trait: Trait): Promise<void> {
    if (this.known.has(trait)) return;
    this.known.add(trait);
    await this.store?.learn(trait, new Date(this.now()));
  }
}
