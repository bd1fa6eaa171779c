import { ADDRESS_KEYS, ADDRESS_PARTS, addressLine, type AddressKey } from './address';
import type { Sides } from './base';
import { isList } from './ownership';

const wholeAddress = (view: Readonly<Record<string, string>>): string => {
  const parts = Object.fromEntries(ADDRESS_KEYS.map((key) => [key, view[key] ?? ''])) as Record<
    AddressKey,
    string
  >;
  return ADDRESS_PARTS.every((part) => parts[part] === '') ? '' : addressLine(parts);
};

/** What both sides show of a field, as one text each; an empty address is an empty text. */
export function shownOf(
  field: string,
  { giav, clientify }: Sides,
): { readonly giav: string; readonly clientify: string } {
  if (field === 'address') {
    return { giav: wholeAddress(giav.fields), clientify: wholeAddress(clientify.fields) };
  }
  if (isList(field)) {
    const all = (keys: readonly string[] | undefined): string =>
      [...new Set(keys ?? [])].sort().join('|');
    return { giav: all(giav[field]), clientify: all(clientify[field]) };
  }
  return { giav: giav.fields[field] ?? '', clientify: clientify.fields[field] ?? '' };
}
