import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF, theContact, typedContact } from '../ports/contact';

/** The contact of a client was deleted; another one, which somebody typed for themselves, holds the same Documento. */
async function another(settings: object): Promise<Agency> {
  const agency = new Agency(settings);
  agency.giav.store(
    rawClient(7, {
      Documento: NIF,
      Nombre: 'Lucía',
      Apellidos: 'Ferrer',
      Movil: '699888777',
      Email: 'de-giav@example.com',
    }),
  );
  await agency.settle();
  const lost = theContact(agency).id;
  typedContact(agency);
  agency.clientify.delete('contact', lost);
  return agency;
}

describe('a contact that is found by its Documento after the client’s own was deleted', () => {
  it('"found by Documento … list (e-mails, phones): union by comparable value; no entry is removed": GIAV keeps its phone and its e-mail', async () => {
    const agency = await another(ON);
    await agency.hint('contact', theContact(agency).id);
    await agency.drain();
    await agency.settle();
    const { movil, email } = agency.giav.client(7) ?? {};
    expect([movil, email]).toEqual(['699888777', 'de-giav@example.com']);
  });

  it('"found by Documento … list (e-mails, phones): union by comparable value": Clientify gets GIAV’s phone and e-mail, with the way back off', async () => {
    const agency = await another({});
    await agency.settle();
    const { phones, emails } = theContact(agency);
    expect([phones?.map(({ phone }) => phone), emails?.map(({ email }) => email)]).toEqual([
      expect.arrayContaining(['600111222', '699888777']),
      expect.arrayContaining(['lucia@example.com', 'de-giav@example.com']),
    ]);
  });
});
