import * as z from 'zod';
import { CLIENTIFY_CALL, DAY_MINUTES, GIAV_CALL, LETTER, SECOND_MS } from '../sync/budget';
import { CLIENTIFY_BASES } from '../sync/relations';
import { STATUSES } from '../sync/statuses';
import { customFieldsSchema } from './custom-field-settings';
import { dealSettingsSchema } from './deal-settings';

const clientTypeSchema = z.strictObject({
  status: z.enum(STATUSES).default('client').describe('Status of the contact (Clientify code).'),
  contactType: z
    .string()
    .min(1)
    .default('Cliente actual')
    .describe('Contact type, as it is called in Clientify.'),
});
export type ClientTypeMapping = z.infer<typeof clientTypeSchema>;

const startDateSource = z.enum(['FechaCreacion', 'FechaDesde']);

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

/** Five fields, as in crontab, of numbers, lists, ranges and steps; a day of the month and a weekday exclude each other. */
const CRON_PART = /^(?:\*|\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*)(?:\/\d{1,2})?$/;
const CRON_LIMITS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const inLimits = (part: string, [from, to]: readonly [number, number]): boolean =>
  [...(part.split('/')[0] ?? '').matchAll(/\d+/g)].every(
    ([number]) => Number(number) >= from && Number(number) <= to,
  );
const cron = z.string().refine(
  (text) => {
    const parts = text.trim().split(/\s+/);
    const known =
      parts.length === 5 &&
      parts.every((part, at) => CRON_PART.test(part) && inLimits(part, CRON_LIMITS[at] ?? [0, 0]));
    return known && (parts[2] === '*' || parts[4] === '*');
  },
  {
    error:
      'must be five crontab fields in Europe/Madrid (minute hour day month weekday; day or weekday must be *), for example "0 3 * * *" or "30 2 * * 1-5"',
  },
);

