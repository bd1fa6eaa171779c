import type { AddressKey } from '../address';
import { countryOf, inOneLine } from '../address-texts';
import { LONG_TEXT, firstFilled } from '../cleaning';
import { emailsOf, phonesOf } from '../client-lists';
import { trimDocumento } from '../documento';
import { madeUpName } from '../made-up-names';
import {
  CUSTOM_FIELDS,
  type ClientKind,
  type EmailEntry,
  type FieldValue,
  type PhoneEntry,
} from '../target';
import { asBirthday, asFirstName, asLastName, asLegalName, asText, type TextField } from './back';
import type { ClientContext } from './client-context';
import {
  textOf,
  type AddressPart,
  type ClientCustomField,
  type ClientField,
  type ClientList,
  type ClientRow,
} from './row';

type Field = ClientField<ClientContext>;
type CustomField = ClientCustomField<ClientContext>;

/** `Pending` is kept apart in the custom field and never unsubscribes nor subscribes (clientify.md, C9). */
const unsubscribedBy = ({ client, consents }: ClientContext): FieldValue | undefined =>
  client.mailingConsent === 'Pending' || consents?.unsubscribe === 'never'
    ? undefined
    : client.mailingConsent === 'Denied';

const rgpdText = ({ client, consents }: ClientContext): string =>
  client.rgpdSigned ? (consents?.rgpdTexts.signed ?? 'Sí') : (consents?.rgpdTexts.unsigned ?? 'No');

const DOCUMENTO: Field = {
  is: 'field',
  giav: 'Documento',
  name: 'taxpayer_identification_number',
  owner: 'giav',
  read: (c) => trimDocumento(c.client.documento),
};
const REMARKS: Field = {
  is: 'field',
  giav: 'Comentarios',
  name: 'remarks',
  owner: 'two-way',
  longest: LONG_TEXT,
  read: (c) => c.client.comentarios,
  back: asText('comentarios'),
};

export const EMAILS: ClientList<ClientContext, EmailEntry> = {
  is: 'list',
  giav: 'Email',
  name: 'emails',
  owner: 'two-way',
  read: (c) => emailsOf(c.client, c.notes),
  back: 'entry by entry',
};
export const PHONES: ClientList<ClientContext, PhoneEntry> = {
  is: 'list',
  giav: 'Movil, Telefono, Fax',
  name: 'phones',
  owner: 'two-way',
  read: (c) => phonesOf(c.client, c.kind, c.notes),
  back: 'entry by entry',
};

const partAsTyped = (
  giav: string,
  name: AddressKey,
  field: TextField,
): AddressPart<ClientContext> => ({
  is: 'address',
  giav,
  name,
  owner: 'two-way',
  read: (c) => c.client[field],
  back: asText(field),
});
const ADDRESS: readonly AddressPart<ClientContext>[] = [
  {
    is: 'address',
    giav: 'Direccion',
    name: 'street',
    owner: 'two-way',
    read: (c) => inOneLine(c.client.direccion),
    back: asText('direccion'),
  },
  partAsTyped('Poblacion', 'city', 'poblacion'),
  partAsTyped('Provincia', 'state', 'provincia'),
  partAsTyped('CodPostal', 'postal_code', 'codPostal'),
  // GIAV cannot store a changed one (giav.md, P9).
  {
    is: 'address',
    giav: 'Pais',
    name: 'country',
    owner: 'giav',
    read: (c) => countryOf(c.client, c.countryCode),
  },
];

/** Custom fields of contacts and companies. */
const CUSTOM: readonly CustomField[] = [
  {
    is: 'custom',
    giav: 'Id',
    name: CUSTOM_FIELDS.gesinturId,
    owner: 'giav',
    read: (c) => String(c.client.id),
  },
  { is: 'custom', name: 'gesintur_sede_fiscal', owner: 'giav', ...textOf('SedeFiscal') },
  // As GIAV has it: the mapping of types may make one of several.
  {
    is: 'custom',
    giav: 'Tipo',
    name: 'gesintur_tipo',
    owner: 'giav',
    since: 4,
    read: (c) => c.client.tipo,
  },
  {
    is: 'custom',
    giav: 'MailingConsent',
    name: CUSTOM_FIELDS.mailingConsent,
    owner: 'giav',
    read: (c) => c.consents?.emailTexts[c.client.mailingConsent] ?? c.client.mailingConsent,
  },
];

const CONTACT: readonly ClientRow<ClientContext>[] = [
  {
    is: 'field',
    giav: 'Nombre',
    name: 'first_name',
    owner: 'two-way',
    read: (c) => c.names.first,
    back: asFirstName,
  },
  {
    is: 'field',
    giav: 'Apellidos',
    name: 'last_name',
    owner: 'two-way',
    read: (c) => c.names.last,
    back: asLastName,
  },
  DOCUMENTO,
  { is: 'field', giav: 'Tipo', name: 'status', owner: 'giav', read: (c) => c.type.status },
  {
    is: 'field',
    giav: 'Tipo',
    name: 'contact_type',
    owner: 'giav',
    read: (c) => c.type.contactType,
  },
  {
    is: 'field',
    giav: 'RelevantDates, FechaNacimiento',
    name: 'birthday',
    owner: 'two-way',
    read: (c) => c.birthday,
    back: asBirthday,
  },
  REMARKS,
  {
    is: 'field',
    giav: 'RGPDSigned',
    name: 'gdpr_accept',
    owner: 'giav',
    read: (c) => c.client.rgpdSigned,
  },
  {
    is: 'field',
    giav: 'MailingConsent',
    name: 'unsubscribed',
    owner: 'giav',
    read: unsubscribedBy,
  },
  EMAILS,
  PHONES,
  ...ADDRESS,
  ...CUSTOM,
];

/** Companies have no status, type or consent fields in Clientify (clientify.md, C17): custom fields hold them. */
const COMPANY: readonly ClientRow<ClientContext>[] = [
  {
    is: 'field',
    giav: 'NombreAlias',
    name: 'name',
    owner: 'two-way',
    read: (c) => firstFilled(c.client.nombreAlias, c.legalName, madeUpName(c.client.id)),
    back: asText('nombreAlias'),
  },
  {
    is: 'field',
    giav: 'Apellidos, Nombre',
    name: 'business_name',
    owner: 'two-way',
    read: (c) => c.legalName,
    back: asLegalName,
  },
  DOCUMENTO,
  REMARKS,
  EMAILS,
  PHONES,
  ...ADDRESS,
  ...CUSTOM,
  {
    is: 'custom',
    giav: 'RGPDSigned',
    name: CUSTOM_FIELDS.rgpdConsent,
    owner: 'giav',
    read: rgpdText,
  },
  {
    is: 'custom',
    giav: 'Tipo',
    name: CUSTOM_FIELDS.clientStatus,
    owner: 'giav',
    read: (c) => c.type.status,
  },
  {
    is: 'custom',
    giav: 'Tipo',
    name: CUSTOM_FIELDS.clientType,
    owner: 'giav',
    read: (c) => c.type.contactType,
  },
];

/** All fields of a client that the product knows, by the kind of record that it becomes. */
export const CLIENT_FIELDS: Readonly<Record<ClientKind, readonly ClientRow<ClientContext>[]>> = {
  contact: CONTACT,
  company: COMPANY,
};
