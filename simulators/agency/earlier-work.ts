import type { AgencyData, CrmRecord, GiavRecord } from './data';

const field = (name: string, value: string): CrmRecord => ({ field: name, value });

const idOf = (of: GiavRecord | undefined): string => String(of?.['Id']);

/** A contact of a client of GIAV, by its Documento. */
const contact = (of: GiavRecord | undefined, more: CrmRecord): CrmRecord => ({
  first_name: 'Contacto',
  last_name: 'Existente',
  status: 'cold-lead',
  taxpayer_identification_number: of?.['Documento'] ?? '',
  ...more,
});

/** What earlier work left in Clientify: records to link, and every conflict of the rules. */
export function existing(
  clients: readonly GiavRecord[],
): Pick<AgencyData, 'contacts' | 'companies'> {
  const people = clients.filter((one, at) => one['Tipo'] !== 'Empresa' && at >= 40);
  const firms = clients.filter((one, at) => one['Tipo'] === 'Empresa' && at >= 40);
  return {
    contacts: [
      contact(people[0], {}),
      contact(people[1], {
        custom_fields: [field('gesintur_id', idOf(people[1]))],
        phones: [{ type: 1, phone: '911111111' }],
      }),
      contact(people[2], {
        taxpayer_identification_number: '00000000T',
        custom_fields: [field('gesintur_id', idOf(people[2]))],
      }),
      contact(people[3], {
        taxpayer_identification_number: '',
        custom_fields: [field('gesintur_id', idOf(people[3]))],
      }),
      contact(people[4], { custom_fields: [field('gesintur_id', '77777')] }),
      contact(people[5], {}),
      contact(people[5], {}),
      contact(undefined, { first_name: 'Sin', last_name: 'Relación' }),
      contact(firms[1], { custom_fields: [field('gesintur_id', idOf(firms[1]))] }),
    ],
    companies: [
      {
        name: 'Empresa existente',
        business_name: 'Empresa existente SL',
        taxpayer_identification_number: firms[0]?.['Documento'] ?? '',
      },
    ],
  };
}
