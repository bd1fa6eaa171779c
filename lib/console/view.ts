import type { Context } from 'hono';
import type { Language } from '../admin/language';
import { TEXTS, type Texts } from '../admin/texts';
import { REASONS, type Reason } from '../sync/reasons';
import { GIAV_ZONE } from '../sync/dates';
import type { ConsoleEnv, Person } from './session/person';
import { CONSOLE_TEXTS, type ConsoleTexts } from './texts';
import { REASONS_HERE } from './texts/reasons';

/** What every page knows: who looks at it, in which language, and when. */
export interface View {
  readonly language: Language;
  readonly t: ConsoleTexts;
  /** What the command line says: names of modes, states and phases. */
  readonly words: Texts;
  readonly person: Person;
  readonly csrf: string;
  /** Of this page, for the way back from the switch of languages. */
  readonly path: string;
  readonly now: Date;
  readonly signOutPath?: string;
}

export function viewOf(c: Context<ConsoleEnv>, now: Date, signOutPath?: string): View {
  const language = c.get('language');
  const { pathname, search } = new URL(c.req.url);
  return {
    language,
    t: CONSOLE_TEXTS[language],
    words: TEXTS[language],
    person: c.get('person'),
    csrf: c.get('csrf'),
    path: `${pathname}${search}`,
    now,
    signOutPath,
  };
}

const isReason = (reason: string): reason is Reason => Object.hasOwn(REASONS, reason);

/** The sentence of a reason, as it is said here: what is the matter and what to do; nothing where a newer version gave it. */
export const sentenceOf = (reason: string, { language }: Pick<View, 'language'>): string =>
  isReason(reason) ? (REASONS_HERE[reason] ?? REASONS[reason])[language] : '';

/** The same in two parts: what is the matter, and what else is to be said. */
export function partsOf(
  reason: string,
  view: Pick<View, 'language'>,
): { readonly matter: string; readonly rest: string } {
  const sentence = sentenceOf(reason, view);
  const [, matter = sentence, rest = ''] = /^(.*?[.:])\s+(.*)$/s.exec(sentence) ?? [];
  return { matter: matter.replace(/[.:]$/, '') || reason, rest };
}

type Style = 'moment' | 'day' | 'time';
const STYLES: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  time: { hour: '2-digit', minute: '2-digit' },
};
const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment as it is in Madrid; a text that is none as it is. */
export function shownAt(iso: string, style: Style, language: Language): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const name = `${language} ${style}`;
  const format =
    formats.get(name) ??
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'es-ES', {
      ...STYLES[style],
      timeZone: GIAV_ZONE,
    });
  formats.set(name, format);
  return format.format(moment);
}

export const shownNumber = (value: number, language: Language): string =>
  value.toLocaleString(language);
