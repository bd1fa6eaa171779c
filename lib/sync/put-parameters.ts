import type { Editable } from './clientify-to-giav';

/** Where the value of a parameter of Cliente_PUT comes from (giav.md §4). */
export type Source =
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

/** Fields of the record that no parameter writes (giav.md §4, "Not writable at all"). */
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
/** All fields that this version knows what to do with. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([...WRITABLE_FIELDS, ...NOT_WRITABLE]);
