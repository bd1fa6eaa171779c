import type { Target } from '../../lib/sync/target';
import { Agency, ON } from '../ports/agency';
import { NIF, theContact, type, typeFields } from '../ports/contact';
import { rawClient } from '../ports/agency-giav';
import { inStep } from '../ports/in-step';

const ADDRESS = {
  Direccion: 'C/ Mayor 1',
  Poblacion: 'Soria',
  CodPostal: '42001',
  Provincia: 'Soria',
};

const notices = (agency: Agency): string[] =>
  agency.decisions.flatMap(({ result }) => [
    ...(result.notices ?? []),
    ...(result.reason ? [result.reason] : []),
  ]);
const withAddress =
  (change: (one: NonNullable<Target['addresses']>[number]) => object) =>
  (target: Target): Target => ({
    ...target,
    addresses: target.addresses?.map((one) => ({ ...one, ...change(one) })),
  });

describe('later, with a base', () => {
  it('changed on one side: that side', async () => {
    const agency = await inStep(ON);
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe('de Clientify');
    agency.giav.edit(7, { comentarios: 'de GIAV' });
    await agency.settle();
    expect(theContact(agency).fields['remarks']).toBe('de GIAV');
  });

  it('emptied in Clientify: GIAV keeps its value and Clientify gets it back, with a note', async () => {
    const agency = await inStep(ON);
    typeFields(agency, { remarks: '' });
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe('antes');
    expect(theContact(agency).fields['remarks']).toBe('antes');
    expect(notices(agency)).toContain('CLEARED_IN_CLIENTIFY');
  });

  it('emptied in Clientify with writeBack.clears = always: emptied in GIAV', async () => {
    const agency = await inStep({ writeBack: { ...ON.writeBack, clears: 'always' } });
    typeFields(agency, { remarks: '' });
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe('');
  });

  it('emptied in GIAV: Clientify is emptied only where it still shows what GIAV had', async () => {
    const agency = await inStep({});
    agency.giav.edit(7, { comentarios: '' });
    await agency.settle();
    expect(theContact(agency).fields['remarks']).toBe('');
    const own = await inStep({});
    typeFields(own, { remarks: 'mío' });
    own.giav.edit(7, { comentarios: '' });
    await own.settle();
    expect(theContact(own).fields['remarks']).toBe('mío');
  });
});

describe('cut texts', () => {
  it('a text that is shown cut never overwrites the longer one', async () => {
    const long = 'línea '.repeat(2000);
    const agency = await inStep(ON, { Comentarios: long });
    typeFields(agency, { remarks: 'corto' });
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe(long);
    expect(theContact(agency).fields['remarks']).toBe('corto');
    expect(notices(agency)).toContain('EDIT_PARKED');
  });

  it('also when Clientify cut it when it stored it', async () => {
    const agency = new Agency(ON);
    agency.giav.store(
      rawClient(7, {
        Documento: NIF,
        Nombre: 'Lucía',
        Comentarios: 'una nota de cuarenta caracteres o más',
      }),
    );
    const store = agency.clientify.store.bind(agency.clientify);
    agency.clientify.store = (target) =>
      store({
        ...target,
        fields: { ...target.fields, remarks: String(target.fields['remarks']).slice(0, 10) },
      });
    await agency.settle();
    typeFields(agency, { remarks: 'una nota!' });
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe('una nota de cuarenta caracteres o más');
  });
});

