import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { GATE, SECOND_MS, outagePauseMs, throttlePauseMs } from '../sync/budget';
import { RetryableError } from '../sync/errors';
import type { Gate, Weather } from '../ports/gate';
import type { Pause, CallKind, Pauses } from '../ports/pauses';

/** Bad answers in a row, about two different records at least, that mean an outage and not one odd record. */
const OUTAGE_ANSWERS = 5;

/** The record that a caller has in hand. One for all gates: while Node follows many of them, each promise costs more. */
const inHand = new AsyncLocalStorage<string>();

/**
 * Stands before every call to Clientify, in every process: 429 slows all of them, an outage stops all of them, and one
 * probe at a time finds out that it is over (ADR 8).
 */
export class ClientifyGate implements Gate, Weather {
  private known: Pause | null = null;
  private readAt = Number.NEGATIVE_INFINITY;
  private throttles = 0;
  /** Bad answers in a row, and what they were about. */
  private readonly bad: Readonly<
    Record<CallKind, { answers: number; at: number; about: Set<string> }>
  > = {
    reads: { answers: 0, at: 0, about: new Set() },
    writes: { answers: 0, at: 0, about: new Set() },
  };
  private probing = false;

  constructor(
    private readonly store: Pauses,
    private readonly now: () => number = Date.now,
  ) {}

  /** Milliseconds for which nobody should call because of an outage; 0 = call. Takes the probe when it is due. */
  async outageMs(): Promise<number> {
    await this.refresh();
    const pause = this.known;
    if (this.probing || pause === null || pause.failures === 0) return 0;
    const left = pause.until - this.now();
    if (left > 0) return left;
    const probe = { ...pause, until: this.now() + GATE.probeMs };
    if (await this.store.replace(pause, probe)) {
      this.probing = true;
      this.known = probe;
      return 0;
    }
    this.readAt = Number.NEGATIVE_INFINITY;
    await this.refresh();
    return this.known === null ? 0 : Math.max(SECOND_MS, this.known.until - this.now());
  }

  /** Before each call: waits out throttling, refuses during an outage. @param leftMs what may be spent on it */
  async enter(leftMs: () => number = () => Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const outage = await this.outageMs();
      if (outage > 0) throw paused(outage);
      const left = this.probing ? 0 : (this.known?.until ?? 0) - this.now();
      if (left <= 0) return;
      if (left > Math.min(GATE.longestWaitMs, leftMs())) throw paused(left);
      // A little apart, so that the waiting workers do not all call in the same moment.
      await wait(left + Math.random() * GATE.apartMs);
    }
  }

  /** 429: nobody calls for so long; without a word about it 2 s, doubling while it goes on. */
  async throttled(ms: number | undefined): Promise<void> {
    this.throttles += 1;
    const until =
      this.now() + Math.min(GATE.throttle.longestMs, ms ?? throttlePauseMs(this.throttles));
    if (this.known === null || this.known.until < until)
      this.known = { until, failures: this.known?.failures ?? 0 };
    await this.store.extend(until);
  }

  about<T>(record: string, work: () => Promise<T>): Promise<T> {
    return inHand.run(record, work);
  }

  /** The record that the caller has in hand. */
  get record(): string | undefined {
    return inHand.getStore();
  }

  /** A time-out, a reset, a 5xx; `about` tells one record from another: one that always fails is no outage. */
  async failed(about: string, of: CallKind): Promise<void> {
    const bad = this.bad[of];
    if (this.now() - bad.at > GATE.rowMs) this.forget(of);
    bad.at = this.now();
    bad.answers += 1;
    bad.about.add(about);
    if (!this.probing && (bad.answers < OUTAGE_ANSWERS || bad.about.size < 2)) return;
    const seen = await this.store.get();
    const open = seen !== null && seen.failures > 0 && seen.until > this.now();
    if (open && !this.probing) {
      this.known = seen;
      return;
    }
    const failures = (seen?.failures ?? 0) + 1;
    const next = { until: this.now() + outagePauseMs(failures), failures, of };
    this.probing = false;
    if (await this.store.replace(seen, next)) this.known = next;
    else this.readAt = Number.NEGATIVE_INFINITY;
  }

  async succeeded(of: CallKind): Promise<void> {
    this.throttles = 0;
    this.forget('reads');
    if (of === 'writes') this.forget('writes');
    if (!this.probing && (this.known?.failures ?? 0) === 0) return;
    // Lists that can be read say nothing of an outage of writes.
    if (of === 'reads' && this.known?.of === 'writes') return;
    this.probing = false;
    this.known = null;
    await this.store.clear();
  }

  async isBad(): Promise<boolean> {
    const seen = await this.store.get();
    return seen !== null && seen.until > this.now() - GATE.recentlyMs;
  }

  private forget(of: CallKind): void {
    this.bad[of].answers = 0;
    this.bad[of].about.clear();
  }

  private async refresh(): Promise<void> {
    if (this.now() - this.readAt < GATE.refreshMs) return;
    this.readAt = this.now();
    const seen = await this.store.get();
    if (!this.probing) this.known = seen;
  }
}

const paused = (ms: number): RetryableError =>
  new RetryableError(
    {
      en: 'Clientify is paused: it is throttling, or has not answered lately. The record waits in the queue.',
      es: 'Clientify está en pausa: pide ir más despacio o no ha respondido últimamente. El registro espera en la cola.',
    },
    {
      scope: 'system',
      retryAfterMs: ms,
    },
  );