/** The mapping settings (SYNC_CONFIG): all keys optional, unknown keys refused. Their descriptions are what editors show. */
export const syncConfigSchema = z.strictObject({
  $schema: z.string().optional().describe('Where editors find the description of this document.'),
  pipeline: z
    .string()
    .min(1)
    .default('Expedientes')
    .describe('Name of the Clientify pipeline that receives the expedientes.'),
  stages: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe(
      'GIAV state (name or id) → stage of the pipeline; without an entry, the stage of the same name (case and accents ignored). A state or a stage that does not exist stops the run before anything is written.',
    ),
  fallbackStage: z
    .string()
    .min(1)
    .optional()
    .describe("Stage of expedientes whose state has no mapping; default: the pipeline's first."),
  closedStage: z
    .string()
    .min(1)
    .optional()
    .describe('Stage of closed expedientes (Cerrado); default: closed ones follow their state.'),
  clientTypes: z
    .partialRecord(
      z.enum(['NoDefinido', 'Empresa', 'Particular', 'ProfesionalAutónomo']),
      clientTypeSchema,
    )
    .default({})
    .describe('GIAV Tipo → contact status and contact type.'),
  companyName: z
    .enum(['joined', 'apellidos', 'nombre'])
    .default('joined')
    .describe(
      'Which fields of GIAV hold the legal name of a company: joined = Apellidos and Nombre, whatever is filled, none dropped; or one of them alone. NombreAlias is the trade name. doctor says which one fits.',
    ),
  consents: z
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
        .describe(
          'RGPDSigned → text of the custom field gesintur_consentimiento_rgpd of companies.',
        ),
    })
    .prefault({})
    .describe('How consents are shown in Clientify. They always flow from GIAV.'),
  offices: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Codes of the offices (CodigoOficina) whose expedientes become deals, the others are skipped (OTHER_OFFICE); empty: all of them.',
    ),
  expedientes: z
    .strictObject({
      since: z.iso
        .date()
        .nullable()
        .default(null)
        .describe(
          'Only expedientes created in GIAV (FechaCreacion) on that day or later become deals, YYYY-MM-DD; the others are skipped (EXPEDIENTE_TOO_OLD). null = all of them.',
        ),
      states: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'States of GIAV (name or id) whose expedientes become deals, the others are skipped (EXPEDIENTE_STATE); empty: all of them.',
        ),
    })
    .prefault({})
    .describe(
      'Which expedientes become deals. A deal of one that is left out stays as it is, and is not updated.',
    ),
  officePrefix: z
    .enum(['never', 'always', 'auto'])
    .optional()
    .describe(
      'Whether the office code stands in front of the number in the names of deals. Not set, or "auto" of earlier versions: never, unless the last full run had decided for it; then it stays. doctor says when two offices share numbers.',
    ),
  dealStartDate: z
    .union([
      startDateSource.transform((from) => ({ from, to: 'created' as const })),
      z.strictObject({
        from: startDateSource.default('FechaCreacion'),
        to: z.enum(['customField', 'created']).default('created'),
      }),
    ])
    .default({ from: 'FechaCreacion', to: 'created' })
    .describe(
      "Which date of the expediente is its start (default: FechaCreacion); it is kept in gesintur_fecha_inicio and, with created, is the deal's creation date too, where Clientify takes it.",
    ),
  customFields: customFieldsSchema,
  deals: dealSettingsSchema,
  disabledClients: z
    .enum(['sync', 'skip'])
    .default('sync')
    .describe('skip leaves clients out that are disabled in GIAV.'),
  deletedInClientify: z
    .enum(['recreate', 'respect'])
    .default('recreate')
    .describe('A record that was deleted in Clientify: create it again, or leave it deleted.'),
  owners: z
    .partialRecord(z.enum(OWNED_BY_CHOICE), z.enum(['giav', 'two-way']))
    .default({})
    .describe(
      'Fields that may be edited on both sides (two-way, the default), or always flow from GIAV (giav). The address is one value: naming one part of it names it whole.',
    ),
  full: z
    .strictObject({
      cron: cron
        .nullable()
        .default('0 3 * * *')
        .describe(
          'When full runs start: five crontab fields in Europe/Madrid; null = never by themselves.',
        ),
    })
    .prefault({})
    .describe('Full runs.'),
  fullRun: z
    .strictObject({
      putBack: z
        .enum(['giav-fields', 'all'])
        .default('giav-fields')
        .describe(
          "What full runs put back to GIAV's value while the way back does not write: fields that are GIAV's only, or all, edits of agents included.",
        ),
    })
    .prefault({})
    .describe('What full runs do to edits made in Clientify.'),
  nearDocumento: z
    .enum(['create', 'hold'])
    .default('create')
    .describe(
      'A GIAV client whose Documento nearly equals that of a Clientify record (case, blanks, hyphens, dots, ES prefix): create its own record with a note, or hold it back and report.',
    ),
  modified: z
    .strictObject({
      overlapMinutes: z
        .number()
        .min(0)
        .max(DAY_MINUTES)
        .default(10)
        .describe(
          'Minutes read again before the start of the last run (docs/contracts/giav.md, Q5).',
        ),
      sweepMinutes: z
        .number()
        .min(0)
        .nullable()
        .default(60)
        .describe(
          'How often a modified run also reads what no date filter shows, in minutes; 0 = every run, null = never.',
        ),
      everyMinutes: z
        .int()
        .min(0)
        .max(DAY_MINUTES)
        .default(10)
        .describe('Minutes between two scheduled modified runs; 0 = no schedule.'),
    })
    .prefault({})
    .describe('Modified runs.'),
  writeBack: z
    .strictObject({
      mode: z
        .enum(['off', 'dry-run', 'on'])
        .default('off')
        .describe(
          'off: one-way. dry-run: stores what would be sent. on: writes to GIAV, together with acknowledgeUnreadable (docs/contracts/giav.md, P4).',
        ),
      acknowledgeUnreadable: z
        .boolean()
        .default(false)
        .describe(
          "An administrator has seen that a write keeps what GIAV does not show: the client's account and its print options.",
        ),
      create: z
        .enum(['never', 'clients', 'always'])
        .default('clients')
        .describe(
          "Contacts that GIAV does not know become clients: never; with a Documento and the clients' status; with a Documento.",
        ),
      createDocumento: z
        .enum(['spanish', 'any'])
        .default('spanish')
        .describe(
          'Documentos of which GIAV clients may be made: valid NIF, NIE and CIF only, or passports and foreign documents too.',
        ),
      clears: z
        .enum(['never', 'always'])
        .default('never')
        .describe(
          'A value emptied in Clientify: GIAV keeps it and Clientify gets it back, or it is emptied in GIAV too.',
        ),
      winner: z
        .enum(['giav', 'clientify'])
        .default('giav')
        .describe('Who wins a field that both sides changed.'),
      taxDistricts: z
        .record(
          z.string().regex(/^\d+$/),
          z.enum(['XX_General', 'ES_PenínsulaYBaleares', 'ES_Canarias', 'ES_CeutaYMelilla']),
        )
        .default({})
        .describe(
          "GIAV's number of a tax district (SubSedeFiscal) → its name (docs/contracts/giav.md, P5).",
        ),
      perHour: z
        .int()
        .min(1)
        .max(500)
        .nullable()
        .default(60)
        .describe(
          'Clients that may be written to GIAV, or made there, within an hour; above it the way back is held until an administrator resumes it (cli write-back --resume). null = no limit.',
        ),
      refusePortalClients: z
        .boolean()
        .default(false)
        .describe(
          'Clients with the customer portal are not written: a hashed password cannot be told from a plain one.',
        ),
      reconcileMinutes: z
        .int()
        .min(0)
        .max(DAY_MINUTES)
        .default(5)
        .describe('Minutes between two searches for changes whose webhook was lost; 0 = none.'),
    })
    .prefault({})
    .describe('The way back: what changes in Clientify and goes to GIAV.'),
  giav: z
    .strictObject({
      pageIndex: z
        .enum(['zero', 'one', 'offset'])
        .default('zero')
        .describe('Dialect of pageIndex (docs/contracts/giav.md, Q1); doctor probes it.'),
      dateTimeFormat: z
        .enum([
          "yyyy-MM-dd'T'HH:mm:ss",
          'yyyy-MM-ddTHH:mm:ss',
          'yyyy-MM-dd HH:mm:ss',
          'dd/MM/yyyy HH:mm:ss',
          'yyyy-MM-dd',
        ])
        .default('yyyy-MM-ddTHH:mm:ss')
        .describe(
          'Format of the fechaHora… filters (docs/contracts/giav.md, Q4); doctor probes it.',
        ),
      concurrency: z
        .int()
        .min(1)
        .max(10)
        .default(2)
        .describe('Pages read in parallel (docs/contracts/giav.md, T10: 2).'),
      timeoutSeconds: z
        .number()
        .min(0.1)
        .max(300)
        .default(GIAV_CALL.timeoutMs / SECOND_MS)
        .describe('Longest wait for one answer, in seconds.'),
      retrySeconds: z
        .number()
        .min(0.01)
        .max(60)
        .default(GIAV_CALL.firstWaitMs / SECOND_MS)
        .describe('First wait before a call is repeated, in seconds; doubles.'),
    })
    .prefault({})
    .describe("GIAV's service."),
  clientify: z
    .strictObject({
      concurrency: z
        .int()
        .min(1)
        .max(50)
        .default(5)
        .describe(
          'Calls to Clientify in parallel over all workers (docs/contracts/clientify.md, T7: ≤ 5).',
        ),
      timeoutSeconds: z
        .number()
        .min(0.1)
        .max(120)
        .default(CLIENTIFY_CALL.timeoutMs / SECOND_MS)
        .describe('Longest wait for one answer, in seconds (docs/contracts/clientify.md, T7: 30).'),
      retrySeconds: z
        .number()
        .min(0.01)
        .max(60)
        .default(CLIENTIFY_CALL.firstWaitMs / SECOND_MS)
        .describe(
          'First wait before a call is repeated, in seconds; doubles (docs/contracts/clientify.md, T7: 1).',
        ),
      secondHost: z
        .union([z.enum(['auto', 'off']), z.url({ protocol: /^https?$/ })])
        .default('auto')
        .describe(
          "Where reads are tried once more when the API answers 502 to 504: auto = the vendor's second host, if the address is the first one; off; or an address that ends in /v1.",
        ),
    })
    .prefault({})
    .describe("Clientify's service."),
  brake: z
    .strictObject({
      percent: z
        .number()
        .min(0)
        .max(100)
        .default(10)
        .describe('Share of the records read so far, in percent; atLeast has to be passed too.'),
      atLeast: z
        .int()
        .min(0)
        .default(50)
        .describe('Linked records that a run may change however few it has read.'),
      clears: z.int().min(0).default(20).describe('Values that a run may empty in Clientify.'),
    })
    .nullable()
    .prefault({})
    .describe(
      'How much a run may change of what Clientify holds before it holds and asks an administrator (cli runs confirm, cli runs reject). Created records do not count; null = no limit.',
    ),
  forgotten: z
    .enum(['stay-away', 'may-return'])
    .default('stay-away')
    .describe(
      'A client that was erased (cli forget): never synced again, or as if it were new when a run sees it.',
    ),
  letter: z
    .strictObject({
      hour: z
        .int()
        .min(0)
        .max(LETTER.latestHour)
        .default(8)
        .describe(
          'Hour of the day in Europe/Madrid at which the letter is sent; what could not be sent is tried again at each later one.',
        ),
      weekly: z
        .boolean()
        .default(false)
        .describe(
          'On Mondays a letter says that all is in step, where nothing else is to be said.',
        ),
      language: z.enum(['es', 'en']).default('es').describe('Language of the letter.'),
    })
    .prefault({})
    .describe(
      'The daily letter to the agency about what waits for a person. It is sent where the parameter DigestEmail of the deployment names somebody.',
    ),
});
export type SyncConfig = z.infer<typeof syncConfigSchema>;

