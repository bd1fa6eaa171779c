import { ON } from '../ports/agency';
import { inStep } from '../ports/in-step';
import { theContact, type, typeFields } from '../ports/contact';

/** GIAV writes numbers as it likes, whoever typed them and in whatever field. */
const grouped = (text: string): string =>
  text
    .replace(/[^\d+]/g, '')
    .replace(/^(?:\+|00)34/, '')
    .replace(/(\d{3})(?=\d)/g, '$1 ')
    .trim();

describe('a number that GIAV stores in its own way of writing', () => {
  it.each<[string, string, (text: string) => string]>([
    ['677888991', '677 888 991', grouped],
    ['+34 677888992', '677 888 992', grouped],
    ['0034677888993', '677 888 993', grouped],
    ['677888995', '+34677888995', (text) => `+34${text.replace(/\D/g, '').slice(-9)}`],
  ])(
    'typed %s and stored %s is accepted: one PUT, no halt, and nothing after it',
    async (typed, stored, writes) => {
      const agency = await inStep(ON, { Movil: '600111222', Telefono: '975111222' });
      agency.giav.normalise = (raw) => ({
        ...raw,
        Movil: writes(String(raw['Movil'])),
        Telefono: writes(String(raw['Telefono'])),
      });
      const [, other] = theContact(agency).phones ?? [];
      type(agency, (target) => ({
        ...target,
        phones: [{ ...target.phones?.[0], phone: typed } as never, ...(other ? [other] : [])],
      }));
      await agency.settle();
      expect(agency.giav.client(7)?.movil).toBe(stored);
      expect(agency.giav.puts.length).toBe(1);
      expect([await agency.incidents.halted(), [...agency.failures]]).toEqual([null, []]);
      expect(theContact(agency).phones?.map(({ phone }) => phone)).toEqual([typed, '975111222']);
    },
  );
});

describe('a postal code that GIAV stores with a zero before it', () => {
  const begun = async (country: Record<string, unknown>) => {
    const agency = await inStep(ON, {
      Direccion: 'C/ Mayor 1',
      Poblacion: 'Barcelona',
      CodPostal: '08001',
      ...country,
    });
    agency.giav.normalise = (raw) => ({
      ...raw,
      CodPostal: String(raw['CodPostal']).padStart(5, '0'),
    });
    type(agency, (target) => ({
      ...target,
      addresses: target.addresses?.map((one) => ({ ...one, postal_code: '8002' })),
    }));
    await agency.settle();
    return agency;
  };
  const codes = (agency: Awaited<ReturnType<typeof begun>>) => [
    agency.giav.client(7)?.codPostal,
    theContact(agency).addresses?.map((one) => one.postal_code),
  ];

  it('in Spain it is the same code: Clientify gets it as GIAV writes it', async () => {
    const agency = await begun({});
    expect(codes(agency)).toEqual(['08002', ['08002']]);
    expect([agency.giav.puts.length, await agency.incidents.halted()]).toEqual([1, null]);
    expect([...agency.failures]).toEqual([]);
  });

  it('abroad it is another one: an edit that GIAV did not store is damage, and nothing is said to be lost', async () => {
    const agency = await begun({ Pais: 'CH', DatosExternos: { NombrePais: 'Suiza' } });
    expect(codes(agency)).toEqual(['08002', ['8002']]);
    expect(agency.giav.puts.length).toBe(1);
    expect((await agency.incidents.halted())?.clientId).toBe('7');
    expect([...agency.failures]).toEqual([['client 7', 'UNSAFE_WRITE']]);
    expect(agency.announced).toContain('UnsafeWrite');
  });
});

describe('a birthday that GIAV would show as none', () => {
  it.each(['0001-01-01', '1984-02-30'])(
    '%s is parked: GIAV keeps its own, and Clientify what was typed',
    async (typed) => {
      const agency = await inStep(ON);
      agency.giav.edit(7, { birthday: '1984-05-06' });
      await agency.settle();
      typeFields(agency, { birthday: typed, remarks: 'mío' });
      await agency.settle();
      expect(agency.giav.client(7)).toMatchObject({ birthday: '1984-05-06', comentarios: 'mío' });
      expect(theContact(agency).fields['birthday']).toBe(typed);
      const [, link] = [...agency.links.items][0] ?? [];
      expect(Object.keys(link?.parked ?? {})).toEqual(['birthday']);
      expect(agency.giav.puts.length).toBe(1);
    },
  );
});
