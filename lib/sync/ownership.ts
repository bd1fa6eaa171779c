import type { ClientKind } from './target';

/** `giav`: always flows from GIAV, a change in Clientify is put back. `two-way`: may be edited on both sides. */
export type Owner = 'giav' | 'two-way';

interface Field {
  /** Field of WsCliente (giav.md, R1). */
  readonly giav: string;
  readonly owner: Owner;
}

const SHARED = {
  remarks: { giav: 'Comentarios', owner: 'two-way' },
  emails: { giav: 'Email', owner: 'two-way' },
  phones: { giav: 'Movil, Telefono, Fax', owner: 'two-way' },
  street: { giav: 'Direccion', owner: 'two-way' },
  city: { giav: 'Poblacion', owner: 'two-way' },
  state: { giav: 'Provincia', owner: 'two-way' },
  postal_code: { giav: 'CodPostal', owner: 'two-way' },
  country: { giav: 'Pais', owner: 'giav' },
  taxpayer_identification_number: { giav: 'Documento', owner: 'giav' },
  gesintur_id: { giav: 'Id', owner: 'giav' },
  gesintur_sede_fiscal: { giav: 'SedeFiscal', owner: 'giav' },
  gesintur_consentimiento_email: { giav: 'MailingConsent', owner: 'giav' },
} as const satisfies Record<string, Field>;

/**
 * Who owns what: every field of Clientify that the product knows, by the kind of record. What is not here belongs to
 * Clientify alone and is never touched; what GIAV cannot store (giav.md, P9) is GIAV's.
 */
export const OWNERSHIP: Readonly<Record<ClientKind, Readonly<Record<string, Field>>>> = {
  contact: {
    first_name: { giav: 'Nombre', owner: 'two-way' },
    last_name: { giav: 'Apellidos', owner: 'two-way' },
    birthday: { giav: 'RelevantDates (Birthday)', owner: 'two-way' },
    status: { giav: 'Tipo', owner: 'giav' },
    contact_type: { giav: 'Tipo', owner: 'giav' },
    gdpr_accept: { giav: 'RGPDSigned', owner: 'giav' },
    unsubscribed: { giav: 'MailingConsent', owner: 'giav' },
    ...SHARED,
  },
  company: {
    name: { giav: 'NombreAlias', owner: 'two-way' },
    business_name: { giav: 'Apellidos, Nombre', owner: 'two-way' },
    gesintur_consentimiento_rgpd: { giav: 'RGPDSigned', owner: 'giav' },
    gesintur_estado_cliente: { giav: 'Tipo', owner: 'giav' },
    gesintur_tipo_cliente: { giav: 'Tipo', owner: 'giav' },
    ...SHARED,
  },
};

/** Fields of a deal that are set at creation and belong to the salesperson afterwards (rules of data, section 1). */
export const ONLY_AT_CREATION: ReadonlySet<string> = new Set(['expected_closed_date', 'amount']);
/** As above, but GIAV's new value follows while nobody touched ours. */
export const INITIAL_DEAL_FIELDS: ReadonlySet<string> = new Set(['remarks']);

/** Lists are merged entry by entry, the other fields whole. */
export const isList = (field: string): field is 'emails' | 'phones' =>
  field === 'emails' || field === 'phones';

/** The setting `owners`: fields that may be edited on both sides, but shall always flow from GIAV. */
export type Owners = Readonly<Partial<Record<string, Owner>>>;

/** Whether an edit in Clientify goes to GIAV. The setting can only take that right away, never give it. */
export const isTwoWay = (kind: ClientKind, field: string, owners: Owners = {}): boolean =>
  OWNERSHIP[kind][field]?.owner === 'two-way' && owners[field] !== 'giav';

/** One row of a mapping table. `read` gives the value that the target field should hold. */
export interface FieldRule<Source, Value> {
  readonly source: string;
  readonly target: string;
  readonly read: (source: Source) => Value;
}
