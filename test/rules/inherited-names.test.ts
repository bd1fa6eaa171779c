import { parseSyncConfig } from '../../lib/config/environment';
import { lostCustomFields } from '../../lib/clientify/lost-custom-fields';
import { refusedValue, withoutRefused } from '../../lib/clientify/refused-parts';
import { isTrait } from '../../lib/ports/traits';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { differences } from '../../lib/sync/giav-record';
import { compareList } from '../../lib/sync/giav-lists';
import { fieldKind } from '../../lib/sync/giav-fields';
import { StageFinder } from '../../lib/sync/stages';
import { giavClient } from '../harness/giav-records';
import { MAPPING, desiredOf, storedOf } from '../harness/look';

/** Every plain object inherits something under these names. */
const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

/** With the name as its own key, whatever it means to the language. */
const holding = (name: string, value: unknown): Record<string, never> =>
  Object.fromEntries([[name, value]]) as Record<string, never>;

describe.each(INHERITED)('a name from outside that every object knows: %s', (name) => {
  it('a custom field of that name that a write took away is missed', () => {
    const target = storedOf(desiredOf({}));
    const before = { ...target, customFields: holding(name, 'grande') };
    expect(lostCustomFields(before, { ...target, customFields: {} })).toBe(true);
    expect(lostCustomFields(before, before)).toBe(false);
  });
  it('a refusal that names it names nothing of what was sent', () => {
    expect(withoutRefused({ first_name: 'Ana' }, [{ field: name }])).toBe(null);
    expect(refusedValue(name, 'x')).toEqual({ field: name, key: 'x' });
  });
  it('of a refused address it is a part that was asked for', () => {
    const entry = { street: 'C/ Mayor 1', city: 'Soria' };
    const less = withoutRefused({ addresses: [entry] }, [
      { field: 'addresses', at: 0, keys: [name] },
    ]);
    expect(less?.notes).toEqual([]);
  });
  it('a field of GIAV’s record is a text, and its loss is seen', () => {
    expect(fieldKind(name)).toBe('text');
    const [lost] = differences(holding(name, 'algo'), {});
    expect(lost).toEqual({ field: name, before: 'algo', after: undefined, kind: 'damage' });
  });
  it('and so is the loss of a part of an entry', () => {
    const list = { item: 'One', parts: { Text: 'text' as const } };
    const one = (entry: object): object => ({ One: [entry] });
    const before = one({ ...holding(name, 'algo'), Text: 'x' });
    expect(compareList(list, before, one({ Text: 'x' }))).toBe('damage');
    expect(compareList(list, before, before)).toBe(null);
  });
  it('a type of client is one without an entry in the settings', () => {
    const settings = {
      ...MAPPING,
      clientTypes: { Particular: { status: 'other' as const, contactType: 'y' } },
    };
    const { desired, unmapped } = mapClient(giavClient({ tipo: name }), settings);
    expect(desired.fields).toMatchObject({ status: 'client', contact_type: 'Cliente actual' });
    expect(unmapped).toEqual([`UNMAPPED_CLIENT_TYPE:${name}`]);
  });
  it('a stage is one that is not known', () => {
    const finder = new StageFinder([{ name: 'Confirmado', url: '/stages/1/' }]);
    expect(finder.named(name)).toBeUndefined();
    expect(finder.renamed).toEqual([]);
  });
  it('is no trait of the account', () => {
    expect(isTrait(name)).toBe(false);
  });
  it('is refused as the name of a chosen custom field', () => {
    const customFields = [{ from: 'Codigo', to: name, on: 'client' }];
    expect(() => parseSyncConfig(JSON.stringify({ customFields }))).toThrow(/customFields\.0\.to/);
  });
});

it('a capital letter makes it a name like any other', () => {
  const customFields = [{ from: 'Codigo', to: 'Constructor', on: 'client' }];
  expect(parseSyncConfig(JSON.stringify({ customFields })).customFields).toHaveLength(1);
});
