import type { KeptIndex } from '../ports/clientify-account';
import type { IndexPart, ListProgress } from '../ports/index-parts';
import type { TargetKind } from '../sync/target';
import type { ClientifyHttp } from './http';
import { identify } from './identify';
import { RecordIndex } from './index-of-records';
import { COLLECTION } from './lists';
import { BEGIN, nextPass, readStretch, type Stretch } from './read-list';
import { idOf } from './records';

const KINDS: readonly TargetKind[] = ['contact', 'company', 'deal'];

/** One of the three lists, as far as it has been read. */
interface Reading {
  /** What makes each item itself that was shown so far. */
  readonly seen: Set<string>;
  progress: ListProgress;
  /** Of the part that comes next. */
  number: number;
  /** While somebody reads it, and when it has been read. */
  whole?: Promise<boolean>;
}

/** Reads the three lists, 100 records a call, and keeps them in parts: a later invocation goes on where this one ended. */
export class IndexBuilder {
  private readonly index = new RecordIndex();
  private readonly readings = new Map(
    KINDS.map((kind): [TargetKind, Reading] => [
      kind,
      { seen: new Set(), progress: BEGIN, number: 0 },
    ]),
  );
  private resumed: Promise<void> | undefined;

  constructor(
    private readonly http: ClientifyHttp,
    /** Calls at the same time, in each list. */
    private readonly concurrency: number,
    private readonly kept?: KeptIndex,
  ) {}

  /**
   * The records of these kinds, and of those that were asked for before.
   * @returns null when the time was over before the lists were
   */
  async build(kinds: readonly TargetKind[] = KINDS): Promise<RecordIndex | null> {
    await this.resume();
    const ended = await Promise.all(kinds.map((kind) => this.whole(kind)));
    return ended.includes(false) ? null : this.index;
  }

  /** Somebody needs that list, here or in an earlier invocation: whoever else has to know reads on with it. */
  async hasBegun(kind: TargetKind): Promise<boolean> {
    await this.resume();
    const { whole, number } = this.readings.get(kind) as Reading;
    return whole !== undefined || number > 0;
  }

  private resume(): Promise<void> {
    this.resumed ??= this.takeKept();
    return this.resumed;
  }

  private async takeKept(): Promise<void> {
    if (this.kept) for await (const part of this.kept.parts.of(this.kept.runId)) this.take(part);
  }

  /** Each list is read once, however many ask for it at the same time. */
  private whole(kind: TargetKind): Promise<boolean> {
    const reading = this.readings.get(kind) as Reading;
    reading.whole ??= this.readList(kind, reading).catch((error: unknown) => {
      reading.whole = undefined;
      throw error;
    });
    return reading.whole;
  }

  /** false when the time was over before the list was. */
  private async readList(kind: TargetKind, reading: Reading): Promise<boolean> {
    const path = COLLECTION[kind];
    while (!reading.progress.done) {
      if (this.kept?.mayGoOn() === false) return false;
      const stretch = await readStretch(this.http, path, this.concurrency, reading.progress);
      const part = await this.partOf(kind, reading, stretch);
      await this.kept?.parts.keep(this.kept.runId, part);
      this.take(part);
    }
    return true;
  }

  private async partOf(kind: TargetKind, reading: Reading, stretch: Stretch): Promise<IndexPart> {
    const shown = new Map(stretch.items.map((item) => [idOf(item), item]));
    const fresh = [...shown].filter(([key]) => !reading.seen.has(key));
    const { progress } = stretch;
    const seen = reading.seen.size + fresh.length;
    const next = progress.done ? nextPass(COLLECTION[kind], stretch, seen) : null;
    const items = fresh.map(([, item]) => item);
    const identified = await identify(this.http, this.concurrency, kind, items);
    return { kind, number: reading.number, ...identified, progress: next ?? progress };
  }

  private take({ kind, number, refs, unreadable, progress }: IndexPart): void {
    const reading = this.readings.get(kind) as Reading;
    for (const ref of refs) {
      reading.seen.add(ref.id);
      this.index.add(ref);
    }
    for (const item of unreadable) {
      reading.seen.add(item.key);
      this.index.addUnreadable(item);
    }
    reading.progress = progress;
    reading.number = number + 1;
    // It is over: in a large account that is much memory, before the next list is taken up.
    if (progress.done) reading.seen.clear();
  }
}

/** These lists, or all three, at one go. */
export async function buildIndex(
  http: ClientifyHttp,
  concurrency: number,
  kinds?: readonly TargetKind[],
): Promise<RecordIndex> {
  const index = await new IndexBuilder(http, concurrency).build(kinds);
  if (index === null) throw new Error('an index that nothing limits has been given up');
  return index;
}
