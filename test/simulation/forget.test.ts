import { forgetClient } from '../../lib/admin/forget';
import type { Audit } from '../../lib/state/audits';
import { VirtualWorld } from '../harness/virtual-world';
import { client, expediente, withId } from '../harness/world';

let world: VirtualWorld;

const forget = (id: string, stayAway = true): Promise<Audit> =>
  world.when(forgetClient({ ...world.admin, now: () => new Date(), by: 'admin' }, id, stayAway));
const everything = async (): Promise<string> => {
  const items: unknown[] = [];
  for await (const item of world.kept.table.scan())
    if (!item.pk.startsWith('RUN')) items.push(item);
  return JSON.stringify(items);
};

beforeEach(() => {
  world = VirtualWorld.open();
  world.addClient(client(1, { Apellidos: 'Plantado Olvidado' }));
  world.addClient(client(2));
  world.addExpediente(expediente(100, 1, { Titulo: 'Luna de miel de Plantado' }));
  world.addExpediente(expediente(101, 2));
});
afterEach(() => world.close());

describe('cli forget client', () => {
  it('erases everything that is stored about the person and its expedientes, and nothing of others', async () => {
    await world.sync();
    expect(await everything()).toContain('Plantado');
    const audit = await forget('1');
    const left = await everything();
    expect(left).not.toMatch(/Plantado|DOC1"|c1@example\.com|600000001/);
    expect(left).toContain('DOC2');
    expect(await world.kept.links.get('client', '2')).toMatchObject({ status: 'linked' });
    expect(await world.kept.links.get('expediente', '100')).toBeNull();
    expect(audit.erased).toMatchObject({ decisions: 2, claims: 1 });
  });
  it('keeps the id as a mark, so that no run syncs the client again', async () => {
    await world.sync();
    await forget('1');
    const contacts = world.crm('contacts').length;
    world.editClient(1, { Nombre: 'Vuelve' });
    for (const mode of ['modified', 'full'] as const) {
      const report = await world.sync(mode);
      expect(report.reasons).toMatchObject({ FORGOTTEN: 1 });
    }
    expect(world.crm('contacts').length).toBe(contacts);
    expect(withId(world.crm('contacts'), 1)[0]).toMatchObject({ first_name: 'Lucía' });
    expect((await world.redrive({ ids: ['client:1'] })).length).toBe(0);
  });
  it('with forgotten = "may-return" the client is as if it were new: found again by its id in Clientify', async () => {
    world.configure({ forgotten: 'may-return' });
    await world.sync();
    await forget('1', false);
    expect(await world.kept.links.get('client', '1')).toBeNull();
    world.editClient(1, { Nombre: 'Otra vez' });
    await world.sync();
    expect(withId(world.crm('contacts'), 1)).toMatchObject([{ first_name: 'Otra vez' }]);
  });
  it('takes its messages off the dead-letter queue, and leaves those of others there', async () => {
    const { queue } = world.admin;
    for (const id of ['1', '2'])
      await world.when(queue.bury(JSON.stringify({ entity: 'client', id }), `client-${id}`, id));
    expect((await forget('1')).erased).toMatchObject({ deadLetters: 1 });
    const left = world.simulation.account.queues.deadLetter.messages;
    expect(left.map(({ body }) => body)).toEqual([JSON.stringify({ entity: 'client', id: '2' })]);
  });
  it('erases failures, what waits, the versions of an unsafe write, and a write that is not verified yet', async () => {
    const { failures, pending, incidents, unverified } = world.kept;
    const now = new Date();
    await failures.add('client', '1', {
      at: now.toISOString(),
      runId: 'r',
      reason: 'CLIENTIFY_REFUSED',
      message: 'x',
    });
    await pending.add('client', '1');
    await pending.add('expedientes-of', '1');
    await incidents.add(
      '1',
      { before: { Apellidos: 'Plantado' }, after: {}, found: [], restored: true },
      now,
    );
    const open = {
      at: now.toISOString(),
      lateUntil: 0,
      before: { Apellidos: 'Plantado' },
      intended: {},
      categories: [],
    };
    for (const clientId of ['1', '2']) await unverified.open({ ...open, clientId });
    expect((await forget('1')).erased).toMatchObject({
      failures: 1,
      waiting: 2,
      incidents: 1,
      unverified: 1,
    });
    expect(await incidents.of('1')).toEqual([]);
    expect(await unverified.list()).toEqual([{ clientId: '2', damaged: false }]);
  });
  it('writes an audit line that names the client by its id only', async () => {
    await world.sync();
    await forget('1');
    const lines: Audit[] = [];
    for await (const audit of world.kept.audits.recent()) lines.push(audit);
    expect(lines[0]).toMatchObject({ action: 'forget', subject: 'client 1', by: 'admin' });
    expect(JSON.stringify(lines)).not.toContain('Plantado');
  });
  it('refuses while a run is in progress: it might be working on the client', async () => {
    const running = {
      ...world.kept,
      runs: { active: () => Promise.resolve({ id: 'r1' }) },
      now: () => new Date(),
      by: 'admin',
    };
    await expect(forgetClient(running, '1', true)).rejects.toThrow('in progress');
  });
});