describe('way back off or dry-run', () => {
  for (const settings of [{}, { writeBack: { mode: 'dry-run' } }])
    it(`an edit in Clientify is left alone until GIAV's own value changes (${JSON.stringify(settings)})`, async () => {
      const agency = await inStep(settings);
      typeFields(agency, { remarks: 'corregido por la agente', first_name: 'Lucía María' });
      await agency.settle();
      const results = await agency.run('full');
      expect(theContact(agency).fields).toMatchObject({
        remarks: 'corregido por la agente',
        first_name: 'Lucía María',
      });
      expect(results.get('7')).toMatchObject({ notices: ['DIFFERS_FROM_GIAV'] });
      agency.giav.edit(7, { comentarios: 'de GIAV' });
      await agency.settle();
      expect(theContact(agency).fields).toMatchObject({
        remarks: 'de GIAV',
        first_name: 'Lucía María',
      });
      expect(agency.decisions.flatMap((one) => one.replaced ?? [])).toContainEqual(
        expect.objectContaining({
          field: 'remarks',
          from: 'corregido por la agente',
          to: 'de GIAV',
          why: 'conflict',
        }),
      );
    });

  it('switching the way back on later carries it over, although neither side moved since', async () => {
    const agency = await inStep({});
    typeFields(agency, { remarks: 'corregido' });
    await agency.settle();
    agency.set(ON);
    await agency.run('full');
    await agency.drain();
    expect(agency.giav.client(7)?.comentarios).toBe('corregido');
  });

  it('fullRun.putBack = all: two-way fields are put back too, and kept in the decision', async () => {
    const agency = await inStep({ fullRun: { putBack: 'all' } });
    typeFields(agency, { remarks: 'corregido' });
    await agency.run('full');
    expect(theContact(agency).fields['remarks']).toBe('antes');
    expect(agency.decisions.at(-1)?.replaced).toContainEqual(
      expect.objectContaining({ from: 'corregido', to: 'antes' }),
    );
  });

  it('fields of GIAV are put back in every mode', async () => {
    const agency = await inStep({});
    typeFields(agency, { status: 'cold-lead', remarks: 'mío' });
    await agency.run('full');
    expect(theContact(agency).fields).toMatchObject({ status: 'client', remarks: 'mío' });
  });
});

describe('consents', () => {
  it('a person who unsubscribed in Clientify while GIAV still says Accepted stays unsubscribed, and is listed', async () => {
    const agency = await inStep({}, { MailingConsent: 'Accepted' });
    typeFields(agency, { unsubscribed: true });
    await agency.settle();
    agency.giav.edit(7, { comentarios: 'otra cosa' });
    const results = await agency.run('full');
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
    expect(results.get('7')?.notices).toContain('OPTED_OUT_IN_CLIENTIFY');
    expect((await agency.run('full')).get('7')?.notices).toContain('OPTED_OUT_IN_CLIENTIFY');
  });

  it('is subscribed again when GIAV’s consent itself changed to Accepted since', async () => {
    const agency = await inStep({}, { MailingConsent: 'Denied' });
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
    agency.giav.edit(7, {}, { MailingConsent: 'Accepted' });
    await agency.settle();
    expect(theContact(agency).fields['unsubscribed']).toBe(false);
  });

  it('Denied in GIAV unsubscribes always; consents.resubscribe = always: GIAV’s state in every run', async () => {
    const denied = await inStep({}, { MailingConsent: 'Denied' });
    for (let i = 0; i < 5; i++) {
      typeFields(denied, { unsubscribed: false });
      await denied.run('full');
    }
    expect(theContact(denied).fields['unsubscribed']).toBe(true);
    const always = await inStep(
      { consents: { resubscribe: 'always' } },
      { MailingConsent: 'Accepted' },
    );
    typeFields(always, { unsubscribed: true });
    await always.run('full');
    expect(theContact(always).fields['unsubscribed']).toBe(false);
  });

  it('a first meeting with an unsubscribed contact leaves it unsubscribed while GIAV says Accepted', async () => {
    const agency = new Agency();
    agency.clientify.store({
      kind: 'contact',
      id: '900',
      modified: null,
      fields: {
        first_name: 'L',
        last_name: '',
        taxpayer_identification_number: NIF,
        unsubscribed: true,
        remarks: '',
      },
      emails: [],
      phones: [],
      addresses: [],
      customFields: {},
      tags: [],
    });
    agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'L', MailingConsent: 'Accepted' }));
    await agency.run('full');
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
  });
});

