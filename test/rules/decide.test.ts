import { changesFor, isEmpty, sentFields, type Changes } from '../../lib/sync/changes';
import { replacedInClientify } from '../../lib/sync/replaced';
import {
  STANDING,
  decide,
  decided,
  movable,
  noticesOf,
  openEdits,
  withoutEdits,
  type DecideRules,
  type Decided,
} from '../../lib/sync/decide';
import type { ListMerge } from '../../lib/sync/entries';
import type { OwnedPlan } from '../../lib/sync/owned';
import type { GiavClient } from '../../lib/sync/records';
import { settle, type Settlement } from '../../lib/sync/settle';
import type { Verdict } from '../../lib/sync/verdict';
import { sidesOf, type Sides } from '../../lib/sync/base';
import {
  changedSides,
  desiredOf,
  inStep,
  storedOf,
  typed,
  type Typed,
  hiding,
} from '../harness/look';

const CLIENT: Partial<GiavClient> = {
  nombre: 'Ana',
  comentarios: 'antes',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
  direccion: 'C/ Mayor 1',
  poblacion: 'Soria',
  nombrePais: 'España',
};
const RULES: DecideRules = {
  wayBack: 'off',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
  resubscribe: 'on-change',
  now: new Date(0),
  fullRun: false,
};
const looked = (
  giav: Partial<GiavClient>,
  clientify: Typed,
  rules: Partial<DecideRules> = {},
): Decided & { readonly sides: Sides } => {
  const { sides, base } = changedSides(CLIENT, giav, clientify);
  return { ...decide(sides, base, { ...RULES, ...rules }), sides };
};
const emails = (...all: string[]): Typed => ({ emails: all });
const NOTHING = { add: [], replace: [], remove: [] };

