import type { ClientifySwitches } from '../../simulators/clientify/switches';
import type { CrmRecord } from '../../simulators/agency/data';
import { inUse, type CrmOffice } from '../ports/crm-office';

const NIF = '12345678Z';

/** Accounts by what their filters can do. */
const ACCOUNTS: [string, Partial<ClientifySwitches>][] = [
  ['that honours every filter', {}],
  ['that filters by no time', { timeFilters: false }],
  [
    'that filters by no time and searches NIFs without hyphens',
    { timeFilters: false, documentBy: 'normalised' },
  ],
  ['that filters by NIF alone', { timeFilters: false, documentBy: 'filter' }],
  ['that filters by nothing', { timeFilters: false, documentBy: 'neither', cfFilter: false }],
  ['that searches no NIFs', { documentBy: 'neither' }],
];
const MODES = ['full', 'modified'] as const;

const officeWith = (switches: Partial<ClientifySwitches>, count = 250): Promise<CrmOffice> =>
  inUse({ count, switches });

/** What somebody does in Clientify after the run was planned, once. */
function meanwhile(office: CrmOffice, what: () => void): void {
  office.beforeWork = () => {
    office.beforeWork = () => undefined;
    what();
  };
}
const idOf = (record: CrmRecord | undefined, name = 'gesintur_id'): unknown =>
  ((record?.['custom_fields'] ?? []) as CrmRecord[]).find(({ field }) => field === name)?.['value'];
const withNif = (office: CrmOffice, documento = NIF): CrmRecord[] =>
  office.crm.all('contacts').filter((one) => one['taxpayer_identification_number'] === documento);

describe.each(ACCOUNTS)('a latecomer in an account %s', (_, switches) => {
  it.each(MODES)(
    'typed by a salesperson after the plan of a %s run becomes the client, and no second one is made',
    async (mode) => {
      const office = await officeWith(switches);
      office.newClient(7, NIF);
      meanwhile(office, () =>
        office.crm.type('contacts', { first_name: 'Lucía', taxpayer_identification_number: NIF }),
      );
      await office.sync(mode, 'r1');
      expect((await office.run('r1')).summary?.clients).toMatchObject({ linked: 1, created: 0 });
      expect(withNif(office).map((one) => idOf(one))).toEqual(['7']);
    },
  );

  it.each(MODES)(
    'that was there, and got its NIF after the plan of a %s run, too',
    async (mode) => {
      const office = await officeWith(switches);
      const known = office.crm.type('contacts', { first_name: 'Lucía', last_name: 'Sin NIF' });
      office.newClient(7, NIF);
      meanwhile(office, () => {
        const change = { taxpayer_identification_number: NIF };
        office.crm.simulator.records.update('contacts', known, change, 'screen');
      });
      await office.sync(mode, 'r1');
      expect(withNif(office).map(({ id }) => id)).toEqual([known['id']]);
    },
  );

  it.each(['12.345.678-Z', '12345678z', 'pasaporte 12'])(
    'is compared exactly (%s)',
    async (documento) => {
      const office = await officeWith(switches);
      office.newClient(7, documento);
      office.newClient(8, NIF);
      meanwhile(office, () => {
        office.crm.type('contacts', { first_name: 'L', taxpayer_identification_number: documento });
        office.crm.type('contacts', {
          first_name: 'M',
          taxpayer_identification_number: '12345678-Z',
        });
      });
      await office.sync('modified', 'r1');
      expect(withNif(office, documento).map((one) => idOf(one))).toEqual(['7']);
      expect(withNif(office).map((one) => idOf(one))).toEqual(['8']);
      expect(withNif(office, '12345678-Z').map((one) => idOf(one))).toEqual([undefined]);
    },
  );

  it('that carries the id of another client, or is one of two, is not touched, and nothing is made', async () => {
    const office = await officeWith(switches);
    office.newClient(7, NIF);
    office.newClient(8, '00000001R');
    const other = { custom_fields: [{ field: 'gesintur_id', value: '99' }] };
    meanwhile(office, () => {
      const one = { first_name: 'L', taxpayer_identification_number: NIF };
      office.crm.type('contacts', { ...one, ...other });
      for (let times = 0; times < 2; times++)
        office.crm.type('contacts', { ...one, taxpayer_identification_number: '00000001R' });
    });
    await office.sync('modified', 'r1');
    expect((await office.run('r1')).summary?.reasons).toMatchObject({
      DOCUMENT_TAKEN: 1,
      AMBIGUOUS_DOCUMENT: 1,
    });
    expect([withNif(office).length, withNif(office, '00000001R').length]).toEqual([1, 2]);
  });
});

