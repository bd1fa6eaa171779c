import type { KeptIndex } from '../ports/clientify-account';
import type { IndexPart, ListProgress, UnreadableItem } from '../ports/index-parts';
import { RecordError } from '../sync/errors';
import { refOf, type TargetKind, type TargetRef } from '../sync/target';
import type { ClientifyHttp } from './http';
import { RecordIndex } from './index-of-records';
import { BEGIN, nextPass, readStretch, type Stretch } from './list-stretch';
import { COLLECTION } from './lists';
import { asUnreadable, idOf, parseListed } from './records';

const KINDS: readonly TargetKind[] = ['contact', 'company', 'deal'];

/** One of the three lists, as far as it has been read. */
interface Reading {
  /** What makes each item itself that was shown so far. */
  readonly seen: Set<string>;
  progress: ListProgress;
  /** Of the part that comes next. */
  number: number;
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

  constructor(
    private readonly http: ClientifyHttp,
    /** Calls at the same time, in each list. */
    private readonly concurrency: number,
    private readonly kept?: KeptIndex,
  ) {}

  /** null when the time was over before the lists were. */
  async build(): Promise<RecordIndex | null> {
    if (this.kept) for await (const part of this.kept.parts.of(this.kept.runId)) this.take(part);
    const ended = await Promise.all([...this.readings].map((one) => this.readList(...one)));
    return ended.includes(false) ? null : this.index;
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
    const items = await this.identified(
      kind,
      fresh.map(([, item]) => item),
    );
    return { kind, number: reading.number, ...items, progress: next ?? progress };
  }

  /** A list item without `custom_fields` says nothing about the link: such a record is read in full. */
  private async identified(
    kind: TargetKind,
    items: readonly unknown[],
  ): Promise<Pick<IndexPart, 'refs' | 'unreadable'>> {
    const refs: TargetRef[] = [];
    const unreadable: UnreadableItem[] = [];
    const poor: { readonly id: string; readonly item: unknown }[] = [];
    for (const item of items) {
      const target = parseListed(kind, item);
      if (target === null) unreadable.push(asUnreadable(kind, item));
      else if (
        target.customFields === undefined ||
        (kind !== 'deal' && !('taxpayer_identification_number' in target.fields))
      )
        poor.push({ id: target.id, item });
      else refs.push(refOf(target));
    }
    const reader = async (): Promise<void> => {
      for (let one = poor.pop(); one !== undefined; one = poor.pop()) {
        const record = await this.wholeOr(`${COLLECTION[kind]}${one.id}/`, one.item);
        if (record === null) continue;
        const target = record === one.item ? null : parseListed(kind, record);
        if (target === null) unreadable.push(asUnreadable(kind, record));
        else refs.push(refOf(target));
      }
    };
    await Promise.all(Array.from({ length: this.concurrency }, reader));
    return { refs, unreadable };
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

  /** The record in full; null when it was deleted since the list was read, and what the list showed where it may not be read. */
  private async wholeOr(path: string, listed: unknown): Promise<unknown> {
    try {
      return await this.http.request('GET', path);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return error.status === 404 ? null : listed;
    }
  }
}

/** All three lists at one go. */
export async function buildIndex(http: ClientifyHttp, concurrency: number): Promise<RecordIndex> {
  const index = await new IndexBuilder(http, concurrency).build();
  if (index === null) throw new Error('an index that nothing limits has been given up');
  return index;
}
