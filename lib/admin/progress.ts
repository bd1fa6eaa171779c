import { SECOND_MS } from '../sync/budget';
import { spoken } from './language';
import type { Texts } from './texts';
import type { Progress } from './watch-run';

/** Lines that nobody overwrites come no closer together than this, unless the phase changes. */
const QUIET_MS = 5 * SECOND_MS;
/** Before this time has passed a speed is chance. */
const SHORTEST_MS = 2 * SECOND_MS;

const speed = (perSecond: number, { progress }: Texts): string =>
  perSecond >= 1
    ? progress.perSecond(Math.round(perSecond))
    : progress.perMinute(Math.max(1, Math.round(perSecond * 60)));

function timeLeft(records: number, perSecond: number, { progress }: Texts): string {
  const minutes = records / perSecond / 60;
  if (minutes < 1) return progress.nearlyDone;
  return minutes < 90
    ? progress.minutesLeft(Math.round(minutes))
    : progress.hoursLeft(Math.round(minutes / 60));
}

/**
 * How far a run is, for a person: phase, done of how many, how fast, how long still. GIAV tells no totals, so how many there
 * are is known only when its lists have been read. @param perSecond records done a second; undefined = not known yet.
 */
export function progressLine(
  { phase, read, done, paused }: Progress,
  perSecond: number | undefined,
  texts: Texts,
): string {
  const { language, progress, phases } = texts;
  if (paused) return progress.paused(spoken(paused.why, paused.es, language), paused.until);
  if (read === 0 && phase !== 'draining') return `${phases[phase]}: ${progress.nothingRead}`;
  const whole = phase === 'draining';
  const parts = [whole ? progress.of(done, read) : progress.reading(read, done)];
  if (perSecond !== undefined && perSecond > 0) {
    parts.push(speed(perSecond, texts));
    if (whole) parts.push(timeLeft(read - done, perSecond, texts));
  }
  return `${phases[phase]}: ${parts.join(', ')}`;
}

/** Records done a second since somebody began to look: what was done before counts for nothing. */
export class Pace {
  private began: { readonly at: number; readonly done: number } | undefined;

  constructor(private readonly now: () => number) {}

  /** @returns undefined as long as it cannot be known. */
  after({ done }: Progress): number | undefined {
    const at = this.now();
    this.began ??= { at, done };
    const passed = at - this.began.at;
    const more = done - this.began.done;
    return passed < SHORTEST_MS || more <= 0 ? undefined : more / (passed / SECOND_MS);
  }
}

/** Tells once how many contacts will be created, and once more when all clients have been read. */
export class NewContactsNotice {
  private readonly told = new Set<string>();

  constructor(
    private readonly texts: Texts,
    private readonly say: (line: string) => void,
  ) {}

  update({ phase, newContacts }: Progress): void {
    const reading = phase === 'clients';
    const stage = reading ? 'so far' : 'all';
    if (newContacts === undefined || this.told.has(stage)) return;
    this.told.add(stage);
    const { mails, mailsAtLeast } = this.texts.progress;
    this.say((reading ? mailsAtLeast : mails)(newContacts));
  }
}

/** Progress as lines that stay, for a log or a pipe: a few, none twice. */
export class ProgressTeller {
  private readonly pace: Pace;
  private readonly notice: NewContactsNotice;
  private last: { readonly line: string; readonly stage: string; readonly at: number } | undefined;

  /** @param surroundings now: milliseconds, from any moment on. */
  constructor(
    private readonly texts: Texts,
    private readonly surroundings: { now: () => number; say: (line: string) => void },
  ) {
    this.pace = new Pace(surroundings.now);
    this.notice = new NewContactsNotice(texts, surroundings.say);
  }

  update(progress: Progress): void {
    this.notice.update(progress);
    const line = progressLine(progress, this.pace.after(progress), this.texts);
    const stage = progress.paused ? 'paused' : progress.phase;
    const at = this.surroundings.now();
    const soon = this.last !== undefined && at - this.last.at < QUIET_MS;
    if (line === this.last?.line || (soon && stage === this.last?.stage)) return;
    this.last = { line, stage, at };
    this.surroundings.say(line);
  }
}
