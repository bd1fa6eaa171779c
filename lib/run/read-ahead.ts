import type { Page } from '../ports/giav';
import { PAGE_SIZE } from '../sync/paging';

/** The next page is on its way while this one is worked on; after a short one its place is not known yet. */
export class ReadAhead<T> {
  private ahead: { readonly page: number; readonly answer: Promise<Page<T>> } | null = null;

  /**
   * @param read a page, and how many records of the list are before it
   * @param concurrency calls at the same time; with one nothing is read ahead
   */
  constructor(
    private readonly read: (page: number, before: number) => Promise<Page<T>>,
    private readonly concurrency: number,
  ) {}

  async page(page: number, before: number): Promise<Page<T>> {
    const known = this.ahead?.page === page ? this.ahead.answer : undefined;
    const answer = await (known ?? this.read(page, before));
    this.ahead = null;
    if (answer.size === PAGE_SIZE && this.concurrency > 1) {
      this.ahead = { page: page + 1, answer: this.read(page + 1, before + answer.size) };
      // Whoever waits for it hears of its error; nobody may.
      this.ahead.answer.catch(() => undefined);
    }
    return answer;
  }

  /** The list is read anew: what was read ahead is not of this pass. */
  forget(): void {
    this.ahead = null;
  }
}
