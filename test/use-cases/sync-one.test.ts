import { RetryableError } from '../../lib/sync/errors';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { plainNif } from '../ports/crm-office';
import { OneOffice } from '../ports/one-office';

const CLIENT = {
  id: 7,
  documento: plainNif(7),
  nombre: 'Lucía',
  apellidos: 'Ferrer',
  comentarios: 'Ventanilla',
};

/** An office with a watermark and one client that nobody has synced. */
async function ready(
  settings: ConstructorParameters<typeof OneOffice>[0] = {},
): Promise<OneOffice> {
  const office = new OneOffice(settings);
  await office.ready();
  office.giavClients.push(giavClient(CLIENT));
  return office;
}

const contactOf = (office: OneOffice, documento = CLIENT.documento) =>
  office.crm.all('contacts').filter((one) => one['taxpayer_identification_number'] === documento);
const contactId = (office: OneOffice): string => String(contactOf(office)[0]?.['id']);
const edit = (office: OneOffice, fields: Parameters<typeof giavClient>[0]): void => {
  office.giavClients = office.giavClients
    .slice(0, office.giavClients.length)
    .map((one) => (one.id === CLIENT.id ? { ...one, ...fields } : one));
};

describe('one record, synced at once', () => {
  it('a client that nobody has synced is created, and it is told what it got', async () => {
    const office = await ready();
    const { records } = await office.one('client', '7');
    expect(records).toMatchObject([{ entity: 'client', id: '7', outcome: 'created' }]);
    expect(records[0]?.fields).toContainEqual({ field: 'remarks', to: 'Ventanilla' });
    expect(contactOf(office)).toHaveLength(1);
    expect(records[0]?.clientifyId).toBe(contactId(office));
  });

  it('what changed in GIAV is brought over, told as old and new, and nothing is left for the next time', async () => {
    const office = await ready();
    await office.one('client', '7');
    edit(office, { comentarios: 'Pasillo' });
    const { records } = await office.one('client', '7');
    expect(records).toMatchObject([
      {
        outcome: 'updated',
        fields: [{ field: 'remarks', from: 'Ventanilla', to: 'Pasillo' }],
      },
    ]);
    expect(office.remarked('Pasillo')).toBe(1);
    expect((await office.one('client', '7')).records).toMatchObject([
      { outcome: 'unchanged', fields: [] },
    ]);
  });

  it('its decision is kept under a name of its own, for explain', async () => {
    const office = await ready();
    const { runId } = await office.one('client', '7');
    const [decision] = await office.decisions.latest('client', '7', 5, office.now);
    expect(decision).toMatchObject({ runId, outcome: 'created' });
    expect(await office.runs.get(runId)).toBeNull();
  });

  it('its expedientes come with it: those in step are counted, and none is left for a run', async () => {
    const office = await ready();
    for (const [at, id] of [90, 91, 92].entries())
      office.giavExpedientes.push(giavExpediente({ id, idCliente: 7, codigo: `260000${at}` }));
    office.giavExpedientes.push(giavExpediente({ id: 99, idCliente: 8 }));
    const first = await office.one('client', '7');
    expect(first.records.map(({ entity, id, outcome }) => [entity, id, outcome]).sort()).toEqual([
      ['client', '7', 'created'],
      ['expediente', '90', 'created'],
      ['expediente', '91', 'created'],
      ['expediente', '92', 'created'],
    ]);
    expect(first).toMatchObject({ inStep: 0, unlisted: 0, left: false });
    const again = await office.one('client', '7');
    expect(again).toMatchObject({ records: [{ outcome: 'unchanged' }], inStep: 3 });
    expect(await office.pending.list('expedientes-of')).toEqual([]);
    expect(office.crm.all('deals')).toHaveLength(3);
  });

  it('expedientes that cannot be read now are left to the next run, and that is said', async () => {
    const office = await ready();
    office.giavFaults = {
      searchExpedientes: () => Promise.reject(new RetryableError('GIAV does not answer')),
    };
    expect(await office.one('client', '7')).toMatchObject({
      records: [{ outcome: 'created' }],
      left: true,
    });
    expect(await office.pending.list('expedientes-of')).toEqual(['7']);
  });

  it('an expediente brings its client where that is not synced yet', async () => {
    const office = await ready();
    office.giavExpedientes.push(giavExpediente({ id: 90, idCliente: 7 }));
    const { records } = await office.one('expediente', '90');
    expect(records.map(({ entity, outcome }) => [entity, outcome])).toEqual([
      ['expediente', 'created'],
      ['client', 'created'],
    ]);
    expect((await office.one('expediente', '90')).records).toMatchObject([
      { entity: 'expediente', outcome: 'unchanged' },
    ]);
  });

  it.each(['client', 'expediente'] as const)(
    'an id that GIAV does not know is said so, and nothing is deleted: %s',
    async (entity) => {
      const office = await ready();
      office.giavExpedientes.push(giavExpediente({ id: 7, idCliente: 7 }));
      await office.one('client', '7');
      office.giavClients = [];
      office.giavExpedientes = [];
      const { records } = await office.one(entity, '7');
      expect(records).toMatchObject([{ outcome: 'skipped', reason: 'NOT_IN_GIAV', fields: [] }]);
      expect(contactOf(office)).toHaveLength(1);
      expect(office.crm.all('deals')).toHaveLength(1);
      expect((await office.links.get(entity, '7'))?.status).toBe('linked');
    },
  );

  it('a refusal tells its reason, and writes nothing', async () => {
    const office = await ready();
    edit(office, { documento: '' });
    expect((await office.one('client', '7')).records).toMatchObject([
      { outcome: 'skipped', reason: 'NO_DOCUMENT', fields: [] },
    ]);
    expect(office.crm.all('contacts')).toEqual([]);
  });

  it('what was undone is taken up again, as by a re-drive', async () => {
    const office = await ready();
    await office.one('client', '7');
    const link = await office.links.get('client', '7');
    if (link === null) throw new Error('no link');
    await office.links.replace('client', { ...link, undone: link.fingerprint }, link);
    await office.one('client', '7');
    expect((await office.links.get('client', '7'))?.undone).toBeUndefined();
  });

  it('one that failed leaves the failed list once it is in step', async () => {
    const office = await ready();
    const at = office.now.toISOString();
    await office.failures.add('client', '7', {
      at,
      runId: 'r',
      reason: 'CLIENTIFY_REFUSED',
      message: 'no',
    });
    await office.one('client', '7');
    expect(await office.failures.get('client', '7')).toBeNull();
  });
});

