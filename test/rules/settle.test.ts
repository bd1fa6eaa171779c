import { sidesOf, type Base } from '../../lib/sync/base';
import { hashText } from '../../lib/sync/hash';
import type { GiavClient } from '../../lib/sync/records';
import { park } from '../../lib/sync/parked';
import { settle, type Settlement, type SettleRules } from '../../lib/sync/settle';
import { shownOf } from '../../lib/sync/shown';
import type { Target } from '../../lib/sync/target';
import {
  changedSides,
  desiredOf,
  inStep,
  storedOf,
  typed,
  type Typed,
  hiding,
} from '../harness/look';

const RULES: SettleRules = { wayBack: 'on', winner: 'giav', clears: 'never', putBackAll: false };
const BEFORE: Partial<GiavClient> = {
  nombre: 'Ana',
  apellidos: 'Ruiz',
  comentarios: 'antes',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
  direccion: 'C/ Mayor 1',
  poblacion: 'Soria',
  provincia: 'Soria',
  codPostal: '42001',
  nombrePais: 'España',
};

/** What is settled for a client that was in step, after each side was changed. */
function settled(
  giav: Partial<GiavClient>,
  clientify: Typed,
  rules: Partial<SettleRules> = {},
): Settlement {
  const { sides, base } = changedSides(BEFORE, giav, clientify);
  return settle(sides, base, { ...RULES, ...rules });
}
/** "what why" by field. */
const told = ({ verdicts }: Settlement): Record<string, string> =>
  Object.fromEntries(
    Object.entries(verdicts).map(([field, one]) => [field, `${one.do} ${one.why}`]),
  );
const remarks = (text: string): Typed => ({ fields: { remarks: text } });

describe('a field of one text', () => {
  it.each<[string, Settlement, Record<string, string>]>([
    ['equal on both sides is not named', settled({}, {}), {}],
    [
      'equal but for blanks and line ends is equal',
      settled({ comentarios: 'a\r\nb ' }, remarks('a\nb')),
      {},
    ],
    [
      'changed to the same on both sides is equal',
      settled({ comentarios: 'ahora' }, remarks('ahora')),
      {},
    ],
    ['changed in GIAV', settled({ comentarios: 'ahora' }, {}), { remarks: 'take changed-in-giav' }],
    [
      'changed in Clientify',
      settled({}, remarks('ahora')),
      { remarks: 'edit changed-in-clientify' },
    ],
    [
      'changed on both',
      settled({ comentarios: 'uno' }, remarks('otro')),
      { remarks: 'take conflict' },
    ],
    ['emptied in Clientify', settled({}, remarks(' ')), { remarks: 'take cleared-in-clientify' }],
    ['emptied in GIAV', settled({ comentarios: '' }, {}), { remarks: 'take changed-in-giav' }],
    [
      'emptied in GIAV, changed in Clientify',
      settled({ comentarios: '' }, remarks('otro')),
      { remarks: 'edit conflict' },
    ],
    [
      'given to GIAV by the setting is none of this',
      settled({}, remarks('ahora'), { owners: { remarks: 'giav' } }),
      {},
    ],
  ])('%s', (_, found, expected) => {
    expect(told(found)).toEqual(expected);
    expect(found).toMatchObject({ parked: [], cut: [] });
  });

  it('that Clientify does not show is unknown: nothing happens to it', () => {
    const { target, base } = inStep(BEFORE);
    const fields = hiding(target.fields, 'remarks');
    const sides = sidesOf(
      desiredOf({ ...BEFORE, comentarios: 'ahora' }),
      { ...target, fields },
      base,
    );
    expect(settle(sides, base, RULES).verdicts).toEqual({});
  });

  it.each<[string, (base: Base) => Base]>([
    ['on neither side', () => ({ giav: { fields: {} }, clientify: { fields: {} } })],
    ['in GIAV only', ({ giav }) => ({ giav, clientify: { fields: {} } })],
    ['in Clientify only', ({ clientify }) => ({ giav: { fields: {} }, clientify })],
  ])('that the base knows %s is met for the first time', (_, known) => {
    const { sides, base } = changedSides(BEFORE, {}, remarks('ahora'));
    expect(told(settle(sides, known(base), RULES))['remarks']).toBe('take first-meeting');
  });

  it('a deal has none of it', () => {
    const deal = { ...desiredOf(BEFORE), kind: 'deal' as const };
    const target: Target = { ...typed(storedOf(deal), remarks('ahora')), kind: 'deal' };
    expect(settle(sidesOf(deal, target, null), null, RULES)).toEqual({
      verdicts: {},
      lists: {},
      parked: [],
      cut: [],
    });
  });
});