describe('a part that is blocked blocks only itself', () => {
  const consentOf = (agency: Agency) =>
    theContact(agency).customFields?.['gesintur_consentimiento_email'];

  it('an edit that GIAV cannot take parks; consents, RGPD and sede fiscal still reach Clientify', async () => {
    // A tax district without a table refuses every write of this client.
    const agency = await inStep(ON, { SubSedeFiscal: '2', MailingConsent: 'Accepted' });
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.hint('contact', theContact(agency).id);
    expect(agency.failures.get('client 7')).toBe('UNSAFE_WRITE');
    agency.giav.edit(7, {}, { MailingConsent: 'Denied', RGPDSigned: 'true', SedeFiscal: 'PT' });
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({
      remarks: 'de Clientify',
      gdpr_accept: true,
      unsubscribed: true,
    });
    expect(consentOf(agency)).toBe('Denied');
    expect(theContact(agency).customFields?.['gesintur_sede_fiscal']).toBe('PT');
    expect(agency.giav.client(7)?.comentarios).toBe('antes');
    expect(agency.giav.puts).toEqual([]);
  });

  it('a parked edit is skipped by runs until either side changes again, and then tried again', async () => {
    const agency = await inStep(ON, { SubSedeFiscal: '2' });
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    const told = agency.decisions.length;
    await agency.settle();
    expect(
      agency.decisions.slice(told).filter(({ result }) => result.outcome !== 'unchanged'),
    ).toEqual([]);
    agency.set({ writeBack: { ...ON.writeBack, taxDistricts: { '2': 'ES_Canarias' } } });
    typeFields(agency, { remarks: 'otra vez' });
    await agency.hint('contact', theContact(agency).id);
    expect(agency.giav.client(7)?.comentarios).toBe('otra vez');
  });

  it('an admin’s re-drive tries it again as it is', async () => {
    const agency = await inStep(ON, { SubSedeFiscal: '2' });
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.settle();
    agency.set({ writeBack: { ...ON.writeBack, taxDistricts: { '2': 'ES_Canarias' } } });
    await agency.run('redrive', ['7']);
    await agency.drain();
    expect(agency.giav.client(7)?.comentarios).toBe('de Clientify');
  });

  it('one field that GIAV cannot hold never holds back another field of the same record', async () => {
    const agency = await inStep(ON);
    typeFields(agency, { remarks: 'de Clientify', last_name: 'x'.repeat(300) });
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({
      comentarios: 'de Clientify',
      apellidos: 'Ferrer',
    });
    expect(theContact(agency).fields['last_name']).toBe('x'.repeat(300));
  });
});

describe('addresses', () => {
  it('a change of the type is not a change of the address', async () => {
    const agency = await inStep(ON, ADDRESS);
    type(
      agency,
      withAddress(() => ({ type: 1 })),
    );
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({
      direccion: 'C/ Mayor 1',
      codPostal: '42001',
      poblacion: 'Soria',
      provincia: 'Soria',
    });
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ type: 1, street: 'C/ Mayor 1' }),
    ]);
    agency.giav.edit(7, { direccion: 'C/ Nueva 2' });
    await agency.settle();
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ type: 1, street: 'C/ Nueva 2', postal_code: '42001' }),
    ]);
  });

  for (const [name, settings] of [
    ['on', ON],
    ['dry-run', { writeBack: { mode: 'dry-run' } }],
    ['off', {}],
  ] as const)
    it(`an address only in Clientify: editing the city blanks nothing (${name})`, async () => {
      const agency = await inStep({});
      type(agency, (target) => ({
        ...target,
        addresses: [
          {
            id: 'x1',
            type: 5,
            street: 'C/ Sol 3',
            city: 'Jaca',
            state: 'Huesca',
            country: 'es',
            postal_code: '22700',
          },
        ],
      }));
      await agency.settle();
      agency.set(settings);
      type(
        agency,
        withAddress(() => ({ city: 'Sabiñánigo' })),
      );
      await agency.settle();
      const whole = {
        street: 'C/ Sol 3',
        city: 'Sabiñánigo',
        state: 'Huesca',
        postal_code: '22700',
      };
      expect(theContact(agency).addresses).toEqual([expect.objectContaining(whole)]);
      expect(agency.giav.client(7)).toMatchObject(
        name === 'on'
          ? {
              direccion: 'C/ Sol 3',
              poblacion: 'Sabiñánigo',
              provincia: 'Huesca',
              codPostal: '22700',
            }
          : { direccion: '', poblacion: '', provincia: '', codPostal: '' },
      );
    });

  it('an entry that was deleted and typed again is still ours, by its content', async () => {
    const agency = await inStep(ON, ADDRESS);
    type(
      agency,
      withAddress(() => ({ id: 'again' })),
    );
    agency.giav.edit(7, { direccion: 'C/ Nueva 2' });
    await agency.settle();
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ id: 'again', street: 'C/ Nueva 2' }),
    ]);
  });
});

