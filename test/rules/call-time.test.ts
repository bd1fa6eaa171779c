import fc from 'fast-check';
import {
  CALLS,
  CHANGE,
  CLIENTIFY_CALL,
  FUNCTION_SECONDS,
  GIAV_CALL,
  RECORD,
  SECOND_MS,
  fetcherReserveMs,
} from '../../lib/sync/budget';
import { UNLIMITED, callTimeOf, mayRepeat, tryMs } from '../../lib/sync/call-time';
import { RetryableError } from '../../lib/sync/errors';

/** An invocation whose every call hangs until it is given up. */
class Hanging {
  now = 0;

  constructor(private readonly wholeMs: number) {}

  readonly timeLeft = (): number => this.wholeMs - this.now;

  /** One call with its repeats, each after the longest wait; how often it was tried. */
  call(timeoutMs: number, repeats: number, waitMs: number, time = callTimeOf(this.timeLeft)) {
    for (let tries = 0; ; tries++) {
      this.now += tryMs(time, timeoutMs);
      if (tries === repeats || !mayRepeat(time, timeoutMs, waitMs)) return tries + 1;
      this.now += waitMs;
    }
  }
}

const WHOLE = {
  worker: FUNCTION_SECONDS['record-worker'] * SECOND_MS,
  writer: FUNCTION_SECONDS['write-back'] * SECOND_MS,
  fetcher: FUNCTION_SECONDS['page-fetcher'] * SECOND_MS,
};
const GIAV = [GIAV_CALL.timeoutMs, GIAV_CALL.repeats, GIAV_CALL.longestWaitMs] as const;
const CLIENTIFY = [
  CLIENTIFY_CALL.timeoutMs,
  CLIENTIFY_CALL.repeats,
  CLIENTIFY_CALL.longestWaitMs,
] as const;
const begunAt = (whole: number, shareLeft: number): Hanging =>
  Object.assign(new Hanging(whole), { now: whole * (1 - shareLeft) });

describe('whatever hangs is given up while there is time to note it', () => {
  it.each([
    ['GIAV, in a change that began as late as it may', WHOLE.writer, CHANGE.reservedShare, GIAV],
    ['Clientify, in a change', WHOLE.writer, CHANGE.reservedShare, CLIENTIFY],
    ['Clientify, in a record', WHOLE.worker, RECORD.reservedShare, CLIENTIFY],
    ['Clientify, in a search for changes', WHOLE.worker, 1, CLIENTIFY],
    ['GIAV, in a page', WHOLE.fetcher, 1, GIAV],
    ['Clientify, in a page', WHOLE.fetcher, 1, CLIENTIFY],
  ])('%s', (_, whole, shareLeft, call) => {
    const hanging = new Hanging(whole);
    const time = callTimeOf(hanging.timeLeft);
    hanging.now = whole * (1 - shareLeft);
    expect(hanging.call(...call, time)).toBeGreaterThanOrEqual(1);
    expect(hanging.timeLeft()).toBeGreaterThanOrEqual(CALLS.reserveMs);
  });
  it('one call after the other, with any time-out that the settings take, in a life of any length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 900_000 }),
        fc.integer({ min: 100, max: 300_000 }),
        fc.integer({ min: 10, max: 60_000 }),
        (whole, timeoutMs, waitMs) => {
          const hanging = new Hanging(whole);
          const time = callTimeOf(hanging.timeLeft);
          const all = (): void => {
            for (let calls = 0; calls < 10_000; calls++) hanging.call(timeoutMs, 4, waitMs, time);
          };
          expect(all).toThrow(RetryableError);
          const reserved = Math.min(CALLS.reserveMs, whole * CALLS.reservedShare);
          expect(hanging.timeLeft()).toBeGreaterThanOrEqual(reserved - 1e-6);
        },
      ),
    );
  });
});

describe('a call begins', () => {
  it('only while its whole time-out fits, by default in every function', () => {
    for (const whole of Object.values(WHOLE))
      for (const [timeoutMs] of [GIAV, CLIENTIFY]) {
        const hanging = new Hanging(whole);
        const time = callTimeOf(hanging.timeLeft);
        hanging.now = whole - timeoutMs - CALLS.reserveMs;
        expect(tryMs(time, timeoutMs)).toBe(timeoutMs);
        hanging.now += 1;
        expect(() => tryMs(time, timeoutMs)).toThrow(RetryableError);
      }
  });
  it('with a longer time-out than the function has, for as long as there is', () => {
    const time = callTimeOf(() => WHOLE.worker);
    expect(tryMs(time, 300_000)).toBe(WHOLE.worker - CALLS.reserveMs);
  });
  it('whenever a record, a change or a page was begun', () => {
    for (const share of [RECORD.reservedShare, CHANGE.reservedShare])
      expect(share).toBeGreaterThanOrEqual(CALLS.beginShare + CALLS.reservedShare);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 100, max: 300_000 }),
        (seconds, timeoutMs) => {
          const begun = begunAt(
            seconds * SECOND_MS,
            fetcherReserveMs(seconds, timeoutMs) / (seconds * SECOND_MS),
          );
          const whole = callTimeOf(() => seconds * SECOND_MS);
          const time = { ...callTimeOf(begun.timeLeft), beginMs: whole.beginMs };
          expect(tryMs(time, timeoutMs)).toBeGreaterThan(0);
        },
      ),
    );
  });
  it('with whole milliseconds, which are all that the platform takes, and never with none', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 900_000, noNaN: true }),
        fc.double({ min: 0.5, max: 300_000, noNaN: true }),
        (whole, timeoutMs) => {
          const ms = tryMs(
            callTimeOf(() => whole),
            timeoutMs,
          );
          expect([Number.isInteger(ms), ms >= 1]).toEqual([true, true]);
        },
      ),
    );
  });
  it('at any time in a process that nobody ends', () => {
    expect(tryMs(UNLIMITED, 30_000)).toBe(30_000);
    expect(mayRepeat(UNLIMITED, 30_000, 1e9)).toBe(true);
  });
});
