import type { Target } from '../../lib/sync/target';
import { Agency, ON } from '../ports/agency';
import { NIF, theContact, type, typeFields, typedContact } from '../ports/contact';
import { rawClient } from '../ports/agency-giav';
import type { Fault } from '../ports/faults';
import { inStep } from '../ports/in-step';

const ADDRESS = {
  Direccion: 'C/ Mayor 1',
  Poblacion: 'Soria',
  CodPostal: '42001',
  Provincia: 'Soria',
};
const CIF = 'B12345674';

async function met(
  settings: object,
  giav: Record<string, unknown>,
  clientify: Record<string, unknown> = {},
  more: Partial<Target> = {},
) {
  const agency = new Agency(settings);
  typedContact(agency, clientify, more);
  agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', ...giav }));
  await agency.run('full');
  await agency.drain();
  await agency.settle();
  return agency;
}
const emails = (agency: Agency) => theContact(agency).emails?.map(({ email }) => email);
const setEmails = (agency: Agency, ...list: string[]) =>
  type(agency, (target) => ({
    ...target,
    emails: list.map((email, at) => ({ id: `e${email}`, type: at === 0 ? 4 : 3, email })),
  }));
const notices = (agency: Agency): string[] =>
  agency.decisions.flatMap(({ result }) => [
    ...(result.notices ?? []),
    ...(result.reason ? [result.reason] : []),
  ]);
const address = (more: object = {}) => ({
  id: 'a9',
  type: 5,
  street: 'C/ Sol 3',
  city: 'Jaca',
  state: 'Huesca',
  country: 'es',
  postal_code: '22700',
  ...more,
});

describe('consents', () => {
  it('an e-mail consent denied in GIAV reaches a contact that does not show the field yet', async () => {
    const agency = await inStep(ON, { MailingConsent: 'Pending' });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.settle();
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
  });
});

describe('fights', () => {
  it('"the field rests until GIAV’s value changes": an RGPD consent given and withdrawn again in GIAV reaches Clientify', async () => {
    const agency = await inStep(ON);
    for (let i = 0; i < 4; i++) {
      typeFields(agency, { gdpr_accept: true });
      await agency.hint('contact', theContact(agency).id);
    }
    expect(notices(agency)).toContain('FOUGHT_OVER');
    typeFields(agency, { gdpr_accept: false }); // the automation is switched off and the field put right
    agency.giav.edit(7, {}, { RGPDSigned: 'true' });
    await agency.run('modified');
    expect(theContact(agency).fields['gdpr_accept']).toBe(true);
    agency.giav.edit(7, {}, { RGPDSigned: 'false' });
    await agency.run('modified');
    expect(theContact(agency).fields['gdpr_accept']).toBe(false);
  });
});

describe('stand-in names', () => {
  it('"Nothing that we did not write is ours to clear": a first name that only Clientify holds stands when GIAV’s Apellidos change (off)', async () => {
    const agency = await met({}, { Nombre: '', Apellidos: 'Ferrer' });
    expect(theContact(agency).fields).toMatchObject({ first_name: 'Lucía', last_name: 'Ferrer' });
    agency.giav.edit(7, { apellidos: 'Ferrer Mas' });
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({
      first_name: 'Lucía',
      last_name: 'Ferrer Mas',
    });
  });

  it('"an edit in Clientify of a two-way field is left alone until GIAV’s own value changes": trade name of a company (off)', async () => {
    const agency = new Agency({});
    agency.clientify.store({
      kind: 'company',
      id: '1',
      modified: null,
      fields: {
        name: 'Tienda Sol',
        business_name: 'ACME SL',
        taxpayer_identification_number: CIF,
        remarks: '',
      },
      emails: [],
      phones: [],
      addresses: [],
      customFields: {},
      tags: [],
    });
    agency.giav.store(rawClient(8, { Tipo: 'Empresa', Documento: CIF, Apellidos: 'ACME SL' }));
    await agency.run('full');
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({ name: 'Tienda Sol' });
    agency.giav.edit(8, { apellidos: 'ACME SLU' });
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({
      name: 'Tienda Sol',
      business_name: 'ACME SLU',
    });
  });

  it('"empty | filled | Clientify’s stands": with owners first_name = giav the stand-in does not overwrite it', async () => {
    const agency = await met(
      { owners: { first_name: 'giav' } },
      { Nombre: '', Apellidos: 'Ferrer' },
    );
    expect(theContact(agency).fields['first_name']).toBe('Lucía');
  });
});