describe('what is sent to Clientify', () => {
  it('nothing, where both sides are in step', () => {
    const { changes, replaced } = looked({}, {});
    expect(changes).toEqual({
      fields: {},
      customFields: {},
      emails: NOTHING,
      phones: NOTHING,
      addresses: NOTHING,
      tags: [],
    });
    expect([isEmpty(changes), replaced]).toEqual([true, []]);
  });
  it('fields that are GIAV’s or that GIAV changed, and no others', () => {
    const { changes } = looked({ nombre: 'Eva' }, { fields: { status: 'lead', remarks: 'mía' } });
    expect(changes.fields).toEqual({ first_name: 'Eva', status: 'client' });
  });
  it('an emptied field as an empty text', () => {
    expect(looked({ comentarios: '' }, {}).changes.fields).toEqual({ remarks: '' });
    expect(looked({ fechaNacimiento: '' }, {}).changes.fields).toEqual({});
  });
  it.each<[string, Partial<GiavClient>, Typed, Changes['emails']]>([
    [
      'a new one is added',
      { email: 'a@x.es; b@x.es; c@x.es' },
      {},
      { ...NOTHING, add: [{ email: 'c@x.es', type: 3 }] },
    ],
    ['one that is gone is removed', { email: 'a@x.es' }, {}, { ...NOTHING, remove: ['e1'] }],
    [
      'a new one takes the place of one that is gone',
      { email: 'a@x.es; c@x.es' },
      {},
      { ...NOTHING, replace: [{ id: 'e1', entry: { email: 'c@x.es', type: 3 } }] },
    ],
    [
      'more new than gone',
      { email: 'a@x.es; c@x.es; d@x.es' },
      {},
      {
        add: [{ email: 'd@x.es', type: 3 }],
        replace: [{ id: 'e1', entry: { email: 'c@x.es', type: 3 } }],
        remove: [],
      },
    ],
    [
      'more gone than new',
      { email: 'c@x.es' },
      {},
      { add: [], replace: [{ id: 'e0', entry: { email: 'c@x.es', type: 4 } }], remove: ['e1'] },
    ],
  ])('of a list: %s', (_, giav, clientify, sent) => {
    const { changes } = looked(giav, clientify);
    expect([changes.emails, changes.phones]).toEqual([sent, NOTHING]);
  });
  it('every entry of Clientify that means the same is removed', () => {
    const { target, base } = inStep(CLIENT);
    const twice = {
      ...target,
      emails: [...(target.emails ?? []), { id: 'e9', type: 1, email: 'B@x.es' }],
    };
    const { changes } = decide(
      sidesOf(desiredOf({ ...CLIENT, email: 'a@x.es' }), twice, base),
      base,
      RULES,
    );
    expect(changes.emails.remove).toEqual(['e1', 'e9']);
  });
  it('phones with their types', () => {
    expect(looked({ telefono: '931112233' }, {}).changes.phones).toEqual({
      ...NOTHING,
      add: [{ phone: '931112233', type: 4 }],
    });
  });
  it('the tag that says where it is from, unless it is there in whatever letters, or not shown', () => {
    const { desired, target, base } = inStep(CLIENT);
    const tags = (all: readonly string[] | undefined) => {
      const rest = hiding(target, 'tags');
      return decide(sidesOf(desired, all ? { ...rest, tags: all } : rest, base), base, RULES)
        .changes.tags;
    };
    expect([tags([]), tags(['GESINTUR', 'vip']), tags(undefined)]).toEqual([['gesintur'], [], []]);
  });
  it('names of all that is sent', () => {
    const entry = { email: 'c@x.es', type: 3 };
    const address = { street: '', city: 'X', state: '', country: '', postal_code: '', type: 5 };
    const base: Changes = {
      fields: {},
      customFields: {},
      emails: NOTHING,
      phones: NOTHING,
      addresses: NOTHING,
      tags: [],
    };
    const all: [Partial<Changes>, string[]][] = [
      [{ fields: { remarks: 'x' } }, ['remarks']],
      [{ customFields: { gesintur_id: '7' } }, ['cf_gesintur_id']],
      [{ emails: { ...NOTHING, add: [entry] } }, ['emails']],
      [{ emails: { ...NOTHING, replace: [{ id: '1', entry }] } }, ['emails']],
      [{ phones: { ...NOTHING, remove: ['1'] } }, ['phones']],
      [{ addresses: { ...NOTHING, add: [address] } }, ['address']],
      [{ tags: ['gesintur'] }, []],
    ];
    for (const [change, names] of all) {
      expect([...sentFields({ ...base, ...change })]).toEqual(names);
      expect(isEmpty({ ...base, ...change })).toBe(false);
    }
    expect([...sentFields(base)]).toEqual([]);
  });

  describe('of the address', () => {
    const sent = (
      giav: Partial<GiavClient>,
      clientify: Typed = {},
      before = CLIENT,
    ): Changes['addresses'] => {
      const { sides, base } = changedSides(before, giav, clientify);
      return decide(sides, base, RULES).changes.addresses;
    };
    const none = { direccion: '', poblacion: '', nombrePais: '' };
    it('nothing, while it is in step', () => {
      expect(sent({})).toEqual(NOTHING);
    });
    it('the whole, under its id; it keeps the type that somebody gave it', () => {
      expect(sent({ poblacion: 'Burgos' }, { address: { type: 1 } })).toEqual({
        ...NOTHING,
        replace: [
          {
            id: 'a0',
            entry: {
              street: 'C/ Mayor 1',
              city: 'Burgos',
              state: '',
              country: 'es',
              postal_code: '',
              type: 1,
            },
          },
        ],
      });
    });
    it('a part that GIAV lacks and always lacked keeps what Clientify has; one that GIAV had is cleared', () => {
      expect(
        sent(
          { poblacion: 'Burgos', direccion: '' },
          { address: { postal_code: '09001', street: 'C/ Mayor 1' } },
        ).replace[0]?.entry,
      ).toEqual({
        street: '',
        city: 'Burgos',
        state: '',
        country: 'es',
        postal_code: '09001',
        type: 5,
      });
    });
    it('a new one where there is none', () => {
      expect(sent({ poblacion: 'Burgos' }, {}, { ...CLIENT, ...none }).add).toEqual([
        { street: '', city: 'Burgos', state: '', country: '', postal_code: '', type: 5 },
      ]);
    });
    it('its removal, when GIAV’s was emptied', () => {
      expect(sent(none)).toEqual({ ...NOTHING, remove: ['a0'] });
    });
    it('nothing, when there is none on either side any more', () => {
      const { sides, base } = changedSides(CLIENT, none, { address: null });
      const settled: Settlement = {
        verdicts: { address: { do: 'take', why: 'changed-in-giav' } },
        lists: {},
        parked: [],
        cut: [],
      };
      const owned: OwnedPlan = {
        fields: {},
        customFields: {},
        optedOut: false,
        fights: undefined,
        foughtOver: [],
      };
      expect(changesFor(sides, settled, owned, base).addresses).toEqual(NOTHING);
    });
  });
});

