import type { SyncConfig } from '../config/schema';
import { readable } from './blank';
import { clientMapping, type ClientMappingSettings } from './client-to-clientify';
import { clientStatuses, shownType, tiposFor, type Tipo } from './client-type';
import type { ClientEdits } from './clientify-to-giav';
import { isMadeUp } from './made-up-names';
import type { Reason } from './reasons';
import { plainDocumento } from './documento';
import { editsOfNew } from './edits-of-new';
import type { GiavClient } from './records';
import { isPassportLike, isSpanishId } from './spanish-id';
import type { ClientKind, FieldNote, Target } from './target';

/** A client that GIAV does not have yet, as far as Clientify knows it. */
export interface GiavDraft {
  readonly tipo: Tipo;
  readonly documento: string;
  readonly edits: ClientEdits;
  /** As GIAV would hold it; its id is 0. */
  readonly client: GiavClient;
  /** What could not be carried over. */
  readonly notes: readonly FieldNote[];
}

/** Why no client is made of a record. Names of fields, never values. */
export interface NotCreated {
  readonly refused: Reason;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Whether the setting writeBack.create wants clients made of such records at all. */
export function isWanted(
  kind: ClientKind,
  target: Target,
  { writeBack, clientTypes }: SyncConfig,
): boolean {
  if (writeBack.create !== 'clients') return writeBack.create === 'always';
  return kind === 'contact' && clientStatuses(clientTypes).includes(shownType(target).status);
}

/** White space, and what only looks like it (rules of data, section 4). */
const isBlank = (value: unknown): boolean =>
  typeof value !== 'string' || plainDocumento(value) === '';
const isName = (value: unknown): boolean => !isBlank(value) && !isMadeUp(value);

function missingFields(kind: ClientKind, { fields }: Target): string[] {
  if (kind === 'contact')
    return ['first_name', 'last_name'].filter((field) => !isName(fields[field]));
  return ['name', 'business_name'].some((field) => isName(fields[field])) ? [] : ['name'];
}

/**
 * Whether a Documento holds what nobody sees. Checking the number passes over it, but it would be sent: GIAV would hold a
 * Documento that equals no other one. Sent without it, the two sides would not be exactly equal.
 */
const hidesSomething = (documento: string): boolean =>
  /[^\S ]/.test(documento) || readable(documento).text !== documento;

const mayHave = (documento: string, setting: SyncConfig['writeBack']['createDocumento']): boolean =>
  isSpanishId(documento) || (setting === 'any' && isPassportLike(documento));

/**
 * What GIAV needs for a new client, made of a record of Clientify (rules of data, section 4): a Documento that may be somebody's,
 * names that a person typed, and the one Tipo that leaves the record's status and contact type as they are.
 */
export function draftClient(
  kind: ClientKind,
  target: Target,
  documento: string,
  config: SyncConfig,
  countryCode: ClientMappingSettings['countryCode'],
): GiavDraft | NotCreated {
  const no = (refused: Reason, message: string, fields: readonly string[]): NotCreated => ({
    refused,
    message,
    fields,
  });
  if (!mayHave(documento, config.writeBack.createDocumento))
    return no('INVALID_DOCUMENTO', 'The Documento is none of which a client is made', [
      'taxpayer_identification_number',
    ]);
  if (hidesSomething(documento))
    return no(
      'INVALID_DOCUMENTO',
      'The Documento holds a character that nobody sees, or a blank that is none; type it again in Clientify',
      ['taxpayer_identification_number'],
    );
  const missing = missingFields(kind, target);
  if (missing.length > 0)
    return no('MISSING_FIELDS', `The record has no ${missing.join(' and no ')}`, missing);
  const [tipo, ...others] = tiposFor(kind, shownType(target), config.clientTypes);
  if (tipo === undefined)
    return no(
      'NOT_CREATED_IN_GIAV',
      'No Tipo of GIAV is mapped to the status and contact type of this record (setting clientTypes)',
      [],
    );
  if (others.length > 0)
    return no(
      'AMBIGUOUS_CLIENT_TYPE',
      `Several Tipos of GIAV are mapped to its status and contact type: ${[tipo, ...others].join(', ')}`,
      ['status', 'contact_type'],
    );
  return filled(kind, target, emptyClient(tipo, documento), config, countryCode);
}

/** As a merge with a client that holds nothing: the rules of the fields are the same. */
function filled(
  kind: ClientKind,
  target: Target,
  empty: GiavClient & { readonly tipo: Tipo },
  config: SyncConfig,
  countryCode: ClientMappingSettings['countryCode'],
): GiavDraft | NotCreated {
  const { edits, client, notes } = editsOfNew(empty, target, clientMapping(config, countryCode));
  const named =
    kind === 'contact'
      ? isName(edits.nombre) && isName(edits.apellidos)
      : [edits.nombreAlias, edits.apellidos, edits.nombre].some(isName);
  // A name that GIAV cannot hold as it is would leave a client without one, or with a stand-in.
  if (!named)
    return {
      refused: 'MISSING_FIELDS',
      message: 'GIAV cannot hold the names of this record',
      fields: ['first_name', 'last_name'],
    };
  return { tipo: empty.tipo, documento: empty.documento, edits, client, notes };
}

const emptyClient = (tipo: Tipo, documento: string): GiavClient & { readonly tipo: Tipo } => ({
  id: 0,
  modifiedAt: null,
  tipo,
  codigo: '',
  documento,
  email: '',
  apellidos: '',
  nombre: '',
  nombreAlias: '',
  direccion: '',
  telefono: '',
  movil: '',
  fax: '',
  codPostal: '',
  poblacion: '',
  provincia: '',
  pais: '',
  nombrePais: '',
  fechaNacimiento: '',
  birthday: null,
  comentarios: '',
  texts: {},
  deshabilitado: false,
  mailingConsent: 'Pending',
  rgpdSigned: false,
});
