/** Languages in which admins are spoken to. */
export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (text: string | undefined): text is Language =>
  LANGUAGES.some((language) => language === text);

/** The word after `--language` or `--language=`; undefined when the command line does not say. */
function asked(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--language' || arg.startsWith('--language='));
  return at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
}

/**
 * Language of what the command line says: `--language`, else Spanish where the surroundings are (LC_ALL, LC_MESSAGES, LANG,
 * the first that is not empty: `es`, `es_ES.UTF-8`, `es_MX` …), else English. Needed before the command line is parsed,
 * because its help is spoken too; a value that is none of the languages is refused by the parser.
 */
export function languageOf(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const word = asked(args);
  if (isLanguage(word)) return word;
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((text) => text);
  return /^es(?:[_.@-]|$)/i.test(locale ?? '') ? 'es' : 'en';
}

/** A sentence as a person reads it: those that are stored are English, and many have their Spanish with them. */
export const spoken = (english: string, spanish: string | undefined, language: Language): string =>
  language === 'es' ? (spanish ?? english) : english;
