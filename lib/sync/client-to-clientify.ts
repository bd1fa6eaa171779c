import type { ClientTypeMapping, SyncConfig } from '../config/schema';
import {
  LONG_TEXT,
  SHORT_TEXT,
  cutText,
  filled,
  firstFilled,
  hasNoteBeside,
  isBlank,
  splitEmails,
  splitPhones,
  trimInvisible,
} from './cleaning';
import { legalName, type CompanyName } from './company-names';
import { freeTextDate } from './dates';
import type { UnmappedNote } from './decision';
import { trimDocumento } from './documento';
import { freeFields } from './giav-entries';
import type { FieldRule } from './ownership';
import type { GiavClient } from './records';
import {
  CUSTOM_FIELDS,
  MAIN_ADDRESS,
  type Address,
  type ClientKind,
  type Desired,
  type EmailEntry,
  type FieldNote,
  type FieldValue,
  type PhoneEntry,
} from './target';

export interface ClientMappingSettings {
  readonly clientTypes: Readonly<Partial<Record<string, ClientTypeMapping>>>;
  /** Country name or code → lower-case alpha-2, or null when it is not known. */
  readonly countryCode: (text: string) => string | null;
  /** @default - the states of GIAV as they are; Denied unsubscribes */
  readonly consents?: SyncConfig['consents'];
  /** @default 'joined' */
  readonly companyName?: CompanyName;
}

/** What the mapping of clients needs of the settings. */
export const clientMapping = (
  { clientTypes, consents, companyName }: SyncConfig,
  countryCode: ClientMappingSettings['countryCode'],
): ClientMappingSettings => ({ clientTypes, consents, companyName, countryCode });

/** `Tipo` = Empresa becomes a company, anything else a contact (mission). */
export const kindOf = (client: GiavClient): ClientKind =>
  client.tipo === 'Empresa' ? 'company' : 'contact';

const DEFAULT_CLIENT_TYPE: ClientTypeMapping = { status: 'client', contactType: 'Cliente actual' };

interface Context {
  readonly client: GiavClient;
  readonly type: ClientTypeMapping;
  readonly birthday: string | null;
  readonly consents: ClientMappingSettings['consents'];
  readonly names: { first: string; last: string };
  readonly legalName: string;
}

/** `Pending` is kept apart in the custom field and never unsubscribes nor subscribes (clientify.md, C9). */
const unsubscribedBy = ({ client, consents }: Context): FieldValue | undefined =>
  client.mailingConsent === 'Pending' || consents?.unsubscribe === 'never'
    ? undefined
    : client.mailingConsent === 'Denied';

const rgpdText = ({ client, consents }: Context): string =>
  client.rgpdSigned ? (consents?.rgpdTexts.signed ?? 'Sí') : (consents?.rgpdTexts.unsigned ?? 'No');

type ClientRule = FieldRule<Context, FieldValue | undefined>;

const CONTACT_FIELDS: readonly ClientRule[] = [
  { source: 'Nombre', target: 'first_name', read: (c) => c.names.first },
  { source: 'Apellidos', target: 'last_name', read: (c) => c.names.last },
  {
    source: 'Documento',
    target: 'taxpayer_identification_number',
    read: (c) => trimDocumento(c.client.documento),
  },
  { source: 'Tipo', target: 'status', read: (c) => c.type.status },
  { source: 'Tipo', target: 'contact_type', read: (c) => c.type.contactType },
  { source: 'RelevantDates, FechaNacimiento', target: 'birthday', read: (c) => c.birthday },
  { source: 'Comentarios', target: 'remarks', read: (c) => c.client.comentarios },
  { source: 'RGPDSigned', target: 'gdpr_accept', read: (c) => c.client.rgpdSigned },
  { source: 'MailingConsent', target: 'unsubscribed', read: unsubscribedBy },
];

const COMPANY_FIELDS: readonly ClientRule[] = [
  {
    source: 'NombreAlias',
    target: 'name',
    read: (c) => firstFilled(c.client.nombreAlias, c.legalName, `Cliente ${c.client.id}`),
  },
  { source: 'Apellidos, Nombre', target: 'business_name', read: (c) => c.legalName },
  {
    source: 'Documento',
    target: 'taxpayer_identification_number',
    read: (c) => trimDocumento(c.client.documento),
  },
  { source: 'Comentarios', target: 'remarks', read: (c) => c.client.comentarios },
];

type CustomRule = FieldRule<Context, string>;

