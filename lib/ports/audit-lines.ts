import * as z from 'zod';
import { parseJson } from './parse-json';

const lineSchema = z.object({
  /** ISO. */
  at: z.string().max(40),
  /** What was done: `forget`, `relink`, and what the console names. */
  action: z.string().max(60),
  /** What it was done to: an id, no personal data. */
  subject: z.string().max(200),
  /** Who did it, as far as is known. */
  by: z.string().max(200),
  /** Items that were erased, by what they held. */
  erased: z.record(z.string(), z.number()),
  stays: z.string().max(200),
});
/** What somebody did that must be accounted for. Ids only. */
export type AuditLine = z.infer<typeof lineSchema>;

/** Lines are added. None is ever changed. */
export interface AuditLines {
  add(line: AuditLine): Promise<void>;
}

/** A line on the run queue: from who may not write into the list of them. */
export const auditMessageSchema = z.object({
  v: z.literal(1),
  kind: z.literal('audit'),
  line: lineSchema,
});
export type AuditMessage = z.infer<typeof auditMessageSchema>;

/** The line that a message of the run queue brings; null = it is about something else. */
export const auditLineIn = (body: string): AuditLine | null =>
  auditMessageSchema.safeParse(parseJson(body)).data?.line ?? null;
