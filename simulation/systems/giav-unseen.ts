/** Damage is given back within that time. */
const GIVEN_BACK_MS = 120_000;

/** What people save between a reading and a write of a client, which whoever writes cannot know of. */
export class UnseenSaves {
  private readonly savedAt = new Map<number, number>();
  private readonly readAt = new Map<number, number>();
  /** Our last PUT of a client, and the reading after it, by which it is verified. */
  private readonly written = new Map<number, { at: number; verifiedAt: number | null }>();

  constructor(private readonly clock: { readonly now: number }) {}

  /** A person has saved it. */
  saved(id: number): void {
    this.savedAt.set(id, this.clock.now);
  }

  /** A PUT has replaced it. */
  replaced(id: number): void {
    this.written.set(id, { at: this.clock.now, verifiedAt: null });
  }

  /** It was read, which verifies a PUT before it. */
  read(id: number): void {
    this.readAt.set(id, this.clock.now);
    const written = this.written.get(id);
    if (written) written.verifiedAt ??= this.clock.now;
  }

  /**
   * From when on a person saved what a PUT that comes now cannot know of: behind the last reading of the client, or
   * between a PUT and its verification, which takes a change of an enum for damage and gives the old value back; null
   * when nobody did (docs/known-faults.md).
   */
  since(id: number): number | null {
    const savedAt = this.savedAt.get(id) ?? 0;
    const readAt = this.readAt.get(id) ?? 0;
    if (savedAt >= readAt) return readAt;
    const { at, verifiedAt } = this.written.get(id) ?? { at: 0, verifiedAt: null };
    const justWritten = verifiedAt !== null && this.clock.now - at < GIVEN_BACK_MS;
    return justWritten && savedAt >= at && savedAt <= verifiedAt ? at : null;
  }
}
