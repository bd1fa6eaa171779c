/** Moments as GIAV writes them. */

const pad = (value: number): string => String(value).padStart(2, '0');

/** To the second, without a zone. */
export const dateTime = (date: Date): string =>
  `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}T${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;

/** A day is its midnight. */
export const day = (date: Date): string => `${dateTime(date).slice(0, 10)}T00:00:00`;
