import type { Said } from '../../sync/said';

/**
 * What to do about findings, where it is a command that does it: as the command line says it. The pages say the same by
 * code, with the names of buttons (lib/console/texts/refusals.ts).
 */
export const REMEDIES = {
  'fields-come': (): Said => ({
    en: 'Nothing: the first run creates them. Or now: cli setup.',
    es: 'Nada: los crea la primera ejecución. O ahora mismo: cli setup.',
  }),
  'create-fields': (): Said => ({
    en: 'Create them as text fields, or run cli setup.',
    es: 'Créelos como campos de texto o use cli setup.',
  }),
  'dead-letters': (): Said => ({
    en: 'cli failures, then cli redrive.',
    es: 'cli failures y, después, cli redrive.',
  }),
  'failed-records': (): Said => ({
    en: 'cli failures tells why; cli redrive tries again.',
    es: 'cli failures dice por qué; cli redrive lo intenta de nuevo.',
  }),
  'old-watermark': (): Said => ({
    en: 'cli runs tells what became of the runs since; on AWS see docs/runbook.md, WatermarkTooOld.',
    es: 'cli runs dice qué ha sido de las ejecuciones desde entonces; en AWS vea docs/runbook.md, WatermarkTooOld.',
  }),
  'runs-dead-letters': (): Said => ({
    en: 'See docs/runbook.md, RunsDeadLetters.',
    es: 'Vea docs/runbook.md, RunsDeadLetters.',
  }),
  'resume-held': (): Said => ({
    en: 'Look at the changes in Clientify, then: cli write-back --resume, and cli redrive --reason WRITE_BACK_HELD.',
    es: 'Revise los cambios en Clientify y, después: cli write-back --resume y cli redrive --reason WRITE_BACK_HELD.',
  }),
  'resume-halted': (client: string): Said => ({
    en: `cli explain client ${client}, then cli write-back --resume.`,
    es: `cli explain client ${client} y, después, cli write-back --resume.`,
  }),
} as const;
export type Remedy = keyof typeof REMEDIES;
