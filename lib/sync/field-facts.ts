import {
  ADDRESS_PARTS,
  addressPart,
  isBlankAddress,
  isEqualToBase,
  isWithin,
  samePart,
} from './address';
import { comparable, type Base, type Sides } from './base';
import { hashText } from './hash';
import { isFilledIn, showsMadeUp } from './made-up-names';
import type { Accepted, Desired } from './target';
import type { Facts } from './verdict';

/** What Clientify made of what we sent. */
export interface KnownAnswers {
  readonly accepted?: Readonly<Record<string, Accepted>>;
}

type Hashes = Readonly<Record<string, string>>;

const changed = (name: string, now: string, known: Hashes | undefined): boolean =>
  known?.[name] !== undefined && known[name] !== hashText(now);

/** What a verdict on a field of one text depends on; null where both sides show the same, or one is unknown. */
export function scalarFacts(
  field: string,
  { desired, giav, clientify }: Sides,
  base: Base | null,
  { accepted }: KnownAnswers,
): Facts | null {
  const ours = giav.fields[field];
  const theirs = clientify.fields[field];
  if (ours === undefined || theirs === undefined) return null;
  const known =
    base?.giav.fields[field] !== undefined && base.clientify.fields[field] !== undefined;
  if (ours === theirs || (isCutByUs(field, desired) && theirs.startsWith(ours))) return null;
  const was = accepted?.[field];
  const taken =
    was !== undefined &&
    comparable(field, was.got) === theirs &&
    hashText(comparable(field, was.sent)) === base?.giav.fields[field];
  const facts: Facts = {
    known,
    giavBlank: ours === '',
    clientifyBlank: theirs === '',
    giavChanged: changed(field, ours, base?.giav.fields),
    clientifyChanged: changed(field, theirs, base?.clientify.fields),
    showsGiavsOld: taken || base?.giav.fields[field] === hashText(theirs),
  };
  if (showsMadeUp(desired.kind, field, theirs)) return besideMadeUp(facts);
  // What is only made up fills an empty field, and no other one.
  return isFilledIn(desired, field) && theirs !== ''
    ? { ...facts, giavBlank: true, showsGiavsOld: false }
    : facts;
}

/** Clientify shows a name that nobody typed: it is no edit, and whatever GIAV holds takes its place. */
const besideMadeUp = (facts: Facts): Facts | null =>
  facts.giavBlank
    ? null
    : { ...facts, clientifyBlank: true, giavChanged: true, clientifyChanged: false };

/** The same of the address: one value as a whole, never mixed from two. */
export function addressFacts(sides: Sides, base: Base | null): Facts | null {
  const { desired, target, giav, clientify, address } = sides;
  if (target.addresses === undefined) return null;
  const ours = desired.address;
  const known = isAddressKnown(sides, base);
  const [giavBlank, clientifyBlank] = [isBlankAddress(ours), isBlankAddress(address)];
  if (giavBlank && clientifyBlank) return null;
  const sameParts = showSameParts(sides);
  if (sameParts && countryAgrees(sides, known ? base : null)) return null;
  return {
    known,
    giavBlank,
    clientifyBlank,
    giavChanged: sameParts || anyPartChanged(giav.fields, base?.giav.fields),
    clientifyChanged: !sameParts && anyPartChanged(clientify.fields, base?.clientify.fields),
    showsGiavsOld: ADDRESS_PARTS.every(
      (part) => base?.giav.fields[part] === hashText(addressPart(address, part)),
    ),
    fuller: fullerSide(sides),
  };
}

/** Whether both sides were in step with this address before. */
export function isAddressKnown({ address }: Sides, base: Base | null): boolean {
  // Another entry in the place of ours meets GIAV's for the first time.
  const isAnother =
    address !== undefined &&
    base?.addressId !== undefined &&
    address.id !== base.addressId &&
    !isEqualToBase(address, base);
  return (
    !isAnother &&
    ADDRESS_PARTS.every(
      (part) => base?.giav.fields[part] !== undefined && base.clientify.fields[part] !== undefined,
    )
  );
}

const showSameParts = ({ desired, address }: Sides): boolean =>
  ADDRESS_PARTS.every(
    (part) =>
      samePart(desired.address, address, part) ||
      (part === 'street' &&
        isCutByUs('street', desired) &&
        addressPart(address, part).startsWith(addressPart(desired.address, part))),
  );

/**
 * The country cannot be edited in GIAV: it flows from there where there is one.
 * @param base null: the two addresses meet for the first time
 */
function countryAgrees({ desired, address }: Sides, base: Base | null): boolean {
  const giavCountry = addressPart(desired.address, 'country');
  if (giavCountry === '' || samePart(desired.address, address, 'country')) return true;
  return (
    base !== null &&
    !changed('country', giavCountry, base.giav.fields) &&
    !changed('country', addressPart(address, 'country'), base.clientify.fields)
  );
}

const anyPartChanged = (view: Hashes, before: Hashes | undefined): boolean =>
  ADDRESS_PARTS.some((part) => changed(part, view[part] ?? '', before));

function fullerSide({ desired, address }: Sides): Facts['fuller'] {
  const isTheirsWithin = isWithin(address, desired.address);
  // Equal but for the country, which only GIAV fills.
  const isOursFuller = isTheirsWithin && addressPart(address, 'country') === '';
  if (!isOursFuller && isWithin(desired.address, address)) return 'clientify';
  return isTheirsWithin ? 'giav' : undefined;
}

/** Whether one side shows only the beginning of the other's text: cut by the mapping, or by Clientify when it stored it. */
export function isCut(
  field: string,
  { desired, giav }: Sides,
  { accepted }: KnownAnswers,
): boolean {
  if (field === 'address') return isCutByUs('street', desired);
  const was = accepted?.[field];
  const stored = was && comparable(field, was.got);
  const stillSent = was !== undefined && comparable(field, was.sent) === giav.fields[field];
  const cutThere =
    stillSent &&
    stored !== undefined &&
    stored !== '' &&
    giav.fields[field] !== stored &&
    (giav.fields[field] ?? '').startsWith(stored);
  return cutThere || isCutByUs(field, desired);
}

const isCutByUs = (field: string, { cut }: Desired): boolean => cut?.includes(field) ?? false;
