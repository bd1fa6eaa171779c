import type { Claim, Claimant } from '../../lib/ports/claims';
import { plainDocumento } from '../../lib/sync/documento';
import { documentoKey } from '../../lib/sync/documento-key';
import { Faults } from './faults';

interface Held {
  readonly owner: string;
  readonly runId: string;
  readonly holder: string;
  readonly until: number;
  readonly sent?: string;
}

/** The claims in memory, with the conditions of the table. */
export class MemoryClaims {
  readonly held = new Map<string, Held>();
  readonly refused = new Map<string, Set<string>>();

  constructor(private readonly faults = new Faults()) {}

  keyOf(documento: string): string {
    return documentoKey('secret', documento);
  }

  private key(kind: string, documento: string): string {
    return `${kind} ${this.keyOf(kind === 'giav' ? plainDocumento(documento) : documento)}`;
  }

  claimDocumento(
    kind: string,
    documento: string,
    owner: string,
    runId: string,
    claimant: Claimant,
    now: Date,
    sent: string,
  ): Promise<Claim> {
    return this.faults.around((): Claim => {
      const key = this.key(kind, documento);
      const held = this.held.get(key);
      const mine = { owner, runId, holder: claimant.holder, until: claimant.until.getTime() };
      const over = held !== undefined && held.until < now.getTime();
      if (held && held.owner !== owner && (held.runId === runId || !over))
        return held.runId === runId ? 'taken' : 'held';
      if (held?.owner === owner && held.holder !== claimant.holder && !over) return 'held';
      this.held.set(key, { ...mine, sent: held?.owner === owner ? held.sent : sent });
      return held?.owner === owner ? 'repeated' : 'new';
    });
  }

  sentWith(kind: string, documento: string, owner: string): Promise<string | null> {
    return this.faults.around(() => {
      const held = this.held.get(this.key(kind, documento));
      return (held?.owner === owner ? held.sent : null) ?? null;
    });
  }

  noteSent(kind: string, documento: string, { holder }: Claimant, sent: string): Promise<void> {
    return this.faults.around(() => {
      const key = this.key(kind, documento);
      const held = this.held.get(key);
      if (held?.holder === holder) this.held.set(key, { ...held, sent });
    });
  }

  claimCreation(documento: string, owner: string, claimant: Claimant, now: Date): Promise<boolean> {
    return this.faults.around(() => {
      const key = this.key('giav', documento);
      const held = this.held.get(key);
      if (
        held &&
        held.until >= now.getTime() &&
        !(held.holder === claimant.holder && held.owner === owner)
      )
        return false;
      this.held.set(key, {
        owner,
        runId: '',
        holder: claimant.holder,
        until: claimant.until.getTime(),
      });
      return true;
    });
  }

  created(documento: string, _: Claimant, now: Date): Promise<void> {
    return this.faults.around(() => {
      const held = this.held.get(this.key('giav', documento));
      if (held)
        this.held.set(this.key('giav', documento), {
          ...held,
          holder: 'another',
          until: now.getTime() + 60_000,
        });
    });
  }

  claimDeal(): Promise<Claim> {
    return Promise.resolve('new');
  }

  release(
    claimed: { readonly documento?: readonly [string, string] },
    { holder }: Claimant,
  ): Promise<void> {
    return this.faults.around(() => {
      const key = claimed.documento && this.key(...claimed.documento);
      const held = key === undefined ? undefined : this.held.get(key);
      if (key !== undefined && held?.holder === holder) this.held.set(key, { ...held, until: 0 });
    });
  }

  giveUp(kind: string, documento: string, { holder }: Claimant): Promise<void> {
    return this.faults.around(() => {
      if (this.held.get(this.key(kind, documento))?.holder === holder)
        this.held.delete(this.key(kind, documento));
    });
  }

  noteRefused(kind: string, documento: string, owner: string): Promise<number> {
    return this.faults.around(() => {
      const owners = this.refused.get(this.key(kind, documento)) ?? new Set();
      this.refused.set(this.key(kind, documento), owners.add(owner));
      return owners.size;
    });
  }
}
