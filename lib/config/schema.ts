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
    })
    .prefault({}),
  clientify: z
    .strictObject({
      /** Calls to Clientify in parallel over all workers (clientify.md §4: ≤ 5). */
      concurrency: z.int().min(1).max(50).default(5),
    })
    .prefault({}),
});
export type SyncConfig = z.infer<typeof syncConfigSchema>;