describe('lists', () => {
  const emails = (agency: Agency) => theContact(agency).emails?.map(({ email }) => email);
  const setEmails = (agency: Agency, ...list: string[]) =>
    type(agency, (target) => ({
      ...target,
      emails: list.map((email, at) => ({ id: `e${email}`, type: at === 0 ? 4 : 3, email })),
    }));
  const setPhones = (agency: Agency, ...list: string[]) =>
    type(agency, (target) => ({
      ...target,
      phones: list.map((phone) => ({ id: `p${phone}`, type: 2, phone })),
    }));

  it('an entry without room is remembered, and moves when a field becomes free: a deleted, b remains, GIAV gets b', async () => {
    const agency = await inStep(ON, { Email: 'a@example.com' });
    setEmails(agency, 'a@example.com', 'b@example.com');
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('a@example.com');
    setEmails(agency, 'b@example.com');
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('b@example.com');
    expect(emails(agency)).toEqual(['b@example.com']);
  });

  it('the same for a third phone', async () => {
    const agency = await inStep(ON, { Movil: '600000001', Telefono: '600000002' });
    setPhones(agency, '600000001', '600000002', '600000003');
    await agency.settle();
    setPhones(agency, '600000002', '600000003');
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({ movil: '600000003', telefono: '600000002' });
  });

  it('when GIAV itself empties the field, the remembered entry moves there', async () => {
    const agency = await inStep(ON, { Email: 'a@example.com' });
    setEmails(agency, 'a@example.com', 'b@example.com');
    await agency.settle();
    agency.giav.edit(7, { email: '' });
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('b@example.com');
    expect(emails(agency)).toEqual(['b@example.com']);
  });

  for (const winner of ['giav', 'clientify'])
    it(`an entry removed on both sides removes nothing else (winner ${winner})`, async () => {
      const agency = await inStep(
        { writeBack: { ...ON.writeBack, winner } },
        { Movil: '600000001' },
      );
      setPhones(agency);
      agency.giav.edit(7, { movil: '', telefono: '600000009' });
      await agency.settle();
      expect(agency.giav.client(7)).toMatchObject({ movil: '', telefono: '600000009' });
      expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual(['600000009']);
    });

  it('removing the last entry of a field of GIAV puts it back; of two in one field, one goes', async () => {
    const agency = await inStep(ON, { Movil: '600000001', Email: 'a@example.com; b@example.com' });
    setPhones(agency);
    setEmails(agency, 'a@example.com');
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({ movil: '600000001', email: 'a@example.com' });
    expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual(['600000001']);
  });

  it('e-mail texts of GIAV: only the address that was edited is exchanged; separators and notes stay', async () => {
    const agency = await inStep(ON, { Email: 'a@example.com;  b@example.com (llamar antes)' });
    setEmails(agency, 'a@example.com', 'c@example.com');
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('a@example.com;  c@example.com (llamar antes)');
  });

  it('a note in the e-mail field is never written over', async () => {
    const agency = await inStep(ON, { Email: 'llamar a su hija' });
    setEmails(agency, 'b@example.com');
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('llamar a su hija');
    expect(emails(agency)).toEqual(['b@example.com']);
  });
});

