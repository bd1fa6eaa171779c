import type { GiavClient } from '../../lib/sync/records';
import { conflicts } from '../../lib/admin/conflicts';
import { ClientifyApi } from '../../lib/clientify/api';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import type { CrmRecord } from '../../simulators/agency/data';
import { CrmOffice } from '../ports/crm-office';

const CASES = [
  ['contacts', 'Particular', '12345678Z', { first_name: 'Lucía' }],
  ['companies', 'Empresa', 'B12345674', { name: 'Duero Viajes' }],
] as const;

describe.each(CASES)(
  'two %s with one Documento, one of them ours',
  (collection, tipo, documento, named) => {
    const told = async (office: CrmOffice): Promise<(string | undefined)[]> => {
      const messages: (string | undefined)[] = [];
      for await (const decision of new DynamoDecisions(office.table).of('client', '7', office.now))
        if (decision.notices?.includes('DUPLICATE_IN_CLIENTIFY')) messages.push(decision.message);
      return messages;
    };
    const counted = async (office: CrmOffice, runId: string): Promise<number> =>
      (await office.run(runId)).summary?.reasons['DUPLICATE_IN_CLIENTIFY'] ?? 0;
    const link = (office: CrmOffice) => new DynamoLinks(office.table).get('client', '7');

    const changed = (office: CrmOffice, fields: Partial<GiavClient>): void => {
      const all = office.giavClients.filter(() => true);
      office.giavClients = all.map((one) => ({ ...one, ...fields }));
    };

    /** Client 7 is synced, then somebody types it once more. */
    async function twice(): Promise<{ office: CrmOffice; own: string; other: CrmRecord }> {
      const office = new CrmOffice();
      await office.ready();
      office.newClient(7, documento);
      changed(office, { tipo });
      await office.sync('full', 'r0');
      const [own = ''] = office.withDocumento(documento);
      const typed = { ...named, taxpayer_identification_number: documento };
      return { office, own, other: office.crm.type(collection, typed) };
    }

    it('are reported by the full run with both ids, once', async () => {
      const { office, own, other } = await twice();
      await office.sync('full', 'r1');
      const message = expect.stringMatching(
        new RegExp(`${own} .*${String(other['id'])}`),
      ) as string;
      expect(await told(office)).toEqual([message]);
      expect(await link(office)).toMatchObject({
        status: 'linked',
        clientifyId: own,
        duplicates: [String(other['id'])],
        notices: ['DUPLICATE_IN_CLIENTIFY'],
      });
      await office.sync('full', 'r2');
      await office.sync('modified', 'r3');
      expect((await told(office)).length).toBe(1);
      // It is counted for as long as it is true.
      expect([await counted(office, 'r1'), await counted(office, 'r2')]).toEqual([1, 1]);
      expect(await link(office)).toMatchObject({ duplicates: [String(other['id'])] });
    });

    it('stay known while the client changes in GIAV, and nothing is written to the other one', async () => {
      const { office, other } = await twice();
      await office.sync('full', 'r1');
      const before = JSON.stringify(other);
      changed(office, { comentarios: 'nuevo' });
      await office.sync('modified', 'r2');
      expect(await link(office)).toMatchObject({ notices: ['DUPLICATE_IN_CLIENTIFY'] });
      expect(JSON.stringify(other)).toBe(before);
      expect((await told(office)).length).toBeGreaterThan(0);
    });

    it('are gone from link and summary when they were merged', async () => {
      const { office, other } = await twice();
      await office.sync('full', 'r1');
      office.crm.simulator.records.remove(collection, other, 'screen');
      await office.sync('full', 'r2');
      expect(await counted(office, 'r2')).toBe(0);
      expect((await link(office))?.duplicates).toBeUndefined();
      expect((await link(office))?.notices).toBeUndefined();
      expect((await told(office)).length).toBe(1);
    });

    it('another one is told anew', async () => {
      const { office, own } = await twice();
      await office.sync('full', 'r1');
      const third = office.crm.type(collection, {
        ...named,
        taxpayer_identification_number: ` ${documento} `,
      });
      await office.sync('full', 'r2');
      expect((await told(office)).length).toBe(2);
      expect((await told(office)).join()).toContain(String(third['id']));
      expect((await link(office))?.clientifyId).toBe(own);
    });

    it('wait for a human on the list of conflicts', async () => {
      const { office, other } = await twice();
      await office.sync('full', 'r1');
      const listed = [];
      const [client] = office.giavClients.filter(({ id }) => id === 7);
      for await (const one of conflicts({
        links: new DynamoLinks(office.table),
        pending: new DynamoPending(office.table),
        giav: { readClient: () => Promise.resolve({ client }) } as never,
        clientify: new ClientifyApi(office.crm.http, 1),
        config: office.config,
        countryCode: () => null,
      }))
        listed.push(one);
      expect(listed).toContainEqual(
        expect.objectContaining({
          client: '7',
          reason: 'DUPLICATE_IN_CLIENTIFY',
          note: expect.stringContaining(String(other['id'])) as string,
        }),
      );
    });
  },
);

it('a person and a company with one Documento are no duplicates', async () => {
  const office = new CrmOffice();
  await office.ready();
  office.newClient(7, '12345678Z');
  await office.sync('full', 'r0');
  office.crm.type('companies', { name: 'L', taxpayer_identification_number: '12345678Z' });
  await office.sync('full', 'r1');
  expect((await office.run('r1')).summary?.reasons).toEqual({});
});
