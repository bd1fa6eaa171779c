import { DynamoLinks } from '../../lib/state/links';
import { RunOffice } from '../ports/run-office';
import { SettledAgency, made } from '../ports/settled-agency';
import { MeteredTable, itemBytes } from '../ports/write-units';

/** An agency of which both sides are in step, so many pages of clients large. */
async function settled(pages: number): Promise<{ office: RunOffice; table: MeteredTable }> {
  const table = new MeteredTable();
  const office = new RunOffice({}, table);
  const agency = new SettledAgency(office.config);
  const clients = made(pages * 100, (at) => agency.client(at));
  Object.assign(office, { giavClients: clients });
  office.lists.records.contacts = made(pages * 100, (at) => agency.contact(at));
  const links = Array.from({ length: pages * 100 }, (_, at) => agency.linkOfClient(at));
  await new DynamoLinks(table).putMany('client', links);
  table.units.clear();
  table.largest = { bytes: 0, key: '' };
  return { office, table };
}

async function fullRun(pages: number): Promise<{ units: number; table: MeteredTable }> {
  const { office, table } = await settled(pages);
  office.start('full', '20261126T030000Z-0a1b2c3d');
  await office.quiet();
  expect(await office.run('20261126T030000Z-0a1b2c3d')).toMatchObject({
    status: 'completed',
    summary: { clients: { read: pages * 100, unchanged: pages * 100 } },
  });
  return { units: table.unitsOf(...table.units.keys()), table };
}

describe('a full run in which nothing has changed', () => {
  let few: { units: number; table: MeteredTable };
  let many: { units: number; table: MeteredTable };

  beforeAll(async () => {
    few = await fullRun(2);
    many = await fullRun(70);
  });

  it('takes three write units for a page of a hundred records, with what is kept of the lists of Clientify, however many pages there are', () => {
    expect((many.units - few.units) / 68).toBeLessThanOrEqual(3);
    expect(many.table.unitsOf('LINK', 'DECISION', 'PENDING', 'FAILED', 'CLAIM')).toBe(0);
  });

  it('keeps its state in items of less than 1 KB, however many pages there are', () => {
    const ofRun = [...many.table.items.values()].filter(({ pk }) => pk.startsWith('RUN#'));
    expect(ofRun.length).toBeGreaterThan(70);
    expect(ofRun.map(itemBytes).filter((bytes) => bytes >= 1024)).toEqual([]);
    expect(many.table.largest.bytes).toBeLessThan(100_000);
  });

  it("reads each page of Clientify's lists and of GIAV once, however many invocations it takes", async () => {
    const { office } = await settled(12);
    office.msPerCall = 3 * 60_000;
    office.start('full', 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed', clientsRead: 1200 });
    expect(office.lists.calls).toHaveLength(14);
    expect(office.invocations).toBeGreaterThan(3);
  });
});