describe('beside a run that is under way', () => {
  it('a client that the run is about to create is created once, whoever comes first', async () => {
    const office = await ready();
    office.start('full', 'r1');
    await office.step();
    expect(office.work).toHaveLength(1);
    expect((await office.one('client', '7')).records).toMatchObject([{ outcome: 'created' }]);
    await office.quiet();
    expect(contactOf(office)).toHaveLength(1);
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });

  it('an earlier reading of the run is not written over what was brought since', async () => {
    const office = await ready();
    await office.one('client', '7');
    edit(office, { comentarios: 'Pasillo' });
    office.start('full', 'r1');
    await office.step();
    edit(office, { comentarios: 'Delante' });
    await office.one('client', '7');
    expect(office.remarked('Delante')).toBe(1);
    let shownPasillo = 0;
    for (let times = 0; times < 200 && (await office.step()); times++) {
      await office.doWork();
      shownPasillo += office.remarked('Pasillo');
    }
    expect(shownPasillo).toBe(0);
    expect(office.remarked('Delante')).toBe(1);
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });

  it('somebody else’s create is waited for: no second one', async () => {
    const office = await ready();
    const { documento } = CLIENT;
    const other = { holder: 'worker', until: new Date(office.now.getTime() + 50_000) };
    await office.claims.claimDocumento('contact', documento, '7', 'r1', other, office.now, 'sent');
    office.whileWaiting = async () => {
      office.whileWaiting = () => undefined;
      office.crm.type('contacts', {
        first_name: 'Lucía',
        last_name: 'Ferrer',
        status: 'client',
        taxpayer_identification_number: documento,
        custom_fields: [{ field: 'gesintur_id', value: '7' }],
      });
      await office.claims.release({ documento: ['contact', documento] }, other);
    };
    const { records } = await office.one('client', '7');
    expect(records).toMatchObject([{ entity: 'client', id: '7' }]);
    expect(records[0]?.outcome).not.toBe('waits');
    expect(office.waits).toHaveLength(1);
    expect(contactOf(office)).toHaveLength(1);
  });

  it('what stays in somebody else’s hand is queued, and that is said', async () => {
    const office = await ready();
    const other = { holder: 'worker', until: new Date(office.now.getTime() + 600_000) };
    const { documento } = CLIENT;
    await office.claims.claimDocumento('contact', documento, '7', 'r1', other, office.now, 'sent');
    const { records } = await office.one('client', '7');
    expect(records).toMatchObject([{ entity: 'client', id: '7', outcome: 'waits' }]);
    expect(records[0]?.message?.en).toContain('Another invocation is creating this record');
    expect(records[0]?.message?.es).toContain('en cola');
    expect(office.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(60_000);
    expect(await office.pending.list('asked')).toEqual(['7']);
    expect(contactOf(office)).toEqual([]);
    // The holder is dead by then: the run that was asked for creates it.
    office.now = new Date(office.now.getTime() + 600_000);
    await office.quiet();
    expect(contactOf(office)).toHaveLength(1);
    expect(await office.pending.list('asked')).toEqual([]);
  });

  it('GIAV does not answer: it is queued', async () => {
    const office = await ready();
    office.giavFaults = {
      getClient: () => Promise.reject(new RetryableError('GIAV does not answer')),
    };
    expect((await office.one('client', '7')).records).toMatchObject([
      {
        outcome: 'waits',
        message: { en: expect.stringContaining('GIAV does not answer') as string },
      },
    ]);
  });
});

describe('a record of Clientify, synced at once', () => {
  it('one that the id map knows: its client', async () => {
    const office = await ready();
    await office.one('client', '7');
    edit(office, { comentarios: 'Pasillo' });
    const { asked, records } = await office.one('contact', contactId(office));
    expect(asked).toEqual({ entity: 'contact', id: contactId(office) });
    expect(records).toMatchObject([{ entity: 'client', id: '7', outcome: 'updated' }]);
    expect(office.changes).toEqual([]);
  });

  it.each([
    ['its Documento', {}],
    ['the id that it carries', { custom_fields: [{ field: 'gesintur_id', value: '7' }] }],
  ])('one that nobody has linked, by %s', async (_, fields) => {
    const office = await ready();
    const contact = office.crm.type('contacts', {
      first_name: 'Lucía',
      status: 'client',
      taxpayer_identification_number: CLIENT.documento,
      ...fields,
    });
    const { records } = await office.one('contact', String(contact['id']));
    expect(records).toMatchObject([
      { entity: 'client', id: '7', clientifyId: String(contact['id']) },
    ]);
    expect(contactOf(office)).toHaveLength(1);
    expect((await office.links.get('client', '7'))?.clientifyId).toBe(String(contact['id']));
  });

  it('the id of a company will do', async () => {
    const office = await ready();
    edit(office, { tipo: 'Empresa', apellidos: 'Viajes Ferrer SL', nombre: '' });
    const company = office.crm.type('companies', {
      name: 'Viajes Ferrer SL',
      taxpayer_identification_number: CLIENT.documento,
    });
    const { records } = await office.one('contact', String(company['id']));
    expect(records).toMatchObject([{ entity: 'client', id: '7', kind: 'company' }]);
    expect(office.crm.all('companies')).toHaveLength(1);
  });

  it('an id that Clientify does not know is said so', async () => {
    const office = await ready();
    await expect(office.one('contact', '999')).rejects.toThrow(
      'Clientify has neither a contact nor a company with the id 999',
    );
  });

  it('nobody’s: said so, and nothing is changed', async () => {
    const office = await ready();
    const contact = office.crm.type('contacts', {
      first_name: 'Otra',
      taxpayer_identification_number: plainNif(99),
    });
    await expect(office.one('contact', String(contact['id']))).rejects.toThrow(
      'No client of GIAV belongs to contact',
    );
    expect(office.crm.all('contacts')).toHaveLength(1);
  });

  it('a Documento that several clients have is nobody’s to choose from', async () => {
    const office = await ready();
    office.giavClients.push(giavClient({ ...CLIENT, id: 8 }));
    const contact = office.crm.type('contacts', {
      first_name: 'Lucía',
      taxpayer_identification_number: CLIENT.documento,
    });
    await expect(office.one('contact', String(contact['id']))).rejects.toThrow('7, 8');
  });

  it('the way back gets its change as a webhook would tell it, also where nobody in GIAV has it', async () => {
    const office = await ready({ writeBack: { mode: 'on', acknowledgeUnreadable: true } });
    const contact = office.crm.type('contacts', {
      first_name: 'Otra',
      taxpayer_identification_number: plainNif(99),
    });
    const id = String(contact['id']);
    expect(await office.one('contact', id)).toMatchObject({ records: [], wayBack: true });
    await office.one('client', '7');
    office.changes.length = 0;
    const known = contactId(office);
    expect(await office.one('contact', known)).toMatchObject({ wayBack: true });
    expect(office.changes).toEqual([
      { v: 1, kind: 'change', of: 'contact', id: known, source: 'webhook' },
    ]);
  });
});
