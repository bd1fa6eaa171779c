import type { ClientifyHttp } from '../../clientify/http';
import { TRAITS, isTrait } from '../../ports/traits';
import { readSlot } from '../../clientify/webhooks';
import { FORBIDDEN, type HookEntity } from '../../ports/webhook-slots';
import { listed, type Said } from '../../sync/said';
import { ok, warning, type Finding } from './check';

/** When each property of the account was learnt (ISO), by its name. */
export type Learnt = Readonly<Record<string, string>>;

/** Whether the account is one of the old product, which the v2 API does not serve. */
export async function accountStatus(v2: ClientifyHttp | undefined): Promise<Finding> {
  if (!v2) return ok({ en: 'The v2 API was not asked.', es: 'No se ha preguntado a la API v2.' });
  try {
    const me = (await v2.request('GET', '/me/?fields=id,account_status')) as {
      account_status?: unknown;
    } | null;
    const status = me?.account_status;
    if (typeof status !== 'string')
      return ok({ en: 'The v2 API answers.', es: 'La API v2 responde.' });
    return status === 'client_1_0'
      ? ok({
          en: 'Account: of the old product (v1 only): webhooks are set by hand.',
          es: 'Cuenta: del producto antiguo (solo v1): los webhooks se ponen a mano.',
        })
      : ok({ en: `Account: ${status}.`, es: `Cuenta: ${status}.` });
  } catch {
    return ok({
      en: 'The v2 API does not answer this token: webhooks are set by hand in Clientify.',
      es: 'La API v2 no responde a este token: los webhooks se ponen a mano en Clientify.',
    });
  }
}

export function learntTraits(learnt: Learnt): Finding {
  const known = Object.entries(learnt).filter(([name]) => isTrait(name));
  if (known.length === 0)
    return ok({
      en: 'Nothing odd was learnt of the account so far.',
      es: 'Hasta ahora no se ha visto nada raro en la cuenta.',
    });
  const traits = known.map(([name, at]): Said => {
    const trait = TRAITS[name as keyof typeof TRAITS];
    const day = at.slice(0, 10);
    return { en: `it ${trait.en} (since ${day})`, es: `${trait.es} (desde ${day})` };
  });
  const all = listed(traits, '; ');
  return ok({ en: `Learnt of the account: ${all.en}.`, es: `Visto en la cuenta: ${all.es}.` });
}

/** The vendor names a second address for when the first one is in trouble (clientify.md, T3). */
export async function secondHost(second: ClientifyHttp | undefined): Promise<Finding> {
  if (second === undefined)
    return ok({
      en: 'No second host is used (setting clientify.secondHost).',
      es: 'No se usa un segundo servidor (ajuste clientify.secondHost).',
    });
  try {
    const body = await second.request('GET', '/users/');
    if (body !== null && typeof body === 'object' && 'results' in body)
      return ok({
        en: 'The second host answers: reads go there after 502 to 504.',
        es: 'El segundo servidor responde: las lecturas van a él tras un error de 502 a 504.',
      });
  } catch {
    // Told below.
  }
  return warning(
    {
      en: 'The second host does not answer this token.',
      es: 'El segundo servidor no responde a este token.',
    },
    {
      en: 'Nothing now; if it stays so, set clientify.secondHost to "off".',
      es: 'Nada por ahora; si sigue así, ponga clientify.secondHost en "off".',
    },
  );
}

const SLOTS: Readonly<Record<HookEntity, Said>> = {
  contacts: { en: 'contacts', es: 'contactos' },
  companies: { en: 'companies', es: 'empresas' },
};
const SLOT_STATES = {
  unknown: { en: 'not told', es: 'no se dice' },
  free: { en: 'free', es: 'libre' },
  taken: { en: 'taken', es: 'ocupado' },
  inactive: { en: 'taken, switched off', es: 'ocupado, desactivado' },
} as const;

type Slot = Exclude<Awaited<ReturnType<typeof readSlot>>, 'forbidden'>;

function stateOf(slot: Slot): keyof typeof SLOT_STATES {
  if (slot === null) return 'unknown';
  if (slot.target === '') return 'free';
  return slot.active ? 'taken' : 'inactive';
}

export async function webhookSlots(v2: ClientifyHttp | undefined): Promise<Finding> {
  if (v2 === undefined)
    return ok({
      en: 'The v2 API was not asked for the webhook slots.',
      es: 'No se ha preguntado a la API v2 por los huecos de webhook.',
    });
  const found: Said[] = [];
  for (const entity of Object.keys(SLOTS) as HookEntity[]) {
    const slot = await readSlot(v2, entity);
    if (slot === 'forbidden')
      return warning(
        {
          en: `Webhook slots: ${FORBIDDEN.en} (403).`,
          es: `Huecos de webhook: ${FORBIDDEN.es} (403).`,
        },
        {
          en: 'Add the API addon, or use the key of an administrator; or set the webhook by hand.',
          es: 'Contrate el complemento de API o use la clave de un administrador; o ponga el webhook a mano.',
        },
      );
    found.push(listed([SLOTS[entity], SLOT_STATES[stateOf(slot)]], ' '));
  }
  const all = listed(found);
  return ok({
    en: `Webhook slots: ${all.en}. Whose they are, Connection in the console tells, and webhook status.`,
    es: `Huecos de webhook: ${all.es}. De quién son lo dice Conexión en la consola, y webhook status.`,
  });
}
