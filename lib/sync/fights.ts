import { HOUR_MS } from './budget';
import { hashText } from './hash';

/** A field of GIAV's that something in Clientify keeps changing. */
export interface Fight {
  /** Hash of GIAV's value. */
  readonly value: string;
  /** When it was put back (ISO), the last few times. */
  readonly at: readonly string[];
  /** It rests until GIAV's value changes, or until the next full run. */
  readonly resting?: boolean;
}
export type Fights = Readonly<Record<string, Fight>>;

const PUT_BACKS = 3;
const WITHIN_MS = HOUR_MS;

export interface FightStep {
  readonly rests: boolean;
  /** Told once, when the field begins to rest. */
  readonly news: boolean;
  readonly fight: Fight;
}

/**
 * Somebody changed a field of GIAV's in Clientify: it is put back three times within an hour, then it rests, or an
 * automation and this product would write in turn for ever.
 */
export function putBack(
  known: Fight | undefined,
  value: string,
  now: Date,
  fullRun: boolean,
): FightStep {
  const hash = hashText(value);
  const same = known?.value === hash ? known : undefined;
  if (same?.resting && !fullRun) return { rests: true, news: false, fight: same };
  const recent = fullRun
    ? []
    : (same?.at ?? []).filter((at) => now.getTime() - Date.parse(at) < WITHIN_MS);
  if (recent.length >= PUT_BACKS)
    return { rests: true, news: true, fight: { value: hash, at: recent, resting: true } };
  return { rests: false, news: false, fight: { value: hash, at: [...recent, now.toISOString()] } };
}
