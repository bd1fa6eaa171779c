import type { Raw } from './giav-records';

/** How lists come in pages; all of it may change while they are read. */
export interface PageHabits {
  /** What the first page is called, or that pages are named by how many records lie before them. */
  dialect: 'zero' | 'one' | 'offset';
  /** No page holds more, whatever was asked for. */
  cap: number;
  /** By the ids as they stand, by the dates of changes, or another one for each page. */
  order: 'stable' | 'modified-asc' | 'modified-desc' | 'shuffled';
  /** So many of the next pages are each followed by a change of the record that was first on it. */
  churn: number;
}

const dateOf = (one: Raw): string => String(one['FechaModificacion'] ?? '');

function inOrder(found: readonly Raw[], order: PageHabits['order']): readonly Raw[] {
  if (order === 'stable') return found;
  if (order === 'shuffled')
    return found
      .map((one) => ({ one, at: Math.random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  const way = order === 'modified-asc' ? 1 : -1;
  return [...found].sort((a, b) => {
    const [left, right] = [dateOf(a), dateOf(b)];
    if (left === right) return 0;
    return left < right ? -way : way;
  });
}

/** Cuts lists into pages: GIAV has no sort and no total. */
export class GiavPages {
  readonly habits: PageHabits;

  /** @param onChurn somebody changes the record */
  constructor(
    newestLast: boolean,
    private readonly onChurn: (record: Raw) => void,
  ) {
    const order = newestLast ? 'modified-asc' : 'stable';
    this.habits = { dialect: 'zero', cap: 100, order, churn: 0 };
  }

  page(found: readonly Raw[], args: Raw): readonly Raw[] {
    const { dialect, cap, order, churn } = this.habits;
    const size = Math.min(cap, Number(args['pageSize']));
    const index = Number(args['pageIndex']);
    const from =
      dialect === 'offset' ? index : size * (dialect === 'one' ? Math.max(0, index - 1) : index);
    const page = inOrder(found, order).slice(from, from + size);
    const [first] = page;
    if (churn > 0 && first && page.length > 1) {
      this.habits.churn -= 1;
      this.onChurn(first);
    }
    return page;
  }
}
