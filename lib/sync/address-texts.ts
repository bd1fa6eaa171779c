import { LINE_END, filled } from './blank';
import type { GiavClient } from './records';

/** Clientify has one line for the street: line ends become commas, but for those that stand there already. */
export function inOneLine(street: string): string {
  const lines = street
    .split(LINE_END)
    .map(filled)
    .filter((line) => line !== '');
  return lines
    .map((line, at) =>
      line.endsWith(',') && at < lines.length - 1 ? line.slice(0, -1).trimEnd() : line,
    )
    .join(', ');
}

/** GIAV names the country and perhaps has a code for it; a name that nobody knows is sent as it is. */
export function countryOf(
  { nombrePais, pais }: Pick<GiavClient, 'nombrePais' | 'pais'>,
  countryCode: (text: string) => string | null,
): string {
  const texts = [filled(nombrePais), filled(pais)].filter((text) => text !== '');
  return texts.map(countryCode).find((code) => code !== null) ?? texts[0] ?? '';
}
