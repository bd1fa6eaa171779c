import { own } from './own';

/**
 * How a value of a GIAV client may differ from what was sent and still be the same (giav.md, R1).
 * `code`: dots and hyphens count. `key`, `enum`, `district`: any other value is wrong. `computed`: set by GIAV itself.
 */
export type ValueKind =
  | 'text'
  | 'phone'
  | 'code'
  | 'number'
  | 'id'
  | 'flag'
  | 'date'
  | 'enum'
  | 'key'
  | 'district'
  | 'computed'
  | 'secret';

export interface ListKind {
  /** Name of an entry in the list. */
  readonly item: string;
  readonly parts: Readonly<Record<string, ValueKind>>;
}

export type FieldKind = ValueKind | ListKind;

const all = (kind: ValueKind, ...names: readonly string[]): Record<string, FieldKind> =>
  Object.fromEntries(names.map((name) => [name, kind]));

/** Every field of WsCliente that a reading is compared in. */
export const FIELD_KINDS: Readonly<Record<string, FieldKind>> = {
  ...all('key', 'Id'),
  ...all(
    'text',
    'Email',
    'Apellidos',
    'Nombre',
    'NombreAlias',
    'Direccion',
    'Poblacion',
    'Provincia',
    'Pais',
    'Comentarios',
    'AlertMsg',
  ),
  ...all(
    'text',
    'PasaporteCaducidad',
    'FechaNacimiento',
    'PersonaContacto',
    'CustomerPortal_Email',
  ),
  ...all(
    'text',
    'FacturaeDir3OcDesc',
    'FacturaeDir3OgDesc',
    'FacturaeDir3UtDesc',
    'FacturaeDir3OpDesc',
  ),
  ...all('phone', 'Telefono', 'Fax', 'Movil'),
  ...all(
    'code',
    'Codigo',
    'Documento',
    'PasaporteNumero',
    'CodPostal',
    'CodCc',
    'SedeFiscal',
    'CuentaContableVentas',
    'SepaReferencia',
  ),
  ...all(
    'code',
    'FacturaeTipoPersona',
    'FacturaeTipoResidencia',
    'FacturaeDir3OficinaContable',
    'FacturaeDir3OrganoGestor',
  ),
  ...all('code', 'FacturaeDir3UnidadTramitadora', 'FacturaeDir3OrganoProponente'),
  ...all('number', 'CreditoImporte', 'ComisionesComisionDefecto'),
  ...all(
    'id',
    'idEntityStage',
    'idAgenteComercial',
    'idPaymentTerm',
    'CustomerPortal_DefaultVendorId',
  ),
  ...all(
    'flag',
    'TraspasaDepartamentos',
    'FactTotalizadora',
    'EmpresaFacturarRegGeneral',
    'ComisionesIvaIncluido',
    'Excluir347349',
  ),
  ...all(
    'flag',
    'Deshabilitado',
    'inscritoROI',
    'RGPDSigned',
    'FacturaeAcepta',
    'CustomerPortal_Enabled',
    'CustomerPortal_Zone_Invoicing',
  ),
  ...all(
    'flag',
    'CustomerPortal_Zone_TravelFiles',
    'CustomerPortal_Zone_Payments',
    'CustomerPortal_Zone_Contact',
  ),
  ...all('date', 'SepaFecha'),
  ...all('enum', 'Tipo', 'MailingConsent', 'idSepaEstado', 'idSepaTipo', 'FacturaeCodPais'),
  ...all('computed', 'TaxPayerNameCheckStatus', 'EstadoValidacionROI'),
  ...all('district', 'SubSedeFiscal'),
  ...all('secret', 'CustomerPortal_Password'),
  Contacts: {
    item: 'Contact',
    parts: {
      Name: 'text',
      JobTitle: 'text',
      Departament: 'text',
      Phone1: 'phone',
      Phone2: 'phone',
      PhoneExt: 'code',
      Email: 'text',
      Remarks: 'text',
    },
  },
  RelevantDates: { item: 'RelevantDate', parts: { Type: 'key', Text: 'text', Date: 'date' } },
  RRSSs: { item: 'RRSS', parts: { Type: 'key', Text: 'text' } },
  CustomDataValues: { item: 'CustomDataItem', parts: { Key: 'key', Value: 'text' } },
  CustomDataCustomerSettings: {
    item: 'CustomDataCustomerSetting',
    parts: { Key: 'key', Value: 'enum' },
  },
};

/** Moved by every write, or computed by GIAV from other records. */
export const NOT_COMPARED: ReadonlySet<string> = new Set(['FechaModificacion', 'DatosExternos']);

/** A field that this version does not know: a text, or, when it holds more, a list of texts. */
export const fieldKind = (field: string): FieldKind => own(FIELD_KINDS, field) ?? 'text';

export const isListKind = (kind: FieldKind): kind is ListKind => typeof kind === 'object';
