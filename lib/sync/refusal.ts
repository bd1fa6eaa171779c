import { ConfigurationError } from './errors';
import type { Said } from './said';

/**
 * Refusals with a next step, as the command line says them. They carry their code, by which the pages say the same with
 * the names of buttons (lib/console/texts/refusals.ts).
 */
const REFUSALS = {
  'not-held': (run: string): Said => ({
    en: `Run ${run} is not held. cli runs lists those that are.`,
    es: `La ejecución ${run} no está retenida. cli runs muestra las que lo están.`,
  }),
  'in-progress': (run: string): Said => ({
    en: `Run ${run} is in progress. Wait for its end, or end it (cli runs cancel), and undo then.`,
    es: `La ejecución ${run} está en marcha. Espere a que termine, o termínela (cli runs cancel), y deshaga después.`,
  }),
  'several-clients': (ids: string): Said => ({
    en: `Several clients of GIAV have the Documento of that record: ${ids}. Say which one: cli sync client <id>.`,
    es: `Varios clientes de GIAV tienen el Documento de ese registro: ${ids}. Diga cuál: cli sync client <id>.`,
  }),
  'nobody-listens': (): Said => ({
    en: 'The deployment does not listen to Clientify: its way back is off. Set writeBack.mode and deploy (docs/way-back.md).',
    es: 'El despliegue no escucha a Clientify: la vuelta está desactivada. Ponga writeBack.mode y despliegue (docs/way-back.md).',
  }),
} as const;
export type RefusalCode = keyof typeof REFUSALS;
export const REFUSAL_CODES = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

/** What stood in the way, and the ids that it is about; never personal data. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly about: string;
}

/** @param about ids, as the sentence names them */
export class RefusedError extends ConfigurationError {
  readonly refusal: Refusal;

  constructor(code: RefusalCode, about = '') {
    super(REFUSALS[code](about));
    this.refusal = { code, about };
  }
}

/** The code of a refusal; undefined of any other error. */
export const refusalOf = (error: unknown): Refusal | undefined =>
  error instanceof RefusedError ? error.refusal : undefined;
