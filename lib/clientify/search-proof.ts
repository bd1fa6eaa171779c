import { type FilterProof, type FilterProofs, type ListFilter } from '../ports/filter-proofs';
import { FILTER_PROOF, FUTURE_MS } from '../sync/budget';
import { formOf } from '../sync/documento-form';
import { refOf, type ClientKind, type TargetRef } from '../sync/target';
import type { ClientifyHttp } from './http';
import { refsOf, search, DOCUMENTO_FILTERS } from './list-search';
import { COLLECTION, PAGE_SIZE, readPage } from './lists';
import { readRecord } from './read-record';
import { asUnreadable, idOf, modifiedAt } from './records';

/** Remembers within this process only. */
class NowhereKept implements FilterProofs {
  proofs = (): Promise<readonly FilterProof[]> => Promise.resolve([]);
  keep = (): Promise<void> => Promise.resolve();
}

/** A record that a filter is tried with, and how many there are besides. */
interface Sample {
  readonly ref: TargetRef;
  readonly total: number;
}

const keyOf = (kind: ClientKind, filter: ListFilter, form: string): string =>
  `${kind} ${filter} ${form}`;

/**
 * What the account's filters were seen to do. A search that finds nothing proves something only where it was seen, within
 * a day, to find a record of that kind whose value is written in that form.
 */
