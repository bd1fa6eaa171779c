import { Agency, ON } from '../ports/agency';
import { NIF, theContact, type, typedContact } from '../ports/contact';
import { rawClient } from '../ports/agency-giav';

const OTHER = '87654321X';

async function inStep(settings: object = ON): Promise<Agency> {
  const agency = new Agency(settings);
  agency.giav.store(
    rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer', Comentarios: 'antes' }),
  );
  await agency.settle();
  return agency;
}

describe('the id map', () => {
  it.each([
    ['emptied', {}],
    ["another client's", { gesintur_id: '8' }],
  ])(
    '"a Clientify record that our id map links to a GIAV client is that client\'s … Field emptied and Documento changed, or the field shows another id: not touched": id field %s, and the Documento of another client',
    async (_, customFields) => {
      const agency = await inStep();
      const { id } = theContact(agency);
      type(agency, (target) => ({
        ...target,
        fields: { ...target.fields, taxpayer_identification_number: OTHER },
        customFields: { ...target.customFields, gesintur_id: '', ...customFields },
      }));
      agency.giav.store(
        rawClient(8, { Documento: OTHER, Nombre: 'Marta', Apellidos: 'Gil', Comentarios: 'otra' }),
      );
      await agency.run('full');
      await agency.drain();
      expect(agency.clientify.get('contact', id)?.fields).toMatchObject({
        first_name: 'Lucía',
        last_name: 'Ferrer',
        remarks: 'antes',
      });
    },
  );

  it('"a Clientify record that our id map links to a GIAV client is that client\'s": what a person typed about one client never goes to another client of GIAV', async () => {
    const agency = await inStep();
    type(agency, (target) => ({
      ...target,
      fields: { ...target.fields, taxpayer_identification_number: OTHER },
      emails: [{ id: 'e9', type: 4, email: 'lucia@example.com' }],
      customFields: { ...target.customFields, gesintur_id: '' },
    }));
    agency.giav.store(rawClient(8, { Documento: OTHER, Nombre: 'Marta', Apellidos: 'Gil' }));
    await agency.run('full');
    await agency.drain();
    expect(agency.giav.client(8)?.email).toBe('');
  });

  it('"The id map is asked first … Its field emptied and the Documento still exactly equal: linked again": also beside another contact with the same Documento, while the way back is off', async () => {
    const agency = await inStep({});
    const { id } = theContact(agency);
    type(agency, (target) => ({
      ...target,
      customFields: { ...target.customFields, gesintur_id: '' },
    }));
    typedContact(agency, { first_name: 'Otra' });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.settle();
    const { fields, customFields } = agency.clientify.get('contact', id) ?? {};
    expect([customFields?.['gesintur_id'], fields?.['unsubscribed']]).toEqual(['7', true]);
  });

  it('"The id map is asked first": the contact that a client of GIAV was made of gets its id, also beside another contact with the same Documento', async () => {
    const agency = new Agency(ON);
    const id = typedContact(agency);
    typedContact(agency, { first_name: 'Otra' });
    await agency.hint('contact', id);
    await agency.drain();
    await agency.settle();
    expect(agency.clientify.get('contact', id)?.customFields?.['gesintur_id']).toBe('5000');
  });

  it('"id without Documento = untouched": a stray id on a contact of somebody else does not become the record of a client whose contact was deleted', async () => {
    const agency = await inStep();
    const lost = theContact(agency).id;
    const stray = typedContact(
      agency,
      { taxpayer_identification_number: OTHER, first_name: 'Marta', last_name: 'Gil' },
      { customFields: { gesintur_id: '7' } },
    );
    agency.clientify.delete('contact', lost);
    await agency.hint('contact', stray);
    await agency.drain();
    // The slip is put right.
    const now = agency.clientify.get('contact', stray);
    if (now) agency.clientify.store({ ...now, customFields: {} });
    await agency.settle();
    const holders = [...agency.clientify.records.values()].filter(
      ({ customFields }) => customFields?.['gesintur_id'] === '7',
    );
    expect(holders.map(({ fields }) => fields['first_name'])).toEqual(['Lucía']);
  });
});
