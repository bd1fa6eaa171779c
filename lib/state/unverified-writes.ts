import * as z from 'zod';
import { withoutSecrets } from '../sync/giav-record';
import type { DynamoLinks } from './links';
import type { Table } from './table';
import { STATE_VERSION, parseItem } from './items';
import { keys } from './keys';
import type { UnverifiedWrites, UnverifiedWrite } from '../ports/unverified-writes';

const unverifiedSchema = z.object({
  v: z.literal(STATE_VERSION),
  clientId: z.string(),
  /** Name of the write: its moment. */
  at: z.string(),
  /** Until when it may still come true over there, in milliseconds since 1970. */
  lateUntil: z.number(),
  /** The client before it; the portal password is a seal. Personal data. */
  before: z.record(z.string(), z.unknown()),
  /** New values by field of the record. */
  intended: z.record(z.string(), z.unknown()),
  categories: z.array(z.number()),
  /** GIAV has certainly taken it. */
  applied: z.boolean().optional(),
  /** Fields that were found damaged and could not be put back. */
  lost: z.array(z.string()).optional(),
} satisfies Record<keyof UnverifiedWrite | 'v', z.ZodType>);

/**
 * Writes to GIAV of which no reading has shown yet what they did: stored before the write, gone with a reading that shows the
 * client as it should be. They survive the function that wrote. At most one per client.
 */
export class DynamoUnverifiedWrites implements UnverifiedWrites {
  constructor(
    private readonly table: Table,
    private readonly links: Pick<DynamoLinks, 'markUnverified' | 'clearUnverified' | 'markUnread'>,
  ) {}

  /** false when an earlier write of this client is not verified yet. Either way the client's link says so afterwards. */
  async open(write: UnverifiedWrite): Promise<boolean> {
    // The seal of the portal password may be kept, the password never.
    const before =
      typeof write.before['CustomerPortal_Password'] === 'string'
        ? withoutSecrets(write.before)
        : write.before;
    const item = { ...keys.unverified(write.clientId), v: STATE_VERSION, ...write, before };
    const opened = await this.table.put(item, { condition: 'attribute_not_exists(pk)' });
    await this.links.markUnverified(write.clientId, write.at);
    return opened;
  }

  /** An item that cannot be read is an error: nothing is guessed about a write. */
  async get(clientId: string): Promise<UnverifiedWrite | null> {
    const item = await this.table.get(keys.unverified(clientId));
    return item === null ? null : parseItem(unverifiedSchema, item);
  }

  /** GIAV has taken the write; only the reading after it is missing. */
  async keepAsApplied(clientId: string, at: string): Promise<void> {
    await this.set(clientId, at, 'applied', true);
  }

  /** The damage is known and could not be repaired: it stays open until somebody has looked. */
  async keepAsDamaged(clientId: string, at: string, lost: readonly string[]): Promise<void> {
    await this.set(clientId, at, 'lost', lost);
  }

  /** The item first: a mark that is left on the link is cleared by the next look, an item without a mark would stay unseen. */
  async close(
    clientId: string,
    now: Date,
    { accepted }: { readonly accepted: boolean } = { accepted: false },
  ): Promise<void> {
    if (accepted) await this.links.markUnread(clientId);
    await this.table.delete(keys.unverified(clientId));
    await this.links.clearUnverified(clientId, now.toISOString());
  }

  /** `damaged`: known damage that waits for a human. */
  async list(): Promise<{ readonly clientId: string; readonly damaged: boolean }[]> {
    const open: { clientId: string; damaged: boolean }[] = [];
    for await (const item of this.table.query('UNVERIFIED'))
      open.push({ clientId: String(item['sk']), damaged: item['lost'] !== undefined });
    return open;
  }

  private async set(
    clientId: string,
    at: string,
    name: 'applied' | 'lost',
    value: unknown,
  ): Promise<void> {
    await this.table.update(keys.unverified(clientId), {
      expression: `SET ${name} = :value`,
      condition: '#a = :at',
      names: { '#a': 'at' },
      values: { ':at': at, ':value': value },
    });
  }
}
