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

/** null where there is none, or the address cannot be read. */
const hostOf = (target: string): string | null =>
  URL.canParse(target) ? new URL(target).host || null : null;

/** An address as everybody else would write it, too: case of the host, port, dots, no slash at its end. */
const plain = (url: string): string =>
  (URL.canParse(url) ? new URL(url).href : url).replace(/\/+$/, '');

/** Ours also with the secret in path or query, as it is when set by hand. */
function isOurs(slot: Slot, target: WebhookTarget): boolean {
  const [found, url] = [plain(slot.target), plain(target.url)];
  return found === url || found.startsWith(`${url}/`) || found.startsWith(`${url}?`);
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

const noAnswer = (entity: HookEntity, error: unknown, target: WebhookTarget): SlotReport =>
  unknown(entity, 'no-answer', saidWithout(error, target));

/**
 * One slot after the other. Trouble with the second one hides nothing of the first.
 * @throws what stands in the way of the first look: nothing has been done then
 */
const each = async (
  target: WebhookTarget,
  work: (entity: HookEntity) => Promise<SlotReport>,
): Promise<SlotReport[]> => {
  const reports: SlotReport[] = [];
  for (const entity of ENTITIES)
    try {
      reports.push(await work(entity));
    } catch (error) {
      if (reports.length === 0) throw error;
      reports.push(noAnswer(entity, error, target));
    }
  return reports;
};

const look = async (
  http: ClientifyHttp,
  entity: HookEntity,
  target: WebhookTarget,
): Promise<SlotReport> => judge(entity, await readSlot(http, entity), target);

/** The same once more, after an answer that may have been lost only; what it cannot tell is not known. */
const lookAgain = (
  http: ClientifyHttp,
  entity: HookEntity,
  target: WebhookTarget,
): Promise<SlotReport> => look(http, entity, target).catch(() => unknown(entity, 'not-told'));

export const webhookStatus = (http: ClientifyHttp, target: WebhookTarget): Promise<SlotReport[]> =>
  each(target, (entity) => look(http, entity, target));

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
      const isLost = error instanceof RetryableError;
      const isTaken = error instanceof RecordError && error.status === 409;
      // By ourselves: the answer was lost, or somebody else at the console was faster.
      if ((isLost || isTaken) && (await lookAgain(http, entity, target)).state === 'ours') return;
      if (!isLost || tries >= COMMAND.slotAttempts) throw error;
    }
}

/** Frees a slot of ours; one that was freed although its answer was lost is free. */
async function free(http: ClientifyHttp, entity: HookEntity, target: WebhookTarget): Promise<void> {
  try {
    await freeSlot(http, entity);
  } catch (error) {
    if ((await lookAgain(http, entity, target)).state !== 'free') throw error;
  }
}

/** Why a slot is not as it was asked for. */
function notDone(entity: HookEntity, error: unknown, target: WebhookTarget): SlotReport {
  if (!(error instanceof RecordError)) return noAnswer(entity, error, target);
  return error.status === 409
    ? unknown(entity, 'taken-meanwhile')
    : unknown(entity, 'refused', saidWithout(error, target));
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
  await free(http, entity, target);
  try {
    await takeAgain(http, entity, target);
  } catch (error) {
    if (error instanceof RecordError && error.status === 409) throw error;
    throw new Emptied(error);
  }
}

/** A slot of ours was freed and could not be taken again. */
class Emptied extends Error {
  override readonly name = 'Emptied';

  constructor(override readonly cause: unknown) {
    super('A slot is empty');
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
  each(target, async (entity) => {
    const found = await look(http, entity, target);
    if (found.state === 'foreign' || found.state === 'unknown') return found;
    const take = found.state === 'free' ? takeAgain : renewSlot;
    try {
      await take(http, entity, target);
      return await look(http, entity, target);
    } catch (error) {
      return error instanceof Emptied
        ? unknown(entity, 'emptied', saidWithout(error.cause, target))
        : notDone(entity, error, target);
    }
  });

/** Frees our slots only. */
export const removeWebhook = (http: ClientifyHttp, target: WebhookTarget): Promise<SlotReport[]> =>
  each(target, async (entity) => {
    const found = await look(http, entity, target);
    if (found.state !== 'ours' && found.state !== 'inactive') return found;
    try {
      await free(http, entity, target);
      return await look(http, entity, target);
    } catch (error) {
      return notDone(entity, error, target);
    }
  });

/** What can be done with the slots, each by its own name. */
export const SLOT_WORKS = {
  status: webhookStatus,
  register: registerWebhook,
  remove: removeWebhook,
} as const;
