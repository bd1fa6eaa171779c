import { comparableText } from './cleaning';
import { sameCountry } from './country-code';
import { hashText } from './hash';
import { MAIN_ADDRESS, type Address, type Identified } from './target';

export const ADDRESS_KEYS = ['street', 'city', 'state', 'country', 'postal_code'] as const;
export type AddressKey = (typeof ADDRESS_KEYS)[number];

export const isAddressKey = (name: string): name is AddressKey =>
  (ADDRESS_KEYS as readonly string[]).includes(name);

/** What a person types of an address; GIAV cannot store a changed country (giav.md, P9), so that flows from there. */
export const ADDRESS_PARTS = [
  'street',
  'city',
  'state',
  'postal_code',
] as const satisfies readonly AddressKey[];

/** One part of an address as both sides compare it. */
export const addressPart = (address: Address | null | undefined, key: AddressKey): string => {
  const text = comparableText(address?.[key]);
  return key === 'country' ? text.toLowerCase() : text;
};

export const isBlankAddress = (address: Address | null | undefined): boolean =>
  ADDRESS_PARTS.every((part) => addressPart(address, part) === '');

/** Equal but for letter case, which Clientify may change, and the form in which it shows a country. */
export const samePart = (
  a: Address | null | undefined,
  b: Address | null | undefined,
  key: AddressKey,
): boolean => {
  const [one, other] = [addressPart(a, key).toLowerCase(), addressPart(b, key).toLowerCase()];
  return one === other || (key === 'country' && sameCountry(one, other));
};

/** Whether nothing in the countries of two addresses says that they are not the same; an empty one stands against nothing. */
const countriesAgree = (a: Address | null | undefined, b: Address | null | undefined): boolean => {
  const [one, other] = [addressPart(a, 'country'), addressPart(b, 'country')];
  return one === '' || other === '' || sameCountry(one, other);
};

/** Whether every filled part of `poorer` equals the one of `fuller`, the countries in whatever form. */
export const isWithin = (
  poorer: Address | null | undefined,
  fuller: Address | null | undefined,
): boolean =>
  countriesAgree(poorer, fuller) &&
  ADDRESS_PARTS.every((key) => addressPart(poorer, key) === '' || samePart(poorer, fuller, key));

/** How the parts of an address are remembered. */
export const addressFields = (address: Address | null | undefined): Record<AddressKey, string> =>
  Object.fromEntries(ADDRESS_KEYS.map((key) => [key, addressPart(address, key)])) as Record<
    AddressKey,
    string
  >;

export interface KnownAddress {
  readonly addressId?: string;
  /** Hashes of the parts that Clientify showed, by name. */
  readonly clientify: { readonly fields: Readonly<Record<string, string>> };
}

/** Whether an address is what Clientify showed when both sides were last in step; an empty one never is. */
export const isEqualToBase = (address: Address, { clientify: { fields } }: KnownAddress): boolean =>
  ADDRESS_PARTS.some((part) => fields[part] !== undefined && fields[part] !== hashText('')) &&
  ADDRESS_PARTS.every((part) => fields[part] === hashText(addressPart(address, part)));

/**
 * The entry of Clientify that is ours: the one with the id that we stored, whatever type it is given later; if that id is
 * gone, the entry equal to the base; else as at a first meeting: the main one, the one that GIAV's fits into, or the only
 * one while GIAV has none (rules of data, section 3).
 */
export function ourAddress<Found extends Address & Identified>(
  addresses: readonly Found[] | undefined,
  giav: Address | null,
  base?: KnownAddress | null,
): Found | undefined {
  if (addresses === undefined) return undefined;
  const known =
    base?.addressId === undefined ? undefined : addresses.find(({ id }) => id === base.addressId);
  if (known) return known;
  const equal = base && addresses.find((one) => isEqualToBase(one, base));
  if (equal) return equal;
  const main = addresses.find(({ type }) => type === MAIN_ADDRESS);
  if (main) return main;
  // Once there was one of ours, another entry of the record is not taken for it.
  if (isBlankAddress(giav))
    return addresses.length === 1 && base?.addressId === undefined ? addresses[0] : undefined;
  return addresses.find(
    (one) => !isBlankAddress(one) && (isWithin(giav, one) || isWithin(one, giav)),
  );
}

const BETWEEN = ' | ';

/** A whole address on one line, for decisions. */
export const addressLine = (address: Readonly<Record<AddressKey, string>> | undefined): string =>
  address === undefined ? '' : ADDRESS_KEYS.map((key) => address[key]).join(BETWEEN);

/** The inverse of {@link addressLine}; what stands between the parts may stand in the street as well, and is part of it then. */
export function parseAddressLine(line: string): Record<AddressKey, string> {
  const texts = line.split(BETWEEN);
  const inStreet = Math.max(1, texts.length - ADDRESS_KEYS.length + 1);
  const parts = [texts.slice(0, inStreet).join(BETWEEN), ...texts.slice(inStreet)];
  return Object.fromEntries(
    ADDRESS_KEYS.map((key, at) => [key, (parts[at] ?? '').trim()]),
  ) as Record<AddressKey, string>;
}