describe('lists', () => {
  it('"when a field becomes free it moves there": GIAV’s note in the e-mail field is cleared', async () => {
    const agency = await inStep(ON, { Email: 'llamar a su hija' });
    setEmails(agency, 'b@example.com');
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('llamar a su hija');
    agency.giav.edit(7, { email: '' });
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('b@example.com');
  });

  it('"when a field becomes free it moves there": a removed on both sides, seen by a run', async () => {
    const agency = await inStep(ON, { Email: 'a@example.com' });
    setEmails(agency, 'a@example.com', 'b@example.com');
    await agency.settle();
    setEmails(agency, 'b@example.com');
    agency.giav.edit(7, { email: '' });
    await agency.run('full');
    await agency.drain();
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('b@example.com');
  });

  it('"fullRun.putBack = all (two-way fields are put back too)": an e-mail removed in Clientify comes back', async () => {
    const agency = await inStep({ fullRun: { putBack: 'all' } }, { Email: 'a@example.com' });
    setEmails(agency);
    await agency.run('full');
    expect(emails(agency)).toEqual(['a@example.com']);
  });
});

describe('addresses', () => {
  it('"if that id is gone, the entry equal to the base; else first meeting": another main address does not overwrite GIAV’s', async () => {
    const agency = await inStep(ON, ADDRESS);
    type(agency, (target) => ({ ...target, addresses: [...(target.addresses ?? []), address()] }));
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({ direccion: 'C/ Mayor 1' });
    type(agency, (target) => ({
      ...target,
      addresses: target.addresses?.filter(({ id }) => id === 'a9'),
    }));
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({ direccion: 'C/ Mayor 1', poblacion: 'Soria' });
  });

  it('"Nothing that we did not write is ours to clear": a country that GIAV never had stays when GIAV’s street changes', async () => {
    const agency = await met({}, ADDRESS);
    expect(theContact(agency).addresses).toEqual([expect.objectContaining({ country: 'es' })]);
    agency.giav.edit(7, { direccion: 'C/ Nueva 2' });
    await agency.settle();
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ street: 'C/ Nueva 2', country: 'es' }),
    ]);
  });

  it('"A field is cleared on a side only if the base says that the other side had a value there": GIAV only ever had a Poblacion (off)', async () => {
    const agency = await met({}, { Poblacion: 'Soria' });
    agency.giav.edit(7, { poblacion: 'SORIA CAPITAL' });
    await agency.settle();
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ street: 'C/ Mayor 1' }),
    ]);
  });

  it('"it never becomes base silently": the city is edited right after our write of the address', async () => {
    const agency = await inStep(ON, ADDRESS);
    agency.giav.edit(7, { direccion: 'C/ Nueva 2' });
    let done = false;
    agency.clientify.afterWrite = () => {
      if (done) return;
      done = true;
      type(agency, (target) => ({
        ...target,
        addresses: target.addresses?.map((one) => ({ ...one, city: 'Lleida' })),
      }));
    };
    await agency.run('full');
    await agency.drain();
    await agency.settle();
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ street: 'C/ Nueva 2', city: 'Lleida' }),
    ]);
    expect(agency.giav.client(7)?.poblacion).toBe('Lleida');
  });

  it('"the shorter side never overwrites the longer one": a street that the mapping cuts, whole in Clientify at the first meeting', async () => {
    const long = 'C/ Mayor '.repeat(40).trim();
    const agency = await met(
      {},
      { ...ADDRESS, Direccion: long },
      {},
      {
        addresses: [
          { ...address(), street: long, city: 'Soria', state: 'Soria', postal_code: '42001' },
        ],
      },
    );
    expect(theContact(agency).addresses?.[0]?.street).toBe(long);
  });
});

describe('cut texts', () => {
  it('"the shorter side never overwrites the longer one": with owners remarks = giav', async () => {
    const long = 'x'.repeat(12_000);
    const agency = await met(
      { owners: { remarks: 'giav' } },
      { Comentarios: long },
      { remarks: long },
    );
    expect(theContact(agency).fields['remarks']).toBe(long);
  });

  it('"A part that is blocked blocks only itself": a text that was cut once is not parked after GIAV’s text got short', async () => {
    const agency = new Agency(ON);
    agency.giav.store(
      rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer', Comentarios: 'Llamar' }),
    );
    await agency.settle();
    // The account drops emojis: what it stores is a prefix of what was sent.
    const store = agency.clientify.store.bind(agency.clientify);
    agency.clientify.store = (target) =>
      store({
        ...target,
        fields: {
          ...target.fields,
          remarks: String(target.fields['remarks'])
            .replace(/\p{Extended_Pictographic}/gu, '')
            .trim(),
        },
      });
    agency.giav.edit(7, { comentarios: 'Llamar 😀' });
    await agency.settle();
    agency.giav.edit(7, { comentarios: 'Llamar el lunes' });
    await agency.settle();
    expect(theContact(agency).fields['remarks']).toBe('Llamar el lunes');
    typeFields(agency, { remarks: 'Llamar el martes' });
    await agency.settle();
    expect(agency.giav.client(7)?.comentarios).toBe('Llamar el martes');
  });
});

