import type { ClientTypeMapping } from '../config/client-settings';
import { foldText } from './cleaning';
import type { CLIENT_KINDS } from './records';
import { CUSTOM_FIELDS, customFieldText, type ClientKind, type Target } from './target';

/** `Tipo` of a GIAV client. */
export type Tipo = (typeof CLIENT_KINDS)[number];
type ClientTypes = Readonly<Partial<Record<string, ClientTypeMapping>>>;

const TIPOS: Readonly<Record<ClientKind, readonly Tipo[]>> = {
  contact: ['Particular', 'ProfesionalAutónomo', 'NoDefinido'],
  company: ['Empresa'],
};
/** What a person, and a company, is where the setting says nothing. */
const USUAL: Readonly<Record<ClientKind, Tipo>> = { contact: 'Particular', company: 'Empresa' };
const DEFAULT: ClientTypeMapping = { status: 'client', contactType: 'Cliente actual' };

export interface ShownType {
  /** Empty where the record shows none, as companies that people made. */
  readonly status: string;
  readonly contactType: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Status and contact type as a record of Clientify shows them; companies keep them in custom fields. */
export const shownType = ({
  kind,
  fields,
  customFields,
}: Pick<Target, 'kind' | 'fields' | 'customFields'>): ShownType =>
  kind === 'company'
    ? {
        status: customFieldText(customFields?.[CUSTOM_FIELDS.clientStatus]),
        contactType: customFieldText(customFields?.[CUSTOM_FIELDS.clientType]),
      }
    : { status: textOf(fields['status']), contactType: textOf(fields['contact_type']) };

/** A value that is not there is nobody's word: the mapping fills it without taking anything away. */
const fits = (shown: string, mapped: string): boolean =>
  shown === '' || foldText(shown) === foldText(mapped);

/**
 * The Tipos of that kind whose mapping leaves the record's status and contact type as they are: the inverted setting
 * `clientTypes`. Where no entry fits, the usual Tipo of the kind, if it has no entry and the default fits.
 */
export function tiposFor(
  kind: ClientKind,
  shown: ShownType,
  clientTypes: ClientTypes,
): readonly Tipo[] {
  const maps = ({ status, contactType }: ClientTypeMapping): boolean =>
    fits(shown.status, status) && fits(shown.contactType, contactType);
  const fitting = TIPOS[kind].filter((tipo) => {
    const mapping = clientTypes[tipo];
    return mapping !== undefined && maps(mapping);
  });
  if (fitting.length > 0) return fitting;
  const usual = USUAL[kind];
  return clientTypes[usual] === undefined && maps(DEFAULT) ? [usual] : [];
}

/** Statuses that the mapping gives to clients: a contact with one of them is taken for a client (setting writeBack.create). */
export function clientStatuses(clientTypes: ClientTypes): readonly string[] {
  const mapped = Object.values(clientTypes).flatMap((type) =>
    type === undefined ? [] : [type.status],
  );
  return mapped.length === 0 ? [DEFAULT.status] : mapped;
}
