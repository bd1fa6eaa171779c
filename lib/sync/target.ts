import { filled } from './blank';
import { trimDocumento } from './documento';

/** Clientify's side as the rules see it: what a record should be (desired) and what it is (target). */

export type ClientKind = 'contact' | 'company';
export type TargetKind = ClientKind | 'deal';
export type FieldValue = string | boolean | null;

export interface EmailEntry {
  readonly type: number;
  readonly email: string;
}
export interface PhoneEntry {
  readonly type: number;
  readonly phone: string;
}
export interface Address {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly postal_code: string;
  readonly type: number;
}

/** Type of the address that the mapping fills (clientify.md, C12). */
export const MAIN_ADDRESS = 5;

/** One field that could not be carried over as it is, for the record's decision. Never a value. */
export interface FieldNote {
  readonly field: string;
  readonly note: string;
}

/** Fields of GIAV that hold the entries of a list. */
export type EntryField = 'email' | 'movil' | 'telefono' | 'fax';

/** All that the mapping wants a record to hold; what is not named here is not ours. */
export interface Desired {
  readonly kind: TargetKind;
  /** The GIAV id that goes into the id field. */
  readonly gesinturId: string;
  /** Trimmed Documento; empty for deals. */
  readonly documento: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly emails: readonly EmailEntry[];
  readonly phones: readonly PhoneEntry[];
  readonly address: Address | null;
  /** `''` = cleared. */
  readonly customFields: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly notes: readonly FieldNote[];
  /** GIAV's own values of fields whose value here only stands in for an empty one (a required name). */
  readonly plain?: Readonly<Record<string, string>>;
  /** Fields that hold only the beginning of GIAV's text. */
  readonly cut?: readonly string[];
  /** Fields of GIAV with room for an e-mail or a phone that only Clientify has. @default - none */
  readonly free?: readonly EntryField[];
  /** Names of fields that only a new record gets. @default - none */
  readonly onlyNew?: readonly string[];
  /** Names of fields of Clientify whose value GIAV did not give this time: what is known of them stays known. @default - none */
  readonly notRead?: readonly string[];
}

/** What the API made of a value that we sent: trimmed, renamed, ignored. Keeps "differs → write" from looping. */
export interface Accepted {
  readonly sent: unknown;
  readonly got: unknown;
}

/** The same for a record that is there already. */
export const forExisting = (desired: Desired): Desired => {
  const { onlyNew = [] } = desired;
  return {
    ...desired,
    fields: Object.fromEntries(
      Object.entries(desired.fields).filter(([name]) => !onlyNew.includes(name)),
    ),
  };
};

export interface Identified {
  readonly id: string;
}

/** A record read in full from Clientify. A key that the API did not send is absent. */
export interface Target {
  readonly kind: TargetKind;
  readonly id: string;
  readonly modified: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly emails?: readonly (EmailEntry & Identified)[];
  readonly phones?: readonly (PhoneEntry & Identified)[];
  readonly addresses?: readonly (Address & Identified)[];
  readonly customFields?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
}

/** What the lists of Clientify tell of a record: enough to link it and to see that it moved. */
export interface TargetRef {
  readonly kind: TargetKind;
  readonly id: string;
  readonly gesinturId: string;
  readonly documento: string;
  readonly modified: string | null;
}

/** The records that may belong to one GIAV record. */
export interface Candidates {
  readonly byId: readonly TargetRef[];
  readonly byDocument: readonly TargetRef[];
  /** With nearly that Documento: never linked, but told (rules of data, section 4). */
  readonly near?: readonly TargetRef[];
  /** Names of records that cannot be read and hold this one's id or Documento: nothing is created beside them. */
  readonly unreadable?: readonly string[];
}

/**
 * Custom fields that rules know by their names; the first two are the keys of the link. All of them: the table
 * (lib/sync/fields).
 */
export const CUSTOM_FIELDS = {
  gesinturId: 'gesintur_id',
  expedienteId: 'gesintur_expediente_id',
  mailingConsent: 'gesintur_consentimiento_email',
  rgpdConsent: 'gesintur_consentimiento_rgpd',
  clientStatus: 'gesintur_estado_cliente',
  clientType: 'gesintur_tipo_cliente',
} as const;

/** The custom field that holds the GIAV id of a record of this kind. */
export const idFieldOf = (kind: TargetKind): string =>
  kind === 'deal' ? CUSTOM_FIELDS.expedienteId : CUSTOM_FIELDS.gesinturId;

/** Custom fields cannot be emptied: `--` stands for empty, in reading and in writing (clientify.md, F1). */
export const EMPTY_CUSTOM_FIELD = '--';

export const customFieldText = (value: string | undefined): string => {
  const text = filled(value ?? '');
  return text === EMPTY_CUSTOM_FIELD ? '' : text;
};

/** What linking needs to know of a record that was read in full. */
export const refOf = (target: Target): TargetRef => ({
  kind: target.kind,
  id: target.id,
  gesinturId: customFieldText(target.customFields?.[idFieldOf(target.kind)]),
  documento:
    typeof target.fields['taxpayer_identification_number'] === 'string'
      ? trimDocumento(target.fields['taxpayer_identification_number'])
      : '',
  modified: target.modified,
});
