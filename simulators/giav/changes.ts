import { DateTime } from 'luxon';
import type { AgencyData, GiavRecord } from '../agency/data';
import type { GiavSwitches } from './switches';
import { CATEGORIES } from './write';

/** Key of the date that the service keeps but does not show. */
const HIDDEN_DATE = '(modified)';

/** What the service does to records that change, and who else changes them. */
export class Changes {
  constructor(
    private readonly data: AgencyData,
    private readonly switches: GiavSwitches,
  ) {}

  /** The service keeps a date that the record does not show; a creation may not count. */
  modifiedAt(one: GiavRecord): string {
    return String(
      one[HIDDEN_DATE] ?? (this.switches.creationMovesDate ? one['FechaCreacion'] : '') ?? '',
    );
  }

  /** What the service does to a record on every change. */
  touch(
    list: 'clients' | 'expedientes',
    record: GiavRecord,
    now: Date,
    changed: readonly string[] = [],
  ): void {
    const at = DateTime.fromJSDate(now, { zone: 'Europe/Madrid' }).toFormat(
      "yyyy-MM-dd'T'HH:mm:ss.SSS",
    );
    if (list === 'clients') record['FechaModificacion'] = at;
    else if (this.switches.stageMovesDate || changed.some((field) => field !== 'IdEntityStage'))
      record[HIDDEN_DATE] = at;
  }

  /** Somebody else works on the record that was just read. */
  disturb(id: string | null | undefined): void {
    const record = this.data.clients.find((one) => String(one['Id']) === id);
    if (this.switches.assignsAfterGet > 0 && record) {
      this.switches.assignsAfterGet -= 1;
      const assigned = (record[CATEGORIES] as number[] | undefined) ?? [];
      record[CATEGORIES] = [...assigned, Math.max(0, ...assigned) + 1];
    }
    if (this.switches.editsAfterGet <= 0 || !record) return;
    this.switches.editsAfterGet -= 1;
    record['AlertMsg'] = `${String(record['AlertMsg'] ?? '')}+`;
    this.touch('clients', record, new Date());
  }
}
