import { VirtualWorld } from '../harness/virtual-world';
import { client, customField, expediente, withId, type Fields } from '../harness/world';

const MODIFIED = { overlapMinutes: 0, sweepMinutes: null };
const CONFIG = { officePrefix: 'never', modified: MODIFIED };
const SWEEPING = { ...CONFIG, modified: { overlapMinutes: 0, sweepMinutes: 0 } };

let world: VirtualWorld;
afterEach(() => world.close());

/** Four clients, of which one has no Documento, and their expedientes. */
async function agency(config: object): Promise<void> {
  world = VirtualWorld.open({ config, habits: { stageMovesDate: false } });
  world.addClient(client(1));
  world.addClient(client(2));
  world.addClient(client(3, { Tipo: 'Empresa' }));
  world.addClient(client(4, { Documento: '' }));
  for (const [id, of] of [
    [101, 1],
    [102, 1],
    [103, 3],
    [104, 4],
  ] as const)
    world.addExpediente(expediente(id, of));
  await world.pass(1000);
}

/** As the first run left them. */
async function open(config: object = CONFIG): Promise<void> {
  await agency(config);
  await world.sync('modified');
}

/** What GIAV writes as the day and time of a creation. */
const madridNow = (): string =>
  new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).replace(' ', 'T');
const contact = (id: number): Fields => withId(world.crm('contacts'), id)[0] as Fields;
const pathOf = (record: Fields): string => `/contacts/${String(record['id'])}/`;
const deal = (id: number): Fields =>
  withId(world.crm('deals'), id, 'gesintur_expediente_id')[0] as Fields;

it('a first run without a watermark is a full one', async () => {
  await agency(CONFIG);
  const report = await world.sync('modified');
  expect(report.run).toMatchObject({ mode: 'full', status: 'completed' });
  expect(report.clients).toMatchObject({ read: 4, created: 3, skipped: 1 });
});

describe('modified mode', () => {
  beforeEach(() => open());

  it('with nothing changed it reads nothing and writes nothing', async () => {
    world.clearLog();
    const report = await world.sync('modified');
    expect(report.run).toMatchObject({ mode: 'modified', status: 'completed' });
    expect(report.clients['read']).toBe(0);
    expect(report.expedientes['read']).toBe(0);
    expect(world.writes()).toEqual([]);
    // Stages, one empty page of clients, and one each of expedientes changed and created.
    expect(report.calls.giav).toBe(4);
  });

  it('reads only what changed since the last completed run: one write per change', async () => {
    world.editClient(1, { Nombre: 'Cambiada' });
    world.editExpediente(103, { Titulo: 'Otro viaje' });
    world.clearLog();
    const report = await world.sync('modified');
    expect(report.clients).toMatchObject({ read: 1, updated: 1 });
    expect(report.expedientes).toMatchObject({ read: 1, updated: 1 });
    // What an account does not take is learnt by one process and known to the others a minute later.
    expect(world.writes().filter(({ path }) => !path.endsWith('/tags/'))).toHaveLength(2);
  });

  it('disabled clients are read too', async () => {
    world.editClient(2, { Deshabilitado: true, Nombre: 'Inactiva' });
    expect((await world.sync('modified')).clients).toMatchObject({ updated: 1, failed: 0 });
  });

  it('a new client and its new expediente arrive in one run, also where a creation does not count as a modification', async () => {
    world.addClient(client(5));
    world.addExpediente(expediente(105, 5, { FechaCreacion: madridNow() }));
    const report = await world.sync('modified');
    expect(report.clients).toMatchObject({ created: 1 });
    expect(report.expedientes).toMatchObject({ created: 1 });
  });

  it('expedientes that waited for their client come along when it gets a Documento', async () => {
    world.editClient(4, { Documento: 'DOC4' });
    const report = await world.sync('modified');
    expect(report.clients).toMatchObject({ created: 1 });
    expect(report.expedientes['created']).toBe(1);
    expect(withId(world.crm('deals'), 104, 'gesintur_expediente_id')).toHaveLength(1);
  });

  it.each([
    ['found by the filters', { cfFilter: true, documentBy: 'query' }],
    ['where no filter is honoured', { cfFilter: false, documentBy: 'neither' }],
  ] as const)(
    'a client that is already in Clientify by its Documento is linked, not created again: %s',
    async (_, switches) => {
      world.clientify('POST', '/contacts/', {
        first_name: 'Ya',
        status: 'client',
        taxpayer_identification_number: 'DOC21',
      });
      Object.assign(world.simulation.clientify.switches, switches);
      world.addClient(client(21));
      expect((await world.sync('modified')).clients).toMatchObject({ linked: 1, created: 0 });
      expect(withId(world.crm('contacts'), 21)).toHaveLength(1);
      expect(
        world.crm('contacts').filter((one) => one['taxpayer_identification_number'] === 'DOC21'),
      ).toHaveLength(1);
    },
  );

  it('an id that matches with a Documento that does not: the record is not touched', async () => {
    world.clientify('PATCH', pathOf(contact(1)), { taxpayer_identification_number: 'OTRO' });
    world.editClient(1, { Nombre: 'Tercera' });
    world.clearLog();
    const report = await world.sync('modified');
    expect(report.reasons['DOCUMENT_MISMATCH']).toBe(1);
    expect(world.writes()).toEqual([]);
  });

  it('a setting that changes what records become makes the next run a full one', async () => {
    expect((await world.sync('modified')).run.mode).toBe('modified');
    world.configure({ ...CONFIG, disabledClients: 'skip' });
    expect((await world.sync('modified')).run.mode).toBe('full');
  });

  it('the watermark stays where it was when a run fails', async () => {
    world.editClient(2, { Nombre: 'Perdida' });
    const before = await world.kept.watermarks.get();
    world.faults('giav', [
      { when: 'before', match: 'Expediente_SEARCH', kind: 'status', status: 403 },
    ]);
    expect((await world.sync('modified')).run.status).toBe('failed');
    expect(await world.kept.watermarks.get()).toEqual(before);
    await world.sync('modified');
    expect(contact(2)).toMatchObject({ first_name: 'Perdida' });
  });
});

