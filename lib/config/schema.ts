import * as z from 'zod';

const clientTypeSchema = z.strictObject({
  status: z
    .enum(['other', 'not-qualified-lead', 'visitor', 'cold-lead', 'warm-lead', 'hot-lead', 'in-deal', 'lost-lead', 'client', 'lost-client'])
    .default('client'),
  contactType: z.string().min(1).default('Cliente actual'),
});
export type ClientTypeMapping = z.infer<typeof clientTypeSchema>;

const startDateSource = z.enum(['FechaCreacion', 'FechaDesde']);

/** The mapping settings (SYNC_CONFIG): all keys optional, unknown keys refused. */
export const syncConfigSchema = z.strictObject({
  /** Name of the Clientify pipeline that receives the expedientes. */
  pipeline: z.string().min(1).default('Expedientes'),
  /** GIAV stage name or id → Clientify stage name; without an entry, the stage of the same name. */
  stages: z.record(z.string(), z.string().min(1)).default({}),
  /** Stage of expedientes whose state has no mapping; default: the pipeline's first. */
  fallbackStage: z.string().min(1).optional(),
  /** Stage of closed expedientes (`Cerrado`); default: closed ones follow their state. */
  closedStage: z.string().min(1).optional(),
  /** GIAV `Tipo` → contact status and contact type. */
  clientTypes: z.partialRecord(z.enum(['NoDefinido', 'Empresa', 'Particular', 'ProfesionalAutónomo']), clientTypeSchema).default({}),
  /** Deal names prefixed by the office code: `auto` = only when two offices share numbers. */
  officePrefix: z.enum(['auto', 'always', 'never']).default('auto'),
  /** Which date of the expediente is its start, and whether it is also sent as the deal's `created`. */
  dealStartDate: z
    .union([
      startDateSource.transform((from) => ({ from, to: 'customField' as const })),
      z.strictObject({
        from: startDateSource.default('FechaCreacion'),
        to: z.enum(['customField', 'created']).default('customField'),
      }),
    ])
    .default({ from: 'FechaCreacion', to: 'customField' }),
  disabledClients: z.enum(['sync', 'skip']).default('sync'),
  /** A record that was deleted in Clientify: create it again, or leave it deleted. */
  deletedInClientify: z.enum(['recreate', 'respect']).default('recreate'),
  modified: z
    .strictObject({
      /** Minutes read again before the start of the last run (giav.md §5). */
      overlapMinutes: z.number().min(0).max(1440).default(10),
      /** How often a modified run also reads what no date filter shows, in minutes; 0 = every run, null = never. */
      sweepMinutes: z.number().min(0).nullable().default(60),
      /** Minutes between two scheduled modified runs; 0 = no schedule. */
      everyMinutes: z.int().min(0).max(1440).default(10),
    })
    .prefault({}),
  /** The way back: what changes in Clientify and goes to GIAV. */
  writeBack: z
    .strictObject({
      /** `off`: one-way. `dry-run`: stores what would be sent. `on`: writes, with `acknowledgeUnreadable` (giav.md §4). */
      mode: z.enum(['off', 'dry-run', 'on']).default('off'),
      /** An administrator has seen that a PUT keeps what GIAV does not show: the client's account and its print options. */
      acknowledgeUnreadable: z.boolean().default(false),
      /** Contacts that GIAV does not know: made clients never, when they have a Documento and the clients' status, or with a Documento. */
      create: z.enum(['never', 'clients', 'always']).default('clients'),
      /** Who wins a field that both sides changed. */
      winner: z.enum(['giav', 'clientify']).default('giav'),
      /** GIAV's number of a tax district (SubSedeFiscal) → its name (giav.md §7). */
      taxDistricts: z
        .record(z.string().regex(/^\d+$/), z.enum(['XX_General', 'ES_PenínsulaYBaleares', 'ES_Canarias', 'ES_CeutaYMelilla']))
        .default({}),
      /** Clients with the customer portal are not written: a hashed password cannot be told from a plain one. */
      refusePortalClients: z.boolean().default(false),
      /** Minutes between two searches for changes whose webhook was lost; 0 = none. */
      reconcileMinutes: z.int().min(0).max(1440).default(15),
    })
    .prefault({}),
  giav: z
    .strictObject({
      /** Dialect of `pageIndex` (giav.md §5). */
      pageIndex: z.enum(['zero', 'one', 'offset']).default('zero'),
      /** Format of the `fechaHora…` filters, in luxon tokens (giav.md §5). */
      dateTimeFormat: z
        .enum(["yyyy-MM-dd'T'HH:mm:ss", 'yyyy-MM-ddTHH:mm:ss', 'yyyy-MM-dd HH:mm:ss', 'dd/MM/yyyy HH:mm:ss', 'yyyy-MM-dd'])
        .default('yyyy-MM-ddTHH:mm:ss'),
      /** Pages read in parallel (giav.md §7: 2). */
      concurrency: z.int().min(1).max(10).default(2),
      /** Longest wait for one answer. */
      timeoutSeconds: z.number().min(0.1).max(300).default(60),
      /** First wait before a call is repeated; doubles. */
      retrySeconds: z.number().min(0.01).max(60).default(0.4),
    })
    .prefault({}),
  clientify: z
    .strictObject({
      /** Calls to Clientify in parallel over all workers (clientify.md §4: ≤ 5). */
      concurrency: z.int().min(1).max(50).default(5),
      /** Longest wait for one answer (clientify.md §4: 30). */
      timeoutSeconds: z.number().min(0.1).max(120).default(30),
      /** First wait before a call is repeated; doubles (clientify.md §4: 1). */
      retrySeconds: z.number().min(0.01).max(60).default(1),
    })
    .prefault({}),
});
export type SyncConfig = z.infer<typeof syncConfigSchema>;

/** What really happens on the way back: without the acknowledgement, `on` only shows what it would do. */
export const writeBackMode = ({ writeBack }: SyncConfig): 'off' | 'dry-run' | 'on' =>
  writeBack.mode === 'on' && !writeBack.acknowledgeUnreadable ? 'dry-run' : writeBack.mode;

/** The settings that decide what a record becomes, as one comparable text: a change of them needs a full run. */
export function mappingSettings(config: SyncConfig): string {
  const elsewhere = { giav: undefined, clientify: undefined, modified: undefined, deletedInClientify: undefined, writeBack: undefined };
  return JSON.stringify({ ...config, ...elsewhere, pageIndex: config.giav.pageIndex });
}
