import { BrakeOffice } from '../ports/brake-office';
import { DealOffice } from '../ports/deal-office';

class ChosenOffice extends BrakeOffice {
  static async agency(count: number): Promise<ChosenOffice> {
    const office = new ChosenOffice({
      customFields: [{ from: 'Codigo', to: 'numero', on: 'client' }],
      brake: { percent: 10, atLeast: 50, clears: 5 },
    });
    office.crm.simulator.records.customFields.define('numero', 'contacts | contacto', 3);
    await office.settle(count, (at) => ({ codigo: `C${at}` }));
    return office;
  }

  numbered(): number {
    const values = this.crm
      .all('contacts')
      .flatMap((one) => one['custom_fields'] as { field: string; value: string }[]);
    return values.filter(({ field, value }) => field === 'numero' && /^C\d+$/.test(value)).length;
  }
}

describe('GIAV that suddenly answers with nothing in what the settings chose', () => {
  it('holds a run by the custom fields that would be emptied', async () => {
    const office = await ChosenOffice.agency(40);
    office.edit(0, 40, () => ({ codigo: '' }));
    await office.sync('full', 'r1');
    expect((await office.run('r1')).held).toMatchObject({
      because: 'emptied',
      planned: { fields: { numero: { emptied: 40 } } },
    });
    expect(office.numbered()).toBe(40);
  });
  it('holds a run by the amounts that would become 0', async () => {
    const office = new DealOffice({
      deals: { amount: 'sales' },
      brake: { percent: 100, atLeast: 50, clears: 0 },
    });
    office.crm.simulator.switches.dealTagsDropped = 'no';
    office.expediente({ besides: { sales: '1840.50' } });
    await office.go();
    office.expediente({ besides: { sales: '0.00' } });
    expect((await office.go()).held).toMatchObject({
      because: 'emptied',
      planned: { fields: { amount: { changed: 0, emptied: 1 } } },
    });
    expect(office.deal['amount']).toBe('1840.50');
  });
});
