import { paths } from '../../console/paths';
import { REASONS } from '../../sync/reasons';
import { localTime, localToday } from '../../sync/dates';
import { spoken, type Language } from '../language';
import { TEXTS } from '../texts';
import type { LetterFacts, LetterGroup, OldRecord } from './facts';

export interface LetterSettings {
  readonly language: Language;
  /** "All in step" on Mondays on which nothing else is to be said. */
  readonly weekly: boolean;
  /** Name of the agency. */
  readonly agency: string;
  /** Address of the console, without a path; null where there is none. */
  readonly origin: string | null;
}

/** Plain text: ids, codes and addresses of the console; no personal data. */
export interface Letter {
  /** ASCII, less than 100 characters. */
  readonly subject: string;
  readonly text: string;
}

type Facts = Pick<LetterFacts, 'today'>;
type Texts = (typeof TEXTS)[Language]['letter'];

const MONDAY = 1;
const isMonday = (day: string): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === MONDAY;
const dayOf = (t: Texts, iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : t.day(localToday(new Date(iso)));

/** What stands still or has failed as a whole, a paragraph each. */
function troubles({ today }: Facts, settings: LetterSettings): string[] {
  const t = TEXTS[settings.language].letter;
  const at = (path: string): string[] => linkTo(settings, path);
  const { running, last, halted } = today;
  const found: string[][] = [];
  if (halted) {
    const day = dayOf(t, halted.since);
    const byDamage = halted.because !== 'too-many';
    found.push([
      byDamage ? t.halted(day, halted.clientId) : t.heldBack(day),
      ...at(byDamage ? paths.record('client', halted.clientId) : paths.today),
    ]);
  }
  if (running?.run.held) found.push([t.runHeld(running.run.id), ...at(paths.run(running.run.id))]);
  if (last?.status === 'failed') {
    const { error } = last;
    const why = error ? spoken(error.message, error.es, settings.language) : '';
    const day = dayOf(t, last.finishedAt ?? last.startedAt);
    found.push([t.runFailed(last.id, day, why).trim(), ...at(paths.run(last.id))]);
  }
  return found.map((lines) => lines.join('\n'));
}

const linkTo = ({ origin }: Pick<LetterSettings, 'origin'>, path: string): string[] =>
  origin === null ? [] : [`${origin}${path}`];

function groupText(group: LetterGroup, settings: LetterSettings): string {
  const t = TEXTS[settings.language].letter;
  const { list, reason, count, more, since, oldest } = group;
  const whatToDo = Object.hasOwn(REASONS, reason)
    ? [REASONS[reason as keyof typeof REASONS][settings.language]]
    : [];
  const line = ({ entity, id, since: at }: OldRecord): string =>
    [
      `  ${t.entities[entity]} ${id}${at === null ? '' : ` (${t.since(dayOf(t, at))})`}`,
      ...linkTo(settings, paths.record(entity, id)),
    ].join(': ');
  return [
    `${reason} (${t.lists[list]}): ${t.group(count, more, since && dayOf(t, since))}.`,
    ...whatToDo,
    ...(oldest.length === 0 ? [] : [t.oldest, ...oldest.map(line)]),
    ...linkTo(settings, paths.group(list, reason)),
  ].join('\n');
}

/** What went well, in one line. */
function wellText({ yesterday, today }: LetterFacts, t: Texts): string {
  const { watermark } = today;
  const done =
    yesterday !== null && yesterday.completed > 0
      ? t.yesterday(yesterday.completed, yesterday.created, yesterday.updated)
      : t.noRuns;
  if (watermark === null) return done;
  const moment = new Date(watermark);
  return `${done} ${t.inStep(t.day(localToday(moment)), localTime(moment))}`;
}

function leftOutText({ leftOut }: LetterFacts, settings: LetterSettings): string[] {
  if (leftOut.length === 0) return [];
  const count = leftOut.reduce((sum, one) => sum + one.count, 0);
  const more = leftOut.some((one) => one.more);
  const text = TEXTS[settings.language].letter.leftOut(count, more);
  return [[text, ...linkTo(settings, paths.only('giav'))].join('\n')];
}

/** The letter of a day; null where there is nothing to be said. */
export function writeLetter(facts: LetterFacts, settings: LetterSettings): Letter | null {
  const t = TEXTS[settings.language].letter;
  const { groups, today, day } = facts;
  const { count, more } = today.waiting;
  const trouble = troubles(facts, settings);
  const waits = count > 0 || groups.length > 0;
  const isDue = waits || trouble.length > 0;
  if (!isDue && !(settings.weekly && isMonday(day))) return null;
  const otherwise = trouble.length > 0 ? t.subject.trouble : t.subject.calm;
  const about = waits ? t.subject.waiting(Math.max(count, 1), more) : otherwise;
  const parts = [
    [t.head(settings.agency, t.day(day)), ...(waits ? [] : [t.nothingWaits])].join(' '),
    ...trouble,
    ...groups.map((group) => groupText(group, settings)),
    ...leftOutText(facts, settings),
    wellText(facts, t),
    ...(isDue && settings.origin === null ? [t.byCommand] : linkTo(settings, paths.today)),
    t.foot,
  ];
  return {
    subject: `giav-clientify ${settings.agency}: ${about}`,
    text: `${parts.join('\n\n')}\n`,
  };
}
