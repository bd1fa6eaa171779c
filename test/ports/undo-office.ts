import { undoRun, type UndoneRecord } from '../../lib/admin/undo-run';
import { ClientifyApi } from '../../lib/clientify/api';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoLinks } from '../../lib/state/links';
import type { GiavClient } from '../../lib/sync/records';
import type { CrmRecord } from '../../simulators/agency/data';
import { BrakeOffice } from './brake-office';

/** What changes of a client in GIAV, in one way or another. */
export const EDITS: readonly Partial<GiavClient>[] = [
  { comentarios: 'Pasillo' },
  { comentarios: '' },
  { nombre: 'Ana' },
  { email: 'otra@example.com' },
  { email: '' },
  { telefono: '934445566', direccion: 'Plaza Nueva 3' },
  { direccion: '' },
  { texts: { SedeFiscal: 'Canarias' } },
  { texts: {} },
];

/** What a person sees of a record; ids of entries and stamps are Clientify's own affair. */
export function shown(record: CrmRecord): unknown {
  const list = (name: string, of: string): unknown[] =>
    ((record[name] ?? []) as Record<string, unknown>[]).map((one) => String(one[of] ?? '')).sort();
  const custom = ((record['custom_fields'] ?? []) as { field: string; value: string }[])
    .filter(({ value }) => value !== '' && value !== '--')
    .map(({ field, value }) => `${field}=${value}`)
    .sort();
  return {
    first: record['first_name'],
    last: record['last_name'],
    remarks: record['remarks'] ?? '',
    documento: record['taxpayer_identification_number'],
    emails: list('emails', 'email'),
    phones: list('phones', 'phone'),
    streets: list('addresses', 'street'),
    custom,
  };
}

/** An agency whose runs can be undone. */
export class UndoOffice extends BrakeOffice {
  static async agency(count: number): Promise<UndoOffice> {
    const office = new UndoOffice({ brake: null });
    await office.settle(count, (at) => ({
      comentarios: at % 3 === 0 ? '' : 'Ventanilla',
      email: at % 2 === 0 ? `lucia${at}@example.com` : '',
      telefono: `91555${String(at).padStart(4, '0')}`,
      direccion: at % 2 === 0 ? `Calle Mayor ${at}` : '',
      texts: { SedeFiscal: at % 2 === 0 ? 'Península' : '' },
    }));
    return office;
  }

  contacts(): Map<string, CrmRecord> {
    return new Map(
      this.crm.all('contacts').map((one) => [String(one['id']), structuredClone(one)]),
    );
  }

  seen(): Map<string, unknown> {
    return new Map([...this.contacts()].map(([id, one]) => [id, shown(one)]));
  }

  async undo(runId: string, dryRun = false): Promise<UndoneRecord[]> {
    const records: UndoneRecord[] = [];
    await undoRun(this.undoPorts(), runId, {
      dryRun,
      onRecord: (record) => void records.push(record),
    });
    return records;
  }

  undoPorts() {
    return {
      runs: this.runs,
      links: new DynamoLinks(this.table),
      decisions: new DynamoDecisions(this.table),
      clientify: new ClientifyApi(this.crm.http, 2),
      now: (): Date => this.now,
    };
  }
}