describe('a text of which one side shows only the beginning: the shorter never overwrites the longer', () => {
  const long = 'x'.repeat(10_050);
  const sent = 'x'.repeat(10_000);
  const cutByUs = (clientify: string, comentarios = long): Settlement => {
    const { sides, base } = changedSides(
      { ...BEFORE, comentarios: long },
      { comentarios },
      remarks(clientify),
    );
    return settle(sides, base, RULES);
  };
  it('cut by us: Clientify may show all of it', () => {
    expect(told(cutByUs(sent))).toEqual({});
    expect(told(cutByUs(long))).toEqual({});
  });
  it('cut by us and edited in Clientify: each side keeps its text', () => {
    expect(cutByUs(`otro ${sent}`)).toMatchObject({
      verdicts: { remarks: { do: 'leave', why: 'differs' } },
      cut: ['remarks'],
    });
  });
  it('cut by us and changed in GIAV: GIAV’s', () => {
    expect(cutByUs(sent, `nuevo ${long}`)).toMatchObject({
      verdicts: { remarks: { do: 'take' } },
      cut: [],
    });
  });

  /** Clientify kept `got` of the remarks "abcdef" that were sent. */
  const cutThere = (got: string, giav: string, clientify: string): Settlement => {
    const { desired, target } = inStep({ ...BEFORE, comentarios: 'abcdef' });
    const then = sidesOf(desired, typed(target, remarks(got)), null);
    const base: Base = {
      giav: inStep({ ...BEFORE, comentarios: 'abcdef' }).base.giav,
      clientify: inStep({ ...BEFORE, comentarios: got }).base.clientify,
      addressId: then.address?.id,
    };
    const sides = sidesOf(
      desiredOf({ ...BEFORE, comentarios: giav }),
      typed(target, remarks(clientify)),
      base,
    );
    return settle(sides, base, { ...RULES, accepted: { remarks: { sent: 'abcdef', got } } });
  };
  it.each<[string, Settlement, string | undefined, string[]]>([
    ['as Clientify keeps it: so it is', cutThere('abc', 'abcdef', 'abc'), 'leave settled', []],
    [
      'edited in Clientify: each side keeps its text',
      cutThere('abc', 'abcdef', 'abX'),
      'leave differs',
      ['remarks'],
    ],
    [
      'edited in Clientify after GIAV changed: both changed',
      cutThere('abc', 'nuevo', 'abX'),
      'take conflict',
      [],
    ],
    [
      'emptied in GIAV: emptied, because it is GIAV’s',
      cutThere('abc', '', 'abc'),
      'take changed-in-giav',
      [],
    ],
    [
      'emptied in GIAV, edited in Clientify: Clientify’s',
      cutThere('abc', '', 'abX'),
      'edit conflict',
      [],
    ],
    [
      'renamed, not cut, and edited: an edit',
      cutThere('otra', 'abcdef', 'mía'),
      'edit changed-in-clientify',
      [],
    ],
    [
      'not taken at all, and typed: an edit',
      cutThere('', 'abcdef', 'mía'),
      'edit changed-in-clientify',
      [],
    ],
  ])('cut by Clientify, %s', (_, found, verdict, cut) => {
    expect(told(found)['remarks']).toBe(verdict);
    expect(found.cut).toEqual(cut);
  });
  it('what Clientify made of another text than the base knows says nothing of this one', () => {
    const { sides, base } = changedSides(BEFORE, { comentarios: '' }, remarks('resto'));
    const known: Base = { ...base, clientify: sidesBase('resto') };
    const accepted = { remarks: { sent: 'otro texto', got: 'resto' } };
    expect(told(settle(sides, known, { ...RULES, accepted }))['remarks']).toBe('leave settled');
  });
  const sidesBase = (text: string) => inStep({ ...BEFORE, comentarios: text }).base.clientify;

  it('a street that was cut: an edited address waits, what shows more of the street is the same', () => {
    const street = 'C/ '.repeat(120);
    const of = (clientify: Typed): Settlement => {
      const { sides, base } = changedSides({ ...BEFORE, direccion: street }, {}, clientify);
      return settle(sides, base, RULES);
    };
    expect(told(of({ address: { street: street.trim() } }))).toEqual({});
    expect(of({ address: { city: 'Burgos' } })).toMatchObject({
      cut: ['address'],
      verdicts: { address: { do: 'leave', why: 'differs' } },
    });
  });
});

