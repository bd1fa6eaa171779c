import { giavClient } from '../harness/giav-records';
import { DealOffice } from '../ports/deal-office';

const CHOSEN = { customFields: [{ from: 'Categorias', to: 'grupos', on: 'expediente' }] };

async function settled(settings: object, besides: object): Promise<DealOffice> {
  const office = new DealOffice(settings);
  office.crm.simulator.switches.dealTagsDropped = 'no';
  office.expediente({ besides });
  await office.go();
  return office;
}

describe('a chosen value that GIAV does not give once', () => {
  it('is still cleared when GIAV empties it later', async () => {
    const office = await settled(CHOSEN, { categories: ['VIP'] });
    expect(office.customField('grupos')).toBe('VIP');
    office.expediente({ besides: {}, codigo: '2600452' });
    await office.go();
    expect(office.customField('grupos')).toBe('VIP');
    office.expediente({ besides: { categories: [] } });
    await office.go();
    expect(office.customField('grupos')).toBe('--');
  });
  it('does not take up again what was undone', async () => {
    const office = await settled(CHOSEN, { categories: ['VIP'] });
    const before = office.deal['name'];
    office.expediente({ codigo: '2600452' });
    const { runId } = await office.go();
    expect(await office.undo(runId)).toMatchObject([{ undone: ['name'], left: [] }]);
    const besides = { categories: ['VIP'] };
    office.expediente({ besides: {} });
    await office.go();
    expect(office.deal['name']).toBe(before);
    office.expediente({ besides });
    await office.go();
    expect(office.deal['name']).toBe(before);
  });
});

describe('an undo of a field that Clientify does not let be empty', () => {
  it('says that it stays, and the rest of the record has its earlier values', async () => {
    const office = new DealOffice({});
    const { switches, deals } = office.crm.simulator;
    switches.dealTagsDropped = 'no';
    deals.users.push('ana@example.com');
    const agent = { id: 5, name: 'Ana', email: 'ana@example.com', blocked: false };
    office.expediente({ besides: { agent } });
    await office.go();
    office.edit({ owner: '' });
    const name = office.deal['name'];
    await office.go();
    office.config = {
      ...office.config,
      deals: new DealOffice({ deals: { owner: 'agent' } }).config.deals,
    };
    office.expediente({ codigo: '2600452' });
    const { runId } = await office.go();
    expect(office.deal['owner']).toBe('ana@example.com');
    expect(await office.undo(runId)).toMatchObject([
      { undone: ['name'], left: [{ field: 'owner', why: 'refused' }] },
    ]);
    expect(office.deal).toMatchObject({ name, owner: 'ana@example.com' });
  });
});

describe('an undo of a run that created a deal', () => {
  it.each([
    ['body', { undone: ['tags'], left: [] }],
    ['always', { undone: [], left: [{ field: 'tags', why: 'refused' }] }],
  ] as const)(
    'says whether the deal carries its mark (tags dropped: %s)',
    async (dropped, told) => {
      const office = new DealOffice({});
      office.crm.simulator.switches.dealTagsDropped = dropped;
      const { runId } = await office.go();
      expect(await office.undo(runId)).toContainEqual(
        expect.objectContaining({ entity: 'expediente', ...told }),
      );
      const tags = office.deal['tags'] as string[];
      expect(tags.includes('gesintur-undo')).toBe(dropped === 'body');
    },
  );
});

describe('an undo of a deal that went to another client', () => {
  it('gives it back to the first one, whatever the two are', async () => {
    const office = new DealOffice({});
    office.crm.simulator.switches.dealTagsDropped = 'no';
    office.giavClients.push(
      giavClient({
        id: 8,
        documento: 'B12345674',
        tipo: 'Empresa',
        nombre: '',
        apellidos: 'Duero',
      }),
    );
    await office.go();
    const { contact, company } = office.deal;
    expect(company).toBe(null);
    office.expediente({ idCliente: 8, codigo: '2600452' });
    const { runId } = await office.go();
    expect(office.deal['company']).not.toBe(null);
    expect(await office.undo(runId)).toMatchObject([{ left: [] }]);
    expect(office.deal).toMatchObject({ contact, company: null });
  });
});
