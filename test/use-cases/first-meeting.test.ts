import { Agency, ON } from '../ports/agency';
import { NIF, theContact, typeFields, typedContact } from '../ports/contact';
import { rawClient } from '../ports/agency-giav';

const GIAV_WINS = {};
const CLIENTIFY_WINS = { writeBack: { ...ON.writeBack, winner: 'clientify' } };

/** A contact of Clientify and a client of GIAV with one Documento, brought together. */
async function met(
  settings: object,
  giav: Record<string, unknown>,
  clientify: Record<string, unknown> = {},
): Promise<Agency> {
  const agency = new Agency(settings);
  typedContact(agency, clientify);
  agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', ...giav }));
  await agency.run('full');
  await agency.drain();
  return agency;
}
const replaced = (agency: Agency) => agency.decisions.flatMap((one) => one.replaced ?? []);

describe('first meeting: a pair of records that has no base yet', () => {
  for (const [name, settings] of [
    ['off', {}],
    ['dry-run', { writeBack: { mode: 'dry-run' } }],
    ['on', ON],
  ] as const)
    it(`remarks, birthday, surname and address that only Clientify holds stand (way back ${name})`, async () => {
      const agency = await met(settings, { Poblacion: 'Soria' });
      await agency.settle();
      expect(theContact(agency)).toMatchObject({
        fields: { last_name: 'Ferrer', birthday: '1984-05-06', remarks: 'llamar por la tarde' },
        addresses: [{ street: 'C/ Mayor 1', city: 'Soria', state: 'Soria', postal_code: '42001' }],
        emails: [{ email: 'lucia@example.com' }],
        phones: [{ phone: '600111222' }],
      });
      const inGiav = agency.giav.client(7);
      if (name === 'on')
        expect(inGiav).toMatchObject({
          apellidos: 'Ferrer',
          birthday: '1984-05-06',
          comentarios: 'llamar por la tarde',
          direccion: 'C/ Mayor 1',
          codPostal: '42001',
          movil: '600111222',
          email: 'lucia@example.com',
        });
      else
        expect(inGiav).toMatchObject({
          apellidos: '',
          birthday: null,
          comentarios: '',
          direccion: '',
          codPostal: '',
          movil: '',
          email: '',
        });
    });

  it('filled in GIAV, empty in Clientify: GIAV’s', async () => {
    const agency = await met(GIAV_WINS, { Comentarios: 'paga a 30 días' }, { remarks: '' });
    expect(theContact(agency).fields['remarks']).toBe('paga a 30 días');
  });

  it('filled on both sides and equal: nothing', async () => {
    const agency = await met(ON, { Comentarios: 'llamar por la tarde' });
    expect(replaced(agency).filter(({ field }) => field === 'remarks')).toEqual([]);
    expect(agency.giav.client(7)?.comentarios).toBe('llamar por la tarde');
  });

  it('filled and different: the winner’s, GIAV by default; the other value is kept in the decision', async () => {
    const agency = await met(GIAV_WINS, { Comentarios: 'paga a 30 días' });
    expect(theContact(agency).fields['remarks']).toBe('paga a 30 días');
    expect(replaced(agency)).toContainEqual({
      field: 'remarks',
      side: 'clientify',
      from: 'llamar por la tarde',
      to: 'paga a 30 días',
      why: 'first-meeting',
    });
  });

  it('filled and different, Clientify the winner: its value goes to GIAV, and GIAV’s is kept in the decision', async () => {
    const agency = await met(CLIENTIFY_WINS, { Comentarios: 'paga a 30 días' });
    expect(theContact(agency).fields['remarks']).toBe('llamar por la tarde');
    expect(agency.giav.client(7)?.comentarios).toBe('llamar por la tarde');
    expect(replaced(agency)).toContainEqual(
      expect.objectContaining({ field: 'remarks', side: 'giav', from: 'paga a 30 días' }),
    );
  });

  it('lists are united by comparable value; no entry is removed', async () => {
    const agency = await met(ON, {
      Movil: '+34 600 111 222',
      Telefono: '975000000',
      Email: 'otra@example.com',
    });
    await agency.settle();
    expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual([
      '600111222',
      '975000000',
    ]);
    expect(theContact(agency).emails?.map(({ email }) => email)).toEqual([
      'lucia@example.com',
      'otra@example.com',
    ]);
    expect(agency.giav.client(7)).toMatchObject({
      movil: '+34 600 111 222',
      telefono: '975000000',
      email: 'otra@example.com',
    });
  });

  it('an address is one value, never mixed from two: a different one is replaced whole, the other kept in the decision', async () => {
    const agency = await met(GIAV_WINS, { Direccion: 'C/ Real 9', Poblacion: 'Segovia' });
    expect(theContact(agency).addresses).toEqual([
      expect.objectContaining({ street: 'C/ Real 9', city: 'Segovia', state: '', postal_code: '' }),
    ]);
    expect(replaced(agency)).toContainEqual(
      expect.objectContaining({
        field: 'address',
        from: 'C/ Mayor 1 | Soria | Soria | es | 42001',
      }),
    );
  });

  it('of two addresses that do not contradict each other the fuller one stands', async () => {
    const poorer = await met(GIAV_WINS, { Poblacion: 'Soria', CodPostal: '42001' });
    expect(theContact(poorer).addresses).toEqual([
      expect.objectContaining({ street: 'C/ Mayor 1', city: 'Soria' }),
    ]);
    const fuller = new Agency();
    typedContact(
      fuller,
      {},
      {
        addresses: [
          { id: 'a1', type: 5, street: '', city: 'Soria', state: '', country: '', postal_code: '' },
        ],
      },
    );
    fuller.giav.store(
      rawClient(7, {
        Documento: NIF,
        Nombre: 'Lucía',
        Direccion: 'C/ Mayor 1',
        Poblacion: 'Soria',
      }),
    );
    await fuller.run('full');
    expect(theContact(fuller).addresses).toEqual([
      expect.objectContaining({ street: 'C/ Mayor 1', city: 'Soria' }),
    ]);
  });

  it('a name that the mapping only puts in the place of an empty one does not replace the one that was typed', async () => {
    const agency = await met(ON, { Nombre: '', Apellidos: 'Ferrer' });
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({ first_name: 'Lucía', last_name: 'Ferrer' });
    expect(agency.giav.client(7)).toMatchObject({ nombre: 'Lucía', apellidos: 'Ferrer' });
  });

  it('a company’s own trade name stands where GIAV has none, and its legal name goes where GIAV keeps it', async () => {
    const agency = new Agency(ON);
    const id = agency.clientify.id();
    agency.clientify.store({
      kind: 'company',
      id,
      modified: null,
      fields: {
        name: 'Viajes Duero',
        business_name: '',
        taxpayer_identification_number: 'B12345674',
        remarks: 'grupo grande',
      },
      emails: [],
      phones: [],
      addresses: [],
      customFields: {},
      tags: [],
    });
    agency.giav.store(
      rawClient(8, { Tipo: 'Empresa', Documento: 'B12345674', Apellidos: 'Viajes Duero SL' }),
    );
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({
      name: 'Viajes Duero',
      business_name: 'Viajes Duero SL',
      remarks: 'grupo grande',
    });
    expect(agency.giav.client(8)).toMatchObject({
      nombreAlias: 'Viajes Duero',
      apellidos: 'Viajes Duero SL',
      comentarios: 'grupo grande',
    });
  });

  it('a record that an earlier version linked without a base meets GIAV’s for the first time', async () => {
    const agency = new Agency(ON);
    const id = typedContact(agency, {}, { customFields: { gesintur_id: '7' } });
    agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía' }));
    await agency.links.put('client', {
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: id,
      at: '2025-01-01T00:00:00Z',
    });
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject({
      last_name: 'Ferrer',
      remarks: 'llamar por la tarde',
    });
    expect(agency.giav.client(7)).toMatchObject({
      apellidos: 'Ferrer',
      comentarios: 'llamar por la tarde',
    });
  });
});

