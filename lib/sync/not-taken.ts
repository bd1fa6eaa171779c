import { ADDRESS_KEYS, ADDRESS_PARTS, addressPart, type AddressKey } from './address';
import { comparable, type Sides } from './base';
import type { Changes } from './changes';
import type { AfterWrite } from './after-write';
import { isClientKind, scalarFields } from './settle';
import type { Address } from './target';

// What Clientify did not take of a write: it refused it, ignored it, or took a part of it only. What it then still shows is
// nobody's edit.

const fold = (text: string): string => text.trim().toLowerCase();

/** Two-way fields of one text that were sent, and that show what they showed before. */
export function fieldsNotTaken({ fields }: Changes, before: Sides, after: Sides): string[] {
  const { kind } = before.desired;
  if (!isClientKind(kind)) return [];
  return scalarFields(kind).filter((name) => {
    const shown = after.clientify.fields[name];
    return (
      name in fields &&
      shown !== undefined &&
      shown === before.clientify.fields[name] &&
      fold(shown) !== fold(comparable(name, fields[name]))
    );
  });
}

/** What became of an address that was sent. */
export interface SentAddress {
  /** What was sent; of one that was removed, nothing. */
  readonly entry: Address | null;
  /** Parts that still show what they showed before, and not what was sent. */
  readonly left: readonly AddressKey[];
  /** Somebody typed another one right after our write. */
  readonly typed: boolean;
}

/** null: no address was sent. */
export function sentAddress(
  { addresses }: Changes,
  before: Sides,
  after: Sides,
  refused: AfterWrite['refused'],
): SentAddress | null {
  const entry = addresses.replace[0]?.entry ?? addresses.add[0] ?? null;
  if (entry === null && addresses.remove.length === 0) return null;
  const [was, is] = [before.address, after.address];
  const isOurs = (part: AddressKey): boolean =>
    fold(addressPart(entry, part)) === fold(addressPart(is, part));
  const isLeft = (part: AddressKey): boolean =>
    !isOurs(part) && addressPart(is, part) === addressPart(was, part);
  // As Clientify stores ours (letter case, cut), or as it was: nobody typed that.
  const isExplained = (part: AddressKey): boolean =>
    isLeft(part) || fold(addressPart(entry, part)).startsWith(fold(addressPart(is, part)));
  const isAnother = entry !== null && is !== undefined && !ADDRESS_PARTS.every(isExplained);
  const isRefused = refused.some(({ field }) => field === 'address');
  return {
    entry,
    // What somebody typed while ours was refused has GIAV's new one for a rival.
    left: ADDRESS_KEYS.filter((part) => isLeft(part) || (isAnother && isRefused)),
    typed: isAnother,
  };
}
