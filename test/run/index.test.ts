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
    const items = [...office.table.items.values()].filter(({ body }) => body !== undefined);
    expect(items.length).toBeGreaterThan(1);
    for (const { body } of items) {
      expect((body as Uint8Array).byteLength).toBeLessThan(100_000);
      expect(Buffer.from(body as Uint8Array).toString('latin1')).not.toContain('DOC-');
    }
  });

  it('are given up once, when the run ends, and not looked for at every look at it', async () => {
    const office = new RunOffice();
    office.lists.records.contacts = contacts(3);
    office.addClient(1, 'DOC-7');
    office.start('full', 'r1');
    const remove = jest.spyOn(office.indexParts, 'remove');
    await office.step();
    for (let look = 0; look < 3; look++) await office.step();
    expect(remove).not.toHaveBeenCalled();
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
    expect(remove).toHaveBeenCalledWith('r1');
  });

  it('cannot be read by anybody when the run is over: the key that they are kept under is gone', async () => {
    const office = new RunOffice();
    office.lists.records.contacts = contacts(300);
    office.addClients(3);
    office.start('full', 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
    for await (const part of office.indexParts.of('r1')) throw new Error(`read: ${part.kind}`);
    const kept = [...office.table.items.values()].filter(({ pk }) => pk.startsWith('INDEX#'));
    expect(kept.filter(({ sk }) => sk === 'SALT')).toEqual([]);
    // What is left is noise, and goes by itself.
    for (const { expires } of kept)
      expect(Number(expires)).toBeLessThan(office.now.getTime() / 1000 + 2 * 86_400 + 1);
  });
});
