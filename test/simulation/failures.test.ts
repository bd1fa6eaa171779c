import type { VirtualWorld } from '../harness/virtual-world';
import { contactOf, openInStep } from '../harness/world-in-step';
import { client, expediente, type Fields, type Report } from '../harness/world';

/** What fails, how an admin sees it, and how it is driven again. */
describe('failed records', () => {
  let world: VirtualWorld;
  beforeEach(async () => {
    world = await openInStep({ clientify: { retrySeconds: 0.01 } });
  });
  afterEach(() => world.close());

  const contact = (id: number): Fields | undefined => contactOf(world, id);
  const refuse = (message: string): void =>
    world.faults('clientify', [
      { when: 'before', match: 'POST /v1/contacts/', kind: 'status', status: 400, message },
    ]);
  /** A client that Clientify has refused once. */
  const refused = async (): Promise<Report> => {
    world.addClient(client(10, { Nombre: 'Secreta', Documento: 'X1234567L' }));
    refuse('{"first_name":["El valor Secreta de X1234567L (c10@example.com) no es válido."]}');
    return world.sync();
  };

  it("a record that is refused for good goes straight to the failed list with the API's own words, without values", async () => {
    expect((await refused()).clients).toMatchObject({ failed: 1 });
    const [failure, ...others] = await world.failures();
    expect(others).toEqual([]);
    expect(failure).toMatchObject({
      entity: 'client',
      id: '10',
      reason: 'CLIENTIFY_REFUSED',
      attempts: 1,
    });
    expect(failure?.message).toMatch(/first_name: El valor … .*no es válido/);
    expect(JSON.stringify(failure)).not.toMatch(/Secreta|X1234567L|example\.com/);
  });

  it('what fails again comes back with its new error and its history', async () => {
    await refused();
    refuse('{"first_name":["Otra cosa."]}');
    const [report] = await world.redrive({ ids: ['client:10'] });
    expect(report).toMatchObject({
      run: { mode: 'redrive', status: 'completed' },
      clients: { read: 1, failed: 1 },
    });
    const [failure] = await world.failures();
    expect(failure).toMatchObject({
      attempts: 2,
      message: expect.stringContaining('Otra cosa.') as string,
    });
    expect(failure?.history).toHaveLength(2);
  });

  it("a re-driven record carries today's data; its expedientes come along; doing it twice is harmless", async () => {
    await refused();
    world.addExpediente(expediente(110, 10));
    world.editClient(10, { Nombre: 'Corregida' });
    const [report] = await world.redrive({ reason: 'CLIENTIFY_REFUSED' });
    expect(report?.clients).toMatchObject({ created: 1 });
    expect(report?.expedientes).toMatchObject({ created: 1 });
    expect(contact(10)).toMatchObject({ first_name: 'Corregida' });
    expect(await world.failures()).toEqual([]);
    expect(await world.redrive({ all: true })).toEqual([]);
  });

  it('a record that fails on every try goes to the dead-letter queue with the last error; the others go on', async () => {
    world.addClient(client(11));
    world.addClient(client(12, { Tipo: 'Empresa' }));
    world.faults('clientify', [
      { when: 'before', match: 'POST /v1/contacts/', kind: 'status', status: 500, times: 1000 },
    ]);
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 1, failed: 1 });
    expect(await world.failures()).toMatchObject([
      {
        entity: 'client',
        id: '11',
        reason: 'CLIENTIFY_UNAVAILABLE',
        message: expect.stringContaining('500') as string,
        messageId: expect.any(String) as string,
      },
    ]);
    world.calm();
    const [redriven] = await world.redrive({ all: true });
    expect(redriven?.clients).toMatchObject({ created: 1 });
    expect(await world.failures()).toEqual([]);
    expect(await world.when(world.admin.queue.deadLetters())).toBe(0);
  });

  it('a later run that syncs the record takes it off the failed list', async () => {
    await refused();
    expect(await world.failures()).toHaveLength(1);
    await world.sync();
    expect(await world.failures()).toEqual([]);
  });

  it('a record that GIAV no longer shows is reported, and nothing is changed', async () => {
    await world.kept.failures.add('client', '999', {
      at: '2026-01-01T00:00:00Z',
      runId: 'x',
      reason: 'CLIENTIFY_REFUSED',
      message: 'x',
    });
    const [report] = await world.redrive({ all: true });
    expect(report).toMatchObject({ clients: { read: 1, skipped: 1 }, reasons: { NOT_IN_GIAV: 1 } });
    expect(await world.failures()).toEqual([]);
    expect(world.writes()).toEqual([]);
  });

  it('a GIAV record that lacks required fields is failed by name; the rest goes on', async () => {
    world.addClient(client(14, { RGPDSigned: 'quizás' }));
    world.addClient(client(15));
    const report = await world.sync();
    expect(report.clients).toMatchObject({ created: 1, failed: 1 });
    expect(await world.failures()).toMatchObject([
      {
        id: '14',
        reason: 'INVALID_RECORD',
        message: expect.stringContaining('RGPDSigned') as string,
      },
    ]);
    world.editClient(14, { RGPDSigned: true });
    await world.sync();
    expect(await world.failures()).toEqual([]);
  });
});
