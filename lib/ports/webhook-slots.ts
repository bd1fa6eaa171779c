import * as z from 'zod';
import type { Said } from '../sync/said';

/**
 * What was found of a webhook slot of Clientify, or made of it: codes and facts, which the command line and the pages put
 * into words of their own. Never the secret, nor an address of somebody else.
 */
export const slotReportSchema = z.object({
  entity: z.enum(['contacts', 'companies']),
  state: z.enum(['ours', 'inactive', 'free', 'foreign', 'unknown']),
  /**
   * Of `unknown` only. `forbidden`: no API addon, or no administrator's key. `not-told`: the v2 API does not tell.
   * `taken-meanwhile`: somebody else was faster. `refused`: Clientify said no. `emptied`: ours was freed and could not be
   * taken again. `no-answer`: nobody can tell what became of it.
   */
  why: z
    .enum(['forbidden', 'not-told', 'taken-meanwhile', 'refused', 'emptied', 'no-answer'])
    .nullable(),
  /** Of `foreign`: whom it calls; null where its address cannot be read. */
  host: z.string().nullable(),
  /** Of `refused`, `emptied` and `no-answer`: what was answered. */
  said: z.object({ en: z.string(), es: z.string() }).nullable(),
});
export type SlotReport = z.infer<typeof slotReportSchema>;
export type HookEntity = SlotReport['entity'];
/** What there is to say about a slot. */
export type SlotCode = Exclude<SlotReport['state'], 'unknown'> | NonNullable<SlotReport['why']>;

export const slotCodeOf = ({ state, why }: SlotReport): SlotCode =>
  state === 'unknown' ? (why ?? 'not-told') : state;

/** What 403 means for slots, and only for them (clientify.md, W5). */
export const FORBIDDEN: Said = {
  en: "API addon or administrator's key is missing",
  es: 'falta el complemento de API o la clave de un administrador',
};

/** The slots as they were last seen. */
export interface SlotsSeen {
  /** ISO. */
  readonly at: string;
  readonly slots: readonly SlotReport[];
}
