import * as z from 'zod';
import { ENTITIES, OUTCOMES } from '../sync/decision';
import type { OpenEvidence, Slice } from '../sync/open-expedientes';
import { EMPTY, digestWith, type Digest } from '../sync/paging';
import type { BrakeCount, PlannedChange } from '../sync/brake';
import type { PageOfRun, RunSummary } from '../sync/run-progress';

/** `redrive`: the records that an admin, or a message that came too late, names. */
export const RUN_MODES = ['full', 'modified', 'redrive'] as const;
export type RunMode = (typeof RUN_MODES)[number];

/** Modes that schedules start. */
export type DueMode = Exclude<RunMode, 'redrive'>;

const countsSchema = z.object({
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  linked: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  failed: z.number(),
});
export type Counts = z.infer<typeof countsSchema>;

export const summarySchema = z.object({
  clients: countsSchema,
  expedientes: countsSchema,
  reasons: z.record(z.string(), z.number()),
}) satisfies z.ZodType<RunSummary>;
export type Summary = z.infer<typeof summarySchema>;

const digestSchema = z.object({ count: z.number(), sum: z.number() }) satisfies z.ZodType<Digest>;

const placeSchema = z.object({ page: z.number(), offset: z.number() });

/** What the run reads of the list of open expedientes, and what it has learnt of it and of the date filter. */
const openExpedientesSchema = z.object({
  slice: z.object({ from: placeSchema, most: z.number() }).nullable(),
  /** State changes since then (ISO) should be shown by the date filter; null = nobody can tell. */
  changedSince: z.string().nullable(),
  open: z.number().nullable(),
  shown: z.number(),
  missed: z.number(),
  /** Times that GIAV was asked whether the filter shows a change. */
  asked: z.number(),
  next: placeSchema.nullable().optional(),
}) satisfies z.ZodType<OpenEvidence & { slice: Slice | null }>;
export type OpenReading = z.infer<typeof openExpedientesSchema>;

const asDigest = (ids: readonly number[]): Digest | null =>
  ids.length === 0 ? null : digestWith(EMPTY, ids);

const plannedChangeSchema = z.object({
  entity: z.enum(ENTITIES),
  id: z.string(),
  clientifyId: z.string(),
  changed: z.array(z.string()).readonly(),
  emptied: z.array(z.string()).readonly(),
}) satisfies z.ZodType<PlannedChange>;

export const brakeCountSchema = z.object({
  records: z.number(),
  emptied: z.number(),
  fields: z
    .record(z.string(), z.object({ changed: z.number(), emptied: z.number() }).readonly())
    .readonly(),
  examples: z.array(plannedChangeSchema).readonly(),
}) satisfies z.ZodType<BrakeCount>;

export const heldSchema = z.object({
  at: z.string(),
  because: z.enum(['records', 'emptied']),
  /** The mapping settings, or the version of the mapping, are not those of the last run: so many changes are to be expected. */
  newSettings: z.boolean(),
  /** Records read so far, with the page that would have been too much. */
  read: z.number(),
  /** What was let through, and what would be changed with that page. */
  before: z.object({ records: z.number(), emptied: z.number() }),
  planned: brakeCountSchema,
});
export type Held = z.infer<typeof heldSchema>;

