/** Spanish fiscal ids with valid check digits. */
const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

export const nif = (number: number): string =>
  `${String(number).padStart(8, '0')}${NIF_LETTERS[number % 23] ?? ''}`;

export function nie(prefix: 'X' | 'Y' | 'Z', number: number): string {
  const digits = String(number).padStart(7, '0');
  return `${prefix}${digits}${NIF_LETTERS[Number(`${'XYZ'.indexOf(prefix)}${digits}`) % 23] ?? ''}`;
}

export function cif(letter: string, number: number): string {
  const digits = String(number).padStart(7, '0');
  let sum = 0;
  for (let at = 0; at < 7; at++) {
    const digit = Number(digits[at]);
    if (at % 2 === 1) sum += digit;
    else sum += Math.floor((digit * 2) / 10) + ((digit * 2) % 10);
  }
  const control = (10 - (sum % 10)) % 10;
  return `${letter}${digits}${'PQRSNW'.includes(letter) ? 'JABCDEFGHI'[control] : control}`;
}
