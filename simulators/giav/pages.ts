import type { GiavRecord } from '../agency/data';
import type { Changes } from './changes';
import type { Arguments } from './request';
import type { GiavSwitches } from './switches';

/** Pages of what was found, in the dialect and in the order of the switches. */
export class Pages {
  constructor(
    private readonly switches: GiavSwitches,
    private readonly changes: Changes,
  ) {}

  page(records: readonly GiavRecord[], args: Arguments): GiavRecord[] {
    const asked = Number(args['pageSize']);
    const size = Math.min(asked, this.switches.pageCap);
    const index = Number(args['pageIndex']);
    const ordered = this.order(records);
    const { dialect } = this.switches;
    const before = dialect === 'one' ? Math.max(0, index - 1) : index;
    const from = dialect === 'offset' ? index : before * size;
    const page = ordered.slice(from, from + size);
    const [first] = page;
    if (this.switches.churn > 0 && first && page.length > 1) {
      this.switches.churn -= 1;
      this.changes.touch('IdCliente' in first ? 'expedientes' : 'clients', first, new Date());
    }
    return page;
  }

  private order(records: readonly GiavRecord[]): GiavRecord[] {
    const { order } = this.switches;
    if (order === 'stable') return [...records];
    if (order === 'shuffled') return [...records].sort(() => Math.random() - 0.5);
    const date = (one: GiavRecord): string =>
      'IdCliente' in one ? this.changes.modifiedAt(one) : String(one['FechaModificacion']);
    const sorted = [...records].sort(
      (a, b) => Number(date(a) > date(b)) - Number(date(a) < date(b)),
    );
    return order === 'modified-asc' ? sorted : sorted.reverse();
  }
}
