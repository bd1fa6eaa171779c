import type { Tipo } from '../sync/client-type';
import type { ClientEdits, Editable } from '../sync/clientify-to-giav';
import { giavDate } from '../sync/dates';
import type { RawClient } from '../sync/giav-record';
import { passwordForm } from '../sync/portal-password';

/** Where the value of a parameter of Cliente_PUT comes from (giav.md, P1). */
type Source =
  | {
      readonly field: string;
      readonly required?: boolean;
      readonly nillable?: boolean;
      readonly list?: string;
      readonly edit?: Editable;
    }
  | { readonly constant: boolean }
  | 'key'
  | 'categories'
  | 'taxDistrict'
  | 'password'
  /** Nothing in the record: what a PUT without it does is unknown. */
  | 'none';

const text = (field: string, edit?: Editable): Source => ({ field, edit });
const value = (field: string): Source => ({ field, required: true });
const nullable = (field: string): Source => ({ field, required: true, nillable: true });
const list = (field: string, item: string): Source => ({ field, list: item });

/** Every parameter in the order of the schema. test/contract/put.test.ts fails when the vendor's WSDL knows another one. */
export const PUT_PARAMETERS: readonly (readonly [parameter: string, source: Source])[] = [
  ['apikey', 'key'],
  ['idCliente', value('Id')],
  ['tipoCliente', value('Tipo')],
  ['documento', text('Documento')],
  ['pasaporteNumero', text('PasaporteNumero')],
  ['cuentaContableCliente', 'none'],
  ['cuentaContableVentas', text('CuentaContableVentas')],
  ['email', text('Email', 'email')],
  ['apellidos', text('Apellidos', 'apellidos')],
  ['nombre', text('Nombre', 'nombre')],
  ['nombreAlias', text('NombreAlias', 'nombreAlias')],
  ['direccion', text('Direccion', 'direccion')],
  ['telefono', text('Telefono', 'telefono')],
  ['fax', text('Fax', 'fax')],
  ['codPostal', text('CodPostal', 'codPostal')],
  ['poblacion', text('Poblacion', 'poblacion')],
  ['provincia', text('Provincia', 'provincia')],
  ['codCC', text('CodCc')],
  ['creditoImporte', value('CreditoImporte')],
  ['comentarios', text('Comentarios', 'comentarios')],
  ['traspasaDepartamentos', value('TraspasaDepartamentos')],
  ['movil', text('Movil', 'movil')],
  ['factTotalizadora', value('FactTotalizadora')],
  ['deshabilitado', value('Deshabilitado')],
  ['empresa_Facturar_Reg_General', value('EmpresaFacturarRegGeneral')],
  ['sedeFiscal', text('SedeFiscal')],
  ['idTaxDistrict', 'taxDistrict'],
  ['comisionesIVAIncluido', value('ComisionesIvaIncluido')],
  ['comisionesComisionDefecto', nullable('ComisionesComisionDefecto')],
  ['excluir_347_349', value('Excluir347349')],
  ['idAgenteComercial', nullable('idAgenteComercial')],
  // A command: it would start a check at the tax office.
  ['validaAeat', { constant: false }],
  ['idEntityStage', nullable('idEntityStage')],
  ['idsCategories', 'categories'],
  ['idPaymentTerm', nullable('idPaymentTerm')],
  ['validaROI', { constant: false }],
  ['inscritoROI', value('inscritoROI')],
  ['idSepatipo', value('idSepaTipo')],
  ['idSepaEstado', value('idSepaEstado')],
  ['sepaReferencia', text('SepaReferencia')],
  ['sepaFecha', nullable('SepaFecha')],
  ['alertMsg', text('AlertMsg')],
  ['mailingConsent', value('MailingConsent')],
  ['rgpdSigned', value('RGPDSigned')],
  ['contacts', list('Contacts', 'Contact')],
  ['relevantDates', { field: 'RelevantDates', list: 'RelevantDate', edit: 'birthday' }],
  ['rrsss', list('RRSSs', 'RRSS')],
  ['customerPortal_Enabled', value('CustomerPortal_Enabled')],
  ['customerPortal_Email', text('CustomerPortal_Email')],
  ['customerPortal_Password', 'password'],
  ['customerPortal_DefaultVendorId', nullable('CustomerPortal_DefaultVendorId')],
  ['customerPortal_Zone_TravelFiles', value('CustomerPortal_Zone_TravelFiles')],
  ['customerPortal_Zone_Invoicing', value('CustomerPortal_Zone_Invoicing')],
  ['customerPortal_Zone_Payments', value('CustomerPortal_Zone_Payments')],
  ['customerPortal_Zone_Contact', value('CustomerPortal_Zone_Contact')],
  ['facturaETipoPersona', text('FacturaeTipoPersona')],
  ['facturaETipoResidencia', text('FacturaeTipoResidencia')],
  ['facturaECodPais', value('FacturaeCodPais')],
  ['facturaEAcepta', value('FacturaeAcepta')],
  ['facturaeDir3OficinaContable', text('FacturaeDir3OficinaContable')],
  ['facturaeDir3OrganoGestor', text('FacturaeDir3OrganoGestor')],
  ['facturaeDir3UnidadTramitadora', text('FacturaeDir3UnidadTramitadora')],
  ['facturaeDir3OrganoProponente', text('FacturaeDir3OrganoProponente')],
  ['facturaeDir3OcDesc', text('FacturaeDir3OcDesc')],
  ['facturaeDir3OgDesc', text('FacturaeDir3OgDesc')],
  ['facturaeDir3UtDesc', text('FacturaeDir3UtDesc')],
  ['facturaeDir3OpDesc', text('FacturaeDir3OpDesc')],
  ['printOptions', 'none'],
  ['customDataValues', list('CustomDataValues', 'CustomDataItem')],
  ['CustomDataCustomerSettings', list('CustomDataCustomerSettings', 'CustomDataCustomerSetting')],
];