describe('the address is one value', () => {
  const at = (address: Typed['address']): Typed => ({ address });
  it.each<[string, Settlement, string | undefined]>([
    ['equal but for letter case: nothing', settled({}, at({ city: 'SORIA' })), undefined],
    [
      'one part changed in Clientify: an edit of the whole',
      settled({}, at({ city: 'Burgos' })),
      'edit changed-in-clientify',
    ],
    ['one part changed in GIAV', settled({ poblacion: 'Burgos' }, {}), 'take changed-in-giav'],
    [
      'one part changed on each side',
      settled({ poblacion: 'Burgos' }, at({ street: 'C/ Real 2' })),
      'take conflict',
    ],
    ['another type is no change', settled({}, at({ type: 1 })), undefined],
    [
      'emptied in Clientify',
      settled({}, at({ street: '', city: '', state: '', postal_code: '' })),
      'take cleared-in-clientify',
    ],
    ['its entry removed in Clientify', settled({}, at(null)), 'take cleared-in-clientify'],
    [
      'emptied in GIAV',
      settled({ direccion: '', poblacion: '', provincia: '', codPostal: '' }, {}),
      'take changed-in-giav',
    ],
    [
      'emptied in GIAV, another one typed in Clientify',
      settled(
        { direccion: '', poblacion: '', provincia: '', codPostal: '' },
        at({ city: 'Burgos' }),
      ),
      'edit conflict',
    ],
    [
      'the country changed in GIAV: it flows',
      settled({ nombrePais: 'Francia' }, {}),
      'take changed-in-giav',
    ],
    [
      'the country changed in Clientify: GIAV’s comes back',
      settled({}, at({ country: 'fr' })),
      'take changed-in-giav',
    ],
    [
      'the country gone in GIAV: what Clientify shows stays',
      settled({ nombrePais: '' }, {}),
      undefined,
    ],
    [
      'its country and more changed in Clientify: an edit',
      settled({}, at({ country: 'fr', city: 'París' })),
      'edit changed-in-clientify',
    ],
  ])('%s', (_, found, verdict) => {
    expect(told(found)['address']).toBe(verdict);
  });

  it('a country that differs as it always did is nobody’s edit', () => {
    const { target, base } = inStep(BEFORE);
    const french = typed(target, at({ country: 'fr' }));
    const known = {
      ...base,
      clientify: inStep({ ...BEFORE, nombrePais: 'Francia' }).base.clientify,
    };
    expect(settle(sidesOf(desiredOf(BEFORE), french, known), known, RULES).verdicts).toEqual({});
  });

  it('that Clientify does not show is unknown; empty on both sides it is nothing', () => {
    const { target, base } = inStep(BEFORE);
    const hidden = hiding(target, 'addresses');
    const now = desiredOf({ ...BEFORE, poblacion: 'Burgos' });
    expect(settle(sidesOf(now, hidden, base), base, RULES).verdicts).toEqual({});
    const none = { direccion: '', poblacion: '', provincia: '', codPostal: '' };
    const empty = changedSides({ ...BEFORE, ...none }, {}, at({ country: 'fr' }));
    expect(settle(empty.sides, empty.base, RULES).verdicts).toEqual({});
  });

  it.each<[string, Partial<GiavClient>, Typed['address'], string]>([
    [
      'Clientify’s is the fuller',
      { poblacion: 'Soria' },
      { street: 'C/ Real 2', city: 'Soria' },
      'edit first-meeting',
    ],
    [
      'GIAV’s is the fuller',
      { poblacion: 'Soria', direccion: 'C/ Real 2' },
      { city: 'Soria' },
      'take first-meeting',
    ],
    [
      'they contradict each other: the winner’s',
      { poblacion: 'Soria' },
      { city: 'Burgos', street: 'C/ Real 2' },
      'take first-meeting',
    ],
    ['GIAV has none', {}, { city: 'Burgos' }, 'edit first-meeting'],
  ])('at a first meeting: %s', (_, giav, address, verdict) => {
    const desired = desiredOf({ nombre: 'Ana', ...giav });
    const target = typed({ ...storedOf(desired), addresses: [] }, { address });
    expect(told(settle(sidesOf(desired, target, null), null, RULES))['address']).toBe(verdict);
  });

  it('of which the base knows not every part is met for the first time', () => {
    const { sides, base } = changedSides(BEFORE, {}, at({ city: 'Burgos' }));
    const rest = hiding(base.clientify.fields, 'city');
    const known = { ...base, clientify: { ...base.clientify, fields: rest } };
    expect(told(settle(sides, known, RULES))['address']).toBe('take first-meeting');
  });

  it('another entry in the place of ours meets GIAV’s for the first time, unless it is equal to the base', () => {
    const { target, base } = inStep(BEFORE);
    const [ours] = target.addresses ?? [];
    const other = (parts: object): Target => ({
      ...target,
      addresses: ours ? [{ ...ours, ...parts, id: 'z9' }] : [],
    });
    const verdictOf = (one: Target): string | undefined =>
      told(settle(sidesOf(desiredOf(BEFORE), one, base), base, { ...RULES, winner: 'clientify' }))[
        'address'
      ];
    expect(verdictOf(other({ city: 'Burgos' }))).toBe('edit first-meeting');
    expect(verdictOf(other({}))).toBeUndefined();
    // As it was in step, and GIAV has moved on.
    const moved = sidesOf(desiredOf({ ...BEFORE, poblacion: 'Burgos' }), other({}), base);
    expect(told(settle(moved, base, RULES))['address']).toBe('take changed-in-giav');
  });

  it('one part of which a setting gives to GIAV is GIAV’s as a whole', () => {
    const owners = { city: 'giav' } as const;
    expect(told(settled({}, at({ street: 'C/ Real 2' }), { owners }))).toEqual({
      address: 'take put-back',
    });
    expect(told(settled({}, {}, { owners }))).toEqual({});
    // What GIAV never filled is not ours to clear; what it had is.
    const none = { direccion: '', poblacion: '', provincia: '', codPostal: '' };
    expect(told(settled(none, at({ city: 'Burgos' }), { owners }))).toEqual({
      address: 'leave settled',
    });
    expect(told(settled(none, {}, { owners }))).toEqual({ address: 'take put-back' });
  });
});

