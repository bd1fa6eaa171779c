import { giavClient } from '../harness/giav-records';
import { plainNif } from '../ports/crm-office';
import { OneOffice } from '../ports/one-office';

const DAY_MS = 86_400_000;

it('a clock that ran ahead when a record was read does not keep later readings from it', async () => {
  const office = new OneOffice();
  await office.ready();
  const client = giavClient({ id: 7, documento: plainNif(7), comentarios: 'Ventanilla' });
  office.giavClients.push(client);
  await office.one('client', '7');
  const { links } = office;
  const link = await links.get('client', '7');
  if (!link) throw new Error('no link');
  const readAt = new Date(office.now.getTime() + DAY_MS).toISOString();
  await links.replace('client', { ...link, readAt }, link);
  office.giavClients = office.giavClients
    .slice(0, office.giavClients.length)
    .map((one) => (one.id === 7 ? { ...one, comentarios: 'Pasillo' } : one));
  const { records } = await office.one('client', '7');
  expect(records).toMatchObject([{ outcome: 'updated' }]);
  expect(office.remarked('Pasillo')).toBe(1);
  // What is stored now is right again.
  expect((await links.get('client', '7'))?.readAt).not.toBe(readAt);
});