describe('values of Clientify that are overwritten are kept in the decision', () => {
  const kept = (giav: Partial<GiavClient>, clientify: Typed, rules?: Partial<DecideRules>) =>
    looked(giav, clientify, rules).replaced;
  const was = (field: string, from: string, to: string, why: string) => ({
    field,
    side: 'clientify',
    from,
    to,
    why,
  });
  it.each<[string, Decided['replaced'], Decided['replaced']]>([
    [
      'GIAV’s own',
      kept({}, { fields: { status: 'lead' } }),
      [was('status', 'lead', 'client', 'put-back')] as never,
    ],
    [
      'a flag',
      kept({}, { fields: { gdpr_accept: true } }),
      [was('gdpr_accept', 'true', 'false', 'put-back')] as never,
    ],
    [
      'a two-way one, with the reason',
      kept({ comentarios: 'uno' }, { fields: { remarks: ' otro ' } }),
      [was('remarks', ' otro ', 'uno', 'conflict')] as never,
    ],
    [
      'one that was empty was nobody’s',
      kept({ comentarios: 'uno' }, { fields: { remarks: '' } }),
      [],
    ],
    [
      'a custom field',
      kept({}, { customFields: { gesintur_id: '99' } }),
      [was('gesintur_id', '99', '40017', 'put-back')] as never,
    ],
    ['a custom field that was empty', kept({}, { customFields: { gesintur_id: '--' } }), []],
    [
      'an exchanged entry',
      kept({ email: 'a@x.es; c@x.es' }, {}),
      [was('emails', 'b@x.es', 'c@x.es', 'changed-in-giav')] as never,
    ],
    [
      'a removed entry',
      kept({ movil: '' }, {}),
      [was('phones', '600111222', '', 'changed-in-giav')] as never,
    ],
    [
      'an exchanged phone',
      kept({ movil: '611000000' }, {}),
      [was('phones', '600111222', '611000000', 'changed-in-giav')] as never,
    ],
    [
      'the loser of an entry that both exchanged',
      kept({ email: 'a@x.es; c@x.es' }, emails('a@x.es', 'Mia@x.es')),
      [was('emails', 'Mia@x.es', 'c@x.es', 'conflict')] as never,
    ],
    [
      'an address',
      kept({ poblacion: 'Burgos' }, {}),
      [
        was(
          'address',
          'C/ Mayor 1 | Soria |  | es | ',
          'C/ Mayor 1 | Burgos |  | es | ',
          'changed-in-giav',
        ),
      ] as never,
    ],
    [
      'an address that is removed',
      kept({ direccion: '', poblacion: '' }, { address: { country: '' } }),
      [was('address', 'C/ Mayor 1 | Soria |  |  | ', '', 'changed-in-giav')] as never,
    ],
    ['a new address replaces nothing', kept({ poblacion: 'Burgos' }, { address: null }), []],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

it('what a poor answer does not show was nobody’s', () => {
  const { target, base } = inStep(CLIENT);
  const poor = hiding(target, 'customFields', 'emails', 'phones', 'addresses');
  const sides = sidesOf(desiredOf(CLIENT), poor, base);
  const address = { street: '', city: 'X', state: '', country: '', postal_code: '', type: 5 };
  const changes: Changes = {
    fields: {},
    customFields: { gesintur_id: '40017' },
    emails: { ...NOTHING, add: [{ email: 'a@x.es', type: 4 }] },
    phones: NOTHING,
    addresses: { ...NOTHING, replace: [{ id: 'a0', entry: address }] },
    tags: [],
  };
  const settled: Settlement = { verdicts: {}, lists: {}, parked: [], cut: [] };
  expect(replacedInClientify(sides, settled, changes)).toEqual([]);
  // Nor is there a reason to tell, where nothing was settled about it.
  const whole = sidesOf(desiredOf(CLIENT), target, base);
  const gone: Changes = { ...changes, customFields: {}, emails: { ...NOTHING, remove: ['e0'] } };
  expect(replacedInClientify(whole, settled, gone).map(({ field, why }) => [field, why])).toEqual([
    ['emails', 'changed-in-giav'],
    ['address', 'put-back'],
  ]);
});

it('notices that stay true until somebody does something are kept', () => {
  expect([...STANDING].sort()).toEqual(
    [
      'CONSENT_STILL_ACTIVE',
      'DEAL_NOT_CLOSED',
      'DEAL_NOT_REOPENED',
      'DIFFERS_FROM_GIAV',
      'DUPLICATE_IN_CLIENTIFY',
      'EDIT_PARKED',
      'FOUGHT_OVER',
      'OPTED_OUT_IN_CLIENTIFY',
    ].sort(),
  );
});

describe('while the way back writes, a run leaves edits and what both sides changed to it', () => {
  const list = (change: Partial<ListMerge>): ListMerge => ({
    toClientify: [],
    fromClientify: [],
    edits: [],
    extras: [],
    conflicts: [],
    ...change,
  });
  const settled = (
    verdicts: Record<string, Verdict>,
    lists: Settlement['lists'] = {},
  ): Settlement => ({ verdicts, lists, parked: ['x'], cut: ['y'] });
  const WAITS: Verdict = { do: 'leave', why: 'differs' };
  it.each<[string, Verdict, Verdict]>([
    ['an edit', { do: 'edit', why: 'changed-in-clientify' }, WAITS],
    ['a conflict that GIAV would win', { do: 'take', why: 'conflict' }, WAITS],
    ['a conflict that Clientify would win', { do: 'edit', why: 'conflict' }, WAITS],
    ['a field that was emptied', { do: 'take', why: 'cleared-in-clientify' }, WAITS],
    [
      'GIAV’s own change flows',
      { do: 'take', why: 'changed-in-giav' },
      { do: 'take', why: 'changed-in-giav' },
    ],
    [
      'a first meeting that GIAV wins flows',
      { do: 'take', why: 'first-meeting' },
      { do: 'take', why: 'first-meeting' },
    ],
  ])('%s', (_, one, expected) => {
    expect(withoutEdits(settled({ f: one }))).toEqual({ ...settled({ f: expected }) });
  });
  it('of a list the rivals wait, and all else flows', () => {
    const merged = list({
      toClientify: ['c', 'g'],
      fromClientify: ['m', 'o'],
      edits: [
        { instead: 'z', add: 'y' },
        { remove: 'r', add: 'n' },
      ],
      extras: ['e'],
      conflicts: [{ giav: 'g', clientify: 'm' }],
    });
    expect(withoutEdits(settled({}, { emails: merged })).lists).toEqual({
      emails: list({
        toClientify: ['c'],
        fromClientify: ['o'],
        edits: [
          { remove: 'r', add: 'n' },
          { instead: 'g', add: 'm' },
        ],
        extras: ['e'],
        conflicts: [{ giav: 'g', clientify: 'm' }],
      }),
    });
    expect(withoutEdits(settled({}, {})).lists).toEqual({});
  });
});

describe('what waits for the way back', () => {
  const list = (change: Partial<ListMerge>): ListMerge => ({
    toClientify: [],
    fromClientify: [],
    edits: [],
    extras: [],
    conflicts: [],
    ...change,
  });
  const open = (
    verdicts: Settlement['verdicts'],
    lists: Settlement['lists'] = {},
    more: Partial<Settlement> = {},
  ) => openEdits({ verdicts, lists, parked: [], cut: [], ...more });
  it.each<[string, Verdict, boolean]>([
    ['an edit', { do: 'edit', why: 'first-meeting' }, true],
    ['a conflict', { do: 'take', why: 'conflict' }, true],
    ['an emptied field', { do: 'take', why: 'cleared-in-clientify' }, true],
    ['what differs', { do: 'leave', why: 'differs' }, true],
    ['what is settled does not', { do: 'leave', why: 'settled' }, false],
    ['GIAV’s own change does not', { do: 'take', why: 'changed-in-giav' }, false],
  ])('%s', (_, one, waits) => {
    expect(open({ f: one })).toEqual(waits ? ['f'] : []);
    expect(open({ f: one }, {}, { parked: ['f'] })).toEqual([]);
    expect(open({ f: one }, {}, { cut: ['f'] })).toEqual([]);
  });
  it.each<[string, Partial<ListMerge>, boolean]>([
    ['an edited list', { edits: [{ add: 'a' }] }, true],
    ['a list with a conflict', { conflicts: [{ giav: 'a', clientify: 'b' }] }, true],
    [
      'an entry without room does not, though GIAV’s list moved',
      { extras: ['e'], toClientify: ['a'], fromClientify: ['b'] },
      false,
    ],
    ['GIAV’s own changes do not', { toClientify: ['a'], fromClientify: ['b'] }, false],
  ])('%s', (_, change, waits) => {
    expect(open({}, { phones: list(change) })).toEqual(waits ? ['phones'] : []);
  });

  describe('an entry without room', () => {
    const MOBILE = { key: '611000000', type: 2 };
    const moves = (
      free: Sides['desired']['free'],
      more: Partial<Settlement> = {},
      extra = MOBILE,
    ) =>
      movable(
        {
          desired: { free },
          target: {
            phones: [
              { type: 3, phone: 'other' },
              { type: extra.type, phone: 'typed' },
            ],
          },
          clientify: { phones: ['other', extra.key] },
        } as unknown as Sides,
        {
          verdicts: {},
          lists: { phones: list({ extras: [extra.key] }) },
          parked: [],
          cut: [],
          ...more,
        },
      );
    it.each<[string, Parameters<typeof moves>, boolean]>([
      ['moves as soon as a field of GIAV for it is free', [['movil']], true],
      ['not while none is', [[]], false],
      ['not where that is not known', [undefined], false],
      ['not into a field of another kind', [['fax']], false],
      ['not where it is parked', [['movil'], { parked: ['phones'] }], false],
      ['not where the list has none', [['movil'], { lists: { phones: list({}) } }], false],
      ['not where nothing is said about the list', [['movil'], { lists: {} }], false],
      [
        'not once Clientify does not show it',
        [['movil'], { lists: { phones: list({ extras: ['gone'] }) } }],
        false,
      ],
      ['a fax goes into the field for faxes', [['fax'], {}, { key: '931112244', type: 5 }], true],
    ])('%s', (_, asked, moved) => {
      expect(moves(...asked)).toEqual(moved ? ['phones'] : []);
    });
  });
});

describe('what an admin is told of a record', () => {
  const told = (giav: Partial<GiavClient>, clientify: Typed, rules: Partial<DecideRules> = {}) => {
    const { sides, ...found } = looked(giav, clientify, rules);
    return noticesOf(sides, found, rules.wayBack ?? 'off');
  };
  const mine: Typed = { fields: { remarks: 'mía' } };
  it.each<[string, string[], string[]]>([
    ['nothing, while both are in step', told({}, {}), []],
    ['that it differs from GIAV, while no edit goes back', told({}, mine), ['DIFFERS_FROM_GIAV']],
    ['not, when the way back takes it', told({}, mine, { wayBack: 'on' }), []],
    [
      'that somebody opted out in Clientify',
      told({ mailingConsent: 'Accepted' }, { fields: { unsubscribed: true } }),
      [],
    ],
    [
      'that a field was emptied there',
      told({}, { fields: { remarks: '' } }, { wayBack: 'on' }),
      ['CLEARED_IN_CLIENTIFY'],
    ],
    [
      'that a value of a person was replaced by GIAV’s',
      told({ comentarios: 'uno' }, mine),
      ['DIFFERS_FROM_GIAV', 'REPLACED'],
    ],
    [
      'the same of an address',
      told({ poblacion: 'Lugo' }, { address: { city: 'Vigo' } }),
      ['DIFFERS_FROM_GIAV', 'REPLACED'],
    ],
    ['not, when GIAV replaced its own value', told({ comentarios: 'uno' }, {}), []],
    ['not, when a field of GIAV’s was put back', told({}, { fields: { status: 'lead' } }), []],
    [
      'that what was typed was put back, by the setting',
      told({}, mine, { putBackAll: true }),
      ['REPLACED'],
    ],
  ])('%s', (_, found, expected) => {
    expect(found.filter((one) => one !== 'OPTED_OUT_IN_CLIENTIFY')).toEqual(expected);
  });
  it('that somebody opted out in Clientify while GIAV says Accepted', () => {
    const accepted = { ...CLIENT, mailingConsent: 'Accepted' as const };
    const { sides, base } = changedSides(accepted, {}, { fields: { unsubscribed: true } });
    expect(noticesOf(sides, decide(sides, base, RULES), 'off')).toEqual(['OPTED_OUT_IN_CLIENTIFY']);
  });
  it('that an edit is parked, or of a text that is cut; that something is fought over', () => {
    const { sides, base } = changedSides(CLIENT, {}, {});
    const settled = settle(sides, base, RULES);
    const owned: OwnedPlan = {
      fields: {},
      customFields: {},
      optedOut: false,
      fights: undefined,
      foughtOver: [],
    };
    const notices = (more: Partial<Settlement>, plan: Partial<OwnedPlan> = {}) =>
      noticesOf(sides, decided(sides, { ...settled, ...more }, { ...owned, ...plan }, base), 'on');
    expect(notices({})).toEqual([]);
    expect(notices({ parked: ['remarks'] })).toEqual(['EDIT_PARKED']);
    expect(notices({ cut: ['remarks'] })).toEqual(['EDIT_PARKED']);
    expect(notices({}, { foughtOver: ['status'] })).toEqual(['FOUGHT_OVER']);
  });
  it('of a first meeting: that a value was replaced', () => {
    const desired = desiredOf(CLIENT);
    const sides = sidesOf(desired, typed(storedOf(desired), mine), null);
    expect(noticesOf(sides, decide(sides, null, RULES), 'off')).toEqual(['REPLACED']);
  });
});
