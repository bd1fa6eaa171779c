import type { Agent } from './records';

/** A user of Clientify, by the names under which a deal may be given to them. */
export interface ClientifyUser {
  /** As records name their owner. */
  readonly name: string;
  readonly emails: readonly string[];
}

const folded = (text: string): string => text.trim().toLowerCase();

/** Users by their name and their e-mails; an e-mail of two of them is nobody's. */
export class DealOwners {
  private readonly byName = new Map<string, Set<string>>();

  constructor(users: readonly ClientifyUser[]) {
    for (const { name, emails } of users)
      for (const text of [name, ...emails].map(folded)) {
        if (text === '') continue;
        this.byName.set(text, (this.byName.get(text) ?? new Set()).add(name));
      }
  }

  /**
   * The user who owns the deals of an agent of GIAV; null: nobody is known to be this agent, or GIAV keeps the agent for old
   * expedientes only.
   */
  of({ email, blocked }: Agent): string | null {
    const [user, ...others] = this.byName.get(folded(email)) ?? [];
    return blocked || user === undefined || others.length > 0 ? null : user;
  }
}
