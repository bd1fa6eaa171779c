import { RunOffice } from '../ports/run-office';

const contacts = (count: number): object[] =>
  Array.from({ length: count }, (_, at) => ({
    id: 5000 + at,
    modified: '2026-03-01T10:00:00Z',
    taxpayer_identification_number: `DOC-${at}`,
    custom_fields: [],
  }));

describe("Clientify's lists, which a full run reads before the first page of GIAV", () => {
  it('are read once, however many invocations the run takes', async () => {
    const office = new RunOffice();
    office.lists.records.contacts = contacts(12_000);
    office.addClients(1500);
    office.msPerCall = 20_000;
    office.start('full', 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed', clientsRead: 1500 });
    const pages = office.lists.calls.filter((call) => call.includes('/contacts/'));
    expect(pages).toHaveLength(120);
    expect(new Set(pages).size).toBe(120);
    expect(office.invocations).toBeGreaterThan(4);
  });

  it('take several invocations where they take longer than one, and each of them comes further', async () => {
    const office = new RunOffice();
    office.lists.records.contacts = contacts(12_000);
    office.msPerCall = 30_000;
    office.start('full', 'r1');
    let known = 0;
    while (
      (await office.run('r1').catch(() => null))?.clientPages !== 0 ||
      office.lists.calls.length < 122
    ) {
      if (!(await office.step())) break;
      expect(office.lists.calls.length).toBeGreaterThan(known);
      known = office.lists.calls.length;
    }
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });

  it('are kept in items of less than 100 KB, in which no Documento can be read', async () => {
    const office = new RunOffice();
    office.lists.records.contacts = contacts(3000);
    office.addClients(300);
    office.msPerCall = 30_000;
    office.start('full', 'r1');
    await office.step();
    const items = [...office.table.items.values()].filter(({ pk }) => pk.startsWith('INDEX#'));
    expect(items.length).toBeGreaterThan(1);
    for (const { body } of items) {
      expect((body as Uint8Array).byteLength).toBeLessThan(100_000);
      expect(Buffer.from(body as Uint8Array).toString('latin1')).not.toContain('DOC-');
    }
  });

  it('are forgotten when the run is over', async () => {
    const office = new RunOffice();
    office.lists.records.contacts = contacts(300);
    office.addClients(3);
    office.start('full', 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
    expect([...office.table.items.keys()].filter((key) => key.startsWith('INDEX#'))).toEqual([]);
  });
});
