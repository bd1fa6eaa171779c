import { hasOpenEdit, isAsWritten, sameVersion } from '../../lib/sync/unchanged';

describe('whether a record of Clientify is as we left it', () => {
  it.each<[string, string | null | undefined, string | null, boolean]>([
    ['the same moment', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z', true],
    ['the same text, whatever it says', 'x', 'x', true],
    [
      'moved by our own write, within two seconds',
      '2026-03-02T09:00:00.000Z',
      '2026-03-02T09:00:02.000Z',
      true,
    ],
    ['moved later', '2026-03-02T09:00:00.000Z', '2026-03-02T09:00:02.001Z', false],
    [
      'the same moment, written otherwise',
      '2026-03-02T09:00:00Z',
      '2026-03-02T10:00:00+01:00',
      true,
    ],
    ['moved back', '2026-03-02T09:00:01Z', '2026-03-02T09:00:00Z', false],
    ['never known', undefined, '2026-03-02T09:00:00Z', false],
    ['wanted another look', null, '2026-03-02T09:00:00Z', false],
    ['not shown now', '2026-03-02T09:00:00Z', null, false],
    ['never known, and not shown now', undefined, null, false],
    ['wanted another look, and not shown now', null, null, false],
  ])('%s', (_, known, seen, same) => {
    expect(sameVersion(known, seen)).toBe(same);
  });
});

describe('whether GIAV’s content is what was last written', () => {
  const link = { status: 'linked', clientifyId: '5', fingerprint: 'f' };
  it.each<[string, Parameters<typeof isAsWritten>[0], boolean]>([
    ['it is', link, true],
    ['not of a record that is not linked', { ...link, status: 'refused' }, false],
    ['not without a record', { ...link, clientifyId: undefined }, false],
    ['not of another content', { ...link, fingerprint: 'g' }, false],
    ['not without a link', null, false],
    ['not while nobody knows how a write of ours ended', { ...link, ownWrites: {} }, false],
  ])('%s', (_, one, as) => {
    expect(isAsWritten(one, 'f')).toBe(as);
  });
});

describe('whether a run may do more about a record than the last one could', () => {
  const OFF = { wayBack: 'off', putBackAll: false } as const;
  const ON = { wayBack: 'on', putBackAll: false } as const;
  const differs = { notices: ['DIFFERS_FROM_GIAV'] };
  const rests = { fights: { a: { value: 'x', at: [] }, b: { value: 'x', at: [], resting: true } } };
  const fights = { fights: { a: { value: 'x', at: [] } } };
  const parked = { parked: { remarks: { giav: 'x', clientify: 'y', note: 'z' } } };
  type Asked = Parameters<typeof hasOpenEdit>;
  it.each<[string, Asked[0], Asked[1], Asked[2], boolean]>([
    ['nothing is known', null, ON, 'full', false],
    ['nothing waits', {}, ON, 'full', false],
    ['nothing rests or is parked', { fights: {}, parked: {}, notices: [] }, ON, 'redrive', false],
    ['a rest ends with a full run', rests, OFF, 'full', true],
    ['not with another', rests, OFF, 'modified', false],
    ['what is fought over and does not rest waits for nothing', fights, OFF, 'full', false],
    ['what is parked is taken up by a re-drive', parked, OFF, 'redrive', true],
    ['not by a run', parked, OFF, 'full', false],
    ['a rest is no matter of a re-drive', rests, OFF, 'redrive', false],
    ['an edit waits while the way back is off', differs, OFF, 'full', false],
    ['not in a dry run of it', differs, { ...OFF, wayBack: 'dry-run' }, 'full', false],
    ['it is carried over once it is on', differs, ON, 'modified', true],
    ['or put back, where all is', differs, { ...OFF, putBackAll: true }, 'modified', true],
    ['an entry moves to GIAV once the way back is on', { movable: true }, ON, 'modified', true],
    ['not before', { movable: true }, OFF, 'full', false],
    ['nor in a dry run of it', { movable: true }, { ...OFF, wayBack: 'dry-run' }, 'full', false],
    ['an entry without room in GIAV waits for it', { movable: false }, ON, 'full', false],
    ['another notice is none', { notices: ['EDIT_PARKED'] }, ON, 'full', false],
  ])('%s', (_, link, rules, mode, open) => {
    expect(hasOpenEdit(link, rules, mode)).toBe(open);
  });
});