describe('a record that moves while we write', () => {
  it('an edit between our reading and our write is an edit: it reaches GIAV and never becomes base silently', async () => {
    const agency = await inStep(ON, ADDRESS);
    agency.giav.edit(7, { comentarios: 'de GIAV' });
    let done = false;
    agency.clientify.beforeWrite = () => {
      if (!done)
        type(
          agency,
          withAddress(() => ({ city: 'Lleida' })),
        );
      done = true;
    };
    await agency.run('full');
    expect(agency.hints).toHaveLength(1);
    await agency.drain();
    expect(agency.giav.client(7)?.poblacion).toBe('Lleida');
    expect(theContact(agency).addresses).toEqual([expect.objectContaining({ city: 'Lleida' })]);
  });

  it('the way back sees it too', async () => {
    const agency = await inStep(ON, ADDRESS);
    agency.giav.edit(7, { apellidos: 'Ferrer Mas' });
    typeFields(agency, { remarks: 'mío' });
    let done = false;
    agency.clientify.beforeWrite = () => {
      if (!done)
        type(
          agency,
          withAddress(() => ({ city: 'Lleida' })),
        );
      done = true;
    };
    await agency.hint('contact', theContact(agency).id);
    await agency.drain();
    expect(agency.giav.client(7)).toMatchObject({ poblacion: 'Lleida', comentarios: 'mío' });
  });
});

describe('an automation that fights over a field of GIAV', () => {
  it('is put back three times within an hour, then the field rests until GIAV’s value changes or the next full run', async () => {
    const agency = await inStep(ON);
    const fight = async (): Promise<void> => {
      typeFields(agency, { status: 'in-deal' });
      await agency.hint('contact', theContact(agency).id);
    };
    for (let i = 0; i < 3; i++) {
      await fight();
      expect(theContact(agency).fields['status']).toBe('client');
    }
    for (let i = 0; i < 5; i++) await fight();
    expect(theContact(agency).fields['status']).toBe('in-deal');
    expect(notices(agency).filter((one) => one === 'FOUGHT_OVER')).toHaveLength(1);
    typeFields(agency, { remarks: 'mío' });
    await agency.hint('contact', theContact(agency).id);
    expect(agency.giav.client(7)?.comentarios).toBe('mío');
    await agency.run('full');
    expect(theContact(agency).fields['status']).toBe('client');
  });
});

describe('the setting owners: a field that may be edited on both sides, but shall always flow from GIAV', () => {
  const owned = async (owners: object, giav: Record<string, unknown>): Promise<Agency> =>
    inStep({ ...ON, owners }, giav);

  it('holds for lists: what was removed in Clientify comes back, what was added stays there, nothing goes to GIAV', async () => {
    const agency = await owned(
      { emails: 'giav', phones: 'giav' },
      { Email: 'a@example.com', Movil: '600000001' },
    );
    type(agency, (target) => ({
      ...target,
      emails: [{ id: 'e9', type: 3, email: 'b@example.com' }],
      phones: [{ id: 'p9', type: 2, phone: '600000009' }],
    }));
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({
      email: 'a@example.com',
      movil: '600000001',
      telefono: '',
    });
    expect(theContact(agency).emails?.map(({ email }) => email)).toEqual([
      'b@example.com',
      'a@example.com',
    ]);
    expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual([
      '600000009',
      '600000001',
    ]);
  });

  it('holds for texts and the address', async () => {
    const agency = await owned({ remarks: 'giav', street: 'giav' }, ADDRESS);
    typeFields(agency, { remarks: 'mío', last_name: 'Mas' });
    type(
      agency,
      withAddress(() => ({ city: 'Lleida' })),
    );
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({
      comentarios: 'antes',
      apellidos: 'Mas',
      poblacion: 'Soria',
    });
    expect(theContact(agency)).toMatchObject({
      fields: { remarks: 'antes' },
      addresses: [{ city: 'Soria' }],
    });
  });

  it('does not clear what GIAV never filled', async () => {
    const agency = await owned({ remarks: 'giav' }, { Comentarios: '' });
    typeFields(agency, { remarks: 'mío' });
    await agency.settle();
    expect(theContact(agency).fields['remarks']).toBe('mío');
    expect(agency.giav.client(7)?.comentarios).toBe('');
  });
});

