import { relinkClient, type RelinkPorts } from '../../lib/admin/relink';
import { Audits } from '../../lib/state/audits';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import type { Table } from '../../lib/state/table';
import { ClientifyInMemory } from '../harness/clientify-in-memory';
import { GiavInMemory, giavClient } from '../harness/giav-in-memory';
import { startTable } from '../harness/table';

const NIF = '12345678Z';
let table: Table;
let stop: () => void;
let crm: ClientifyInMemory;
let giav: GiavInMemory;

beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => {
  stop();
});
beforeEach(async () => {
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  crm = new ClientifyInMemory();
  giav = new GiavInMemory();
  // P (1003) was linked to the contact and is gone; Q (1004) has the same Documento.
  giav.clients.push(giavClient(1004, { documento: NIF }));
  crm.put(
    'contact',
    '55',
    { taxpayer_identification_number: NIF, first_name: 'Ana', remarks: 'suyo' },
    { gesintur_id: '1003', propio: 'x' },
  );
  await new DynamoLinks(table).replace(
    'client',
    { id: '1003', status: 'linked', kind: 'contact', clientifyId: '55', at: 't' },
    null,
  );
  await new DynamoLinks(table).replace(
    'client',
    { id: '1004', status: 'refused', reason: 'DOCUMENT_TAKEN', pending: true, at: 't' },
    null,
  );
});
const relink = (id: string, more: Partial<RelinkPorts> = {}) =>
  relinkClient(
    {
      giav,
      clientify: crm,
      links: new DynamoLinks(table),
      pending: new DynamoPending(table),
      audits: new Audits(table),
      runs: { active: () => Promise.resolve(null) },
      pageIndex: 'zero',
      now: () => new Date('2026-11-01T10:00:00Z'),
      by: 'admin',
      ...more,
    },
    id,
  );

describe('cli relink client', () => {
  it('gives the record of a client that GIAV no longer has to the one with exactly the same Documento', async () => {
    expect(await relink('1004')).toEqual({ kind: 'contact', clientifyId: '55', from: '1003' });
    expect(await crm.read('contact', '55')).toMatchObject({
      fields: { remarks: 'suyo', first_name: 'Ana' },
      customFields: { gesintur_id: '1004', propio: 'x' },
    });
    const links = new DynamoLinks(table);
    expect(await links.get('client', '1004')).toMatchObject({
      status: 'linked',
      clientifyId: '55',
    });
    expect(await links.get('client', '1003')).toMatchObject({
      status: 'refused',
      reason: 'NOT_IN_GIAV',
    });
    expect((await links.get('client', '1003'))?.clientifyId).toBeUndefined();
    expect(await links.clientOf('contact', '55')).toBe('1004');
    expect(await new DynamoPending(table).list('client')).toEqual(['1004']);
    const audits: unknown[] = [];
    for await (const audit of new Audits(table).recent()) audits.push(audit);
    expect(audits).toMatchObject([{ action: 'relink', subject: 'client 1004', by: 'admin' }]);
    expect(JSON.stringify(audits)).not.toContain(NIF);
  });
  it.each([
    [
      'the old client still exists',
      'still exists',
      (): unknown => giav.clients.push(giavClient(1003, { documento: NIF })),
    ],
    [
      'no record has exactly the Documento',
      'No contact',
      (): unknown =>
        crm.put(
          'contact',
          '55',
          { taxpayer_identification_number: 'ES12345678Z' },
          { gesintur_id: '1003' },
        ),
    ],
    [
      'several have it',
      'Several',
      (): unknown => crm.put('contact', '56', { taxpayer_identification_number: NIF }),
    ],
    [
      'the record carries no other id',
      'carries no other',
      (): unknown => crm.put('contact', '55', { taxpayer_identification_number: NIF }),
    ],
    [
      'its id is none of GIAV',
      'no id of GIAV',
      (): unknown =>
        crm.put(
          'contact',
          '55',
          { taxpayer_identification_number: NIF },
          { gesintur_id: '1003.0' },
        ),
    ],
    ['GIAV does not show the client', 'does not show', (): unknown => giav.clients.splice(0)],
  ])('changes nothing when %s', async (_, why, given) => {
    given();
    await expect(relink('1004')).rejects.toThrow(why);
    expect(crm.applied).toEqual([]);
    expect(await new DynamoLinks(table).get('client', '1003')).toMatchObject({
      status: 'linked',
      clientifyId: '55',
    });
  });
  it('changes nothing when only one of two ways of asking GIAV says that it is gone', async () => {
    giav.clients.push(giavClient(1003, { documento: NIF }));
    const blind = Object.assign(Object.create(giav) as GiavInMemory, {
      readClient: (id: number) => (id === 1003 ? Promise.resolve(null) : giav.readClient(id)),
    });
    await expect(relink('1004', { giav: blind })).rejects.toThrow('still exists');
  });
  it('waits for the end of a run', async () => {
    await expect(
      relink('1004', { runs: { active: () => Promise.resolve({ id: 'r1' }) } }),
    ).rejects.toThrow('in progress');
  });
});

it('two clients that ask for one record at the same moment: one gets it, the other is told whose it is', async () => {
  giav.clients.push(giavClient(1005, { documento: NIF }));
  const done = await Promise.allSettled([relink('1004'), relink('1005')]);
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const winner = done[0].status === 'fulfilled' ? '1004' : '1005';
  const lost = done.find((one) => one.status === 'rejected');
  expect(String(lost?.reason)).toMatch(new RegExp(`contact 55\\b.*client ${winner}`));
  expect((await crm.read('contact', '55'))?.customFields?.['gesintur_id']).toBe(winner);
  expect(crm.applied).toHaveLength(1);
  const links = new DynamoLinks(table);
  const linked = [await links.get('client', '1004'), await links.get('client', '1005')].filter(
    (link) => link?.clientifyId === '55',
  );
  expect(linked).toMatchObject([{ id: winner }]);
});
