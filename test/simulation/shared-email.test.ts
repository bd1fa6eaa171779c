import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, expediente, withId, type Fields } from '../harness/world';
import type { ClientifySwitches } from '../../simulators/clientify/switches';

const FAMILY = { Email: 'familia@example.com' };
const emailsOf = (record: Fields | undefined): unknown[] =>
  ((record?.['emails'] ?? []) as Fields[]).map((one) => one['email']);

describe('two GIAV clients with one e-mail', () => {
  let world: VirtualWorld;
  afterEach(() => world.close());

  const start = (sharedEmail: ClientifySwitches['sharedEmail']): void => {
    world = VirtualWorld.open({
      config: { officePrefix: 'never' },
      switches: { forceInsert: false, sharedEmail },
    });
    for (let id = 1; id <= 4; id++) world.addClient(client(id, FAMILY));
    world.addExpediente(expediente(101, 1));
    world.addExpediente(expediente(102, 2));
  };

  it('are two contacts, created in one run by workers that know nothing of each other, and the account ignores force_insert', async () => {
    start('taken');
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 4, failed: 0 });
    const contacts = world.crm('contacts');
    expect(contacts).toHaveLength(4);
    for (let id = 1; id <= 4; id++) {
      const [record] = withId(contacts, id);
      expect(record).toMatchObject({ taxpayer_identification_number: `DOC${id}` });
      expect(emailsOf(record)).toEqual(['familia@example.com']);
    }
    world.clearLog();
    expect((await world.sync()).clients).toMatchObject({ unchanged: 4 });
    expect(world.writes()).toEqual([]);
  });

  it('where Clientify does not take an e-mail twice, the others live without it: EMAIL_SHARED in the summary, both ids in the decision', async () => {
    start('refused');
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 4, failed: 0 });
    expect(report.reasons['EMAIL_SHARED']).toBe(3);
    const contacts = world.crm('contacts');
    expect(contacts.flatMap(emailsOf)).toEqual(['familia@example.com']);
    const holder = contacts.find((one) => emailsOf(one).length > 0);
    const without = contacts.find((one) => emailsOf(one).length === 0);
    const id = customField(without, 'gesintur_id') ?? '';
    const newest = await world.kept.decisions.of('client', id, new Date()).next();
    const notes = JSON.stringify(newest.done ? null : newest.value.notes);
    expect(notes).toContain(String(without?.['id']));
    expect(notes).toContain(String(holder?.['id']));
    world.clearLog();
    expect((await world.sync()).clients).toMatchObject({ unchanged: 4 });
    expect(world.writes()).toEqual([]);
  });

  it("somebody's contact with that e-mail is neither linked nor overwritten", async () => {
    start('taken');
    const old = world.clientify('POST', '/contacts/', {
      first_name: 'Ana',
      remarks: 'no tocar',
      email: 'familia@example.com',
    });
    await world.sync();
    const kept = world.crm('contacts').find((one) => one['id'] === old['id']);
    expect(kept).toMatchObject({ first_name: 'Ana', remarks: 'no tocar', custom_fields: [] });
    expect(world.crm('contacts')).toHaveLength(5);
  });
});
