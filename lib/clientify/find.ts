import { sameEmail } from '../sync/cleaning';
import { trimDocumento } from '../sync/documento';
import {
  idFieldOf,
  type ClientKind,
  type Target,
  type TargetKind,
  type TargetRef,
  refOf,
} from '../sync/target';
import { buildIndex } from './build-index';
import type { ClientifyHttp } from './http';
import { search } from './list-search';
import { COLLECTION, readPage } from './lists';
import { readAll } from './read-list';
import { asUnreadable, parseTarget, unreadableOnes } from './records';
import { readRecord } from './read-record';
import { searchDocumento } from './search-client';
import { SearchProof } from './search-proof';

/** Contacts that have certain e-mails, and whether the search for them was seen to work, to its end. */
export interface EmailHolders {
  readonly found: readonly Target[];
  readonly complete: boolean;
}

/** Searches for single records; every hit is verified, because unknown filters are ignored (clientify.md, L3). */
export class Finder {
  constructor(
    private readonly http: ClientifyHttp,
    private readonly concurrency: number,
    private readonly proof = new SearchProof(http),
  ) {}

  /** By the id field; where the filter is not honoured, through all records created since. */
  async byId(kind: TargetKind, gesinturId: string, since: Date): Promise<Target[]> {
    const matches = (target: Target): boolean => refOf(target).gesinturId === gesinturId;
    const page = await readPage(this.http, COLLECTION[kind], 1, {
      [`cf_${idFieldOf(kind)}`]: gesinturId,
    });
    const hits = page.results.flatMap((item) => parseIfOurs(kind, item, gesinturId) ?? []);
    const all = hits.length === page.results.length;
    if (!page.more && all && hits.every(matches)) return hits;
    if (hits.some(matches) && !page.more) return hits.filter(matches);
    const found: Target[] = [];
    const take = (item: unknown): void => {
      const target = parseIfOurs(kind, item, gesinturId);
      if (target !== null && matches(target)) found.push(target);
    };
    // A deal may take its start date as its creation date: when it was last written tells more.
    const stamp = kind === 'deal' ? 'modified[gte]' : 'created[gte]';
    await readAll(this.http, COLLECTION[kind], this.concurrency, take, {
      [stamp]: since.toISOString(),
    });
    return found;
  }

  /**
   * Records of the kind with exactly this Documento: by the list's own means first, else through the whole list, unless
   * what that search says is believed.
   */
  async byDocumento(
    kind: ClientKind,
    documento: string,
    believe: 'never' | 'proven' | 'always' = 'never',
  ): Promise<readonly TargetRef[]> {
    const proof = believe === 'proven' ? this.proof : null;
    const asked = await searchDocumento(this.http, proof, kind, documento);
    const { found, absent, unreadable } = asked;
    if (found.length > 0) return found;
    if (!unreadable && (believe === 'always' || absent)) return [];
    const index = await buildIndex(this.http, this.concurrency, [kind]);
    const all = index.clientCandidates('', kind, trimDocumento(documento));
    if (all.unreadable) throw unreadableOnes(all.unreadable);
    return all.byDocument;
  }

  /**
   * Contacts, in full, that have one of these e-mails: a create might come back with one of them. Never a reason to
   * link. The search is by substring.
   */
  async byEmail(emails: readonly string[]): Promise<EmailHolders> {
    const ids = new Set<string>();
    let complete = true;
    for (const email of emails) {
      const search = await this.searchEmail(email);
      for (const id of search.ids) ids.add(id);
      complete &&= search.complete;
    }
    const found: Target[] = [];
    for (const id of ids) {
      const target = await readRecord(this.http, 'contact', id);
      if (target) found.push(target);
    }
    return { found, complete };
  }

  private async searchEmail(email: string): Promise<{ ids: string[]; complete: boolean }> {
    // A search that is ignored returns everybody: what is not found here is caught by the check of the answer.
    const { items, complete } = await search(this.http, 'contact', 'query', email);
    const hits = items.flatMap((item) => parseIfOurs('contact', item, email) ?? []);
    const isTheirs = ({ emails = [] }: Target): boolean =>
      emails.some((entry) => sameEmail(entry.email, email));
    return { ids: hits.filter(isTheirs).map(({ id }) => id), complete };
  }
}

/** null for a record that cannot be read, and cannot be meant. @throws RecordError for one that may be. */
function parseIfOurs(kind: TargetKind, item: unknown, identity: string): Target | null {
  try {
    return parseTarget(kind, item);
  } catch (error) {
    if (asUnreadable(kind, item).leaves.includes(identity)) throw error;
    return null;
  }
}
