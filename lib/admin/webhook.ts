import { COMMAND } from '../sync/budget';
import {
  FORBIDDEN,
  readSlot,
  freeSlot,
  takeSlot,
  type HookEntity,
  type Slot,
} from '../clientify/webhooks';
import type { ClientifyHttp } from '../clientify/http';
import { RecordError, RetryableError } from '../sync/errors';

export interface SlotReport {
  readonly entity: HookEntity;
  readonly state: 'ours' | 'inactive' | 'free' | 'foreign' | 'unknown';
  readonly advice: string;
}

export interface WebhookTarget {
  /** Without a secret. */
  readonly url: string;
  readonly secret: string;
}

const ENTITIES: readonly HookEntity[] = ['contacts', 'companies'];
const BY_HAND =
  'Set it by hand in Clientify (Settings → Integrations → Webhooks): the address with /<secret> behind it.';

const FORWARD =
  'It belongs to somebody else and is left alone. Have that service forward its calls to the address with /<secret> behind it, or rely on the reconciliation: it keeps both sides equal within its interval.';

const hostOf = (target: string): string => {
  try {
    return new URL(target).host;
  } catch {
    return 'an address that cannot be read';
  }
};

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** Ours also with the secret in path or query, as it is when set by hand. */
function isOurs(slot: Slot, target: WebhookTarget): boolean {
  const url = withoutSlash(target.url);
  return (
    slot.target === url || slot.target.startsWith(`${url}/`) || slot.target.startsWith(`${url}?`)
  );
}

function judge(
  entity: HookEntity,
  slot: Slot | 'forbidden' | null,
  target: WebhookTarget,
): SlotReport {
  if (slot === 'forbidden')
    return { entity, state: 'unknown', advice: `${FORBIDDEN.en} (403). ${BY_HAND}` };
  if (slot === null)
    return { entity, state: 'unknown', advice: `The v2 API does not tell. ${BY_HAND}` };
  if (slot.target === '')
    return { entity, state: 'free', advice: 'cli webhook register takes it.' };
  if (!isOurs(slot, target))
    return { entity, state: 'foreign', advice: `It calls ${hostOf(slot.target)}. ${FORWARD}` };
  return slot.active
    ? { entity, state: 'ours', advice: 'Nothing.' }
    : {
        entity,
        state: 'inactive',
        advice: 'It is ours but switched off: cli webhook register takes it again.',
      };
}

const each = async (work: (entity: HookEntity) => Promise<SlotReport>): Promise<SlotReport[]> => {
  const reports: SlotReport[] = [];
  for (const entity of ENTITIES) reports.push(await work(entity));
  return reports;
};

export const webhookStatus = (http: ClientifyHttp, target: WebhookTarget): Promise<SlotReport[]> =>
  each(async (entity) => judge(entity, await readSlot(http, entity), target));

async function takeAgain(
  http: ClientifyHttp,
  entity: HookEntity,
  target: WebhookTarget,
): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await takeSlot(http, entity, target);
      return;
    } catch (error) {
      if (error instanceof RetryableError) {
        // The answer may have been lost only.
        const now = await readSlot(http, entity).catch(() => null);
        if (now !== null && now !== 'forbidden' && now.active && isOurs(now, target)) return;
        if (tries < COMMAND.slotAttempts) continue;
      }
      throw error;
    }
}

/**
 * Nobody can read or change the header of a slot that is taken: it is freed and taken again with the secret of now. What
 * is saved in Clientify in that moment comes with the reconciliation.
 */
async function renewSlot(
  http: ClientifyHttp,
  entity: HookEntity,
  target: WebhookTarget,
): Promise<void> {
  await freeSlot(http, entity);
  try {
    await takeAgain(http, entity, target);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    if (error instanceof RecordError && error.status === 409) throw error;
    throw new RecordError(
      `${why}. The slot is EMPTY now: run cli webhook register again, until then only the reconciliation finds changes`,
    );
  }
}

/**
 * Takes free slots, and takes ours again, so that Clientify sends the secret of now; a slot that points elsewhere is never
 * overwritten (clientify.md, W5).
 */
export const registerWebhook = (
  http: ClientifyHttp,
  target: WebhookTarget,
): Promise<SlotReport[]> =>
  each(async (entity) => {
    const found = judge(entity, await readSlot(http, entity), target);
    try {
      if (found.state === 'free') await takeSlot(http, entity, target);
      else if (found.state === 'ours' || found.state === 'inactive')
        await renewSlot(http, entity, target);
      else return found;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const why =
        error.status === 409
          ? 'Somebody else took it at the same time.'
          : `Clientify refused it: ${error.message}.`;
      return { entity, state: 'unknown', advice: `${why} ${BY_HAND}` };
    }
    return judge(entity, await readSlot(http, entity), target);
  });

/** Frees our slots only. */
export const removeWebhook = (http: ClientifyHttp, target: WebhookTarget): Promise<SlotReport[]> =>
  each(async (entity) => {
    const found = judge(entity, await readSlot(http, entity), target);
    if (found.state !== 'ours' && found.state !== 'inactive') return found;
    await freeSlot(http, entity);
    return judge(entity, await readSlot(http, entity), target);
  });
