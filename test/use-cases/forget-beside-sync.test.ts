import { plainNif } from '../ports/crm-office';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { OneOffice } from '../ports/one-office';

async function ready(): Promise<OneOffice> {
  const office = new OneOffice({ forgotten: 'stay-away' });
  await office.ready();
  office.giavClients.push(giavClient({ id: 7, documento: plainNif(7), apellidos: 'Ferrer' }));
  return office;
}

describe('a client that is erased while it is synced at once stays erased', () => {
  it('one that nobody had synced before', async () => {
    const office = await ready();
    const { links } = office;
    // The word to forget it comes while it is created in Clientify.
    const ports = office.onePorts.bind(office);
    office.onePorts = () => {
      const made = ports();
      const records = Object.create(made.records) as typeof made.records;
      const create: typeof records.create = async (...args) => {
        await links.forget('7', office.now);
        return made.records.create(...args);
      };
      Object.assign(records, { create });
      return { ...made, records };
    };
    await office.one('client', '7').catch(() => undefined);
    expect(await links.get('client', '7')).toMatchObject({ status: 'forgotten' });
  });
});

describe('expedientes that are brought with their client', () => {
  it('stay noted when the client got another record of Clientify meanwhile', async () => {
    const office = await ready();
    await office.one('client', '7');
    office.giavExpedientes.push(giavExpediente({ id: 90, idCliente: 7 }));
    const { giav } = office.ports();
    office.giavFaults = {
      searchExpedientes: async (...args) => {
        const found = await giav.searchExpedientes(...args);
        const link = await office.links.get('client', '7');
        // Merged in Clientify: a worker or the way back has followed.
        if (link && link.clientifyId !== '999') {
          await office.links.replace('client', { ...link, clientifyId: '999' }, link);
          await office.pending.add('expedientes-of', '7');
        }
        return found;
      },
    };
    const { left } = await office.one('client', '7');
    expect(left).toBe(true);
    expect(await office.pending.list('expedientes-of')).toEqual(['7']);
  });
});