/** A run as far as it has come. Fields that an earlier version did not know have a default. */
export const runSchema = z.object({
  id: z.string(),
  /** A modified run that has nothing to start from becomes a full one. */
  mode: z.enum(RUN_MODES),
  /** `refused`: another run was in progress. */
  status: z.enum(['running', 'completed', 'failed', 'refused', 'cancelled']),
  phase: z.enum(['clients', 'expedientes', 'draining', 'ended']),
  /** Which of the phase's lists is being read, in which pass, and from where on. */
  source: z.number().default(0),
  pass: z.number().default(0),
  nextPage: z.number(),
  /** Records of the list before that page. */
  offset: z.number().default(0),
  moved: z.boolean().default(false),
  /** What the list's first page showed; null before it. The first version kept its ids. */
  firstPage: z
    .union([digestSchema, z.array(z.number()).transform(asDigest)])
    .nullable()
    .default(null),
  /** What this pass has shown so far, and what the one before it showed. */
  digest: digestSchema.default(EMPTY),
  lastDigest: digestSchema.nullish(),
  /** Pages kept so far, and the records on them. */
  clientPages: z.number(),
  expedientePages: z.number(),
  clientsRead: z.number().default(0),
  expedientesRead: z.number().default(0),
  /** Contacts that it will create, as far as the lists were read, in an account that was in use when it began. */
  newContacts: z.number().default(0),
  officePrefix: z.boolean().nullish(),
  startedAt: z.string(),
  finishedAt: z.string().nullish(),
  /** Start by GIAV's clock: the next watermark. Unset until the run was planned. */
  readFrom: z.string().nullish(),
  /** Key of the mapping settings that the run was planned with. */
  settings: z.string().nullish(),
  /** Modified: changes since then are read. */
  since: z.string().nullish(),
  /** Modified: this run also reads what no date filter shows. */
  sweep: z.boolean().default(false),
  /** Unset in a re-drive, and in runs of earlier versions. */
  openExpedientes: openExpedientesSchema.nullish(),
  /** Modified, with a sweep: when the last one began. */
  sweptBefore: z.string().nullish(),
  /** A list never stood still while it was read: the watermark stays. */
  unstable: z.boolean().default(false),
  /** Records whose message was lost have been read once more. */
  recovered: z.boolean().default(false),
  /** While it is being drained: when somebody last looked whether it has ended. */
  lookedAt: z.string().nullish(),
  /** When it last came further, what it had done by then, and how often somebody has had a look at it since. */
  cameFurtherAt: z.string().nullish(),
  doneByThen: z
    .object({ pages: z.number(), results: z.number() })
    .default({ pages: 0, results: 0 }),
  looks: z.number().default(0),
  records: z.array(z.object({ entity: z.enum(ENTITIES), id: z.string() })).default([]),
  /** A system does not answer: when the run goes on, how often it waited in a row, since when, and why. */
  pause: z
    .object({
      until: z.string(),
      count: z.number(),
      since: z.string(),
      message: z.string(),
      es: z.string().optional(),
    })
    .nullish(),
  /** What it has put on the queue of changes to linked records; unset = nothing. */
  brake: brakeCountSchema.nullish(),
  /** It would change too much and waits for an admin: no page after its checkpoint is on the queue. */
  held: heldSchema.nullish(),
  /** When an admin has let it go on; it is not held again. */
  confirmedAt: z.string().nullish(),
  token: z.number(),
  error: z
    .object({
      kind: z.enum(['configuration', 'unavailable', 'stalled', 'rejected', 'internal']),
      message: z.string(),
      /** The message in Spanish, where it has one. */
      es: z.string().optional(),
    })
    .nullish(),
  summary: summarySchema.nullish(),
  calls_giav: z.number().default(0),
  calls_GET: z.number().default(0),
  calls_POST: z.number().default(0),
  calls_PUT: z.number().default(0),
  calls_PATCH: z.number().default(0),
  calls_DELETE: z.number().default(0),
  calls_giavMs: z.number().default(0),
  calls_clientifyMs: z.number().default(0),
});
export type Run = z.infer<typeof runSchema>;

const resultSchema = z.object({
  outcome: z.enum(OUTCOMES),
  reason: z.string().optional(),
  unmapped: z.array(z.string()).optional(),
  notices: z.array(z.string()).optional(),
});

/** A page of a list as a run keeps it: the ids on it, and the results that are known, by id. */
export const runPageSchema = z.object({
  entity: z.enum(ENTITIES),
  page: z.number(),
  ids: z.array(z.string()),
  results: z.record(z.string(), resultSchema),
}) satisfies z.ZodType<PageOfRun>;
export type RunPage = z.infer<typeof runPageSchema>;

/** What a run is called where people look at it: one that waits for an admin is in progress, and yet it is not. */
export type ShownStatus = Run['status'] | 'held';
export const shownStatus = ({ status, held }: Pick<Run, 'status' | 'held'>): ShownStatus =>
  status === 'running' && held ? 'held' : status;

/** All that a checkpoint may move. */
export type Progress = Partial<
  Pick<
    Run,
    | 'mode'
    | 'phase'
    | 'source'
    | 'pass'
    | 'nextPage'
    | 'offset'
    | 'moved'
    | 'firstPage'
    | 'digest'
    | 'lastDigest'
    | 'clientPages'
    | 'expedientePages'
    | 'clientsRead'
    | 'expedientesRead'
    | 'newContacts'
    | 'officePrefix'
    | 'readFrom'
    | 'settings'
    | 'since'
    | 'sweep'
    | 'openExpedientes'
    | 'sweptBefore'
    | 'unstable'
    | 'recovered'
    | 'pause'
    | 'brake'
    | 'held'
    | 'cameFurtherAt'
    | 'looks'
  >
>;
