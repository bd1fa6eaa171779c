import * as z from 'zod';
import { STATUSES } from '../sync/statuses';

const clientTypeSchema = z.strictObject({
  status: z.enum(STATUSES).default('client').describe('Status of the contact (Clientify code).'),
  contactType: z
    .string()
    .min(1)
    .default('Cliente actual')
    .describe('Contact type, as it is called in Clientify.'),
});
export type ClientTypeMapping = z.infer<typeof clientTypeSchema>;

/** Fields that may be edited on both sides (lib/sync/ownership.ts), so that their owner is a choice. */
export const OWNED_BY_CHOICE = [
  'first_name',
  'last_name',
  'name',
  'business_name',
  'birthday',
  'remarks',
  'emails',
  'phones',
  'street',
  'city',
  'state',
  'postal_code',
] as const;

export const clientTypesSchema = z
  .partialRecord(
    z.enum(['NoDefinido', 'Empresa', 'Particular', 'ProfesionalAutónomo']),
    clientTypeSchema,
  )
  .default({})
  .describe('GIAV Tipo → contact status and contact type.');

export const companyNameSchema = z
  .enum(['joined', 'apellidos', 'nombre'])
  .default('joined')
  .describe(
    'Which fields of GIAV hold the legal name of a company: joined = Apellidos and Nombre, whatever is filled, none dropped; or one of them alone. NombreAlias is the trade name. doctor says which one fits.',
  );

export const consentsSchema = z
  .strictObject({
    unsubscribe: z
      .enum(['denied', 'never'])
      .default('denied')
      .describe(
        'What MailingConsent does to "unsubscribed" of contacts: Denied sets it and Accepted takes it back, or it is left to Clientify. The custom field holds the state in any case.',
      ),
    resubscribe: z
      .enum(['on-change', 'always'])
      .default('on-change')
      .describe(
        'When an Accepted consent takes "unsubscribed" back: only when GIAV\'s consent itself changed to Accepted, or in every run, also over a person who unsubscribed in Clientify.',
      ),
    emailTexts: z
      .partialRecord(z.enum(['Accepted', 'Denied', 'Pending']), z.string().min(1))
      .default({})
      .describe(
        'MailingConsent → text of the custom field gesintur_consentimiento_email; default: the state itself.',
      ),
    rgpdTexts: z
      .strictObject({
        signed: z.string().min(1).default('Sí').describe('Text of a signed RGPD consent.'),
        unsigned: z.string().min(1).default('No').describe('Text of one that is not signed.'),
      })
      .prefault({})
      .describe('RGPDSigned → text of the custom field gesintur_consentimiento_rgpd of companies.'),
  })
  .prefault({})
  .describe('How consents are shown in Clientify. They always flow from GIAV.');

export const ownersSchema = z
  .partialRecord(z.enum(OWNED_BY_CHOICE), z.enum(['giav', 'two-way']))
  .default({})
  .describe(
    'Fields that may be edited on both sides (two-way, the default), or always flow from GIAV (giav). The address is one value: naming one part of it names it whole.',
  );
