import { foldText } from '../cleaning';

/** Custom field of a deal that holds what its client still has to pay, where the setting `deals.pending` asks for it. */
export const PENDING_FIELD = 'gesintur_pendiente';

/**
 * Names in Clientify that mean something, on whatever kind of record: those of the tables (a test compares them), of
 * relations and lists, and of what the settings can ask for. Written out, because the settings cannot know the tables, which
 * are made of settings.
 */
export const TAKEN_NAMES = [
  ...['first_name', 'last_name', 'taxpayer_identification_number', 'status', 'contact_type'],
  ...['birthday', 'remarks', 'gdpr_accept', 'unsubscribed', 'emails', 'phones'],
  ...['street', 'city', 'state', 'postal_code', 'country', 'name', 'business_name'],
  ...['pipeline', 'pipeline_stage', 'expected_closed_date', 'created'],
  ...['gesintur_id', 'gesintur_sede_fiscal', 'gesintur_tipo', 'gesintur_consentimiento_email'],
  ...['gesintur_consentimiento_rgpd', 'gesintur_estado_cliente', 'gesintur_tipo_cliente'],
  ...['gesintur_expediente_id', 'gesintur_fecha_inicio', PENDING_FIELD],
  ...['contact', 'company', 'address', 'addresses', 'tags', 'amount', 'owner', 'id'],
] as const;

/** What is left of a name when case, accents and signs are not looked at: two such names are taken for one another. */
export const bareName = (name: string): string => foldText(name).replace(/[^a-z0-9]/g, '');

const TAKEN: ReadonlySet<string> = new Set(TAKEN_NAMES.map(bareName));

export const isTakenName = (name: string): boolean => TAKEN.has(bareName(name));