const CONTACT_CUSTOM_FIELDS: readonly CustomRule[] = [
  { source: 'Id', target: CUSTOM_FIELDS.gesinturId, read: (c) => String(c.client.id) },
  {
    source: 'SedeFiscal',
    target: CUSTOM_FIELDS.sedeFiscal,
    read: (c) => filled(c.client.sedeFiscal),
  },
  {
    source: 'MailingConsent',
    target: CUSTOM_FIELDS.mailingConsent,
    read: (c) => c.consents?.emailTexts[c.client.mailingConsent] ?? c.client.mailingConsent,
  },
];

/** Companies have no status, type or consent fields in Clientify (clientify.md, C17). */
const COMPANY_CUSTOM_FIELDS: readonly CustomRule[] = [
  ...CONTACT_CUSTOM_FIELDS,
  { source: 'RGPDSigned', target: CUSTOM_FIELDS.rgpdConsent, read: rgpdText },
  { source: 'Tipo', target: CUSTOM_FIELDS.clientStatus, read: (c) => c.type.status },
  { source: 'Tipo', target: CUSTOM_FIELDS.clientType, read: (c) => c.type.contactType },
];

export const CLIENT_MAPPING = {
  contact: { fields: CONTACT_FIELDS, customFields: CONTACT_CUSTOM_FIELDS },
  company: { fields: COMPANY_FIELDS, customFields: COMPANY_CUSTOM_FIELDS },
} as const;

/** Clientify wants a first name; GIAV may have the whole name in one of its two fields. */
export function personNames(
  client: GiavClient,
  notes: FieldNote[],
): { first: string; last: string } {
  const nombre = filled(client.nombre);
  const apellidos = filled(client.apellidos);
  if (apellidos === '') {
    const [last = '', ...rest] = nombre.split(',');
    const first = rest.join(',').trim();
    if (first !== '' && last !== '') return { first, last: last.trim() };
  }
  if (nombre !== '') return { first: nombre, last: apellidos };
  const first = firstFilled(apellidos, client.nombreAlias, `Cliente ${client.id}`);
  notes.push({
    field: 'Nombre',
    note: 'empty in GIAV; Clientify requires a first name, another name was used',
  });
  return { first, last: '' };
}

const PHONE = { main: 1, mobile: 2, work: 3, home: 4, fax: 5 } as const;
const EMAIL = { other: 3, main: 4 } as const;

/** Longest phone that is sent; longer ones are notes. */
const LONGEST_PHONE = 50;

function phonesOf(client: GiavClient, kind: ClientKind, notes: FieldNote[]): PhoneEntry[] {
  const sources: { field: string; text: string; type: number }[] = [
    { field: 'Movil', text: client.movil, type: PHONE.mobile },
    {
      field: 'Telefono',
      text: client.telefono,
      type: kind === 'company' ? PHONE.work : PHONE.home,
    },
    { field: 'Fax', text: client.fax, type: PHONE.fax },
  ];
  const entries = new Map<string, PhoneEntry>();
  for (const { field, text, type } of sources) {
    if (isBlank(text)) continue;
    const numbers = splitPhones(text).filter((number) => number.text.length <= LONGEST_PHONE);
    if (numbers.length === 0) notes.push({ field, note: 'not a phone number; dropped' });
    else if (hasNoteBeside(text, numbers))
      notes.push({ field, note: 'what stands beside the number stays in GIAV' });
    for (const number of numbers) {
      // The first one is the main number: the singular form of the API makes it so too (clientify.md, C12).
      const main = entries.size === 0 && type !== PHONE.fax;
      if (!entries.has(number.key))
        entries.set(number.key, { phone: number.text, type: main ? PHONE.main : type });
    }
  }
  return [...entries.values()];
}

const LINE_ENDS = /[\n\r\u{85}\u{2028}\u{2029}]/u;

/** Clientify has one line for the street: line ends become commas, but for those that stand there already. */
function inOneLine(street: string): string {
  const lines = street
    .split(LINE_ENDS)
    .map(filled)
    .filter((line) => line !== '');
  return lines
    .map((line, at) =>
      line.endsWith(',') && at < lines.length - 1 ? line.slice(0, -1).trimEnd() : line,
    )
    .join(', ');
}

/** GIAV names the country and perhaps has a code for it; a name that nobody knows is sent as it is. */
function countryOf(
  { nombrePais, pais }: GiavClient,
  { countryCode }: ClientMappingSettings,
): string {
  const texts = [filled(nombrePais), filled(pais)].filter((text) => text !== '');
  return texts.map(countryCode).find((code) => code !== null) ?? texts[0] ?? '';
}