/** What really happens on the way back: without the acknowledgement, `on` only shows what it would do. */
export const writeBackMode = ({ writeBack }: SyncConfig): 'off' | 'dry-run' | 'on' =>
  writeBack.mode === 'on' && !writeBack.acknowledgeUnreadable ? 'dry-run' : writeBack.mode;

const isDefault = (value: unknown, schema: z.ZodType): boolean =>
  JSON.stringify(value) === JSON.stringify(schema.parse(undefined));

/** The settings that decide what a record becomes, as one comparable text: a change of them needs a full run. */
export function mappingSettings(config: SyncConfig): string {
  const elsewhere = {
    $schema: undefined,
    giav: undefined,
    clientify: undefined,
    full: undefined,
    modified: undefined,
    deletedInClientify: undefined,
    writeBack: undefined,
    owners: undefined,
    forgotten: undefined,
    fullRun: undefined,
    nearDocumento: undefined,
    brake: undefined,
    letter: undefined,
  };
  // Settings that came later say nothing while nobody uses them: no agency's runs become full ones by an update.
  const unused = {
    ...(config.customFields.length === 0 && { customFields: undefined }),
    ...(isDefault(config.deals, syncConfigSchema.shape.deals) && { deals: undefined }),
  };
  return JSON.stringify({
    ...config,
    ...elsewhere,
    ...unused,
    pageIndex: config.giav.pageIndex,
  });
}

/** Where reads go when the first host is in trouble; undefined = nowhere. The vendor's second host serves its first one only. */
export const secondHostOf = (
  { clientify }: Pick<SyncConfig, 'clientify'>,
  baseUrl: string,
): string | undefined => {
  const [first, second] = CLIENTIFY_BASES;
  if (clientify.secondHost === 'off') return undefined;
  if (clientify.secondHost === 'auto') return baseUrl === first ? second : undefined;
  return clientify.secondHost.replace(/\/+$/, '');
};
