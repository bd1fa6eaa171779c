import { FORBIDDEN, type SlotCode, type SlotReport } from '../../ports/webhook-slots';
import type { Language } from '../language';

/** What the command line says about a webhook slot: what to do. */
interface SlotTexts {
  readonly head: readonly string[];
  readonly notAsAsked: string;
  readonly advice: Readonly<Record<SlotCode, (slot: SlotReport) => string>>;
}

const words = ({ said }: SlotReport, language: Language): string => said?.[language] ?? '';

const BY_HAND =
  'Set it by hand in Clientify (Settings → Integrations → Webhooks): the address with /<secret> behind it.';
const FORWARD =
  'It belongs to somebody else and is left alone. Have that service forward its calls to the address with /<secret> behind it, or rely on the reconciliation: it keeps both sides equal within its interval.';

export const english: SlotTexts = {
  head: ['slot', 'state', 'what to do'],
  notAsAsked: 'Not every slot is as asked for.',
  advice: {
    ours: () => 'Nothing.',
    inactive: () => 'It is ours but switched off: cli webhook register takes it again.',
    free: () => 'cli webhook register takes it.',
    foreign: ({ host }) => `It calls ${host ?? 'an address that cannot be read'}. ${FORWARD}`,
    forbidden: () => `${FORBIDDEN.en} (403). ${BY_HAND}`,
    'not-told': () => `The v2 API does not tell. ${BY_HAND}`,
    'taken-meanwhile': () => `Somebody else took it at the same time. ${BY_HAND}`,
    refused: (slot) => `Clientify refused it: ${words(slot, 'en')}. ${BY_HAND}`,
    emptied: (slot) =>
      `${words(slot, 'en')}. The slot is EMPTY now: run cli webhook register again, until then only the reconciliation finds changes.`,
    'no-answer': (slot) =>
      `${words(slot, 'en')}. Nobody can tell how the slot is now: run cli webhook status later.`,
  },
};

const A_MANO =
  'Póngalo a mano en Clientify (Configuración → Integraciones → Webhooks): la dirección seguida de /<secreto>.';
const REENVIAR =
  'Es de otro y no se toca. Pida a ese servicio que reenvíe sus llamadas a la dirección seguida de /<secreto>, o confíe en la conciliación: iguala los dos lados en su intervalo.';

export const spanish: SlotTexts = {
  head: ['hueco', 'estado', 'qué hacer'],
  notAsAsked: 'No todos los huecos están como se pidió.',
  advice: {
    ours: () => 'Nada.',
    inactive: () => 'Es nuestro, pero está desactivado: cli webhook register lo vuelve a ocupar.',
    free: () => 'cli webhook register lo ocupa.',
    foreign: ({ host }) => `Llama a ${host ?? 'una dirección que no se puede leer'}. ${REENVIAR}`,
    forbidden: () => `${FORBIDDEN.es} (403). ${A_MANO}`,
    'not-told': () => `La API v2 no lo dice. ${A_MANO}`,
    'taken-meanwhile': () => `Alguien lo ocupó al mismo tiempo. ${A_MANO}`,
    refused: (slot) => `Clientify lo rechazó: ${words(slot, 'es')}. ${A_MANO}`,
    emptied: (slot) =>
      `${words(slot, 'es')}. El hueco está VACÍO ahora: repita cli webhook register; hasta entonces, solo la conciliación encuentra los cambios.`,
    'no-answer': (slot) =>
      `${words(slot, 'es')}. No se sabe cómo está el hueco ahora: repita más tarde cli webhook status.`,
  },
};
