import * as z from 'zod';
import type { AuditLines } from '../ports/audit-lines';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const auditSchema = z.object({
  at: z.string(),
  /** `forget`, `relink`, and what the console's register of activity names. */
  action: z.string(),
  /** What it was done to: an id, no personal data. */
  subject: z.string(),
  /** Who did it, as far as the command line knows. */
  by: z.string(),
  /** Items that were erased, by what they held. */
  erased: z.record(z.string(), z.number()),
  stays: z.string(),
});
export type Audit = z.infer<typeof auditSchema>;

/** What admins did that must be accounted for (RGPD): kept for three years, ids only. */
export class Audits implements AuditLines {
  constructor(private readonly table: Table) {}

  async add(audit: Audit): Promise<void> {
    const expires = expiresAfter(KEPT_DAYS.audits, new Date(audit.at));
    const key = keys.audit(audit.at, `${audit.action}-${audit.subject}-${audit.by}`);
    // A line that was told before stays as it was: it may have come twice, and none is ever changed.
    await this.table.put(
      { ...key, v: STATE_VERSION, ...audit, expires },
      { condition: 'attribute_not_exists(pk)' },
    );
  }

  /** Some of them, newest first. @param before `next` of those before */
  async latest(limit: number, before?: string): Promise<{ audits: Audit[]; next: string | null }> {
    const { items, more } = await this.table.slice('AUDIT', {
      newestFirst: true,
      after: before,
      limit,
    });
    return {
      audits: items.flatMap((item) => auditSchema.safeParse(item).data ?? []),
      next: more ? (items.at(-1)?.sk ?? null) : null,
    };
  }

  /** Newest first. */
  async *recent(): AsyncGenerator<Audit> {
    for await (const item of this.table.query('AUDIT', '', { newestFirst: true }))
      yield auditSchema.parse(item);
  }
}
