import type { InvalidRecord, Page, PageArguments } from '../ports/giav';
import { RecordError } from '../sync/errors';
import { pageIndexOf, type PageIndexDialect } from '../sync/paging';
import { joinPages } from './read-pages';

/** Page sizes on the way from a page to a record; each divides the one before, so that its pages begin where those do. */
const SIZES = [50, 25, 5, 1] as const;

/** Records in a row that cannot be read: the fault is not theirs. */
const TOO_MANY = 20;

type Read<T> = (page: PageArguments) => Promise<Page<T>>;

/**
 * How many records of the list stand before a page: the reverse of `pageIndexOf` where the pages before it are full.
 */
export function offsetOf(
  dialect: PageIndexDialect,
  { pageIndex, pageSize }: PageArguments,
): number {
  if (dialect === 'offset') return pageIndex;
  return (dialect === 'one' ? pageIndex - 1 : pageIndex) * pageSize;
}

/** The page of that size which begins with the n-th record of the list, from 0; `offset` is a multiple of the size. */
const pageAt = (dialect: PageIndexDialect, offset: number, pageSize: number): PageArguments => ({
  pageSize,
  pageIndex: pageIndexOf(dialect, offset / pageSize, offset),
});

interface Piece<T> {
  readonly offset: number;
  readonly page: Page<T>;
}

/**
 * Reads pages of a list of which a record may be such that GIAV answers the whole page with a fault: the page is read in
 * ever smaller pieces around it, and the one record stands in the answer as `UNREADABLE_IN_GIAV`, with its place and the
 * ids beside it. Other errors than a refusal, and a refusal that is not about single records, stay as they are.
 * @param what what the list holds, for the message: `client`
 */
export const readingAround =
  <T extends { readonly id: number }>(
    dialect: PageIndexDialect,
    what: string,
    read: Read<T>,
  ): Read<T> =>
  async (page) => {
    try {
      return await read(page);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
    }
    // Once more: it may have been a moment's fault in words that nobody knows.
    try {
      return await read(page);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return new Pieces(dialect, what, read, error).read(page);
    }
  };

class Pieces<T extends { readonly id: number }> {
  private readonly pieces: Piece<T>[] = [];
  private inARow = 0;

  constructor(
    private readonly dialect: PageIndexDialect,
    private readonly what: string,
    private readonly readPage: Read<T>,
    private readonly fault: RecordError,
  ) {}

  async read(page: PageArguments): Promise<Page<T>> {
    const from = offsetOf(this.dialect, page);
    await this.split(
      from,
      page.pageSize,
      SIZES.filter((size) => page.pageSize % size === 0),
    );
    return this.joined();
  }

  /** Reads a stretch that cannot be read as a whole. */
  private async split(
    from: number,
    length: number,
    [size, ...smaller]: readonly number[],
  ): Promise<void> {
    if (size === undefined || length <= 1) {
      this.unreadable(from);
      return;
    }
    for (let offset = from; offset < from + length; offset += size)
      try {
        const page = await this.readPage(pageAt(this.dialect, offset, size));
        this.inARow = 0;
        this.add({ offset, page }, size);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        await this.split(offset, size, smaller);
      }
  }

  /** Something behind a piece that is not full: the service cuts pages, and its pages begin elsewhere. */
  private add(piece: Piece<T>, size: number): void {
    const before = this.pieces.at(-1);
    const isCut = before && before.offset + before.page.size < piece.offset;
    if ((isCut && piece.page.size > 0) || piece.page.size > size) throw this.fault;
    this.pieces.push(piece);
  }

  private unreadable(offset: number): void {
    this.inARow += 1;
    if (this.inARow >= TOO_MANY) throw this.fault;
    const invalid: InvalidRecord = {
      // No record has it, and no other place of the list.
      id: -(offset + 1),
      fields: [],
      reason: 'UNREADABLE_IN_GIAV',
      refusal: this.fault.message,
    };
    this.add(
      {
        offset,
        page: { records: [], invalid: [invalid], size: 1, readAt: Number.POSITIVE_INFINITY },
      },
      1,
    );
  }

  private joined(): Page<T> {
    const pages = this.pieces.map(({ page }) => page);
    const ids = pages.flatMap(({ records, invalid }) =>
      [...records, ...invalid].map(({ id }) => id),
    );
    const told = (one: InvalidRecord): InvalidRecord =>
      one.reason === undefined ? one : { ...one, refusal: this.sentence(one, ids) };
    const whole = joinPages(pages);
    return { ...whole, invalid: whole.invalid.map(told) };
  }

  private sentence({ id }: InvalidRecord, ids: readonly number[]): string {
    const at = ids.indexOf(id);
    const beside = (one: number | undefined): string =>
      one === undefined || one < 0 ? '?' : String(one);
    return `GIAV cannot deliver the ${this.what} at place ${-id} of its list, between ${beside(ids[at - 1])} and ${beside(ids[at + 1])}: ${this.fault.message}`;
  }
}

type ReadByIds<T> = (ids: readonly number[]) => Promise<Page<T>>;

/** Records that are asked for by their ids, of which one may be such: each that cannot be read is named. */
export const readingEachAround =
  <T>(read: ReadByIds<T>): ReadByIds<T> =>
  async (ids) => {
    const answer = await halving(read, ids);
    if (answer.records.length === 0 && answer.invalid.length >= TOO_MANY) return read(ids);
    return answer;
  };

async function halving<T>(read: ReadByIds<T>, ids: readonly number[]): Promise<Page<T>> {
  try {
    return await read(ids);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const [id = 0] = ids;
    if (ids.length <= 1)
      return {
        records: [],
        invalid: [{ id, fields: [], reason: 'UNREADABLE_IN_GIAV', refusal: error.message }],
        size: 1,
        readAt: Number.POSITIVE_INFINITY,
      };
    const half = Math.ceil(ids.length / 2);
    return joinPages([
      await halving(read, ids.slice(0, half)),
      await halving(read, ids.slice(half)),
    ]);
  }
}
