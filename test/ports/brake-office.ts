import type { GiavClient } from '../../lib/sync/records';
import { giavClient } from '../harness/giav-records';
import { CrmOffice, plainNif } from './crm-office';

/** An agency whose clients are all linked, and which counts how many of them a run has changed. */
export class BrakeOffice extends CrmOffice {
  /** Every record with a remark, all synced. */
  static async linked(
    count: number,
    settings: ConstructorParameters<typeof CrmOffice>[0] = {},
  ): Promise<BrakeOffice> {
    const office = new BrakeOffice(settings);
    await office.settle(count, (at) => ({ comentarios: 'Ventanilla', codigo: String(at) }));
    return office;
  }

  /** Agencies as they were right after their first run, by what they were made of. */
  private static readonly settled = new Map<string, BrakeOffice>();

  /**
   * So many clients, each with what is told of it, all of them synced. An agency like one that was here before begins where
   * that one's first run ended: most tests are about what comes after it.
   */
  protected async settle(
    count: number,
    fields: (at: number) => Partial<GiavClient>,
  ): Promise<void> {
    this.giavClients = Array.from({ length: count }, (_, at) =>
      giavClient({
        id: 1000 + at,
        documento: plainNif(at),
        nombre: 'Lucía',
        apellidos: `Ferrer ${at}`,
        ...fields(at),
      }),
    );
    const key = JSON.stringify([this.config, this.giavClients]);
    const known = BrakeOffice.settled.get(key);
    if (known === undefined) {
      await this.sync('full', 'first');
      const kept = new BrakeOffice();
      kept.goOnFrom(this);
      BrakeOffice.settled.set(key, kept);
    } else this.goOnFrom(known);
  }

  private goOnFrom(other: BrakeOffice): void {
    this.table.fillFrom(other.table);
    this.crm.fillFrom(other.crm);
    this.now = other.now;
    this.delivered = other.delivered;
  }

  /** What somebody, or something, does to GIAV: to the clients from one on, up to another. */
  edit(from: number, to: number, fields: (at: number) => Partial<GiavClient>): void {
    const all = this.giavClients.slice(0, this.giavClients.length);
    this.giavClients = all.map((one, at) =>
      at >= from && at < to ? { ...one, ...fields(at) } : one,
    );
  }

  /** Contacts that show this remark. */
  remarked(text: string): number {
    return this.crm.all('contacts').filter(({ remarks }) => remarks === text).length;
  }
}
