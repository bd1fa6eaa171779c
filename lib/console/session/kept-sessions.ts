import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../ports/clock';
import type { SessionStore } from '../../ports/session-store';
import { SESSION } from '../../sync/budget';
import type { Identity } from './identity';
import type { Person } from './person';
import type { Provider } from './provider';
import { Refused } from './refused';
import { chance, derived, seal, unseal } from './seal';

const PURPOSE = 'session';
const COOKIE_FORM = /^[\w-]{43}$/;

const heldSchema = z.object({
  id: z.string(),
  role: z.enum(['reader', 'admin']),
  refreshToken: z.string(),
});
type Held = z.infer<typeof heldSchema>;

export interface KeptSessionPorts {
  readonly store: SessionStore;
  readonly provider: Pick<Provider, 'renewed' | 'revoke'>;
  readonly identify: (idToken: string) => Promise<Identity>;
  readonly clock: Clock;
}

/** A session that goes on. */
export interface Found {
  readonly person: Person;
  /** Bound to the session: known to its pages only. */
  readonly csrf: string;
}

/**
 * Sessions on the server's side, so that signing out ends them wherever a copy of the cookie may be. The cookie is 256
 * bits of chance; the table knows it by its hash only, and what it holds (person, refresh token) is sealed with the cookie
 * itself: who reads the table can use no session, and no browser ever holds a token of the provider.
 */
export class KeptSessions {
  constructor(private readonly ports: KeptSessionPorts) {}

  /** @returns the value of the cookie */
  async begin({ id, role }: Person, refreshToken: string): Promise<string> {
    const cookie = chance();
    const now = this.ports.clock.now();
    await this.ports.store.add(keyOf(cookie), {
      sealed: seal(cookie, PURPOSE, { id, role, refreshToken } satisfies Held),
      startedAt: now.toISOString(),
      wordUntil: this.wordUntil(now),
    });
    return cookie;
  }

  /**
   * Whose session the cookie is. Every few minutes the provider is asked again: who was removed there, or put into another
   * group, is so here. null = none: it never was, has ended or was changed. @throws RetryableError
   */
  async find(cookie: string | undefined): Promise<Found | null> {
    if (cookie === undefined || !COOKIE_FORM.test(cookie)) return null;
    const { store, clock } = this.ports;
    const stored = await store.get(keyOf(cookie));
    const held = stored && heldSchema.safeParse(unseal(cookie, PURPOSE, stored.sealed)).data;
    if (!stored || !held) return null;
    const now = clock.now().getTime();
    const wordUntil = Date.parse(stored.wordUntil);
    const age = now - Date.parse(stored.startedAt);
    if (age >= SESSION.longestMs || now - wordUntil >= SESSION.idleMs) {
      await this.end(cookie);
      return null;
    }
    const person =
      now < wordUntil ? { id: held.id, role: held.role } : await this.asked(cookie, held);
    return person && { person, csrf: derived(cookie, 'csrf') };
  }

  /** Ends it here and at the provider. What the provider does not hear of ends by its own time. */
  async end(cookie: string): Promise<void> {
    if (!COOKIE_FORM.test(cookie)) return;
    const { store, provider } = this.ports;
    const stored = await store.get(keyOf(cookie));
    await store.remove(keyOf(cookie));
    const held = stored && heldSchema.safeParse(unseal(cookie, PURPOSE, stored.sealed)).data;
    if (held) await provider.revoke(held.refreshToken).catch(() => undefined);
  }

  private async asked(cookie: string, held: Held): Promise<Person | null> {
    const { store, provider, identify, clock } = this.ports;
    try {
      const { id, role } = await identify(await provider.renewed(held.refreshToken));
      if (id !== held.id) throw new Refused('TOKEN');
      const goesOn = await store.renew(keyOf(cookie), {
        sealed: seal(cookie, PURPOSE, { ...held, role } satisfies Held),
        wordUntil: this.wordUntil(clock.now()),
      });
      return goesOn ? { id, role } : null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await this.end(cookie);
      return null;
    }
  }

  private wordUntil(now: Date): string {
    return new Date(now.getTime() + SESSION.wordMs).toISOString();
  }
}

const keyOf = (cookie: string): string => createHash('sha256').update(cookie).digest('hex');
