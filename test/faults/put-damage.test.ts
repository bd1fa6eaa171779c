import { GiavApi } from '../../lib/giav/api';
import type { ClientEdits } from '../../lib/sync/clientify-to-giav';
import { ClientWriter } from '../../lib/way-back/put-client';
import { verifyPending } from '../../lib/way-back/verify-pending';
import type { PutPorts } from '../../lib/way-back/put-ports';
import { SharedGiav } from '../harness/shared-giav';
import { byVendorWsdl } from '../harness/vendor-wsdl';
import type { Fields } from '../harness/world';
import { fullClient } from '../ports/giav';
import { PutWorld } from '../ports/put';

/** The writer and its adapter against the strict simulator of a service that does damage. */
describe('a service that damages what it stores', () => {
  let shared: SharedGiav;
  let switches: Fields;
  let world: PutWorld;
  let ports: PutPorts;
  let giav: GiavApi;
  beforeAll(async () => {
    shared = await SharedGiav.start(...byVendorWsdl());
    switches = await control<Fields>('GET', 'switches');
  });
  afterAll(() => shared.stop());
  const control = <T>(...asked: Parameters<SharedGiav['control']>): Promise<T> =>
    shared.control<T>(...asked);
  const stored = async (): Promise<Fields> =>
    (await control<Fields[]>('GET', 'data/clients'))[0] ?? {};
  const original = (): Fields =>
    ({
      ...JSON.parse(JSON.stringify(fullClient(1))),
      SubSedeFiscal: '2',
      '(categories)': [7, 12],
    }) as Fields;

  beforeEach(async () => {
    await control('PATCH', 'switches', switches);
    await control('PUT', 'data/clients', [original()]);
    await control('DELETE', 'log');
    world = new PutWorld();
    await world.link(1);
    giav = new GiavApi({ ...shared.settings, timeoutMs: 5000, retryDelayMs: 10 });
    ports = { ...world.ports, giav };
  });
  const write = async (edits: ClientEdits): Promise<unknown> => {
    const before = await giav.readClient(1);
    if (!before) throw new Error('no client');
    return new ClientWriter(ports, before).write(edits).catch((error: unknown) => error);
  };
  const puts = async (): Promise<number> =>
    (await control<{ method: string }[]>('GET', 'log')).filter(
      ({ method }) => method === 'Cliente_PUT',
    ).length;
  /** Fields that are not as they were. */
  const changed = async (): Promise<string[]> => {
    const [was, is] = [original(), await stored()];
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, one: unknown) =>
        typeof one === 'number' || typeof one === 'boolean' ? String(one) : one,
      );
    return Object.keys(was).filter(
      (field) => field !== 'FechaModificacion' && text(was[field]) !== text(is[field]),
    );
  };

  it.each<[string, Fields]>([
    ['texts that are cut', { cutsTexts: { Comentarios: 8 } }],
    ['an emptied Contact.Remarks', { emptiesParts: ['Contacts.Remarks'] }],
    ['an emptied CustomDataItem.Value', { emptiesParts: ['CustomDataValues.Value'] }],
    ['list entries that are lost', { keepsEntries: { Contacts: 1 } }],
    ['lost categories', { losesCategories: true }],
    ['a wrong tax district', { wrongDistrict: true }],
    ['a lost field', { losesOnPut: ['Telefono'] }],
    ['an edit that is not stored', { ignoresOnPut: ['Movil'] }],
  ])('once: %s: put back at once, and the way back is not halted', async (_, damage) => {
    await control('PATCH', 'switches', { ...damage, damagingPuts: 1 });
    expect(await write({ movil: '699000000' })).toMatchObject({ moved: false });
    expect(await changed()).toEqual(['Movil']);
    expect([await puts(), world.metrics, await world.incidents.halted()]).toEqual([
      2,
      ['UnsafeWrites'],
      null,
    ]);
  });

  it.each<[string, Fields, string]>([
    ['texts that are cut', { cutsTexts: { Comentarios: 8 } }, 'Comentarios'],
    ['an emptied Contact.Remarks', { emptiesParts: ['Contacts.Remarks'] }, 'Contacts'],
    ['lost categories', { losesCategories: true }, 'idsCategories'],
    ['a wrong tax district', { wrongDistrict: true }, 'SubSedeFiscal'],
    ['a lost field', { losesOnPut: ['Telefono'] }, 'Telefono'],
  ])(
    'for good: %s: halted before the next client is damaged, and the client stays closed',
    async (_, damage, field) => {
      await control('PATCH', 'switches', damage);
      expect(await write({ movil: '699000000' })).toMatchObject({
        reason: 'UNSAFE_WRITE',
        refusedFields: [field],
      });
      expect((await world.incidents.halted())?.clientId).toBe('1');
      expect(await verifyPending(ports, '1')).toEqual({ state: 'damaged', lost: [field] });
      expect(await puts()).toBe(2);
    },
  );

  it('a text that GIAV cannot hold is refused for good, with its words and after one PUT', async () => {
    await control('PATCH', 'switches', {
      putFault:
        "System.Data.SqlClient.SqlException (0x80131904): String or binary data would be truncated in column 'Comentarios'.",
    });
    const error = await write({ comentarios: 'muy largo' });
    expect(error).toMatchObject({
      name: 'RecordError',
      reason: 'GIAV_REFUSED',
      message:
        "GIAV refused Cliente_PUT: String or binary data would be truncated in column 'Comentarios'.",
    });
    expect([await puts(), await changed(), await world.unverified.get('1')]).toEqual([1, [], null]);
  });
  it('a deadlock is tried again later, once it is sure that nothing was stored', async () => {
    await control('PATCH', 'switches', {
      putFault: 'System.Data.SqlClient.SqlException: Transaction was deadlocked on lock resources.',
    });
    expect(await write({ movil: '699000000' })).toMatchObject({ name: 'RetryableError' });
    world.later(60);
    expect(await verifyPending(ports, '1')).toEqual({ state: 'not-applied' });
  });

  it('a category that is assigned between the reading and the PUT is not removed', async () => {
    await control('PATCH', 'switches', { assignsAfterGet: 2 });
    // One after the first reading, which is seen; one more during the last look.
    expect(await write({ movil: '699000000' })).toEqual({ moved: true });
    expect((await stored())['(categories)']).toEqual([7, 12, 13, 14]);
    expect(await write({ movil: '699000000' })).toMatchObject({ moved: false });
    expect((await stored())['(categories)']).toEqual([7, 12, 13, 14]);
  });
});
