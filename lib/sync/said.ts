/** One text in the two languages of those who administer. Logs keep the English one. */
export interface Said {
  readonly en: string;
  readonly es: string;
}

/** A text that is made in the same way in both languages. */
export const inBoth = (text: (language: keyof Said) => string): Said => ({
  en: text('en'),
  es: text('es'),
});

/** The same in both languages: names, numbers, ids. */
export const alike = (text: string): Said => ({ en: text, es: text });

/** `a, b, c` in both languages. */
export const listed = (items: readonly Said[], separator = ', '): Said =>
  inBoth((language) => items.map((item) => item[language]).join(separator));

/** Sentences one after the other; null is none. */
export const together = (...sentences: readonly (Said | null)[]): Said =>
  listed(
    sentences.filter((sentence) => sentence !== null),
    ' ',
  );
