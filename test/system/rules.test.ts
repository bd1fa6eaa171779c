import {
  World,
  client,
  customField,
  expediente,
  withId,
  type Fields,
  type Report,
} from '../harness/world';

/** The rules of the mission, each through the real handlers, queue and table against the strict simulators. */
describe('one-way sync', () => {
  let world: World;
  let report: Report;
  let contacts: Fields[];
  let companies: Fields[];
  let deals: Fields[];

  const reasonOf = async (
    id: number,
    entity: 'client' | 'expediente' = 'client',
  ): Promise<string | undefined> => {
    for await (const decision of world.decisions.of(entity, String(id), new Date()))
      return decision.reason;
    return undefined;
  };
  const look = async (): Promise<void> => {
    [contacts, companies, deals] = await Promise.all([
      world.crm('contacts'),
      world.crm('companies'),
      world.crm('deals'),
    ]);
  };
  const contact = (fields: Fields): Promise<Fields> =>
    world.clientify('POST', '/contacts/', { first_name: 'Previo', status: 'cold-lead', ...fields });

  beforeAll(async () => {
    world = await World.start({
      config: {
        officePrefix: 'never',
        clientTypes: {
          Particular: { status: 'client', contactType: 'Cliente actual' },
          Empresa: { status: 'client', contactType: 'Empresa' },
        },
      },
    });
    await world.setGiav('clients', [
      client(1, { Documento: null }),
      client(2, { Documento: '   ' }),
      client(3),
      client(4),
      client(5),
      client(6),
      client(7),
      client(8),
      client(9),
      client(10, {
        Tipo: 'Empresa',
        NombreAlias: 'Viajes Duero',
        Apellidos: 'Viajes Duero SL',
        Nombre: '',
        Documento: 'B00000000',
        MailingConsent: 'Denied',
        RGPDSigned: false,
      }),
      client(11, { Documento: 'TWIN' }),
      client(12, { Documento: 'TWIN' }),
      client(13, { Deshabilitado: true }),
      client(14, { Tipo: 'ProfesionalAutónomo' }),
      client(15, { Documento: ' Sp-15 ', Comentarios: 'Luna de miel 🧳 «Bali»' }),
      client(16, { Documento: 'case16x' }),
      client(17, {
        Email: 'uno@example.com; dos@example.com',
        MailingConsent: 'Denied',
        RGPDSigned: false,
      }),
      client(18, {
        Email: 'no tiene',
        MailingConsent: 'Pending',
        Telefono: '93 123 45 67',
        Fax: '931234568',
      }),
      client(19, { Tipo: 'Empresa', NombreAlias: 'Era persona' }),
    ]);
    await world.setGiav('expedientes', [
      expediente(101, 3),
      expediente(102, 3, { IdEntityStage: 16 }),
      expediente(103, 1),
      expediente(104, 999),
      expediente(105, 10, { FechaCreacion: null }),
    ]);
    // The account has the id field already; the others are created by the run.
    await contact({
      taxpayer_identification_number: 'DOC4',
      custom_fields: [{ field: 'gesintur_id', value: '4' }],
    });
    await contact({
      taxpayer_identification_number: 'OTRO',
      custom_fields: [{ field: 'gesintur_id', value: '5' }],
    });
    await contact({ custom_fields: [{ field: 'gesintur_id', value: '6' }] });
    await contact({ taxpayer_identification_number: 'DOC7' });
    await contact({
      taxpayer_identification_number: 'DOC8',
      custom_fields: [{ field: 'gesintur_id', value: '800' }],
    });
    await contact({ taxpayer_identification_number: 'DOC9' });
    await contact({ taxpayer_identification_number: 'DOC9' });
    await contact({ taxpayer_identification_number: 'CASE16X' });
    await contact({
      taxpayer_identification_number: 'DOC19',
      custom_fields: [{ field: 'gesintur_id', value: '19' }],
    });
    report = await world.sync();
    await look();
  });
  afterAll(() => world.stop());

  it('completes, and its counts add up', () => {
    expect(report.run.status).toBe('completed');
    for (const counts of [report.clients, report.expedientes]) {
      const { read = 0, ...outcomes } = counts;
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(read);
    }
    expect(report.clients['read']).toBe(19);
    expect(report.clients['failed']).toBe(0);
  });

  it('a client whose Documento is null, empty or blanks is skipped NO_DOCUMENT, which is not an error', () => {
    expect(report.reasons['NO_DOCUMENT']).toBe(2);
    expect(withId(contacts, 1)).toHaveLength(0);
  });

  it('an expediente of a client without Documento is CLIENT_NOT_SYNCED', async () => {
    expect(await reasonOf(103, 'expediente')).toBe('CLIENT_NOT_SYNCED');
    expect(withId(deals, 103, 'gesintur_expediente_id')).toHaveLength(0);
  });

  it('an expediente whose client GIAV does not show is CLIENT_UNKNOWN', async () => {
    expect(await reasonOf(104, 'expediente')).toBe('CLIENT_UNKNOWN');
  });

  it('gesintur_id matches and the Documento is equal: updated, not created', () => {
    const [record] = withId(contacts, 4);
    expect(withId(contacts, 4)).toHaveLength(1);
    expect(record).toMatchObject({ first_name: 'Lucía', status: 'client', gdpr_accept: true });
  });

  it('gesintur_id matches and the Documento differs: not touched, DOCUMENT_MISMATCH', async () => {
    expect(await reasonOf(5)).toBe('DOCUMENT_MISMATCH');
    expect(withId(contacts, 5)[0]).toMatchObject({
      first_name: 'Previo',
      status: 'cold-lead',
      taxpayer_identification_number: 'OTRO',
    });
  });

  it('gesintur_id matches and the Documento is empty in Clientify: not touched, DOCUMENT_MISMATCH', async () => {
    expect(await reasonOf(6)).toBe('DOCUMENT_MISMATCH');
    expect(withId(contacts, 6)[0]).toMatchObject({
      first_name: 'Previo',
      taxpayer_identification_number: '',
    });
  });

  it('no id match and exactly one contact with exactly that Documento and no id: linked and updated', () => {
    expect(report.clients['linked']).toBe(1);
    expect(contacts.filter((one) => one['taxpayer_identification_number'] === 'DOC7')).toHaveLength(
      1,
    );
    expect(withId(contacts, 7)[0]).toMatchObject({
      first_name: 'Lucía',
      taxpayer_identification_number: 'DOC7',
    });
  });

  it('the record with that Documento carries another gesintur_id: not touched, nothing created, DOCUMENT_TAKEN', async () => {
    expect(await reasonOf(8)).toBe('DOCUMENT_TAKEN');
    expect(contacts.filter((one) => one['taxpayer_identification_number'] === 'DOC8')).toHaveLength(
      1,
    );
    expect(withId(contacts, 800)[0]).toMatchObject({ first_name: 'Previo' });
  });

  it('several records match the Documento: not touched, nothing created, AMBIGUOUS_DOCUMENT', async () => {
    expect(await reasonOf(9)).toBe('AMBIGUOUS_DOCUMENT');
    expect(contacts.filter((one) => one['taxpayer_identification_number'] === 'DOC9')).toHaveLength(
      2,
    );
    expect(withId(contacts, 9)).toHaveLength(0);
  });

  it('no match: created in one write that carries all mapped fields', async () => {
    const creates = (await world.writes()).filter(
      (entry) => entry.method === 'POST' && JSON.stringify(entry.body).includes('"DOC3"'),
    );
    expect(creates).toHaveLength(1);
    const [record] = withId(contacts, 3);
    expect(record).toMatchObject({
      first_name: 'Lucía',
      last_name: 'Ejemplo Prueba',
      status: 'client',
      contact_type: 'Cliente actual',
      taxpayer_identification_number: 'DOC3',
      gdpr_accept: true,
      unsubscribed: false,
      tags: ['gesintur'],
    });
    expect(record?.['emails']).toMatchObject([{ type: 4, email: 'c3@example.com' }]);
    expect(record?.['phones']).toMatchObject([{ type: 1, phone: '600000003' }]);
    expect(record?.['addresses']).toMatchObject([
      { type: 5, street: 'C/ Mayor 1', city: 'Barcelona', country: 'es', postal_code: '08001' },
    ]);
    expect(customField(record, 'gesintur_sede_fiscal')).toBe('ES');
    expect(customField(record, 'gesintur_consentimiento_email')).toBe('Accepted');
    expect(
      (await world.writes()).filter((entry) =>
        entry.path.startsWith(`/v1/contacts/${String(record?.['id'])}/`),
      ),
    ).toHaveLength(0);
  });

  it('Tipo = Empresa becomes a company; anything else a contact', () => {
    const [company] = withId(companies, 10);
    expect(company).toMatchObject({
      name: 'Viajes Duero',
      business_name: 'Viajes Duero SL',
      taxpayer_identification_number: 'B00000000',
    });
    expect(customField(company, 'gesintur_consentimiento_email')).toBe('Denied');
    expect(customField(company, 'gesintur_consentimiento_rgpd')).toBe('No');
    expect(customField(company, 'gesintur_tipo_cliente')).toBe('Empresa');
    expect(withId(contacts, 14)).toHaveLength(1);
  });

  it('Tipo changed between the two kinds after linking: not touched, KIND_CHANGED', async () => {
    expect(await reasonOf(19)).toBe('KIND_CHANGED');
    expect(withId(companies, 19)).toHaveLength(0);
    expect(withId(contacts, 19)[0]).toMatchObject({ first_name: 'Previo' });
  });

  it('a text arrives as it was typed, whatever characters it is made of', () => {
    expect(withId(contacts, 15)[0]).toMatchObject({ remarks: 'Luna de miel 🧳 «Bali»' });
  });

  it('Documento equality ignores white space at both ends, and nothing else', () => {
    expect(withId(contacts, 15)[0]).toMatchObject({ taxpayer_identification_number: 'Sp-15' });
    expect(
      contacts.filter(
        (one) => String(one['taxpayer_identification_number']).toLowerCase() === 'case16x',
      ),
    ).toHaveLength(2);
    expect(withId(contacts, 16)[0]).toMatchObject({ taxpayer_identification_number: 'case16x' });
  });

  it('two GIAV clients of the same kind with the same Documento: one record; the other is DOCUMENT_TAKEN', () => {
    expect(contacts.filter((one) => one['taxpayer_identification_number'] === 'TWIN')).toHaveLength(
      1,
    );
    expect(report.reasons['DOCUMENT_TAKEN']).toBe(2);
  });

  it('a disabled client is synced like any other', () => {
    expect(withId(contacts, 13)).toHaveLength(1);
  });

  it('a client type without a mapping syncs with the fallback and is counted with its value', () => {
    expect(report.reasons['UNMAPPED_CLIENT_TYPE:ProfesionalAutónomo']).toBe(1);
    expect(withId(contacts, 14)[0]).toMatchObject({
      status: 'client',
      contact_type: 'Cliente actual',
    });
  });

  it('a state without a mapping syncs with the first stage and is counted with its value', () => {
    expect(report.reasons['UNMAPPED_STAGE:Incidencia']).toBe(1);
    expect(withId(deals, 102, 'gesintur_expediente_id')[0]).toMatchObject({
      pipeline: 72,
      pipeline_stage: 720,
    });
  });

  it('an expediente becomes a deal named by its number, with its client, dates and stage', () => {
    const [deal] = withId(deals, 101, 'gesintur_expediente_id');
    expect(deal).toMatchObject({
      name: '26101',
      contact: withId(contacts, 3)[0]?.['id'],
      company: null,
      pipeline: 72,
      pipeline_stage: 721,
      expected_closed_date: '2027-07-09',
      tags: ['gesintur'],
    });
    expect(customField(deal, 'gesintur_fecha_inicio')).toBe('2026-02-11');
  });

  it("a company's expediente is a deal of the company", () => {
    expect(withId(deals, 105, 'gesintur_expediente_id')[0]).toMatchObject({
      contact: null,
      company: withId(companies, 10)[0]?.['id'],
    });
  });

  it('e-mail consent: three states kept apart, unsubscribed only for Denied', () => {
    expect(withId(contacts, 17)[0]).toMatchObject({ unsubscribed: true, gdpr_accept: false });
    expect(withId(contacts, 18)[0]).toMatchObject({ unsubscribed: false });
    expect(customField(withId(contacts, 18)[0], 'gesintur_consentimiento_email')).toBe('Pending');
  });

  it('values that Clientify cannot take are cleaned with a note and never fail the record', async () => {
    expect(withId(contacts, 17)[0]?.['emails']).toMatchObject([
      { type: 4, email: 'uno@example.com' },
      { type: 3, email: 'dos@example.com' },
    ]);
    expect(withId(contacts, 18)[0]?.['emails']).toEqual([]);
    for await (const decision of world.decisions.of('client', '18', new Date()))
      expect(decision.notes).toContainEqual({ field: 'Email', note: '2 invalid part(s) dropped' });
  });

  describe('then a second run', () => {
    it('sends nothing and reads only lists when nothing changed', async () => {
      await world.clearLog();
      const second = await world.sync();
      expect(await world.writes()).toEqual([]);
      const log = await world.control<{ path: string }[]>('GET', 'clientify/log');
      expect(log.filter((entry) => /\/(contacts|companies|deals)\/\d+/.test(entry.path))).toEqual(
        [],
      );
      expect(second.clients).toMatchObject({
        read: 19,
        created: 0,
        updated: 0,
        linked: 0,
        failed: 0,
        skipped: report.clients['skipped'],
      });
    });

    it('a changed field of a client is one write; a changed phone is one write of its own; a cleared value is cleared', async () => {
      await world.editClient(3, { Nombre: 'Lucia', SedeFiscal: '' });
      await world.editClient(4, { Movil: '611111111' });
      await world.editClient(7, { Email: '' });
      await world.clearLog();
      const third = await world.sync();
      await look();
      expect(third.clients['updated']).toBe(3);
      const writes = await world.writes();
      expect(writes.map((entry) => entry.method).sort()).toEqual(['DELETE', 'PATCH', 'PUT']);
      expect(withId(contacts, 3)[0]).toMatchObject({ first_name: 'Lucia' });
      expect(customField(withId(contacts, 3)[0], 'gesintur_sede_fiscal')).toBe('--');
      expect(withId(contacts, 4)[0]?.['phones']).toMatchObject([{ phone: '611111111' }]);
      expect(withId(contacts, 7)[0]?.['emails']).toEqual([]);
      await world.clearLog();
      await world.sync();
      expect(await world.writes()).toEqual([]);
    });

    it('an expediente already synced is updated in place, and relinked when its client changed', async () => {
      await world.editExpediente(101, { IdEntityStage: 13, IdCliente: 10 });
      await world.sync();
      await look();
      const own = withId(deals, 101, 'gesintur_expediente_id');
      expect(own).toHaveLength(1);
      expect(own[0]).toMatchObject({
        pipeline_stage: 722,
        contact: null,
        company: withId(companies, 10)[0]?.['id'],
      });
    });

    it('an expediente is picked up by the run in which its client becomes synced', async () => {
      await world.editClient(1, { Documento: 'NEW1' });
      await world.sync();
      await look();
      expect(withId(deals, 103, 'gesintur_expediente_id')[0]).toMatchObject({
        contact: withId(contacts, 1)[0]?.['id'],
      });
    });

    it('a GIAV-owned field that somebody changed in Clientify is put back', async () => {
      const id = String(withId(contacts, 13)[0]?.['id']);
      await world.clientify('PATCH', `/contacts/${id}/`, {
        gdpr_accept: false,
        status: 'lost-lead',
      });
      // Later than the few milliseconds in which `modified` moves by itself.
      const link = await world.links.get('client', '13');
      await world.links.put('client', {
        ...(link as NonNullable<typeof link>),
        modified: '2026-01-01T00:00:00.000000+01:00',
      });
      await world.sync();
      await look();
      expect(withId(contacts, 13)[0]).toMatchObject({ gdpr_accept: true, status: 'client' });
    });

    it('a record deleted in Clientify is created again', async () => {
      await world.clientify('DELETE', `/contacts/${String(withId(contacts, 13)[0]?.['id'])}/`);
      await world.sync();
      await look();
      expect(withId(contacts, 13)).toHaveLength(1);
    });

    it('what was written survives a restart of the cloud', async () => {
      await world.restart();
      await world.clearLog();
      await world.sync();
      expect(await world.writes()).toEqual([]);
    });
  });
});
