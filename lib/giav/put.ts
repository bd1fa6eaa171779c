import type { Filled, NewClient, PutSettings, Unsafe } from '../ports/giav';
import type { RawClient } from '../sync/giav-record';
import { passwordForm } from '../sync/portal-password';
import { KNOWN_FIELDS, PUT_PARAMETERS, type Source } from '../sync/put-parameters';
import { itemsOf, withBirthday } from '../sync/with-edits';

/** The transport's mark of a character that XML cannot hold (giav.md, T7). */
export const UNREADABLE_CHARACTER = '\ufffd';

const hasUnreadable = (part: unknown): boolean =>
  typeof part === 'string'
    ? part.includes(UNREADABLE_CHARACTER)
    : part !== null &&
      typeof part === 'object' &&
      Object.entries(part).some(([name, inner]) => hasUnreadable(name) || hasUnreadable(inner));

type Refuse = (field: string, why: string) => null;

/** The record has an int, the parameter wants an enum name, and no operation tells which is which. */
function taxDistrict(
  district: unknown,
  names: PutSettings['taxDistricts'],
  refuse: Refuse,
): string | null {
  if (district === null) return null;
  if (district === undefined) return refuse('SubSedeFiscal', 'it is not in the answer');
  return (
    names[String(district)] ??
    refuse('SubSedeFiscal', 'no tax district is configured for it (writeBack.taxDistricts)')
  );
}

function portalPassword(password: unknown, enabled: boolean, refuse: Refuse): unknown {
  const form = passwordForm(password);
  if (hasUnreadable(password))
    return refuse('CustomerPortal_Password', 'it holds characters that cannot be sent back');
  if (form === 'plain') return password;
  if (form !== 'absent') return refuse('CustomerPortal_Password', 'it is masked or hashed');
  if (enabled)
    return refuse(
      'CustomerPortal_Password',
      'the portal is enabled, but the password is not shown',
    );
  // Absent stays absent; what is no text at all was never read from GIAV.
  if (password !== undefined && password !== null && password !== '')
    return refuse('CustomerPortal_Password', 'it is not kept here');
  return password === null ? undefined : password;
}

/** A text that is nil within an item is sent as one that is absent: the schema has no nil texts. */
const withoutNil = (item: unknown): unknown =>
  typeof item === 'object'
    ? Object.fromEntries(Object.entries(item ?? {}).filter(([, inner]) => inner !== null))
    : item;

/** Absent stays absent, empty stays empty, nil stays nil. */
function fieldValue(
  raw: unknown,
  source: Extract<Source, { field: string }>,
  refuse: Refuse,
): unknown {
  if (hasUnreadable(raw))
    return refuse(source.field, 'it holds characters that cannot be sent back');
  if (source.list !== undefined) {
    if (raw === undefined) return undefined;
    const items = itemsOf(raw, source.list);
    if (items.some((item) => item === null || item === undefined))
      return refuse(source.field, 'it holds an empty item');
    return items.length === 0 ? {} : { [source.list]: items.map(withoutNil) };
  }
  if (raw === undefined)
    return source.required ? refuse(source.field, 'it is not in the answer') : undefined;
  if (raw !== null) return typeof raw === 'string' && source.required ? raw.normalize('NFC') : raw;
  if (source.nillable) return null;
  // A text that is nil is sent as one that is absent: the schema has no nil texts.
  return source.required ? refuse(source.field, 'it is nil') : undefined;
}

/**
 * All arguments of Cliente_PUT for a record that was read by Cliente_GET, in the schema's order; or the fields that
 * cannot be read back faithfully (giav.md, P2).
 */
export function fillPut(
  apikey: string,
  client: RawClient,
  categories: readonly number[],
  settings: PutSettings,
): Filled {
  const unsafe: Unsafe[] = [];
  const refuse: Refuse = (field, why) => {
    unsafe.push({ field, why });
    return null;
  };
  for (const field of Object.keys(client))
    if (!KNOWN_FIELDS.has(field)) refuse(field, 'GIAV sends it, but this version does not know it');
  const enabled =
    client['CustomerPortal_Enabled'] === 'true' || client['CustomerPortal_Enabled'] === true;
  if (enabled && settings.refusePortalClients)
    refuse('CustomerPortal_Enabled', 'the setting writeBack.refusePortalClients');
  const fill = (source: Source): unknown => {
    if (source === 'key') return apikey;
    if (source === 'none') return undefined;
    if (source === 'categories') return categories.length === 0 ? undefined : { int: categories };
    if (source === 'taxDistrict')
      return taxDistrict(client['SubSedeFiscal'], settings.taxDistricts, refuse);
    if (source === 'password')
      return portalPassword(client['CustomerPortal_Password'], enabled, refuse);
    return 'constant' in source
      ? source.constant
      : fieldValue(client[source.field], source, refuse);
  };
  const args = Object.fromEntries(
    PUT_PARAMETERS.map(([parameter, source]) => [parameter, fill(source)]),
  );
  return unsafe.length > 0 ? { unsafe } : { args };
}

/** What a client that is created from Clientify starts with (giav.md, P13). */
const NEW_CLIENT: Readonly<Record<string, unknown>> = {
  creditoImporte: 0,
  traspasaDepartamentos: false,
  factTotalizadora: false,
  deshabilitado: false,
  empresa_Facturar_Reg_General: false,
  idTaxDistrict: null,
  comisionesIVAIncluido: true,
  comisionesComisionDefecto: null,
  excluir_347_349: false,
  idAgenteComercial: null,
  validaAeat: false,
  idEntityStage: null,
  idPaymentTerm: null,
  validaROI: false,
  inscritoROI: false,
  idSepatipo: 'Puntual',
  idSepaEstado: 'Pendiente',
  sepaFecha: null,
  mailingConsent: 'Pending',
  rgpdSigned: false,
  customerPortal_Enabled: false,
  customerPortal_DefaultVendorId: null,
  customerPortal_Zone_TravelFiles: false,
  customerPortal_Zone_Invoicing: false,
  customerPortal_Zone_Payments: false,
  customerPortal_Zone_Contact: false,
  facturaECodPais: 'ESP',
  facturaEAcepta: false,
};

/** The arguments of Cliente_POST, in the schema's order. Consents are never taken from Clientify. */
export function fillPost(apikey: string, client: NewClient): Record<string, unknown> {
  const { tipoCliente, documento, ...edits } = client;
  const args = PUT_PARAMETERS.filter(([parameter]) => parameter !== 'idCliente').map(
    ([parameter, source]): [string, unknown] => {
      if (source === 'key') return [parameter, apikey];
      if (parameter === 'tipoCliente') return [parameter, tipoCliente];
      if (parameter === 'documento') return [parameter, documento];
      if (parameter in NEW_CLIENT) return [parameter, NEW_CLIENT[parameter]];
      const edit = typeof source === 'object' && 'edit' in source ? source.edit : undefined;
      if (edit === undefined) return [parameter, undefined];
      if (edit === 'birthday')
        return [
          parameter,
          typeof edits.birthday === 'string' ? withBirthday(null, edits.birthday) : undefined,
        ];
      return [parameter, edits[edit] === '' ? undefined : edits[edit]];
    },
  );
  return Object.fromEntries(args);
}