describe('what no date filter shows', () => {
  beforeEach(() => open(SWEEPING));

  it('a new state that does not move the date of an open expediente is found by the sweep', async () => {
    await world.sync('modified');
    const before = deal(101)['pipeline_stage'];
    world.editExpediente(101, { IdEntityStage: 13 });
    expect((await world.sync('modified')).expedientes['updated']).toBe(1);
    expect(deal(101)['pipeline_stage']).not.toBe(before);
  });

  it('a record that was skipped for something in Clientify is synced once that is put right', async () => {
    const taxpayer = { taxpayer_identification_number: 'DOC31' };
    const twin = world.clientify('POST', '/contacts/', { first_name: 'Dos', ...taxpayer });
    world.clientify('POST', '/contacts/', { first_name: 'Uno', ...taxpayer });
    world.addClient(client(31));
    world.addExpediente(expediente(131, 31, { FechaCreacion: madridNow() }));
    const report = await world.sync('modified');
    // Its expediente, and that of the client without a Documento.
    expect(report.reasons).toMatchObject({ AMBIGUOUS_DOCUMENT: 1, CLIENT_NOT_SYNCED: 2 });
    world.clientify('DELETE', pathOf(twin));
    const after = await world.sync('modified');
    expect(after.clients['linked']).toBe(1);
    expect(withId(world.crm('deals'), 131, 'gesintur_expediente_id')).toHaveLength(1);
    expect(await world.kept.pending.list('client')).toEqual([]);
  });
});

describe('deleted in Clientify', () => {
  beforeEach(() => open());

  it('recreate: made again, with its deals on the new record', async () => {
    world.clientify('DELETE', pathOf(contact(1)));
    expect((await world.sync()).clients['created']).toBe(1);
    expect(String(deal(101)['contact'])).toContain(String(contact(1)['id']));
    expect((await world.sync()).clients['created']).toBe(0);
  });

  it('recreate in a modified run: the deals follow in the next one', async () => {
    world.clientify('DELETE', pathOf(contact(1)));
    world.editClient(1, { Nombre: 'Nueva' });
    expect((await world.sync('modified')).clients['created']).toBe(1);
    await world.sync('modified');
    expect(String(deal(101)['contact'])).toContain(String(contact(1)['id']));
  });

  it('respect: left deleted, with a reason', async () => {
    world.configure({ ...CONFIG, deletedInClientify: 'respect' });
    world.clientify('DELETE', pathOf(contact(2)));
    const report = await world.sync();
    expect(report.reasons['DELETED_IN_CLIENTIFY']).toBe(1);
    expect(withId(world.crm('contacts'), 2)).toEqual([]);
  });
});

it('full mode heals drift: a field of GIAV that somebody changed in Clientify is put back, also one that lists do not show', async () => {
  await open();
  await world.sync();
  const company = (): Fields => withId(world.crm('companies'), 3)[0] as Fields;
  // An edit within our own write's tolerance cannot be told from it; people are slower than that.
  await world.pass(60_000);
  world.clientify('PATCH', `/companies/${String(company()['id'])}/`, {
    remarks: 'changed by hand',
    custom_fields: [{ field: 'gesintur_sede_fiscal', value: 'XX' }],
  });
  expect((await world.sync()).clients['updated']).toBe(1);
  expect(customField(company(), 'gesintur_sede_fiscal')).toBe('ES');
});