export class SearchProof {
  private readonly seen = new Map<string, FilterProof>();
  private readonly underWay = new Map<string, Promise<boolean>>();
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly http: ClientifyHttp,
    private readonly store: FilterProofs = new NowhereKept(),
    private readonly now: () => number = Date.now,
  ) {}

  /** What was seen within a day; undefined: nothing. */
  async known(kind: ClientKind, filter: ListFilter, form: string): Promise<boolean | undefined> {
    const proof = await this.last(kind, filter, form);
    return proof && this.isFresh(proof) ? proof.holds : undefined;
  }

  /** Whether what a search for a Documento of this form does not find is not there: two or three calls, once a day. */
  holds(kind: ClientKind, filter: ListFilter, form: string): Promise<boolean> {
    return this.once(kind, filter, form, async () => {
      const last = await this.last(kind, filter, form);
      const sample = await this.sampleOf(kind, form, last?.sample);
      if (sample === 'nobody') return true;
      return sample === null ? false : this.tryWith(kind, filter, form, sample);
    });
  }

  /** Whether the list of those that came or changed since a moment holds all of them: three calls, once a day. */
  holdsForModified(kind: ClientKind): Promise<boolean> {
    return this.once(kind, 'modified[gte]', '', async () => {
      const first = await readPage(this.http, COLLECTION[kind], 1);
      const newest = newestOf(first.results);
      if (newest === null || !first.more) return false;
      const since = await readPage(this.http, COLLECTION[kind], 1, {
        'modified[gte]': new Date(newest.at).toISOString(),
      });
      const finds = since.results.some((item) => idOf(item) === newest.id);
      const narrows = since.count < first.count || (await this.isEmptyAhead(kind));
      return this.keep(kind, 'modified[gte]', '', finds && narrows, newest.id);
    });
  }

  /** Tries the filters with what a whole list showed: where its first page has no such record, this is how one is found. */
  async learnFrom(
    kind: ClientKind,
    documento: string,
    { refs, total }: { readonly refs: Iterable<TargetRef>; readonly total: number },
  ): Promise<void> {
    const form = formOf(documento);
    // A short list is read the next time, too.
    if (total <= PAGE_SIZE || documento === '') return;
    const unknown: ListFilter[] = [];
    for (const filter of DOCUMENTO_FILTERS[kind])
      if ((await this.known(kind, filter, form)) === undefined) unknown.push(filter);
    if (unknown.length === 0) return;
    for (const ref of refs) {
      if (formOf(ref.documento) !== form) continue;
      for (const filter of unknown)
        await this.once(kind, filter, form, () => this.tryWith(kind, filter, form, { ref, total }));
      return;
    }
  }

  private async isEmptyAhead(kind: ClientKind): Promise<boolean> {
    const ahead = new Date(this.now() + FUTURE_MS).toISOString();
    return (await readPage(this.http, COLLECTION[kind], 1, { 'modified[gte]': ahead })).count === 0;
  }

  private async tryWith(
    kind: ClientKind,
    filter: ListFilter,
    form: string,
    { ref, total }: Sample,
  ): Promise<boolean> {
    const shown = await search(this.http, kind, filter, ref.documento);
    const hit = shown.items.find((item) => idOf(item) === ref.id);
    // It may have been found by that other text: nothing was learnt.
    if (hit !== undefined && timesIn(hit, ref.documento) > 1) return false;
    const holds = shown.complete && hit !== undefined && shown.count < total;
    return this.keep(kind, filter, form, holds, ref.id);
  }

  /** `nobody`: the list is empty. null: nothing is at hand to try a filter with. */
  private async sampleOf(
    kind: ClientKind,
    form: string,
    remembered: string | undefined,
  ): Promise<Sample | 'nobody' | null> {
    const first = await readPage(this.http, COLLECTION[kind], 1);
    const { count: total, results, more } = first;
    // A count is believed only where nothing speaks against it.
    if (total === 0 && results.length === 0 && !more) return 'nobody';
    // A short list is cheaper to read than to search, and an ignored filter would look like a working one on it.
    if (!more) return null;
    const suits = ({ documento }: TargetRef): boolean =>
      documento !== '' && formOf(documento) === form;
    for (const item of results) {
      const [ref] = refsOf(kind, [item]).refs;
      if (ref && suits(ref) && timesIn(item, ref.documento) === 1) return { ref, total };
    }
    const target = remembered === undefined ? null : await readRecord(this.http, kind, remembered);
    return target && suits(refOf(target)) ? { ref: refOf(target), total } : null;
  }

  /** What was seen within a day counts; else it is looked at now, by one of those who ask. */
  private async once(
    kind: ClientKind,
    filter: ListFilter,
    form: string,
    look: () => Promise<boolean>,
  ): Promise<boolean> {
    const known = await this.known(kind, filter, form);
    if (known !== undefined) return known;
    const key = keyOf(kind, filter, form);
    const looking = this.underWay.get(key) ?? look().finally(() => this.underWay.delete(key));
    this.underWay.set(key, looking);
    return looking;
  }

  private async last(
    kind: ClientKind,
    filter: ListFilter,
    form: string,
  ): Promise<FilterProof | undefined> {
    const key = keyOf(kind, filter, form);
    const here = this.seen.get(key);
    if ((here && this.isFresh(here)) || this.now() - this.readAt < FILTER_PROOF.refreshMs)
      return here;
    this.readAt = this.now();
    for (const proof of await this.store.proofs()) {
      const at = keyOf(proof.kind, proof.filter, proof.form);
      const known = this.seen.get(at);
      if (!known || known.at < proof.at) this.seen.set(at, proof);
    }
    return this.seen.get(key);
  }

  private isFresh({ at }: FilterProof): boolean {
    const age = this.now() - Date.parse(at);
    return age >= 0 && age < FILTER_PROOF.keptMs;
  }

  private async keep(
    kind: ClientKind,
    filter: ListFilter,
    form: string,
    holds: boolean,
    sample: string,
  ): Promise<boolean> {
    const proof = { kind, filter, form, holds, sample, at: new Date(this.now()).toISOString() };
    this.seen.set(keyOf(kind, filter, form), proof);
    await this.store.keep(proof);
    return holds;
  }
}

/** In how many texts of a record one stands: an e-mail may hold the Documento. */
const timesIn = (item: unknown, text: string): number =>
  asUnreadable('contact', item).leaves.filter((leaf) =>
    leaf.toLowerCase().includes(text.toLowerCase()),
  ).length;

/** The record of a page that was changed last, by its own stamp; null where none shows one. */
function newestOf(items: readonly unknown[]): { readonly id: string; readonly at: number } | null {
  const stamped = items.flatMap((item) => {
    const at = modifiedAt(item);
    return Number.isNaN(at) ? [] : [{ id: idOf(item), at }];
  });
  return stamped.reduce<(typeof stamped)[number] | null>(
    (newest, one) => (newest === null || one.at > newest.at ? one : newest),
    null,
  );
}