describe('an edit that could not be written is parked', () => {
  const edited = changedSides(
    BEFORE,
    {},
    { fields: { remarks: 'ahora' }, address: { city: 'Burgos' }, emails: ['a@x.es', 'c@x.es'] },
  );
  const parked = Object.fromEntries(
    ['remarks', 'address', 'emails'].map((field) => [field, park(field, edited.sides, 'no')]),
  );
  it('while neither side moves, each side keeps its own', () => {
    expect(parked['remarks']?.note).toBe('no');
    const found = settle(edited.sides, edited.base, { ...RULES, parked });
    expect(told(found)).toEqual({ remarks: 'leave differs', address: 'leave differs' });
    expect(found.parked).toEqual(['remarks', 'address', 'emails']);
  });
  it.each<[string, Partial<GiavClient>, Typed]>([
    [
      'Clientify',
      {},
      { fields: { remarks: 'más' }, address: { city: 'Lugo' }, emails: ['c@x.es'] },
    ],
    [
      'GIAV',
      { comentarios: 'antes y más', poblacion: 'Lugo', email: 'a@x.es' },
      { fields: { remarks: 'ahora' }, address: { city: 'Burgos' }, emails: ['a@x.es', 'c@x.es'] },
    ],
  ])('until %s changes again', (_, giav, clientify) => {
    const { sides, base } = changedSides(BEFORE, giav, clientify);
    expect(settle(sides, base, { ...RULES, winner: 'clientify', parked }).parked).toEqual([]);
  });
  it('a field that GIAV changed is no edit any more', () => {
    const back = changedSides(BEFORE, { comentarios: 'ahora GIAV' }, {});
    const now = { remarks: park('remarks', back.sides, '') };
    expect(told(settle(back.sides, back.base, { ...RULES, parked: now }))['remarks']).toBe(
      'take changed-in-giav',
    );
  });
  it('a list without an edit is not parked', () => {
    const same = changedSides(BEFORE, {}, {});
    const now = { emails: park('emails', same.sides, '') };
    expect(settle(same.sides, same.base, { ...RULES, parked: now }).parked).toEqual([]);
  });
});