it('a company that came late is linked as well', async () => {
  const office = await officeWith({});
  const company = { ...clientOf(office), tipo: 'Empresa', documento: 'B12345674' } as const;
  office.giavClients.push(company);
  meanwhile(office, () =>
    office.crm.type('companies', { name: 'Duero', taxpayer_identification_number: 'B12345674' }),
  );
  await office.sync('modified', 'r1');
  expect(office.withDocumento('B12345674')).toHaveLength(1);
  expect((await office.run('r1')).summary?.clients).toMatchObject({ linked: 1 });
});

function clientOf(office: CrmOffice) {
  office.newClient(7, NIF);
  const [made] = office.giavClients.filter(({ id }) => id === 7);
  if (!made) throw new Error('there is no client 7');
  office.giavClients = office.giavClients.filter(({ id }) => id !== 7);
  return made;
}

describe('how often latecomers are looked for', () => {
  const looks = (reads: readonly string[]): string[] =>
    reads.filter((call) => call.startsWith('GET /contacts/') && call.includes('modified[gte]'));

  it('a batch shares one list, and the next batch asks only for what changed since', async () => {
    const office = await officeWith({});
    for (let at = 0; at < 30; at++) office.newClient(100 + at, `${10_000_000 + at}K`);
    office.beforeWork = () => {
      office.now = new Date(office.now.getTime() + 15_000);
    };
    const reads = await office.sync('full', 'r1');
    expect((await office.run('r1')).summary?.clients).toMatchObject({ created: 30 });
    // The first two of a day find out what the filter does.
    const [, , ...asked] = looks(reads);
    expect(asked).toHaveLength(3);
    const since = asked.map((call) => Date.parse(/gte\]=(.*)$/.exec(call)?.[1] ?? ''));
    const [first = 0, , last = 0] = since;
    expect((last - first) / 3_600_000).toBeGreaterThan(13);
  });

  it.each([
    ['a search that tells who has a NIF', {}, 20],
    ['no search at all, which reads what changed', { documentBy: 'neither' } as const, 90],
  ])('of 6,000 that came since, in an account with %s', async (_, switches, most) => {
    const office = await officeWith(switches);
    office.newClient(7, NIF);
    office.newClient(8, '00000001R');
    meanwhile(office, () => {
      office.crm.fill('contacts', 6000, (at) => ({
        first_name: 'Eva',
        taxpayer_identification_number: `${String(at + 50_000_000)}A`,
        modified: new Date(office.now.getTime() + 1000).toISOString(),
      }));
      office.crm.type('contacts', { first_name: 'L', taxpayer_identification_number: NIF });
    });
    const reads = await office.sync('full', 'r1');
    expect((await office.run('r1')).summary?.clients).toMatchObject({ linked: 1, created: 1 });
    expect([withNif(office).length, withNif(office, '00000001R').length]).toEqual([1, 1]);
    expect(reads.length).toBeLessThan(most);
  });

  it('without a filter by time, and without a search: one whole list for a batch', async () => {
    const office = await officeWith({ timeFilters: false, documentBy: 'neither' }, 950);
    for (let at = 0; at < 10; at++) office.newClient(100 + at, `${10_000_000 + at}K`);
    const reads = await office.sync('full', 'r1');
    expect((await office.run('r1')).summary?.clients).toMatchObject({ created: 10 });
    const pages = reads.filter((call) => /^GET \/contacts\/\?page=7&page_size=100$/.test(call));
    // Of the run, and of the batch.
    expect(pages).toHaveLength(2);
  });
});
