import { MAIN_ADDRESS, type Target } from '../../lib/sync/target';
import type { Agency } from './agency';

export const NIF = '12345678Z';

/** Of that contact. */
export const TYPED_ADDRESS = {
  id: 'a1',
  type: MAIN_ADDRESS,
  street: 'C/ Mayor 1',
  city: 'Soria',
  state: 'Soria',
  country: 'es',
  postal_code: '42001',
};

/** A contact that an agent typed in Clientify, every field filled. */
export function typedContact(
  agency: Agency,
  fields: Record<string, unknown> = {},
  more: Partial<Target> = {},
): string {
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
    addresses: [{ ...TYPED_ADDRESS }],
    customFields: {},
    tags: [],
    ...more,
  });
  return id;
}

/** The only record of Clientify. */
export const theContact = (agency: Agency): Target => {
  const [only, ...others] = [...agency.clientify.records.values()];
  if (only === undefined || others.length > 0)
    throw new Error(`${others.length + 1} records instead of one`);
  return only;
};

/** What an agent types over there. */
export function type(agency: Agency, change: (target: Target) => Target): void {
  agency.clientify.store(change(theContact(agency)));
}
export const typeFields = (agency: Agency, fields: Record<string, unknown>): void =>
  type(agency, (target) => ({ ...target, fields: { ...target.fields, ...fields } }));
