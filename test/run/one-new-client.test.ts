import type { ClientifySwitches } from '../../simulators/clientify/switches';
import { inUse, plainNif as plain, type CrmOffice } from '../ports/crm-office';

const NIF = '12345678Z';
const officeWith = (
  count: number,
  switches?: Partial<ClientifySwitches>,
  documento?: (at: number) => string,
): Promise<CrmOffice> => inUse({ count, switches, documento });

/** Pages of the whole list of contacts. */
const pagesOf = (reads: readonly string[]): string[] =>
  reads.filter((call) => /^GET \/contacts\/\?page=\d+&page_size=100$/.test(call));

describe('one new client in a modified run: how often Clientify is read', () => {
  it.each<[string, Partial<ClientifySwitches>, number]>([
    ['whose search finds NIFs', {}, 15],
    ['whose search finds those without hyphens only', { documentBy: 'normalised' }, 15],
    ['that filters by NIF, but does not search it', { documentBy: 'filter' }, 17],
  ])('20,000 contacts in an account %s: a handful of times', async (_, switches, most) => {
    const office = await officeWith(20_000, switches);
    office.newClient(7, NIF);
    const first = await office.sync('modified', 'r1');
    expect(office.withDocumento(NIF)).toHaveLength(1);
    expect(first.length).toBeLessThanOrEqual(most);
    expect(pagesOf(first).length).toBeLessThanOrEqual(3);
    office.newClient(8, '00000001R');
    const second = await office.sync('modified', 'r2');
    expect(office.withDocumento('00000001R')).toHaveLength(1);
    // What the filters do is known by now.
    expect(pagesOf(second)).toEqual([]);
    expect(second.length).toBeLessThan(first.length);
  });

  it('a search that ignores NIFs: the whole list, once, and the next one does not try the search again', async () => {
    const office = await officeWith(1000, { documentBy: 'neither' });
    office.newClient(7, NIF);
    const first = await office.sync('modified', 'r1');
    expect(office.withDocumento(NIF)).toHaveLength(1);
    expect(new Set(pagesOf(first)).size).toBe(10);
    expect(first.length).toBeLessThan(30);
    office.newClient(8, '00000001R');
    office.newClient(9, '00000002W');
    const second = await office.sync('modified', 'r2');
    expect(second.filter((call) => call.includes('=00000001R'))).toEqual([]);
    // One list for both.
    expect(pagesOf(second).length).toBeLessThanOrEqual(11);
  });

  it('a first page without a NIF: the list is read once, and shows a record that the search is tried with from then on', async () => {
    const without = (at: number): string => (at >= 890 ? '' : plain(at));
    const office = await officeWith(1000, {}, without);
    office.newClient(7, NIF);
    const first = await office.sync('modified', 'r1');
    expect(new Set(pagesOf(first)).size).toBe(10);
    office.newClient(8, '00000001R');
    const second = await office.sync('modified', 'r2');
    expect([pagesOf(second), office.withDocumento('00000001R').length]).toEqual([[], 1]);
    // A day later what was seen is old: it is looked at again, beginning with the record that is remembered.
    const yesterday = new Date(office.now.getTime() - 25 * 3_600_000).toISOString();
    for (const proof of await office.filterProofs.proofs())
      await office.filterProofs.keep({ ...proof, at: yesterday });
    office.newClient(9, '00000002W');
    const third = await office.sync('modified', 'r3');
    expect(pagesOf(third).length).toBeLessThanOrEqual(3);
    expect(office.withDocumento('00000002W')).toHaveLength(1);
  });

  it.each(['12.345.678-Z', '12345678 Z'])(
    'a Documento that is written %s: tried with one that is written so, once there is one',
    async (documento) => {
      const office = await officeWith(1000);
      office.newClient(7, documento);
      const first = await office.sync('modified', 'r1');
      // Nobody there is written so.
      expect(new Set(pagesOf(first)).size).toBe(10);
      office.newClient(8, documento.replace('2', '3'));
      const second = await office.sync('modified', 'r2');
      expect(pagesOf(second).length).toBeLessThanOrEqual(2);
      expect(office.withDocumento(documento)).toHaveLength(1);
    },
  );

  it('one that is there is found by its e-mail or its name where the search ignores NIFs, and its Documento decides', async () => {
    const office = await officeWith(1000, { documentBy: 'neither' });
    const before = { first_name: 'L', taxpayer_identification_number: NIF };
    office.crm.type('contacts', { ...before, email: 'lucia7@example.com' });
    office.crm.fill('contacts', 300, () => ({ first_name: 'Nueva' }));
    office.newClient(7, NIF);
    const first = await office.sync('modified', 'r1');
    // The first page was looked at for a record to try the search with.
    expect([office.withDocumento(NIF).length, pagesOf(first).length]).toEqual([1, 1]);
    office.crm.type('contacts', { ...before, last_name: 'Ferrer 8', email: 'lucia8@example.com' });
    office.newClient(8, '00000001R');
    await office.sync('modified', 'r2');
    // The other one with that e-mail has another Documento.
    expect(office.withDocumento('00000001R')).toHaveLength(1);
    expect(office.withDocumento(NIF)).toHaveLength(2);
  });

  it('a list that takes longer than an invocation is read on by the next one, page by page', async () => {
    const office = await officeWith(2500, { documentBy: 'neither' });
    office.newClient(7, NIF);
    office.msPerCall = 45_000;
    const before = office.invocations;
    const reads = await office.sync('modified', 'r1');
    expect(await office.run('r1')).toMatchObject({ status: 'completed', clientsRead: 1 });
    expect(office.invocations - before).toBeGreaterThan(2);
    // The pages of each are the next ones; the first one is looked at for a sample besides.
    const wanted = pagesOf(reads).filter((call) => !call.includes('?page=1&'));
    expect(new Set(wanted).size).toBe(24);
    expect(wanted.length).toBeLessThanOrEqual(27);
    expect(office.withDocumento(NIF)).toHaveLength(1);
    // Ten pages a part; without its salt nobody can read what is left of it.
    const kept = [...office.table.items.keys()].filter((key) => key.startsWith('INDEX#r1'));
    expect(kept.map((key) => key.replace(/^.*(contact|company|deal|SALT)/, '$1'))).toEqual([
      'contact#000000',
      'contact#000001',
      'contact#000002',
    ]);
    expect([...office.table.items.keys()].filter((key) => /^INDEX#.*SALT/.test(key))).toEqual([]);
  });
});
