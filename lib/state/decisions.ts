import * as z from 'zod';
import { KEPT_DAYS, epochSeconds, expiresAfter } from '../sync/kept';
import { OUTCOMES, SUBJECTS, type RecordResult, type Subject } from '../sync/decision';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Decisions, NewDecision } from '../ports/decisions';

const decisionSchema = z.object({
  v: z.literal(STATE_VERSION),
  entity: z.enum(SUBJECTS),
  id: z.string(),
  runId: z.string(),
  at: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().optional(),
  message: z.string().optional(),
  clientifyId: z.string().optional(),
  kind: z.string().optional(),
  unmapped: z.array(z.string()).optional(),
  notices: z.array(z.string()).optional(),
  notes: z.array(z.object({ field: z.string(), note: z.string() })).optional(),
  /** Values that somebody typed and that the other side's replaced: enough to put them back. Personal data. */
  replaced: z
    .array(
      z.object({
        field: z.string(),
        side: z.enum(['giav', 'clientify']),
        from: z.string(),
        to: z.string(),
        why: z.string(),
      }),
    )
    .optional(),
  filled: z.array(z.object({ field: z.string(), to: z.string() })).optional(),
  /** What was, or in a dry run would be, written to GIAV, field by field. Personal data, as below. */
  giav: z
    .object({
      mode: z.enum(['dry-run', 'on']),
      operation: z.enum(['Cliente_PUT', 'Cliente_POST']),
      changes: z.array(
        z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }),
      ),
      /** Parameters that are sent without a source. */
      unreadable: z.array(z.string()),
      why: z.string().optional(),
    })
    .optional(),
  /** Fields that both sides changed, with both values. */
  conflicts: z
    .array(
      z.object({ field: z.string(), giav: z.string(), clientify: z.string(), winner: z.string() }),
    )
    .optional(),
  /** What was sent, call by call. Personal data: shown to the admin only, gone with the TTL. */
  sent: z
    .array(z.object({ method: z.string(), path: z.string(), body: z.unknown().optional() }))
    .optional(),
} satisfies Record<keyof Omit<NewDecision, 'result'> | keyof RecordResult | 'v', z.ZodType>);
export type Decision = z.infer<typeof decisionSchema>;

const holdsGiavValue = ({ giav, replaced }: Pick<Decision, 'giav' | 'replaced'>): boolean =>
  giav?.mode === 'on' || (replaced?.some(({ side }) => side === 'giav') ?? false);

/** What happened to a record, when and why; expires by TTL. */
export class DynamoDecisions implements Decisions {
  constructor(private readonly table: Table) {}

  async putMany(decisions: readonly NewDecision[], now: Date): Promise<void> {
    await this.table.putMany(
      decisions.map(({ result, ...decision }) => ({
        ...keys.decision(decision.entity, decision.id, decision.at, decision.runId),
        v: STATE_VERSION,
        expires: expiresAfter(
          holdsGiavValue(decision) ? KEPT_DAYS.giavValues : KEPT_DAYS.decisions,
          now,
        ),
        ...decision,
        ...result,
      })),
    );
  }

  /** The newest ones. One that cannot be read is left out: an earlier one still tells something. */
  async latest(entity: Subject, id: string, limit: number, now: Date): Promise<Decision[]> {
    const { items } = await this.table.slice(`DECISION#${entity}#${id}`, {
      newestFirst: true,
      limit,
    });
    return items
      .filter(({ expires }) => Number(expires) > epochSeconds(now))
      .flatMap((item) => decisionSchema.safeParse(item).data ?? []);
  }

  /** Newest first. Items past their TTL may still be there for a while: they are not shown. */
  async *of(entity: Subject, id: string, now: Date): AsyncGenerator<Decision> {
    for await (const item of this.table.query(`DECISION#${entity}#${id}`, '', {
      newestFirst: true,
    }))
      if (Number(item['expires']) > epochSeconds(now)) yield decisionSchema.parse(item);
  }
}