describe('a record that we created', () => {
  const created = async (
    settings: object,
    meanwhile?: (agency: Agency) => void,
  ): Promise<Agency> => {
    const agency = new Agency(settings);
    agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía' }));
    let done = false;
    agency.clientify.afterWrite = () => {
      if (!done) meanwhile?.(agency);
      done = true;
    };
    await agency.run('full');
    await agency.drain();
    return agency;
  };
  const typing = { remarks: 'alérgica', birthday: '1990-01-31', last_name: 'Ferrer' };

  it('what a person types between the create and the first look is an edit: it stays, and goes to GIAV', async () => {
    for (const at of ['before the answer is used', 'after'] as const) {
      const agency = await created(
        ON,
        at === 'after' ? undefined : (one) => typeFields(one, typing),
      );
      if (at === 'after') typeFields(agency, typing);
      await agency.settle();
      expect(theContact(agency).fields).toMatchObject(typing);
      expect(agency.giav.client(7)).toMatchObject({
        comentarios: 'alérgica',
        birthday: '1990-01-31',
        apellidos: 'Ferrer',
      });
    }
  });

  it('with the way back off it stays in Clientify', async () => {
    const agency = await created({});
    typeFields(agency, typing);
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject(typing);
    expect(agency.giav.puts).toEqual([]);
  });
});
