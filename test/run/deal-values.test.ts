import type { Agent } from '../../lib/sync/records';
import { DealOffice } from '../ports/deal-office';

const SALES = { deals: { amount: 'sales' } };
const PENDING = { deals: { amount: 'sales', pending: 'customField' } };
const OWNER = { deals: { owner: 'agent' } };
const agent = (email: string, more: Partial<Agent> = {}): Agent => ({
  id: 5,
  name: 'Ana',
  email,
  blocked: false,
  ...more,
});

/** An office whose deal was created with this, of GIAV. */
async function settled(settings: object, besides: object): Promise<DealOffice> {
  const office = new DealOffice(settings);
  const { switches, deals } = office.crm.simulator;
  switches.dealTagsDropped = 'no';
  deals.users.push('ana@example.com', 'luis@example.com');
  office.expediente({ besides });
  await office.go();
  return office;
}
/** Settings that somebody changes. */
const choose = (office: DealOffice, settings: object): void => {
  office.config = { ...office.config, deals: new DealOffice(settings).config.deals };
};

describe('the amount of a deal', () => {
  it('is left alone unless the settings ask for it', async () => {
    const office = await settled({}, { sales: '1840.50' });
    expect(office.deal['amount']).toBe('0.00');
  });
  it('is what was sold, at the creation and whenever that changes; else nothing is sent', async () => {
    const office = await settled(SALES, { sales: '1840.50' });
    expect(office.deal['amount']).toBe('1840.50');
    expect((await office.go()).calls).toEqual([]);
    for (const sales of ['-40.00', '0.00', '12.30']) {
      office.expediente({ besides: { sales } });
      expect((await office.go('modified')).calls).toHaveLength(1);
      expect(office.deal['amount']).toBe(sales);
      expect((await office.go()).calls).toEqual([]);
    }
  });
  it('that a person typed stays, whatever GIAV says from then on', async () => {
    const office = await settled(SALES, { sales: '1840.50' });
    office.edit({ amount: '2000' });
    office.expediente({ besides: { sales: '1900.00' } });
    expect((await office.go()).calls).toEqual([]);
    expect(office.deal['amount']).toBe('2000.00');
  });
  it('of a deal that was there before the setting is filled where it shows none, and the brake counts it', async () => {
    const office = await settled({}, { sales: '1840.50' });
    choose(office, SALES);
    office.config = { ...office.config, brake: { percent: 0, atLeast: 0, clears: 0 } };
    const { held } = await office.go();
    expect(held).toMatchObject({
      because: 'records',
      newSettings: true,
      planned: { fields: { amount: { changed: 1 } } },
    });
    expect(office.deal['amount']).toBe('0.00');
    const other = await settled({}, { sales: '1840.50' });
    choose(other, SALES);
    await other.go();
    expect(other.deal['amount']).toBe('1840.50');
    other.expediente({ besides: { sales: '1900.00' } });
    await other.go();
    expect(other.deal['amount']).toBe('1900.00');
  });
  it('that a person typed before the setting stays', async () => {
    const office = await settled({}, { sales: '1840.50' });
    office.edit({ amount: '1500' });
    choose(office, SALES);
    await office.go();
    office.expediente({ besides: { sales: '1900.00' } });
    await office.go();
    expect(office.deal['amount']).toBe('1500.00');
  });
  it('that GIAV did not give is left alone, never 0, and counted', async () => {
    const office = await settled(SALES, { sales: '1840.50' });
    office.expediente({ besides: {} });
    const { reasons } = await office.go();
    expect([office.deal['amount'], reasons]).toEqual(['1840.50', { 'NOT_READ:Venta': 1 }]);
    // What was in step is remembered.
    office.expediente({ besides: { sales: '1900.00' } });
    await office.go();
    expect(office.deal['amount']).toBe('1900.00');
  });
  it('is brought by a modified run that hears of the reservations alone', async () => {
    const office = await settled(SALES, { sales: '1840.50' });
    // The expediente itself did not change: only who asks for it by id sees it.
    office.shows = (_, filter) => filter.idsExpediente?.includes(90310) ?? false;
    office.expediente({ besides: { sales: '1900.00' } });
    await office.go('modified');
    expect(office.deal['amount']).toBe('1840.50');
    office.changedAmounts = [90310];
    await office.go('modified');
    expect(office.deal['amount']).toBe('1900.00');
  });
  it('is undone to what it was, and told in the decision', async () => {
    const office = await settled(SALES, { sales: '1840.50' });
    office.expediente({ besides: { sales: '1900.00' } });
    const { runId } = await office.go();
    expect((await office.decisions())[0]?.replaced).toMatchObject([
      { field: 'amount', from: '1840.50', to: '1900.00' },
    ]);
    expect(await office.undo(runId)).toMatchObject([{ undone: ['amount'], left: [] }]);
    expect(office.deal['amount']).toBe('1840.50');
    expect((await office.go()).calls).toEqual([]);
  });
});

describe('what is pending of a deal', () => {
  it('is a custom field that always follows GIAV, and is kept while it is not read', async () => {
    const office = new DealOffice(PENDING);
    office.expediente({ besides: { sales: '100.00', pending: '69.50' } });
    await office.go();
    expect(office.customField('gesintur_pendiente')).toBe('69.50');
    office.expediente({ besides: { sales: '100.00', pending: '0.00' } });
    await office.go();
    expect(office.customField('gesintur_pendiente')).toBe('0.00');
    office.expediente({ besides: { sales: '100.00' } });
    expect((await office.go()).reasons).toEqual({ 'NOT_READ:Pendiente': 1 });
    expect(office.customField('gesintur_pendiente')).toBe('0.00');
  });
});

describe('the owner of a deal', () => {
  it('is left alone unless the settings ask for it', async () => {
    const office = await settled({}, { agent: agent('ana@example.com') });
    expect(office.deal['owner']).toBe('ventas@example.com');
  });
  it('is the user who is the agent, however the e-mail is written; a change of agent follows', async () => {
    const office = await settled(OWNER, { agent: agent(' Ana@Example.com ') });
    expect(office.deal['owner']).toBe('ana@example.com');
    expect((await office.go()).calls).toEqual([]);
    office.expediente({ besides: { agent: agent('luis@example.com', { id: 6 }) } });
    await office.go();
    expect(office.deal['owner']).toBe('luis@example.com');
  });
  it.each([
    ['nobody in Clientify', agent('eva@example.com'), { 'UNMAPPED_AGENT:5': 1 }],
    ['without an e-mail', agent(''), { 'UNMAPPED_AGENT:5': 1 }],
    ['blocked', agent('ana@example.com', { blocked: true }), { 'UNMAPPED_AGENT:5': 1 }],
    ['not shown by GIAV', undefined, { 'NOT_READ:Agente': 1 }],
    ['none', null, {}],
  ])('an agent who is %s leaves it alone, and is counted', async (_, one, told) => {
    const office = await settled(OWNER, one === undefined ? {} : { agent: one });
    expect(office.deal['owner']).toBe('ventas@example.com');
    expect((await office.go()).reasons).toEqual(told);
  });
  it('whom a person chose stays', async () => {
    const office = await settled(OWNER, { agent: agent('ana@example.com') });
    office.edit({ owner: 'luis@example.com' });
    office.expediente({ besides: { agent: agent('ventas@example.com') } });
    await office.go();
    expect(office.deal['owner']).toBe('luis@example.com');
  });
  it('of a deal that was there before the setting stays', async () => {
    const office = await settled({}, { agent: agent('ana@example.com') });
    choose(office, OWNER);
    await office.go();
    expect(office.deal['owner']).toBe('ventas@example.com');
  });
});
