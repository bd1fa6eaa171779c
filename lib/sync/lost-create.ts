import { ADDRESS_KEYS, isAddressKey, isBlankAddress } from './address';
import { hashView, sidesOf, viewOfDesired, type Base } from './base';
import type { Desired, Target } from './target';

/**
 * The base of a record that we created without seeing the answer, as it was found later: what we sent (rules of data,
 * section 2). A difference that Clientify may have made itself when it stored the record (letter case, signs, a cut) is
 * nobody's edit. What it shows empty, and its lists, are unknown: it may never have stored them, and nobody removed them.
 */
export function baseOfLostCreate(desired: Desired, found: Target): Base {
  const { giav, clientify, address } = sidesOf(desired, found, null);
  const sent = viewOfDesired(desired).fields;
  const names = Object.keys(sent).filter((name) =>
    isAddressKey(name) ? !isBlankAddress(address) : (clientify.fields[name] ?? '') !== '',
  );
  const stored = (name: string): boolean => isOurs(sent[name] ?? '', clientify.fields[name] ?? '');
  const addressStored = ADDRESS_KEYS.every(stored);
  const kept = (name: string): string =>
    ((isAddressKey(name) ? addressStored : stored(name)) ? clientify.fields[name] : sent[name]) ??
    '';
  return {
    giav: hashView({ fields: giav.fields }, names),
    clientify: hashView(
      { fields: Object.fromEntries(names.map((name) => [name, kept(name)])) },
      names,
    ),
    addressId: address?.id,
  };
}

const ENTITY_OR_SIGN = /&#?\w+;|[^\p{L}\p{N}]/gu;

/** Equal, or the beginning of it, but for what stores change: letter case, white space, signs. */
function isOurs(sent: string, shown: string): boolean {
  const [ours, theirs] = [sent, shown].map((text) =>
    text.normalize('NFKC').toLowerCase().replace(ENTITY_OR_SIGN, ''),
  ) as [string, string];
  return ours === theirs || (theirs !== '' && ours.startsWith(theirs));
}