describe('lists', () => {
  const emails = (...all: string[]): Typed => ({ emails: all });
  const ofEmails = (giav: Partial<GiavClient>, clientify: Typed, rules?: Partial<SettleRules>) =>
    settled(giav, clientify, rules).lists.emails;
  it('are compared by what they mean, each entry once', () => {
    expect(
      ofEmails({ email: 'A@x.es, a@X.es; b@x.es' }, emails('b@x.es', 'A@X.es', 'a@x.es', '')),
    ).toMatchObject({ toClientify: [], fromClientify: [], edits: [] });
  });
  it('that Clientify does not show are unknown', () => {
    const { target, base } = inStep(BEFORE);
    const hidden = hiding(target, 'emails');
    expect(
      settle(sidesOf(desiredOf({ ...BEFORE, email: '' }), hidden, base), base, RULES).lists,
    ).not.toHaveProperty('emails');
  });
  it('without a base of both sides meet for the first time', () => {
    const { sides, base } = changedSides(BEFORE, {}, emails('a@x.es'));
    const forgetful = (side: 'giav' | 'clientify') => ({
      ...base,
      [side]: { fields: base[side].fields },
    });
    for (const known of [null, forgetful('giav'), forgetful('clientify')])
      expect(settle(sides, known, RULES).lists.emails).toMatchObject({
        toClientify: ['b@x.es'],
        edits: [],
      });
  });
  it('given to GIAV by the setting: what was removed or exchanged comes back, what was added stays', () => {
    const owners = { emails: 'giav' } as const;
    expect(ofEmails({}, emails('c@x.es', 'b@x.es'), { owners })).toEqual({
      toClientify: ['a@x.es'],
      fromClientify: [],
      edits: [],
      extras: [],
      conflicts: [],
    });
    expect(
      ofEmails({ email: 'd@x.es; b@x.es' }, emails('c@x.es', 'b@x.es'), {
        owners,
        winner: 'clientify',
      }),
    ).toEqual({ toClientify: ['d@x.es'], fromClientify: [], edits: [], extras: [], conflicts: [] });
    expect(
      ofEmails({ email: 'a@x.es; b@x.es; d@x.es' }, emails('a@x.es', 'b@x.es', 'c@x.es'), {
        owners,
      }),
    ).toMatchObject({ toClientify: ['d@x.es'], edits: [] });
    expect(ofEmails({ email: 'a@x.es' }, {}, { owners })).toMatchObject({
      fromClientify: ['b@x.es'],
    });
  });
  it('while the way back does not write and all is put back: what was removed comes back, what was added waits', () => {
    const now = emails('b@x.es', 'c@x.es', 'd@x.es');
    const all = { putBackAll: true } as const;
    expect(ofEmails({}, emails('b@x.es'), { ...all, wayBack: 'off' })).toMatchObject({
      toClientify: ['a@x.es'],
      edits: [],
    });
    expect(ofEmails({}, now, { ...all, wayBack: 'dry-run' })).toMatchObject({
      toClientify: ['a@x.es'],
      edits: [{ add: 'd@x.es' }],
    });
    expect(ofEmails({}, now, { ...all, wayBack: 'on' })).toMatchObject({
      toClientify: [],
      edits: [{ remove: 'a@x.es', add: 'c@x.es' }, { add: 'd@x.es' }],
    });
    expect(ofEmails({}, now, { wayBack: 'off' })).toMatchObject({ toClientify: [] });
  });
  it('of phones are known by the digits, too, by which an earlier version remembered them', () => {
    const digits = { phones: [hashText('600111222')] };
    const { sides, base } = changedSides(BEFORE, { telefono: '931112233' }, { phones: [] });
    const known = {
      giav: { ...base.giav, ...digits },
      clientify: { ...base.clientify, ...digits },
    };
    expect(settle(sides, known, RULES).lists.phones).toMatchObject({
      toClientify: ['+34931112233'],
      edits: [{ remove: '+34600111222' }],
    });
  });
});

describe('what both sides show of a field, as one text', () => {
  const { sides } = changedSides(
    BEFORE,
    {},
    {
      fields: { remarks: 'ahora' },
      emails: ['z@x.es', 'b@x.es', 'Z@x.es'],
      address: { street: '', city: '', state: '', postal_code: '', country: 'fr' },
    },
  );
  it.each([
    ['a text', 'remarks', 'antes', 'ahora'],
    ['a list, in no order, each entry once', 'emails', 'a@x.es|b@x.es', 'b@x.es|z@x.es'],
    [
      'an address; one that holds a country only is empty',
      'address',
      'C/ Mayor 1 | Soria | Soria | es | 42001',
      '',
    ],
    ['what is not there is empty', 'nothing', '', ''],
  ])('%s', (_, field, giav, clientify) => {
    expect(shownOf(field, sides)).toEqual({ giav, clientify });
  });
  it('a list that Clientify does not show is empty', () => {
    const { target } = inStep(BEFORE);
    const hidden = hiding(target, 'phones');
    expect(shownOf('phones', sidesOf(desiredOf(BEFORE), hidden, null))).toEqual({
      giav: '+34600111222',
      clientify: '',
    });
  });
});
