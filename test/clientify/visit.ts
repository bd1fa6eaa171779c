import type { CrmRecord, GiavRecord } from '../../simulators/agency/data';
import type { ClientifySwitches } from '../../simulators/clientify/switches';
import type { Office } from '../harness/office';
import { client, expediente, withId, type Fields } from '../harness/world';

/** NIFs with their letters: of these, GIAV clients may be made. */
const nif = (number: number): string => `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] ?? ''}`;
export const [MET, NEW] = [nif(30_000_003), nif(30_000_009)];
export const FAMILY = 'familia@example.com';
export const AGENCY = (): { clients: GiavRecord[]; expedientes: GiavRecord[] } => ({
  clients: [
    client(1, { Email: FAMILY }),
    client(2, { Email: FAMILY, Nombre: 'Marta' }),
    client(3, { Documento: MET, Nombre: 'Ana', Apellidos: 'Gil Mas' }),
    client(4, { Tipo: 'Empresa', Documento: 'B12345674', Apellidos: 'Duero SL', Nombre: '' }),
    client(5, { Documento: '' }),
  ] as GiavRecord[],
  expedientes: [expediente(100, 1), expediente(101, 3), expediente(102, 4)] as GiavRecord[],
});

/** What was in Clientify before: somebody with the family's e-mail, and the contact that client 3 is. */
function people(office: Office): { stranger: CrmRecord; met: CrmRecord } {
  const { records } = office.clientify.simulator;
  const made = (fields: CrmRecord): CrmRecord => {
    const { record } = records.create('contacts', fields, 'screen');
    record['created'] = '2025-01-02T03:04:05.000006+01:00';
    return record;
  };
  const stranger = made({
    first_name: 'Rosa',
    email: FAMILY,
    taxpayer_identification_number: 'ANTIGUA',
    remarks: 'no tocar',
  });
  const met = made({
    first_name: 'Ana',
    last_name: 'Gil Mas',
    status: 'client',
    phone: '699999999',
    taxpayer_identification_number: MET,
    custom_fields: [{ field: 'Preferencias', value: 'playa' }],
  });
  return { stranger, met };
}

/** All that a person could see of a record. */
const seen = (record: CrmRecord): string => JSON.stringify({ ...record, modified: null });

/** One agency under one position of the switches, from its first run on. */
export class Visit {
  readonly stranger: CrmRecord;
  readonly strangerBefore: string;
  readonly met: CrmRecord;

  constructor(
    readonly office: Office,
    readonly switches: ClientifySwitches,
  ) {
    ({ stranger: this.stranger, met: this.met } = people(office));
    this.strangerBefore = seen(this.stranger);
  }

  of(collection: 'contacts' | 'companies' | 'deals'): Fields[] {
    return [...this.office.clientify.simulator.store.records[collection].values()];
  }

  /** The one record of a client, or of an expediente. */
  record(id: number, collection: 'contacts' | 'companies' | 'deals' = 'contacts'): Fields {
    const field = collection === 'deals' ? 'gesintur_expediente_id' : 'gesintur_id';
    const found = withId(this.of(collection), id, field);
    expect([id, found.length]).toEqual([id, 1]);
    return found[0] as Fields;
  }

  async giav(id: number): Promise<Fields> {
    return (await this.office.giav.clients()).find((one) => one['Id'] === id) ?? {};
  }

  /** Writes that Clientify received while that was done. */
  async writesOf(what: () => Promise<unknown>): Promise<string[]> {
    this.office.clientify.calls();
    await what();
    return this.office.clientify
      .calls()
      .map((call) => call.what)
      .filter((call) => !/^(GET|OPTIONS) /.test(call));
  }

  /** What was typed at the screen arrives: by its webhook, or by the search for what webhooks did not tell. */
  arrive(): Promise<void> {
    return this.switches.hooks === 'never' ? this.office.reconcile() : this.office.afterHooks();
  }

  typed(record: Fields, body: CrmRecord): Promise<CrmRecord> {
    return this.office.atTheScreen('PUT', `/contacts/${String(record['id'])}/`, body);
  }

  nobodyElse(): void {
    expect(seen(this.stranger)).toBe(this.strangerBefore);
  }
}
