import { isWithin } from '../../lib/sync/address';
import { MAIN_ADDRESS, type Address } from '../../lib/sync/target';
import { Agency } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF, theContact, typedContact } from '../ports/contact';

const of = (parts: Partial<Address>): Address => ({
  street: 'Gran Vía 1',
  city: '',
  state: '',
  country: '',
  postal_code: '',
  type: MAIN_ADDRESS,
  ...parts,
});
const FULLER = { city: 'Bilbao', postal_code: '48001' };

describe('at a first meeting the fuller address stands, in whatever form its country is shown', () => {
  it.each(['', 'Spain', 'España', 'ES', 'es'])('Clientify shows "%s"', async (country) => {
    expect(isWithin(of({ country: 'es' }), of({ ...FULLER, country }))).toBe(true);
    const agency = new Agency();
    agency.giav.store(
      rawClient(7, {
        Documento: NIF,
        Nombre: 'Lucía',
        Direccion: 'Gran Vía 1',
        Pais: 'España',
      }),
    );
    typedContact(agency, {}, { addresses: [{ id: 'a1', ...of({ ...FULLER, country }) }] });
    await agency.run();
    expect(theContact(agency).addresses).toMatchObject([{ street: 'Gran Vía 1', ...FULLER }]);
  });

  it('an address that lacks nothing but the country gets it', async () => {
    const agency = new Agency();
    const giav = { Direccion: 'Gran Vía 1', Pais: 'España' };
    agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', ...giav }));
    typedContact(agency, {}, { addresses: [{ id: 'a1', ...of({}) }] });
    await agency.run();
    expect(theContact(agency).addresses?.[0]?.country).not.toBe('');
  });

  it('another country is another address, and so is an unknown one', () => {
    for (const country of ['fr', 'Francia', 'Atlantis'])
      expect(isWithin(of({ country: 'es' }), of({ ...FULLER, country }))).toBe(false);
  });
});
