let last = 0;

/** A clock that stands further back than that was set back: its stamps begin anew. */
const SET_BACK_MS = 60_000;

/** ISO with microseconds and the account's offset; never the same twice. */
export function stamp(aheadMs = 0): string {
  const now = Date.now() + aheadMs;
  last = now < last - SET_BACK_MS ? now : Math.max(last + 0.001, now);
  const whole = Math.floor(last);
  const micros = String(Math.floor((last - whole) * 1000)).padStart(3, '0');
  return `${new Date(whole + 3_600_000).toISOString().slice(0, 23)}${micros}+01:00`;
}

export const today = (): string => new Date().toISOString().slice(0, 10);