/** Whatever parts are filled; a country alone is no address. */
function addressOf(
  client: GiavClient,
  settings: ClientMappingSettings,
  notes: FieldNote[],
): Address | null {
  const street = cutText(inOneLine(client.direccion), 'Direccion', SHORT_TEXT, notes);
  const city = cutText(client.poblacion, 'Poblacion', SHORT_TEXT, notes);
  const state = cutText(client.provincia, 'Provincia', SHORT_TEXT, notes);
  const postalCode = cutText(client.codPostal, 'CodPostal', SHORT_TEXT, notes);
  if (street === '' && city === '' && state === '' && postalCode === '') return null;
  const country = cutText(countryOf(client, settings), 'Pais', SHORT_TEXT, notes);
  return { street, city, state, country, postal_code: postalCode, type: MAIN_ADDRESS };
}

function birthdayOf(client: GiavClient, notes: FieldNote[]): string | null {
  if (client.birthday !== null) return client.birthday;
  const date = freeTextDate(trimInvisible(client.fechaNacimiento));
  if (date === null && !isBlank(client.fechaNacimiento))
    notes.push({
      field: 'FechaNacimiento',
      note: 'not a whole date that can be read in one way only; dropped',
    });
  return date;
}

/** Longest texts by target field. */
const LIMITS: Readonly<Record<string, number>> = { remarks: LONG_TEXT };

/** Maps a GIAV client to the Clientify record that it should be. Pure; never throws for a value. */
export function mapClient(
  client: GiavClient,
  settings: ClientMappingSettings,
): { desired: Desired & { kind: ClientKind }; unmapped: UnmappedNote[] } {
  const notes: FieldNote[] = [];
  const unmapped: UnmappedNote[] = [];
  const kind = kindOf(client);
  const configured = settings.clientTypes[client.tipo];
  if (!configured && Object.keys(settings.clientTypes).length > 0)
    unmapped.push(`UNMAPPED_CLIENT_TYPE:${client.tipo}`);
  const context: Context = {
    client,
    consents: settings.consents,
    type: configured ?? DEFAULT_CLIENT_TYPE,
    birthday: kind === 'contact' ? birthdayOf(client, notes) : null,
    names: kind === 'contact' ? personNames(client, notes) : { first: '', last: '' },
    legalName: kind === 'company' ? legalName(client, settings.companyName ?? 'joined') : '',
  };
  const { emails, notes: emailNotes } = splitEmails(client.email);
  notes.push(...emailNotes);
  const fields: Record<string, FieldValue> = {};
  const cut: string[] = [];
  for (const rule of CLIENT_MAPPING[kind].fields) {
    const value = rule.read(context);
    if (value === undefined) continue;
    fields[rule.target] =
      typeof value === 'string'
        ? cutText(value, rule.source, LIMITS[rule.target] ?? SHORT_TEXT, notes)
        : value;
    if (typeof value === 'string' && filled(value).length > (LIMITS[rule.target] ?? SHORT_TEXT))
      cut.push(rule.target);
  }
  const cutsBefore = notes.length;
  const address = addressOf(client, settings, notes);
  if (notes.length > cutsBefore) cut.push('street');
  const customFields: Record<string, string> = {};
  for (const rule of CLIENT_MAPPING[kind].customFields)
    customFields[rule.target] = cutText(rule.read(context), rule.source, SHORT_TEXT, notes);
  return {
    unmapped,
    desired: {
      kind,
      gesinturId: String(client.id),
      documento: trimDocumento(client.documento),
      fields,
      emails: emails.map((email, at): EmailEntry => ({
        email,
        type: at === 0 ? EMAIL.main : EMAIL.other,
      })),
      phones: phonesOf(client, kind, notes),
      address,
      customFields,
      tags: ['gesintur'],
      notes,
      plain: plainNames(client, kind),
      free: freeFields(client),
      cut: cut.length === 0 ? undefined : cut,
    },
  };
}

/** GIAV's own names, where another name stands in for a required one that is empty. */
function plainNames(client: GiavClient, kind: ClientKind): Desired['plain'] {
  if (kind === 'company') return isBlank(client.nombreAlias) ? { name: '' } : undefined;
  return isBlank(client.nombre)
    ? { first_name: '', last_name: filled(client.apellidos) }
    : undefined;
}
