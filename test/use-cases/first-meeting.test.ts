import { MAIN_ADDRESS, type Target } from '../../lib/sync/target';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/giav';

const NIF = '12345678Z';

const contact = (agency: Agency, more: Partial<Target> = {}, fields: Record<string, unknown> = {}): string => {
  const id = agency.clientify.id();
  agency.clientify.store({
    kind: 'contact',
    id,
    modified: null,
    fields: {
      first_name: 'Lucía',
      last_name: 'Ferrer',
      taxpayer_identification_number: NIF,
      status: 'client',
      contact_type: 'Cliente actual',
      birthday: '1984-05-06',
      remarks: 'llamar por la tarde',
      gdpr_accept: false,
      unsubscribed: false,
      ...fields,
    },
    emails: [{ id: 'e1', type: 4, email: 'lucia@example.com' }],
    phones: [{ id: 'p1', type: 1, phone: '600111222' }],
    addresses: [{ id: 'a1', type: MAIN_ADDRESS, street: 'C/ Mayor 1', city: 'Soria', state: 'Soria', country: 'es', postal_code: '42001' }],
    customFields: {},
    tags: [],
    ...more,
  });
  return id;
};

describe('first meeting', () => {
  for (const settings of [{}, ON])
    it(`what only Clientify holds stands (way back ${settings === ON ? 'on' : 'off'})`, async () => {
      const agency = new Agency(settings);
      const id = contact(agency);
      agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', Poblacion: 'Soria' }));
      await agency.run('full');
      await agency.drain();
      await agency.settle();
      expect(agency.clientify.get('contact', id)).toMatchObject({
        fields: { last_name: 'Ferrer', birthday: '1984-05-06', remarks: 'llamar por la tarde' },
        addresses: [{ street: 'C/ Mayor 1', city: 'Soria', state: 'Soria', postal_code: '42001' }],
        emails: [{ email: 'lucia@example.com' }],
        phones: [{ phone: '600111222' }],
      });
      expect(agency.giav.client(7)).toMatchObject(
        settings === ON
          ? { apellidos: 'Ferrer', birthday: '1984-05-06', comentarios: 'llamar por la tarde', direccion: 'C/ Mayor 1', codPostal: '42001', movil: '600111222' }
          : { apellidos: '', birthday: null, comentarios: '', direccion: '', codPostal: '', movil: '' },
      );
    });
});
