import { type Agency, ON } from '../ports/agency';
import { TYPED_ADDRESS, theContact, type } from '../ports/contact';
import { inStep } from '../ports/in-step';

/** What GIAV has of the address: neither a province nor a country. */
const GIAVS = { Direccion: 'Calle 9', Poblacion: 'Reus', CodPostal: '43201' };
const THEIRS = { ...TYPED_ADDRESS, id: 'typed' };

/** Ours was deleted in Clientify, and somebody typed another one. */
async function exchanged(settings: object): Promise<Agency> {
  const agency = await inStep(settings, GIAVS);
  type(agency, (target) => ({ ...target, addresses: [THEIRS] }));
  await agency.settle();
  return agency;
}
const shown = (agency: Agency): unknown =>
  theContact(agency).addresses?.map(({ street, city, state, country, postal_code }) =>
    [street, city, state, country, postal_code].join('|'),
  );

describe('another address in the place of ours: "one value as a whole, never mixed from two"', () => {
  it.each<[string, object]>([
    ['off', {}],
    ['on', ON],
  ])(
    'GIAV wins, with the way back %s: no part of the other one stays, and it is kept',
    async (_, settings) => {
      const agency = await exchanged(settings);
      expect(shown(agency)).toEqual(['Calle 9|Reus|||43201']);
      expect(agency.decisions.flatMap(({ replaced = [] }) => replaced)).toContainEqual(
        expect.objectContaining({
          field: 'address',
          from: 'C/ Mayor 1 | Soria | Soria | es | 42001',
        }),
      );
    },
  );

  it('Clientify wins: GIAV has all of it', async () => {
    const agency = await exchanged({ writeBack: { ...ON.writeBack, winner: 'clientify' } });
    const { direccion, poblacion, provincia, codPostal } = agency.giav.client(7) ?? {};
    expect([direccion, poblacion, provincia, codPostal]).toEqual([
      'C/ Mayor 1',
      'Soria',
      'Soria',
      '42001',
    ]);
    expect(shown(agency)).toEqual(['C/ Mayor 1|Soria|Soria|es|42001']);
  });

  it('the address that both were in step with keeps what GIAV never had', async () => {
    const agency = await inStep({}, GIAVS);
    type(agency, (target) => ({
      ...target,
      addresses: target.addresses?.map((one) => ({ ...one, state: 'Tarragona' })),
    }));
    agency.giav.edit(7, { direccion: 'Calle 10' });
    await agency.settle();
    expect(shown(agency)).toEqual(['Calle 10|Reus|Tarragona||43201']);
  });
});
