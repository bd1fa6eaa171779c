import { RetryableError } from '../../lib/sync/errors';

/** The process dies here: nothing catches it but the test. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * `refuse`: the call fails and nothing happened. `lose`: it is done and the answer is lost. `kill` and `killAfter`: the
 * process dies before, or after it.
 */
export type Fault = 'refuse' | 'lose' | 'kill' | 'killAfter';

/** Makes the n-th call of any port go wrong. */
export class Faults {
  private countdown = -1;
  private fault: Fault = 'refuse';
  calls = 0;

  at(call: number, fault: Fault): void {
    this.countdown = call;
    this.fault = fault;
  }

  none(): void {
    this.countdown = -1;
  }

  async around<T>(call: () => T | Promise<T>): Promise<T> {
    this.calls += 1;
    const hit = this.countdown === 0;
    if (this.countdown >= 0) this.countdown -= 1;
    if (!hit) return call();
    if (this.fault === 'kill') throw new Killed();
    if (this.fault === 'refuse') throw new RetryableError('refused by the test');
    await call();
    if (this.fault === 'killAfter') throw new Killed();
    throw new RetryableError('answer lost by the test', { maybeApplied: true });
  }
}