describe('runs and the way back beside each other', () => {
  it('a message that was read before our own write to GIAV does not overwrite Clientify: its record is read again', async () => {
    const agency = await inStep(ON);
    const before = await agency.messages('full');
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.hint('contact', theContact(agency).id);
    const written = agency.clientify.writes;
    for (const message of before)
      await agency.upsert({
        ...message,
        desired: { ...message.desired, fields: { ...message.desired.fields, status: 'other' } },
      });
    expect(agency.clientify.writes).toBe(written);
    expect(agency.asked).toContainEqual({
      v: 1,
      kind: 'redrive',
      records: [{ entity: 'client', id: '7' }],
    });
  });

  it('nor does it after a run that came between: the moment of our write stays known', async () => {
    const agency = await inStep(ON);
    const before = await agency.messages('full');
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.hint('contact', theContact(agency).id);
    const at = agency.links.items.get('client 7')?.writtenBackAt;
    expect(at).toBeDefined();
    agency.giav.edit(7, { nombre: 'Lucía María' });
    await agency.run('full');
    expect(theContact(agency).fields['first_name']).toBe('Lucía María');
    expect(agency.links.items.get('client 7')?.writtenBackAt).toBe(at);
    for (const message of before) await agency.upsert(message);
    expect(theContact(agency).fields).toMatchObject({
      first_name: 'Lucía María',
      remarks: 'de Clientify',
    });
  });

  it('deleting one e-mail removes no other', async () => {
    const agency = await inStep(ON, { Email: 'a@example.com; b@example.com; c@example.com' });
    type(agency, (target) => ({
      ...target,
      emails: target.emails?.filter(({ email }) => email !== 'b@example.com'),
    }));
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('a@example.com; c@example.com');
  });

  it('a client that is disabled in GIAV is not written back when disabled clients are left out', async () => {
    const agency = await inStep({ ...ON, disabledClients: 'skip' });
    agency.giav.edit(7, {}, { Deshabilitado: 'true' });
    typeFields(agency, { remarks: 'mío' });
    await agency.hint('contact', theContact(agency).id);
    expect(agency.giav.puts).toEqual([]);
    expect(notices(agency)).toContain('DISABLED_CLIENT');
  });
});

describe('a write to GIAV that is not verified', () => {
  /** GIAV takes the write, loses the phone for good, and stops answering. */
  const damaged = async (): Promise<Agency> => {
    const agency = await inStep(ON, { Telefono: '975000000' });
    agency.giav.normalise = (raw) => ({ ...raw, Telefono: '' });
    typeFields(agency, { remarks: 'mío' });
    await agency.hint('contact', theContact(agency).id);
    return agency;
  };

  it("while a write is not verified nothing of GIAV's is copied to Clientify", async () => {
    const agency = await damaged();
    expect(agency.giav.client(7)?.telefono).toBe('');
    expect(agency.failures.get('client 7')).toBe('UNSAFE_WRITE');
    for (let i = 0; i < 2; i++) {
      await agency.run('full');
      await agency.drain();
    }
    expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual(['975000000']);
    expect(notices(agency)).toContain('WRITE_UNVERIFIED');
    expect(agency.announced).toContain('UnsafeWrite');
  });

  it('also when the function was killed right after the PUT, and the way back was switched off since', async () => {
    const agency = await inStep(ON, { Telefono: '975000000' });
    agency.giav.normalise = (raw) => ({ ...raw, Telefono: '' });
    typeFields(agency, { remarks: 'mío' });
    const { giav } = agency;
    const put = giav.putClient.bind(giav);
    giav.putClient = async (args) => {
      await put(args);
      giav.putClient = put;
      agency.faults.at(0, 'kill');
    };
    await agency.hint('contact', theContact(agency).id);
    agency.set({});
    await agency.run('full');
    await agency.drain();
    await agency.run('full');
    expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual(['975000000']);
  });

  it('once GIAV is right again everything goes on', async () => {
    const agency = await damaged();
    agency.giav.normalise = (raw) => raw;
    agency.giav.edit(7, { telefono: '975000000' });
    await agency.incidents.resume();
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({ telefono: '975000000', comentarios: 'mío' });
    expect(theContact(agency)).toMatchObject({
      fields: { remarks: 'mío' },
      phones: [{ phone: '975000000' }],
    });
  });
});
