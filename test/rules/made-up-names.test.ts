import { sidesOf } from '../../lib/sync/base';
import { changesFor } from '../../lib/sync/changes';
import { editsOfNew } from '../../lib/sync/edits-of-new';
import { mergeEdits, type MergeSettings } from '../../lib/sync/merge';
import { ownedChanges } from '../../lib/sync/owned';
import type { GiavClient } from '../../lib/sync/records';
import { settle } from '../../lib/sync/settle';
import { giavClient } from '../harness/giav-records';
import { MAPPING, changedSides, desiredOf, storedOf, typed, type Typed } from '../harness/look';

const MADE_UP = 'Cliente 40017';
const SETTINGS: MergeSettings = {
  ...MAPPING,
  wayBack: 'on',
  winner: 'giav',
  clears: 'always',
  putBackAll: false,
};
const DUERO: Partial<GiavClient> = { tipo: 'Empresa', apellidos: 'Duero SL' };
const NAMELESS: Partial<GiavClient> = { tipo: 'Empresa' };

interface Change {
  readonly before: Partial<GiavClient>;
  readonly giav?: Partial<GiavClient>;
  readonly clientify?: Typed;
  readonly rules?: Partial<MergeSettings>;
}

/** What each side is sent after both were in step and something changed. */
function look({ before, giav = {}, clientify = {}, rules = {} }: Change) {
  const settings = { ...SETTINGS, ...rules };
  const { sides, base } = changedSides(before, giav, clientify);
  const settled = settle(sides, base, settings);
  const owned = ownedChanges(sides, base, {
    owners: settings.owners,
    resubscribe: 'on-change',
    now: new Date('2026-05-07T10:00:00Z'),
    fullRun: true,
  });
  const merged = mergeEdits(giavClient({ ...before, ...giav }), sides, settled, settings, base);
  return { ...merged, settled, sent: changesFor(sides, settled, owned, base).fields };
}

/** The same where nothing is remembered of the two. */
function meeting(giav: Partial<GiavClient>, clientify: Typed, rules: Partial<MergeSettings> = {}) {
  const desired = desiredOf(giav);
  const sides = sidesOf(desired, typed(storedOf(desired), clientify), null);
  const settings = { ...SETTINGS, ...rules };
  const settled = settle(sides, null, settings);
  return { ...mergeEdits(giavClient(giav), sides, settled, settings), settled };
}

describe('a made-up name never takes the place of a value', () => {
  it('the only name of a company is not emptied in GIAV, whatever the setting says', () => {
    const { edits, refused } = look({
      before: DUERO,
      clientify: { fields: { business_name: '' } },
    });
    expect(edits).toEqual({});
    expect(Object.keys(refused)).toEqual(['business_name']);
  });
  it('the legal name is emptied where another name is left, also one that was typed just now', () => {
    const alias = { ...DUERO, nombreAlias: 'Duero' };
    expect(look({ before: alias, clientify: { fields: { business_name: '' } } }).edits).toEqual({
      apellidos: '',
    });
    expect(
      look({ before: DUERO, clientify: { fields: { name: 'Sol', business_name: '' } } }).edits,
    ).toEqual({ apellidos: '', nombreAlias: 'Sol' });
  });
  it.each<[string, Change]>([
    ['of a company', { before: DUERO, giav: { apellidos: '' } }],
    ['of a person', { before: { nombre: 'Ana' }, giav: { nombre: '' } }],
    [
      'of a person with two',
      { before: { nombre: 'Ana', apellidos: 'Ruiz' }, giav: { nombre: '', apellidos: '' } },
    ],
    [
      'of a company, by the setting owners',
      { before: DUERO, giav: { apellidos: '' }, rules: { owners: { name: 'giav' } } },
    ],
  ])('all names emptied in GIAV, %s: Clientify keeps the one that it must have', (_, change) => {
    for (const wayBack of ['on', 'off', 'dry-run'] as const) {
      const { sent, edits } = look({ ...change, rules: { wayBack, ...change.rules } });
      expect(Object.values(sent)).not.toContain(MADE_UP);
      expect(sent).not.toHaveProperty('name');
      expect(sent).not.toHaveProperty('first_name');
      expect(edits).toEqual({});
    }
  });
  it.each<[string, Partial<MergeSettings>]>([
    ['with putBack = all', { wayBack: 'off', putBackAll: true }],
    ['with the field owned by GIAV', { owners: { name: 'giav' } }],
  ])('a name typed over it stays, %s', (_, rules) => {
    const { sent } = look({ before: NAMELESS, clientify: { fields: { name: 'Sol' } }, rules });
    expect(sent).toEqual({});
  });
  it('it still fills what shows nothing', () => {
    expect(
      look({ before: NAMELESS, clientify: { fields: { name: ' ' } }, rules: { clears: 'never' } })
        .sent,
    ).toEqual({
      name: MADE_UP,
    });
  });
});

describe('a made-up name is never taken for a value', () => {
  it.each([MADE_UP, 'cliente 7'])('%s does not go to GIAV where both meet', (name) => {
    for (const winner of ['giav', 'clientify'] as const) {
      expect(meeting(DUERO, { fields: { name } }, { winner })).toMatchObject({
        edits: {},
        settled: { verdicts: { name: { do: 'take' } } },
      });
      expect(meeting(NAMELESS, { fields: { name } }, { winner }).edits).toEqual({});
      expect(
        meeting({ apellidos: 'Ruiz' }, { fields: { first_name: name } }, { winner }).edits,
      ).toEqual({});
    }
  });
  it('GIAV’s first real name takes its place, whoever wins', () => {
    for (const rules of [{ winner: 'clientify' }, { wayBack: 'off' }] as const) {
      const { sent, edits } = look({ before: NAMELESS, giav: { nombreAlias: 'Duero' }, rules });
      expect({ sent, edits }).toEqual({ sent: { name: 'Duero' }, edits: {} });
    }
  });
  it('a surname typed beside it goes to GIAV alone', () => {
    const { edits, refused } = look({ before: {}, clientify: { fields: { last_name: 'Ruiz' } } });
    expect({ edits, refused }).toEqual({ edits: { apellidos: 'Ruiz' }, refused: {} });
  });
  it('and both sides are in step then', () => {
    const { sent, edits } = look({
      before: {},
      giav: { apellidos: 'Ruiz' },
      clientify: { fields: { last_name: 'Ruiz' } },
    });
    expect({ sent, edits }).toEqual({ sent: {}, edits: {} });
  });
  it('both names typed in its place go to GIAV', () => {
    expect(
      look({ before: {}, clientify: { fields: { first_name: 'Ana', last_name: 'Ruiz' } } }).edits,
    ).toEqual({ nombre: 'Ana', apellidos: 'Ruiz' });
  });
  it('a new client of GIAV gets the names that somebody typed, and not the other one', () => {
    const target = typed(storedOf(desiredOf(DUERO)), { fields: { name: 'Cliente 12' } });
    expect(editsOfNew(giavClient({ id: 0, tipo: 'Empresa' }), target, MAPPING).edits).toEqual({
      apellidos: 'Duero SL',
    });
  });
});