describe('winner = clientify, parked, halted', () => {
  it('"Switching the way back on later carries it over": a list edit made in dry-run with a district that is given later', async () => {
    const agency = await inStep(
      { writeBack: { mode: 'dry-run' } },
      { SubSedeFiscal: '2', Email: 'a@example.com' },
    );
    setEmails(agency, 'c@example.com');
    await agency.settle();
    agency.set({ writeBack: { ...ON.writeBack, taxDistricts: { '2': 'ES_Canarias' } } });
    await agency.settle();
    expect(agency.giav.client(7)?.email).toBe('c@example.com');
  });
});

describe('stand-ins, cut texts, cut-off creates', () => {
  it('"by the other system: the shorter side never overwrites the longer one": a street that Clientify cut when it stored it, the city is edited', async () => {
    const agency = new Agency(ON);
    const whole = 'C/ Mayor 25, escalera B, 3º izquierda';
    agency.giav.store(
      rawClient(7, { Documento: NIF, Nombre: 'Lucía', ...ADDRESS, Direccion: whole }),
    );
    const store = agency.clientify.store.bind(agency.clientify);
    agency.clientify.store = (target) =>
      store({
        ...target,
        addresses: target.addresses?.map((one) => ({ ...one, street: one.street.slice(0, 12) })),
      });
    await agency.settle();
    type(agency, (target) => ({
      ...target,
      addresses: target.addresses?.map((one) => ({ ...one, city: 'Lleida' })),
    }));
    await agency.settle();
    expect(agency.giav.client(7)?.direccion).toBe(whole);
  });

  it('"The setting owners (always GIAV’s)": Apellidos owned by GIAV are not overwritten by an edit of the first name that they stand in for', async () => {
    const agency = await inStep(
      { ...ON, owners: { last_name: 'giav' } },
      { Nombre: '', Apellidos: 'Ferrer' },
    );
    typeFields(agency, { first_name: 'Lucía' });
    await agency.settle();
    expect(agency.giav.client(7)?.apellidos).toBe('Ferrer');
  });

  it('"Changed on one side: that side": a first name typed in Clientify while GIAV, which has no Nombre, corrects the Apellidos (way back on)', async () => {
    const agency = await inStep(ON, { Nombre: '', Apellidos: 'Ferer' });
    typeFields(agency, { first_name: 'Lucía', last_name: 'Ferer' });
    agency.giav.edit(7, { apellidos: 'Ferrer' });
    await agency.settle();
    expect(agency.giav.client(7)).toMatchObject({ nombre: 'Lucía', apellidos: 'Ferrer' });
    expect(theContact(agency).fields).toMatchObject({ first_name: 'Lucía', last_name: 'Ferrer' });
  });

  it('"Changed on one side: that side": the trade name of a company typed in Clientify while GIAV, without NombreAlias, corrects the legal name (way back on)', async () => {
    const agency = new Agency(ON);
    agency.giav.store(
      rawClient(8, { Tipo: 'Empresa', Documento: 'B12345674', Apellidos: 'ACME SL' }),
    );
    await agency.settle();
    typeFields(agency, { name: 'Tienda Sol' });
    agency.giav.edit(8, { apellidos: 'ACME SLU' });
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({
      name: 'Tienda Sol',
      business_name: 'ACME SLU',
    });
    expect(agency.giav.client(8)?.nombreAlias).toBe('Tienda Sol');
  });

  for (const fault of ['kill', 'killAfter', 'lose'] as Fault[])
    it(`typed right after a create that was cut off (${fault} at any port call): an edit, which reaches GIAV`, async () => {
      const bad: string[] = [];
      for (let n = 0; n < 14; n++) {
        const agency = new Agency(ON);
        agency.giav.store(
          rawClient(7, {
            Documento: NIF,
            Nombre: 'Lucía',
            Apellidos: 'Ferrer',
            Comentarios: 'antes',
            ...ADDRESS,
          }),
        );
        let done = false;
        agency.clientify.afterWrite = () => {
          if (!done) typeFields(agency, { remarks: 'mío' });
          done = true;
        };
        agency.faults.at(n, fault);
        await agency.run('full');
        await agency.drain();
        await agency.settle();
        if (agency.giav.client(7)?.comentarios !== 'mío') bad.push(`call ${n}`);
      }
      expect(bad).toEqual([]);
    });
});
