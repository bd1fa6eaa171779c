import { client, type Fields } from './world';

/** A client with every kind of field that a PUT may lose. */
export const rich = (id: number, fields: Fields = {}): Fields =>
  client(id, {
    '(categories)': [12, 31],
    '(printOptions)': 'kept',
    Telefono: `93${String(id).padStart(7, '0')}`,
    CreditoImporte: '0.10',
    ComisionesComisionDefecto: '5.50',
    CodCc: '0043',
    AlertMsg: ' dos\r\nlíneas ',
    SepaFecha: '2020-01-31T00:00:00',
    idSepaTipo: 'Recurrente',
    idSepaEstado: 'En_uso',
    inscritoROI: true,
    idAgenteComercial: '5',
    CustomerPortal_Enabled: true,
    CustomerPortal_Password: 's3creto',
    Contacts: {
      Contact: [{ Name: 'Ñusta', Phone1: '001', Remarks: ' a & <b> ' }, { Name: 'Otra' }],
    },
    RelevantDates: {
      RelevantDate: [
        { Type: 'Anniversaries', Text: 'boda', Date: '2010-05-01T00:00:00' },
        { Type: 'Birthday', Text: '', Date: '1984-05-06T00:00:00' },
      ],
    },
    RRSSs: { RRSS: [{ Type: 'Other', Text: '@x' }] },
    CustomDataValues: { CustomDataItem: [{ Key: '3', Value: '007' }] },
    CustomDataCustomerSettings: { CustomDataCustomerSetting: [{ Key: '3', Value: 'Required' }] },
    FacturaeDir3OcDesc: 'Oficina',
    ...fields,
  });
