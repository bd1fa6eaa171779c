import { World, client, expediente, withId, type Fields } from '../harness/world';

const FAMILY = { Email: 'familia@example.com' };
const emailsOf = (record: Fields | undefined): unknown[] =>
  ((record?.['emails'] ?? []) as Fields[]).map((one) => one['email']);

jest.setTimeout(180_000);

describe('two GIAV clients with one e-mail', () => {
  let world: World;
  afterEach(() => world.stop());

  const start = async (switches: Fields): Promise<void> => {
    world = await World.start({ config: { officePrefix: 'never' } });
    await world.control('PATCH', 'clientify/switches', { forceInsert: false, ...switches });
    await world.setGiav(
      'clients',
      Array.from({ length: 4 }, (_, at) => client(1 + at, FAMILY)),
    );
    await world.setGiav('expedientes', [expediente(101, 1), expediente(102, 2)]);
  };

  it('are two contacts, created in one run by workers that know nothing of each other, and the account ignores force_insert', async () => {
    await start({ sharedEmail: 'taken' });
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 4, failed: 0 });
    const contacts = await world.crm('contacts');
    expect(contacts).toHaveLength(4);
    for (let id = 1; id <= 4; id++) {
      const [record] = withId(contacts, id);
      expect(record).toMatchObject({ taxpayer_identification_number: `DOC${id}` });
      expect(emailsOf(record)).toEqual(['familia@example.com']);
    }
    await world.clearLog();
    expect((await world.sync()).clients).toMatchObject({ unchanged: 4 });
    expect(await world.writes()).toEqual([]);
  });

  it('where Clientify does not take an e-mail twice, the others live without it: EMAIL_SHARED in the summary, both ids in the decision', async () => {
    await start({ sharedEmail: 'refused' });
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 4, failed: 0 });
    expect(report.reasons['EMAIL_SHARED']).toBe(3);
    const contacts = await world.crm('contacts');
    expect(contacts.flatMap(emailsOf)).toEqual(['familia@example.com']);
    const holder = contacts.find((one) => emailsOf(one).length > 0);
    const without = contacts.find((one) => emailsOf(one).length === 0);
    const id = /"gesintur_id".*?"value":"(\d+)"/.exec(JSON.stringify(without))?.[1] ?? '';
    for await (const decision of world.decisions.of('client', id, new Date())) {
      const notes = JSON.stringify(decision.notes);
      expect(notes).toContain(String(without?.['id']));
      expect(notes).toContain(String(holder?.['id']));
    }
    await world.clearLog();
    expect((await world.sync()).clients).toMatchObject({ unchanged: 4 });
    expect(await world.writes()).toEqual([]);
  });

  it("somebody's contact with that e-mail is neither linked nor overwritten", async () => {
    await start({ sharedEmail: 'taken' });
    const old = await world.clientify('POST', '/contacts/', {
      first_name: 'Ana',
      remarks: 'no tocar',
      email: 'familia@example.com',
    });
    await world.sync();
    const kept = (await world.crm('contacts')).find((one) => one['id'] === old['id']);
    expect(kept).toMatchObject({ first_name: 'Ana', remarks: 'no tocar', custom_fields: [] });
    expect(await world.crm('contacts')).toHaveLength(5);
  });
});
