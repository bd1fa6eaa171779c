import type { RecordMessage } from '../../lib/ports/messages';
import { RetryableError } from '../../lib/sync/errors';
import { refOf, type Target } from '../../lib/sync/target';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF, theContact, typedContact } from '../ports/contact';
import { MemoryLinks } from '../ports/links';
import { inStep } from '../ports/in-step';

/** The contact of a client was deleted; another one, which somebody typed for themselves, holds the same Documento. */
async function another(settings: object): Promise<Agency> {
  const agency = await inStep(settings, { Movil: '699888777', Email: 'de-giav@example.com' });
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

/** GIAV's record is full; the other contact of the same person holds a first name of its own, and nothing else. */
async function poorTwin(settings: object): Promise<Agency> {
  const agency = await inStep(settings, {
    Direccion: 'Calle 1',
    Poblacion: 'Soria',
    CodPostal: '42001',
  });
  const lost = theContact(agency).id;
  typedContact(
    agency,
    { first_name: 'Luci', last_name: '', remarks: '', birthday: null },
    { addresses: [], emails: [], phones: [] },
  );
  agency.clientify.delete('contact', lost);
  return agency;
}
const inGiav = (agency: Agency): unknown => {
  const { nombre, apellidos, comentarios, direccion, codPostal, poblacion } =
    agency.giav.client(7) ?? {};
  return { nombre, apellidos, comentarios, direccion, codPostal, poblacion };
};

const WAYS: readonly [string, object][] = [
  ['off', {}],
  ['on', ON],
  ['on, with clears', { writeBack: { ...ON.writeBack, clears: 'always' } }],
];
const FIRST: readonly [string, (agency: Agency) => Promise<unknown>][] = [
  ['a run finds it first', () => Promise.resolve()],
  ['its own change is told first', (agency) => agency.hint('contact', theContact(agency).id)],
  ['the deletion is told first', (agency) => agency.hint('contact', '1')],
];

describe.each(WAYS)(
  'a poorer contact with the Documento of one that was deleted, with the way back %s',
  (_, settings) => {
    it.each(FIRST)(
      '"nothing that we did not write is ours to clear": GIAV keeps all, fills what is empty, and what it replaces is kept (%s)',
      async (_name, first) => {
        const agency = await poorTwin(settings);
        const before = inGiav(agency);
        await first(agency);
        await agency.drain();
        await agency.settle();
        expect(inGiav(agency)).toEqual(before);
        expect(theContact(agency)).toMatchObject({
          fields: { first_name: 'Lucía', last_name: 'Ferrer', remarks: 'antes' },
          addresses: [{ street: 'Calle 1', city: 'Soria', postal_code: '42001' }],
        });
        expect(agency.decisions.flatMap(({ replaced = [] }) => replaced)).toContainEqual(
          expect.objectContaining({ field: 'first_name', side: 'clientify', from: 'Luci' }),
        );
      },
    );
  },
);

it('a first meeting that is cut off after its first write is still one: the id that we gave it is no sign of a merge', async () => {
  const agency = await poorTwin({ writeBack: { ...ON.writeBack, clears: 'always' } });
  const before = inGiav(agency);
  const apply = agency.clientify.apply.bind(agency.clientify);
  agency.clientify.apply = (target) => {
    agency.clientify.apply = apply;
    const { id } = target;
    agency.clientify.store({ ...target, customFields: { gesintur_id: '7' } });
    return Promise.reject(new RetryableError(`the process that wrote to ${id} died`));
  };
  await agency.run('full');
  await agency.drain();
  await agency.settle();
  expect(inGiav(agency)).toEqual(before);
});

/** The message that a run wrote while the client's record was still there. */
async function messageOf(agency: Agency): Promise<RecordMessage> {
  const [message] = await agency.messages('full');
  if (message === undefined) throw new Error('the run had nothing to do');
  return message;
}

/** A person merges the client's contact into another one; what survives keeps all but the fields of ours. */
function merge(agency: Agency, ...survivors: Partial<Target>[]): string[] {
  const lost = theContact(agency);
  agency.clientify.delete('contact', lost.id);
  return survivors.map((more) => {
    const id = agency.clientify.id();
    agency.clientify.store({ ...lost, id, customFields: {}, ...more });
    return id;
  });
}

function agencyWithClient(): Agency {
  const agency = new Agency();
  agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer' }));
  return agency;
}

const idsOf = (agency: Agency): string[] =>
  [...agency.clientify.records.values()].map(({ id }) => id);

describe('a contact that was merged into another one after the run had read the lists', () => {
  it('where the lists are older than the merge: the survivor is linked, no second one is made, and an admin reads that they were merged', async () => {
    const agency = agencyWithClient();
    await agency.settle();
    const message = await messageOf(agency);
    const [survivor] = merge(agency, {});
    const { outcome, notices } = await agency.upsert(message);
    expect([idsOf(agency), outcome, notices]).toEqual([
      [survivor],
      'linked',
      ['MERGED_IN_CLIENTIFY'],
    ]);
    expect(agency.links.items.get('client 7')?.clientifyId).toBe(survivor);
  });

  it('no second one is made where the link knew nothing of the contact yet, since its note had failed', async () => {
    const agency = agencyWithClient();
    typedContact(agency);
    const message = await messageOf(agency);
    const [survivor] = merge(agency, {});
    await agency.upsert(message);
    expect(idsOf(agency)).toEqual([survivor]);
    expect(theContact(agency).customFields).toMatchObject({ gesintur_id: '7' });
  });

  it('no second one is made where it is one that we had just made, and nobody noted the end of that create', async () => {
    const agency = agencyWithClient();
    const message = await messageOf(agency);
    agency.links.replace = () => {
      merge(agency, {});
      agency.links.replace = MemoryLinks.prototype.replace.bind(agency.links);
      return Promise.reject(new RetryableError('the note failed'));
    };
    await agency.upsert(message);
    expect(theContact(agency).customFields).toMatchObject({ gesintur_id: '7' });
  });

  it('"several records match: nothing": two survivors with the Documento are not touched, and told', async () => {
    const agency = agencyWithClient();
    await agency.settle();
    const message = await messageOf(agency);
    const survivors = merge(agency, {}, {});
    const writes = agency.clientify.writes;
    const { outcome, reason } = await agency.upsert(message);
    expect([outcome, reason, idsOf(agency), agency.clientify.writes]).toEqual([
      'skipped',
      'AMBIGUOUS_DOCUMENT',
      survivors,
      writes,
    ]);
  });

  it('"the record carries another gesintur_id: nothing": a survivor of another client is not touched, and told', async () => {
    const agency = agencyWithClient();
    await agency.settle();
    const message = await messageOf(agency);
    const survivors = merge(agency, { customFields: { gesintur_id: '8' } });
    const { outcome, reason } = await agency.upsert(message);
    expect([outcome, reason, idsOf(agency)]).toEqual(['skipped', 'DOCUMENT_TAKEN', survivors]);
  });

  it('a survivor with another Documento is nobody the rule knows: the client gets a contact of its own', async () => {
    const agency = agencyWithClient();
    await agency.settle();
    const message = await messageOf(agency);
    const [other] = merge(agency, { fields: { taxpayer_identification_number: '00000000T' } });
    const { outcome } = await agency.upsert(message);
    expect(outcome).toBe('created');
    expect(idsOf(agency)).toEqual([other, expect.any(String)]);
  });

  it('a search that still shows the lost contact beside the survivor finds one, not several', async () => {
    const agency = agencyWithClient();
    await agency.settle();
    const message = await messageOf(agency);
    const lost = refOf(theContact(agency));
    const [survivor] = merge(agency, {});
    const find = agency.clientify.findByDocumento.bind(agency.clientify);
    agency.clientify.findByDocumento = async (...args) => [lost, ...(await find(...args))];
    await agency.upsert(message);
    expect(idsOf(agency)).toEqual([survivor]);
  });
});
