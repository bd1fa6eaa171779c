import { COMMAND } from '../sync/budget';
import { readSlot, freeSlot, takeSlot, type Slot } from '../clientify/webhooks';
import type { ClientifyHttp } from '../clientify/http';
import type { HookEntity, SlotReport } from '../ports/webhook-slots';
import { RecordError, RetryableError, saidOf } from '../sync/errors';
import { inBoth, type Said } from '../sync/said';

export interface WebhookTarget {
  /** Without a secret. */
  readonly url: string;
  readonly secret: string;
}

const ENTITIES: readonly HookEntity[] = ['contacts', 'companies'];

const hostOf = (target: string): string | null => {
  try {
    return new URL(target).host;
  } catch {
    return null;
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

const unknown = (
  entity: HookEntity,
  why: NonNullable<SlotReport['why']>,
  said: Said | null = null,
): SlotReport => ({ entity, state: 'unknown', why, host: null, said });

function judge(
  entity: HookEntity,
  slot: Slot | 'forbidden' | null,
  target: WebhookTarget,
): SlotReport {
  if (slot === 'forbidden') return unknown(entity, 'forbidden');
  if (slot === null) return unknown(entity, 'not-told');
  const known = { entity, why: null, host: null, said: null };
  if (slot.target === '') return { ...known, state: 'free' };
  if (!isOurs(slot, target)) return { ...known, state: 'foreign', host: hostOf(slot.target) };
  return { ...known, state: slot.active ? 'ours' : 'inactive' };
}

/** What an error says, without the secret: whoever answered may have quoted what was sent. */
function saidWithout(error: unknown, { secret }: WebhookTarget): Said {
  const said = saidOf(error);
  return inBoth((language) =>
    secret === '' ? said[language] : said[language].replaceAll(secret, '…'),
  );
}

const each = async (work: (entity: HookEntity) => Promise<SlotReport>): Promise<SlotReport[]> => {
  const reports: SlotReport[] = [];
  for (const entity of ENTITIES) reports.push(await work(entity));
  return reports;
};

export const webhookStatus = (http: ClientifyHttp, target: WebhookTarget): Promise<SlotReport[]> =>
  each(async (entity) => judge(entity, await readSlot(http, entity), target));

/** Why a slot is not ours now, although it was asked for. */
function notTaken(entity: HookEntity, error: RecordError, target: WebhookTarget): SlotReport {
  return error.status === 409
    ? unknown(entity, 'taken-meanwhile')
    : unknown(entity, 'refused', saidWithout(error, target));
}

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
 * @returns what stands in the way; null = it is taken
 */
async function renewSlot(
  http: ClientifyHttp,
  entity: HookEntity,
  target: WebhookTarget,
): Promise<SlotReport | null> {
  try {
    await freeSlot(http, entity);
  } catch (error) {
    if (error instanceof RecordError) return notTaken(entity, error, target);
    throw error;
  }
  try {
    await takeAgain(http, entity, target);
    return null;
  } catch (error) {
    if (error instanceof RecordError && error.status === 409)
      return unknown(entity, 'taken-meanwhile');
    return unknown(entity, 'emptied', saidWithout(error, target));
  }
}

async function takeFree(
  http: ClientifyHttp,
  entity: HookEntity,
  target: WebhookTarget,
): Promise<SlotReport | null> {
  try {
    await takeSlot(http, entity, target);
    return null;
  } catch (error) {
    if (error instanceof RecordError) return notTaken(entity, error, target);
    throw error;
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
    if (found.state === 'foreign' || found.state === 'unknown') return found;
    const take = found.state === 'free' ? takeFree : renewSlot;
    return (
      (await take(http, entity, target)) ?? judge(entity, await readSlot(http, entity), target)
    );
  });

/** Frees our slots only. */
export const removeWebhook = (http: ClientifyHttp, target: WebhookTarget): Promise<SlotReport[]> =>
  each(async (entity) => {
    const found = judge(entity, await readSlot(http, entity), target);
    if (found.state !== 'ours' && found.state !== 'inactive') return found;
    await freeSlot(http, entity);
    return judge(entity, await readSlot(http, entity), target);
  });

/** What can be done with the slots, each by its own name. */
export const SLOT_WORKS = {
  status: webhookStatus,
  register: registerWebhook,
  remove: removeWebhook,
} as const;
