import { DynamoLinks } from '../../lib/state/links';
import { fingerprint } from '../../lib/sync/fingerprint';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF } from '../ports/contact';
import { RunOffice } from '../ports/run-office';
import { SettledAgency, made } from '../ports/settled-agency';

/** A client in step of which a run was undone, and whose contact somebody has edited since. */
async function undone(): Promise<Agency> {
  const agency = new Agency(ON);
  agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer' }));
  await agency.settle();
  const link = await agency.links.get('client', '7');
  if (!link) throw new Error('no link');
  await agency.links.put('client', { ...link, undone: link.fingerprint });
  const [contact] = agency.clientify.records.values();
  if (!contact) throw new Error('no contact');
  agency.clientify.store({ ...contact, fields: { ...contact.fields, last_name: 'Soto' } });
  return agency;
}
const look = (agency: Agency, source: 'webhook' | 'redrive'): Promise<void> => {
  const [id = ''] = [...agency.clientify.records.values()].map((one) => one.id);
  return agency.look({ v: 1, kind: 'change', of: 'contact', id, source });
};
const surname = (agency: Agency): unknown => agency.giav.clients.get(7)?.['Apellidos'];

describe('a client of which a run was undone', () => {
  it('the way back leaves it alone, and tells so: what the undo typed is nobody’s edit', async () => {
    const agency = await undone();
    await look(agency, 'webhook');
    expect(surname(agency)).toBe('Ferrer');
    expect(agency.decisions.at(-1)?.result).toMatchObject({ outcome: 'skipped', reason: 'UNDONE' });
  });

  it('a run leaves it alone as long as GIAV shows the same', async () => {
    const agency = await undone();
    const results = await agency.run('full');
    expect(results.get('7')).toMatchObject({ outcome: 'skipped', reason: 'UNDONE' });
  });

  it('a message that a run had made before leaves it alone as well', async () => {
    const agency = await undone();
    const link = await agency.links.get('client', '7');
    if (!link) throw new Error('no link');
    await agency.links.put('client', { ...link, undone: undefined });
    const [message] = await agency.messages('full');
    if (!message) throw new Error('no message');
    await agency.links.put('client', { ...link, undone: fingerprint(message.desired) });
    expect(await agency.upsert(message)).toMatchObject({ outcome: 'skipped', reason: 'UNDONE' });
  });

  it('is taken up again when somebody re-drives it: the edit goes to GIAV', async () => {
    const agency = await undone();
    await look(agency, 'redrive');
    expect(surname(agency)).toBe('Soto');
    expect((await agency.links.get('client', '7'))?.undone).toBeUndefined();
  });
});

describe('a client whose link was undone with the run that had made it', () => {
  const unlinked = async (): Promise<Agency> => {
    const agency = await undone();
    const link = await agency.links.get('client', '7');
    if (!link) throw new Error('no link');
    const { id, kind, fingerprint: print, at, rev } = link;
    const refused = { status: 'refused', reason: 'UNDONE' } as const;
    await agency.links.put('client', { id, kind, at, rev, undone: print, ...refused });
    const [contact] = agency.clientify.records.values();
    if (!contact) throw new Error('no contact');
    agency.clientify.store({ ...contact, customFields: { gesintur_id: '' } });
    return agency;
  };
  const shown = (agency: Agency): unknown =>
    [...agency.clientify.records.values()].map((one) => one.fields['last_name']);

  it.each(['', '7'])(
    'is left alone when a later search finds its contact by the Documento, with the id "%s"',
    async (gesintur_id) => {
      const agency = await unlinked();
      const [contact] = agency.clientify.records.values();
      if (contact) agency.clientify.store({ ...contact, customFields: { gesintur_id } });
      await look(agency, 'webhook');
      await agency.drain();
      expect([shown(agency), surname(agency)]).toEqual([['Soto'], 'Ferrer']);
      expect((await agency.links.get('client', '7'))?.undone).toBeDefined();
    },
  );

  it('is linked again when somebody re-drives it', async () => {
    const agency = await unlinked();
    await look(agency, 'redrive');
    await agency.drain();
    expect(await agency.links.get('client', '7')).toMatchObject({ status: 'linked' });
  });
});

it('a deal of which a run was undone goes to no worker, and is counted as such', async () => {
  const office = new RunOffice();
  const agency = new SettledAgency(office.config);
  office.giavClients = [agency.client(0)];
  office.giavExpedientes = [agency.expediente(0, 1)];
  const links = new DynamoLinks(office.table);
  await links.put('client', agency.linkOfClient(0));
  const link = agency.linkOfExpediente(0, 1);
  await links.put('expediente', { ...link, undone: link.fingerprint });
  office.lists.records.contacts = made(1, (at) => agency.contact(at));
  office.lists.records.deals = made(1, (at) => agency.deal(at));
  const asked: string[] = [];
  const doWork = office.doWork.bind(office);
  office.doWork = (): Promise<void> => {
    asked.push(...office.work.map(({ entity, id }) => `${entity} ${id}`));
    return doWork();
  };
  office.start('full', 'r1');
  await office.quiet();
  expect(asked).toEqual([]);
  expect((await office.run('r1')).summary?.reasons).toEqual({ UNDONE: 1 });
});
