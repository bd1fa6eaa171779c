import { RetryableError } from '../../lib/sync/errors';
import { Agency, ON } from '../ports/agency';
import { theContact, typedContact } from '../ports/contact';

/** An agency whose GIAV makes something else of a new client; the contact was created there and all is quiet. */
async function created(stores: (raw: Record<string, unknown>) => Record<string, unknown>) {
  const agency = new Agency(ON);
  const id = typedContact(agency);
  agency.giav.normalise = stores;
  await agency.hint('contact', id);
  await agency.drain();
  agency.giav.normalise = (raw) => raw;
  await agency.settle();
  return agency;
}

describe('a client that was created in GIAV, which does not hold all that was sent', () => {
  it('"the shorter side never overwrites the longer one": remarks that GIAV cut when it created the client', async () => {
    const agency = await created((raw) => ({
      ...raw,
      Comentarios: String(raw['Comentarios']).slice(0, 6),
    }));
    expect(theContact(agency).fields['remarks']).toBe('llamar por la tarde');
  });

  it('"A field is cleared on a side only if the base says that the other side had a value there and a person emptied it": remarks that GIAV did not store when it created the client', async () => {
    const agency = await created((raw) => ({ ...raw, Comentarios: '' }));
    expect(theContact(agency).fields['remarks']).toBe('llamar por la tarde');
  });

  it('"A field is cleared on a side only if the base says that the other side had a value there and a person emptied it": an e-mail and a phone that GIAV did not store when it created the client', async () => {
    const agency = await created((raw) => ({ ...raw, Email: '', Movil: '' }));
    const { emails, phones } = theContact(agency);
    expect([emails?.map(({ email }) => email), phones?.map(({ phone }) => phone)]).toEqual([
      ['lucia@example.com'],
      ['600111222'],
    ]);
  });

  it('"A field is cleared on a side only if the base says that the other side had a value there and a person emptied it": an address that GIAV did not store when it created the client', async () => {
    const agency = await created((raw) => ({
      ...raw,
      Direccion: '',
      Poblacion: '',
      Provincia: '',
      CodPostal: '',
    }));
    expect(theContact(agency).addresses?.map(({ street }) => street)).toEqual(['C/ Mayor 1']);
  });

  it('"A field is cleared on a side only if the base says that the other side had a value there and a person emptied it": a birthday that GIAV did not store when it created the client', async () => {
    const agency = await created((raw) => ({
      ...raw,
      RelevantDates: undefined,
      FechaNacimiento: '',
    }));
    expect(theContact(agency).fields['birthday']).toBe('1984-05-06');
  });
});

it('"If GIAV stores the Documento otherwise than sent, the client is ours by the returned id: the id is remembered first": also when the id map cannot be read right after the create', async () => {
  const agency = new Agency(ON);
  const id = typedContact(agency, { taxpayer_identification_number: '12345678-Z' });
  agency.giav.normalise = (raw) => ({ ...raw, Documento: '12345678Z' });
  const post = agency.giav.postClient.bind(agency.giav);
  const get = agency.links.get.bind(agency.links);
  agency.giav.postClient = async (client) => {
    const created = await post(client);
    agency.links.get = () => {
      agency.links.get = get;
      return Promise.reject(new RetryableError('the table does not answer'));
    };
    return created;
  };
  await agency.hint('contact', id);
  await agency.drain();
  await agency.settle();
  expect([...agency.clientify.records.values()].map((one) => [one.id, one.customFields])).toEqual([
    [id, expect.objectContaining({ gesintur_id: '5000' })],
  ]);
});
