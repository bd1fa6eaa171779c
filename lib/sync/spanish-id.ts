// The Spanish numbers only: the library knows those of a hundred countries.
import * as nif from 'stdnum/lib/cjs/es/nif';
import { plainDocumento } from './documento';

/** `00000000T` has a right checksum and is nobody's. */
const ONE_DIGIT = /^[A-Z]?(\d)\1+[A-Z]?$/;
/** What is typed when a form wants something. */
const COUNTED = /^(?:0?123456789?0?|0?12345678|1234567|9?87654321)$/;
/** Written as a NIF or NIE: with a wrong letter it is a slip, not a passport. */
const LIKE_NIF = /^(?:\d{8}|[XYZ]\d{7})[A-Z]$/;
const PASSPORT = /^[A-Z0-9]{5,20}$/;
const PASSPORT_DIGITS = 3;
/** No number has so many letters in a row (an Italian codice fiscale has six). */
const WORD = /[A-Z]{7}/;

/** A NIF, NIE or CIF with the right check character that could be somebody's, however it is punctuated. */
export function isSpanishId(documento: string): boolean {
  const plain = plainDocumento(documento);
  return !ONE_DIGIT.test(plain) && nif.validate(plain).isValid;
}

/**
 * Letters and digits, 5 to 20 of them, at least 3 digits: a passport or a foreign number as far as anybody can tell.
 * No words (`PENDIENTE`), no counting (`12345678`), no single digit repeated.
 */
export function isPassportLike(documento: string): boolean {
  const plain = plainDocumento(documento);
  if (
    !PASSPORT.test(plain) ||
    ONE_DIGIT.test(plain) ||
    COUNTED.test(plain) ||
    LIKE_NIF.test(plain) ||
    WORD.test(plain)
  )
    return false;
  return plain.replace(/\D/g, '').length >= PASSPORT_DIGITS;
}
