import type { CrmRecord } from '../agency/data';
import { IN_LIST } from './catalogue';
import type { Deals } from './deals';
import { pick } from './lists';
import { textOf, type Collection } from './store';
import type { ClientifySwitches } from './switches';

/** Records as the API shows them. */
export class Shown {
  constructor(
    private readonly switches: ClientifySwitches,
    private readonly deals: Deals,
    private readonly base: () => string,
  ) {}

  /** A record as the API shows it: URLs of relations, descriptions of codes, the status by date. */
  record(collection: Collection, record: CrmRecord): CrmRecord {
    const shown: CrmRecord = {
      url: `${this.base()}/${collection}/${textOf(record['id'])}/`,
      ...record,
    };
    if (collection === 'deals') return this.deals.show(shown, record);
    if (collection === 'contacts' && record['company'] !== null)
      shown['company'] = `${this.base()}/companies/${textOf(record['company'])}/`;
    return shown;
  }

  /** Poorer than the record: remarks are always empty there. */
  inList(collection: Collection, record: CrmRecord): CrmRecord {
    const shown = pick(this.record(collection, record), IN_LIST[collection]);
    const empties = collection === 'deals' || this.switches.emptyRemarks === 'all';
    return empties ? { ...shown, remarks: '' } : shown;
  }
}
