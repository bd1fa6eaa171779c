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

  /** So many clients, each with what is told of it, all of them synced. */
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
    await this.sync('full', 'first');
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
