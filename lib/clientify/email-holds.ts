import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CREATE } from '../sync/budget';
import { RetryableError } from '../sync/errors';
import type { EmailClaims } from '../ports/email-claims';

export interface HoldPorts {
  readonly claims: EmailClaims;
  readonly now: () => Date;
}

const { patienceMs, lookMs, heldMs } = CREATE.email;

/** @returns the contact that was created with the e-mail within the last hour, or null; a RetryableError while somebody else creates one. */
async function hold(
  { claims, now }: HoldPorts,
  key: string,
  holder: string,
  until: Date,
): Promise<string | null> {
  const patience = now().getTime() + patienceMs;
  for (;;) {
    const answer = await claims.hold(key, holder, until, now());
    if (answer !== 'held') return answer.contact;
    if (now().getTime() > patience)
      throw new RetryableError('Another contact with the same e-mail is being created right now', {
        scope: 'system',
        retryAfterMs: heldMs,
      });
    await wait(lookMs);
  }
}

/**
 * Creates while nobody else creates with one of these e-mails.
 * @param keys of the e-mails; never the e-mails themselves.
 * @param create is given the contacts that were created with them lately: a search may not show them yet.
 */
export async function holdEmails<Made>(
  ports: HoldPorts,
  keys: readonly string[],
  until: Date,
  create: (recent: readonly string[]) => Promise<Made>,
  idOf: (made: Made) => string,
): Promise<Made> {
  const holder = randomUUID();
  const held: string[] = [];
  const recent: string[] = [];
  let contact: string | null = null;
  try {
    // In one order for everybody: no two wait for each other.
    for (const key of [...new Set(keys)].sort()) {
      const known = await hold(ports, key, holder, until);
      held.push(key);
      if (known !== null) recent.push(known);
    }
    const made = await create(recent);
    contact = idOf(made);
    return made;
  } finally {
    for (const key of held) await ports.claims.release(key, holder, contact);
  }
}
