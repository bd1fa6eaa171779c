import * as z from 'zod';
import { CREATE } from '../sync/budget';
import { epochSeconds } from '../sync/kept';
import type { EmailClaims } from '../ports/email-claims';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const schema = z.object({ holder: z.string(), until: z.number(), contact: z.string().nullish() });

/** E-mails, by a keyed hash, of contacts that are being created or were created within the last hour. */
export class DynamoEmailClaims implements EmailClaims {
  constructor(private readonly table: Table) {}

  async hold(
    key: string,
    holder: string,
    until: Date,
    now: Date,
  ): Promise<'held' | { readonly contact: string | null }> {
    const known = schema.safeParse(await this.table.get(keys.email(key)));
    const contact = known.success ? (known.data.contact ?? null) : null;
    const held = await this.table.put(this.item(key, holder, until.getTime(), contact, now), {
      condition: 'attribute_not_exists(pk) OR #u < :now',
      names: { '#u': 'until' },
      values: { ':now': now.getTime() },
    });
    return held ? { contact } : 'held';
  }

  async release(key: string, holder: string, contact: string | null): Promise<void> {
    await this.table.update(keys.email(key), {
      expression: contact === null ? 'SET #u = :zero' : 'SET #u = :zero, contact = :c',
      condition: 'holder = :h',
      names: { '#u': 'until' },
      values: { ':zero': 0, ':h': holder, ...(contact !== null && { ':c': contact }) },
    });
  }

  private item(key: string, holder: string, until: number, contact: string | null, now: Date) {
    const expires = epochSeconds(now) + CREATE.email.rememberedSeconds;
    return { ...keys.email(key), v: STATE_VERSION, holder, until, contact, expires };
  }
}
