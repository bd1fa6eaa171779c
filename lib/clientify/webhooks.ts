import * as z from 'zod';
import type { HookEntity } from '../ports/webhook-slots';
import { ConfigurationError, RecordError } from '../sync/errors';
import type { ClientifyHttp } from './http';

/** A webhook slot: one address per entity (clientify.md, W5). `target` is empty when it is free. */
export interface Slot {
  readonly target: string;
  readonly active: boolean;
}

const slotSchema = z
  .looseObject({ target: z.string().nullish(), is_active: z.boolean().nullish() })
  .transform((slot): Slot => ({ target: slot.target ?? '', active: slot.is_active ?? false }));

const path = (entity: HookEntity): string => `/webhooks/${entity}/`;

/**
 * null when the account's API does not tell: set by hand. `forbidden`: the account has no API addon, or the key's user is
 * no administrator.
 */
export async function readSlot(
  v2: ClientifyHttp,
  entity: HookEntity,
): Promise<Slot | 'forbidden' | null> {
  try {
    return slotSchema.parse(await v2.request('GET', path(entity)));
  } catch (error) {
    // No slot was ever taken: 404 is possible for a free one, too.
    if (error instanceof RecordError && error.status === 404) return { target: '', active: false };
    if (
      error instanceof ConfigurationError &&
      error.status === 403 &&
      !error.message.includes('firewall')
    )
      return 'forbidden';
    if (error instanceof ConfigurationError && error.status === 404) return null;
    if (error instanceof RecordError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** The header keeps the secret out of the address. */
export async function takeSlot(
  v2: ClientifyHttp,
  entity: HookEntity,
  { url, secret }: { url: string; secret: string },
): Promise<void> {
  await v2.request('POST', path(entity), {
    target: url,
    headers: { 'X-Clientify-Secret': secret },
  });
}

export async function freeSlot(v2: ClientifyHttp, entity: HookEntity): Promise<void> {
  await v2.request('DELETE', path(entity));
}
