import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json';
import spanish from 'i18n-iso-countries/langs/es.json';
import { foldText } from './cleaning';

const byName = new Map<string, string>();
for (const locale of [english, spanish]) {
  countries.registerLocale(locale);
  for (const [code, names] of Object.entries(countries.getNames(locale.locale, { select: 'all' })))
    for (const name of names) byName.set(foldText(name), code.toLowerCase());
}

function codeOf(text: string): string | undefined {
  if (text.length === 3) return countries.alpha3ToAlpha2(text.toUpperCase());
  return text.length === 2 && countries.isValid(text.toUpperCase()) ? text : undefined;
}

/** Country as a name (Spanish or English) or an ISO code → lower-case alpha-2; null when it is not known. */
export function countryCode(text: string): string | null {
  const value = text.trim();
  return (codeOf(value) ?? byName.get(foldText(value)))?.toLowerCase() ?? null;
}

/** Whether two texts name one country: Clientify may show the code that it was sent as a name. */
export const sameCountry = (a: string, b: string): boolean =>
  a.trim().toLowerCase() === b.trim().toLowerCase() ||
  (countryCode(a) !== null && countryCode(a) === countryCode(b));
