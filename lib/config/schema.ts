import * as z from 'zod';
import {
  clientTypesSchema,
  companyNameSchema,
  consentsSchema,
  ownersSchema,
} from './client-settings';
import { clientifySchema } from './clientify-settings';
import { customFieldsSchema } from './custom-field-settings';
import { dealSettingsSchema } from './deal-settings';
import { giavSchema } from './giav-settings';
import { letterSchema } from './letter-settings';
import { brakeSchema, fullRunSchema, fullSchema, modifiedSchema } from './run-settings';
import { writeBackSchema } from './way-back-settings';

const startDateSource = z.enum(['FechaCreacion', 'FechaDesde']);

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
  clientTypes: clientTypesSchema,
  companyName: companyNameSchema,
  consents: consentsSchema,
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
  owners: ownersSchema,
  full: fullSchema,
  fullRun: fullRunSchema,
  nearDocumento: z
    .enum(['create', 'hold'])
    .default('create')
    .describe(
      'A GIAV client whose Documento nearly equals that of a Clientify record (case, blanks, hyphens, dots, ES prefix): create its own record with a note, or hold it back and report.',
    ),
  modified: modifiedSchema,
  writeBack: writeBackSchema,
  giav: giavSchema,
  clientify: clientifySchema,
  brake: brakeSchema,
  forgotten: z
    .enum(['stay-away', 'may-return'])
    .default('stay-away')
    .describe(
      'A client that was erased (cli forget): never synced again, or as if it were new when a run sees it.',
    ),
  letter: letterSchema,
});
export type SyncConfig = z.infer<typeof syncConfigSchema>;
