import { World, client, customField, expediente, withId, type Fields } from '../harness/world';

const MODIFIED = { overlapMinutes: 0, sweepMinutes: null };

/** FechaModificacion of a record that was touched just now, as GIAV writes it. */
const madridNow = (): string =>
  new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).replace(' ', 'T');

describe('modified mode', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ config: { officePrefix: 'never', modified: MODIFIED } });
    await world.setGiav('clients', [
      client(1),
      client(2),
      client(3, { Tipo: 'Empresa' }),
      client(4, { Documento: '' }),
    ]);
    await world.setGiav('expedientes', [
      expediente(101, 1),
      expediente(102, 1),
      expediente(103, 3),
      expediente(104, 4),
    ]);
  });
  afterAll(() => world.stop());

  const clearLogs = async (): Promise<void> => {
    await world.clearLog();
    await world.control('DELETE', 'giav/log');
  };
  const stageOf = async (id: number): Promise<unknown> =>
    withId(await world.crm('deals'), id, 'gesintur_expediente_id')[0]?.['pipeline_stage'];

  it('a first run without a watermark is a full one', async () => {
    const report = await world.sync('modified');
    expect(report.run).toMatchObject({ mode: 'full', status: 'completed' });
    expect(report.clients).toMatchObject({ read: 4, created: 3, skipped: 1 });
  });

  it('with nothing changed it reads nothing and writes nothing', async () => {
    await clearLogs();
    const report = await world.sync('modified');
    expect(report.run).toMatchObject({ mode: 'modified', status: 'completed' });
    expect(report.clients['read']).toBe(0);
    expect(report.expedientes['read']).toBe(0);
    expect(await world.writes()).toEqual([]);
    // Stages, one empty page of clients, and one each of expedientes changed and created.
    expect(report.calls.giav).toBe(4);
  });

  it('reads only what changed since the last completed run: one write per change', async () => {
    await world.editClient(1, { Nombre: 'Cambiada' });
    await world.editExpediente(103, { Titulo: 'Otro viaje' });
    await clearLogs();
    const report = await world.sync('modified');
    expect(report.clients).toMatchObject({ read: 1, updated: 1 });
    expect(report.expedientes).toMatchObject({ read: 1, updated: 1 });
    // What an account does not take is learnt by one process and known to the others a minute later.
    expect((await world.writes()).filter(({ path }) => !path.endsWith('/tags/'))).toHaveLength(2);
  });

  it('disabled clients are read too', async () => {
    await world.editClient(2, { Deshabilitado: true, Nombre: 'Inactiva' });
    expect((await world.sync('modified')).clients).toMatchObject({ updated: 1, failed: 0 });
  });

  it('a new client and its new expediente arrive in one run, also where a creation does not count as a modification', async () => {
    await world.addGiav('clients', client(5, { FechaModificacion: madridNow() }));
    await world.addGiav('expedientes', expediente(105, 5, { FechaCreacion: madridNow() }));
    const report = await world.sync('modified');
    expect(report.clients).toMatchObject({ created: 1 });
    expect(report.expedientes).toMatchObject({ created: 1 });
  });

  it('expedientes that waited for their client come along when it gets a Documento', async () => {
    await world.editClient(4, { Documento: 'DOC4' });
    const report = await world.sync('modified');
    expect(report.clients).toMatchObject({ created: 1 });
    expect(report.expedientes['created']).toBe(1);
    expect(withId(await world.crm('deals'), 104, 'gesintur_expediente_id')).toHaveLength(1);
  });

  it.each([
    ['found by the filters', { cfFilter: true, documentBy: 'query' }],
    ['where no filter is honoured', { cfFilter: false, documentBy: 'neither' }],
  ] as [string, Fields][])(
    'a client that is already in Clientify by its Documento is linked, not created again: %s',
    async (name, switches) => {
      const id = name.startsWith('found') ? 21 : 22;
      await world.clientify('POST', '/contacts/', {
        first_name: 'Ya',
        status: 'client',
        taxpayer_identification_number: `DOC${id}`,
      });
      await world.control('POST', 'clientify/switches', switches);
      await world.addGiav('clients', client(id, { FechaModificacion: madridNow() }));
      expect((await world.sync('modified')).clients).toMatchObject({ linked: 1, created: 0 });
      expect(withId(await world.crm('contacts'), id)).toHaveLength(1);
      expect(
        (await world.crm('contacts')).filter(
          (one) => one['taxpayer_identification_number'] === `DOC${id}`,
        ),
      ).toHaveLength(1);
      await world.control('POST', 'clientify/switches', { cfFilter: true, documentBy: 'query' });
    },
  );

  it('an id that matches with a Documento that does not: the record is not touched', async () => {
    const [contact] = withId(await world.crm('contacts'), 1);
    await world.clientify('PATCH', `/contacts/${String(contact?.['id'])}/`, {
      taxpayer_identification_number: 'OTRO',
    });
    await world.editClient(1, { Nombre: 'Tercera' });
    await clearLogs();
    const report = await world.sync('modified');
    expect(report.reasons['DOCUMENT_MISMATCH']).toBe(1);
    expect(await world.writes()).toEqual([]);
    await world.clientify('PATCH', `/contacts/${String(contact?.['id'])}/`, {
      taxpayer_identification_number: 'DOC1',
    });
  });

  it('a setting that changes what records become makes the next run a full one', async () => {
    const settings = await World.start({ config: { modified: MODIFIED } });
    try {
      await settings.sync('modified');
      expect((await settings.sync('modified')).run.mode).toBe('modified');
      await settings.restart({ modified: MODIFIED, disabledClients: 'skip' });
      expect((await settings.sync('modified')).run.mode).toBe('full');
    } finally {
      await settings.stop();
    }
  });

  it('the watermark stays where it was when a run fails', async () => {
    await world.editClient(2, { Nombre: 'Perdida' });
    const before = await world.admin.watermarks.get();
    await world.faults('giav', [
      { when: 'before', match: 'Expediente_SEARCH', kind: 'status', status: 403 },
    ]);
    expect((await world.sync('modified')).run.status).toBe('failed');
    expect(await world.admin.watermarks.get()).toEqual(before);
    await world.sync('modified');
    expect(withId(await world.crm('contacts'), 2)[0]).toMatchObject({ first_name: 'Perdida' });
  });

  describe('what no date filter shows', () => {
    beforeAll(() =>
      world.restart({ officePrefix: 'never', modified: { overlapMinutes: 0, sweepMinutes: 0 } }),
    );

    it('a new state that does not move the date of an open expediente is found by the sweep', async () => {
      await world.sync('modified');
      await world.control('POST', 'giav/switches', { stageMovesDate: false });
      const before = await stageOf(101);
      await world.editExpediente(101, { IdEntityStage: 13 });
      expect((await world.sync('modified')).expedientes['updated']).toBe(1);
      expect(await stageOf(101)).not.toBe(before);
      await world.control('POST', 'giav/switches', { stageMovesDate: true });
    });

    it('a record that was skipped for something in Clientify is synced once that is put right', async () => {
      const twin = await world.clientify('POST', '/contacts/', {
        first_name: 'Dos',
        taxpayer_identification_number: 'DOC31',
      });
      await world.clientify('POST', '/contacts/', {
        first_name: 'Uno',
        taxpayer_identification_number: 'DOC31',
      });
      await world.addGiav('clients', client(31, { FechaModificacion: madridNow() }));
      await world.addGiav('expedientes', expediente(131, 31, { FechaCreacion: madridNow() }));
      const report = await world.sync('modified');
      expect(report.reasons).toMatchObject({ AMBIGUOUS_DOCUMENT: 1, CLIENT_NOT_SYNCED: 1 });
      await world.clientify('DELETE', `/contacts/${String(twin['id'])}/`);
      const after = await world.sync('modified');
      expect(after.clients['linked']).toBe(1);
      expect(withId(await world.crm('deals'), 131, 'gesintur_expediente_id')).toHaveLength(1);
      expect(await world.admin.pending.list('client')).toEqual([]);
    });
  });

  describe('deleted in Clientify', () => {
    it('recreate: made again, with its deals on the new record', async () => {
      const [contact] = withId(await world.crm('contacts'), 1);
      await world.clientify('DELETE', `/contacts/${String(contact?.['id'])}/`);
      expect((await world.sync()).clients['created']).toBe(1);
      const [again] = withId(await world.crm('contacts'), 1);
      const [deal] = withId(await world.crm('deals'), 101, 'gesintur_expediente_id');
      expect(String(deal?.['contact'])).toContain(String(again?.['id']));
      expect((await world.sync()).clients['created']).toBe(0);
    });

    it('recreate in a modified run: the deals follow in the next one', async () => {
      const [contact] = withId(await world.crm('contacts'), 1);
      await world.clientify('DELETE', `/contacts/${String(contact?.['id'])}/`);
      await world.editClient(1, { Nombre: 'Nueva' });
      expect((await world.sync('modified')).clients['created']).toBe(1);
      await world.sync('modified');
      const [again] = withId(await world.crm('contacts'), 1);
      const [deal] = withId(await world.crm('deals'), 101, 'gesintur_expediente_id');
      expect(String(deal?.['contact'])).toContain(String(again?.['id']));
    });

    it('respect: left deleted, with a reason', async () => {
      await world.restart({
        officePrefix: 'never',
        modified: MODIFIED,
        deletedInClientify: 'respect',
      });
      const [contact] = withId(await world.crm('contacts'), 2);
      await world.clientify('DELETE', `/contacts/${String(contact?.['id'])}/`);
      const report = await world.sync();
      expect(report.reasons['DELETED_IN_CLIENTIFY']).toBe(1);
      expect(withId(await world.crm('contacts'), 2)).toEqual([]);
    });
  });

  it('full mode heals drift: a field of GIAV that somebody changed in Clientify is put back, also one that lists do not show', async () => {
    await world.restart({ officePrefix: 'never', modified: MODIFIED });
    await world.sync();
    const [company] = withId(await world.crm('companies'), 3);
    await world.clientify('PATCH', `/companies/${String(company?.['id'])}/`, {
      remarks: 'changed by hand',
      custom_fields: [{ field: 'gesintur_sede_fiscal', value: 'XX' }],
    });
    // An edit within our own write's tolerance cannot be told from it; people are slower than that.
    await world.control('POST', 'clientify/age', {
      collection: 'companies',
      id: company?.['id'],
      seconds: 60,
    });
    expect((await world.sync()).clients['updated']).toBe(1);
    expect(customField(withId(await world.crm('companies'), 3)[0], 'gesintur_sede_fiscal')).toBe(
      'ES',
    );
  });
});
