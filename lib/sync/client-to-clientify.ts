import type { ClientTypeMapping } from '../config/client-settings';
import type { SyncConfig } from '../config/schema';
import { SHORT_TEXT, cutText, filled, isBlank, trimInvisible } from './cleaning';
import { legalName, type CompanyName } from './company-names';
import { freeTextDate } from './dates';
import type { UnmappedNote } from './decision';
import { trimDocumento } from './documento';
import { addChosen, chosenOn, type ChosenField } from './fields/chosen';
import { CLIENT_FIELDS, EMAILS, PHONES } from './fields/client';
import type { ClientContext } from './fields/client-context';
import { readOfClient } from './fields/sources';
import { freeFields } from './giav-entries';
import { personNames, plainNames } from './names';
import type { GiavClient } from './records';
import {
  MAIN_ADDRESS,
  type Address,
  type ClientKind,
  type Desired,
  type FieldNote,
  type FieldValue,
} from './target';
import { own } from './own';

export interface ClientMappingSettings {
  readonly clientTypes: Readonly<Partial<Record<string, ClientTypeMapping>>>;
  /** Country name or code → lower-case alpha-2, or null when it is not known. */
  readonly countryCode: (text: string) => string | null;
  /** @default - the states of GIAV as they are; Denied unsubscribes */
  readonly consents?: SyncConfig['consents'];
  /** @default 'joined' */
  readonly companyName?: CompanyName;
  /** Values that the setting `customFields` carries over. @default - none */
  readonly chosen?: readonly ChosenField[];
}

/** What the mapping of clients needs of the settings. */
export const clientMapping = (
  { clientTypes, consents, companyName, customFields }: SyncConfig,
  countryCode: ClientMappingSettings['countryCode'],
): ClientMappingSettings => ({
  clientTypes,
  consents,
  companyName,
  countryCode,
  chosen: chosenOn({ customFields }, 'client'),
});

/** `Tipo` = Empresa becomes a company, anything else a contact (mission). */
export const kindOf = (client: GiavClient): ClientKind =>
  client.tipo === 'Empresa' ? 'company' : 'contact';

const DEFAULT_CLIENT_TYPE: ClientTypeMapping = { status: 'client', contactType: 'Cliente actual' };

/** Maps a GIAV client to the Clientify record that it should be, row by row. Pure; never throws for a value. */
export function mapClient(
  client: GiavClient,
  settings: ClientMappingSettings,
): { desired: Desired & { kind: ClientKind }; unmapped: UnmappedNote[] } {
  const context = contextOf(client, settings);
  const { kind, notes } = context;
  // In this order, which is the one of the notes.
  const emails = EMAILS.read(context);
  const { fields, cut } = ownFields(context);
  const cutsBefore = notes.length;
  const address = addressOf(context);
  if (notes.length > cutsBefore) cut.push('street');
  const customFields: Record<string, string> = {};
  for (const row of CLIENT_FIELDS[kind])
    if (row.is === 'custom')
      customFields[row.name] = cutText(row.read(context), row.giav, SHORT_TEXT, notes);
  const unmapped = unmappedType(client, settings);
  const read = (from: string): string | undefined => readOfClient(client, from);
  const notRead: string[] = [];
  addChosen(settings.chosen ?? [], read, { customFields, notes, unmapped, notRead });
  return {
    unmapped,
    desired: {
      kind,
      gesinturId: String(client.id),
      documento: trimDocumento(client.documento),
      fields,
      emails,
      phones: PHONES.read(context),
      address,
      customFields,
      tags: ['gesintur'],
      notes,
      plain: plainNames(client, kind),
      free: freeFields(client),
      cut: cut.length === 0 ? undefined : cut,
      ...(notRead.length > 0 && { notRead }),
    },
  };
}

function contextOf(client: GiavClient, settings: ClientMappingSettings): ClientContext {
  const notes: FieldNote[] = [];
  const kind = kindOf(client);
  return {
    client,
    kind,
    notes,
    consents: settings.consents,
    countryCode: settings.countryCode,
    type: own(settings.clientTypes, client.tipo) ?? DEFAULT_CLIENT_TYPE,
    birthday: kind === 'contact' ? birthdayOf(client, notes) : null,
    names: kind === 'contact' ? personNames(client, notes) : { first: '', last: '' },
    legalName: kind === 'company' ? legalName(client, settings.companyName ?? 'joined') : '',
  };
}

const unmappedType = (
  { tipo }: GiavClient,
  { clientTypes }: ClientMappingSettings,
): UnmappedNote[] =>
  own(clientTypes, tipo) === undefined && Object.keys(clientTypes).length > 0
    ? [`UNMAPPED_CLIENT_TYPE:${tipo}`]
    : [];

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

/** Fields that are neither custom fields, lists nor the address, and the names of those that are not whole. */
function ownFields(context: ClientContext): {
  fields: Record<string, FieldValue>;
  cut: string[];
} {
  const fields: Record<string, FieldValue> = {};
  const cut: string[] = [];
  for (const row of CLIENT_FIELDS[context.kind]) {
    const value = row.is === 'field' ? row.read(context) : undefined;
    if (value === undefined) continue;
    const longest = row.longest ?? SHORT_TEXT;
    const isText = typeof value === 'string';
    fields[row.name] = isText ? cutText(value, row.giav, longest, context.notes) : value;
    if (isText && filled(value).length > longest) cut.push(row.name);
  }
  return { fields, cut };
}

/** Whatever parts are filled; a country alone is no address. */
function addressOf(context: ClientContext): Address | null {
  const part = (name: string): string => {
    const row = CLIENT_FIELDS[context.kind].find(
      (one) => one.is === 'address' && one.name === name,
    );
    return row?.is === 'address'
      ? cutText(row.read(context), row.giav, row.longest ?? SHORT_TEXT, context.notes)
      : '';
  };
  const [street, city, state] = [part('street'), part('city'), part('state')];
  const postalCode = part('postal_code');
  if (street === '' && city === '' && state === '' && postalCode === '') return null;
  const country = part('country');
  return { street, city, state, country, postal_code: postalCode, type: MAIN_ADDRESS };
}
