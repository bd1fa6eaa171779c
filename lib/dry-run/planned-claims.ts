import type { Claim } from '../ports/claims';
import type { CreateClaims } from '../record/work';

/** Claims of a run that writes nothing: kept in memory, gone with it. */
export class PlannedClaims implements CreateClaims {
  private readonly owners = new Map<string, string>();
  private readonly refused = new Map<string, Set<string>>();

  claimDocumento(kind: string, documento: string, owner: string): Promise<Claim> {
    const key = `${kind} ${documento}`;
    const holder = this.owners.get(key);
    if (holder !== undefined && holder !== owner) return Promise.resolve('taken');
    this.owners.set(key, owner);
    return Promise.resolve('new');
  }

  claimDeal(): Promise<Claim> {
    return Promise.resolve('new');
  }

  /** Claims of real runs are kept under a key that a dry run does not have: to it a create that was cut off is a first meeting. */
  sentWith(): Promise<null> {
    return Promise.resolve(null);
  }

  noteSent(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  giveUp(): Promise<void> {
    return Promise.resolve();
  }

  noteRefused(kind: string, documento: string, owner: string): Promise<number> {
    const key = `${kind} ${documento}`;
    const refused = (this.refused.get(key) ?? new Set<string>()).add(owner);
    this.refused.set(key, refused);
    return Promise.resolve(refused.size);
  }

  /** Nothing is stored, so nothing can be equal to what is. */
  keyOf(): string {
    return '';
  }
}