/** Fields of the record that no parameter writes (giav.md, P9). */
export const NOT_WRITABLE = [
  'FechaModificacion',
  'Codigo',
  'PasaporteCaducidad',
  'Pais',
  'FechaNacimiento',
  'PersonaContacto',
  'DatosExternos',
  'TaxPayerNameCheckStatus',
  'EstadoValidacionROI',
] as const;

/** Parameters that are sent without a source, for the admin. */
export const UNREADABLE_PARAMETERS = PUT_PARAMETERS.filter(([, source]) => source === 'none').map(
  ([parameter]) => parameter,
);

const fieldOf = (source: Source): string | null => {
  if (source === 'taxDistrict') return 'SubSedeFiscal';
  if (source === 'password') return 'CustomerPortal_Password';
  return typeof source === 'object' && 'field' in source ? source.field : null;
};

/** Fields that a PUT writes: what was lost of them can be put back. */
export const WRITABLE_FIELDS: ReadonlySet<string> = new Set(
  PUT_PARAMETERS.flatMap(([, source]) => fieldOf(source) ?? []),
);
const KNOWN_FIELDS: ReadonlySet<string> = new Set([...WRITABLE_FIELDS, ...NOT_WRITABLE]);

export interface PutSettings {
  /** SubSedeFiscal (int) → name of the tax district (giav.md, P5): found by a human. */
  readonly taxDistricts: Readonly<Record<string, string>>;
  readonly refusePortalClients: boolean;
}

/** A field that cannot be read back faithfully: the write is refused. */
export interface Unsafe {
  readonly field: string;
  readonly why: string;
}

export type Filled = { readonly args: Record<string, unknown> } | { readonly unsafe: Unsafe[] };

/** The transport's mark of a character that XML cannot hold (giav.md, T7). */
export const UNREADABLE_CHARACTER = '\ufffd';

const hasUnreadable = (part: unknown): boolean =>
  typeof part === 'string'
    ? part.includes(UNREADABLE_CHARACTER)
    : part !== null &&
      typeof part === 'object' &&
      Object.entries(part).some(([name, inner]) => hasUnreadable(name) || hasUnreadable(inner));

/** The items of a list of the record; a lone one may come without an array. */
function itemsOf(list: unknown, item: string): unknown[] {
  const items = (list as Record<string, unknown> | null | undefined)?.[item] ?? [];
  return Array.isArray(items) ? (items as unknown[]) : [items];
}

/** The date at the old one's time of day, unless an offset in it would make it another day. */
function dateTimeOn(day: string, old: unknown): string {
  const time = /T.*$/.exec(typeof old === 'string' ? old : '')?.[0];
  return time !== undefined && giavDate(day + time) === day ? day + time : `${day}T00:00:00`;
}

/** Birthday is the first item of its type in RelevantDates; the others stay as they are, in their order. */
function withBirthday(dates: unknown, birthday: string | null): unknown {
  const all = itemsOf(dates, 'RelevantDate') as Record<string, unknown>[];
  const at = all.findIndex((date) => date['Type'] === 'Birthday');
  if (birthday === null)
    return at < 0 ? dates : { RelevantDate: all.filter((_, index) => index !== at) };
  if (at < 0)
    return { RelevantDate: [...all, { Type: 'Birthday', Text: '', Date: `${birthday}T00:00:00` }] };
  return {
    RelevantDate: all.map((date, index) =>
      index === at ? { ...date, Date: dateTimeOn(birthday, date['Date']) } : date,
    ),
  };
}

/** The record as it should be after the edits, in GIAV's own field names. */
export function withEdits(client: RawClient, edits: ClientEdits): RawClient {
  const changed: Record<string, unknown> = {};
  for (const [, source] of PUT_PARAMETERS) {
    if (
      typeof source !== 'object' ||
      !('field' in source) ||
      source.edit === undefined ||
      !(source.edit in edits)
    )
      continue;
    changed[source.field] =
      source.edit === 'birthday'
        ? withBirthday(client[source.field], edits.birthday ?? null)
        : edits[source.edit];
  }
  return { ...client, ...changed };
}

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

/** A client that does not exist yet, as far as Clientify knows it. */
export interface NewClient extends ClientEdits {
  readonly tipoCliente: Tipo;
  readonly documento: string;
}

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
