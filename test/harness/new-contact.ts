/** What a salesperson types for a client that GIAV does not know. */
export const NEW_CONTACT = {
  first_name: 'Nueva',
  last_name: 'Clienta',
  status: 'client',
  taxpayer_identification_number: '87654321X',
  email: 'nueva.clienta@example.com',
  phone: '622000001',
};
/** Its client in GIAV. */
export const ITS_CLIENT = {
  Tipo: 'Particular',
  Nombre: 'Nueva',
  Apellidos: 'Clienta',
  Email: 'nueva.clienta@example.com',
  Movil: '622000001',
  MailingConsent: 'Pending',
};
