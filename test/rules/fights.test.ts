import { putBack, type Fight } from '../../lib/sync/fights';
import { hashText } from '../../lib/sync/hash';

const NOW = new Date('2026-03-02T09:00:00Z');
const ago = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const fight = (at: readonly string[], more: Partial<Fight> = {}): Fight => ({
  value: hashText('GIAV'),
  at,
  ...more,
});
const now = NOW.toISOString();

describe('a field of GIAV’s that is changed in Clientify is put back three times within an hour, then it rests', () => {
  it.each<[string, Fight | undefined, boolean, Fight]>([
    ['the first time it is put back', undefined, false, fight([now])],
    ['the third time, too', fight([ago(50), ago(10)]), false, fight([ago(50), ago(10), now])],
    [
      'what is an hour ago does not count',
      fight([ago(60), ago(50), ago(10)]),
      false,
      fight([ago(50), ago(10), now]),
    ],
    [
      'in a full run what was before does not count',
      fight([ago(3), ago(2), ago(1)]),
      true,
      fight([now]),
    ],
    [
      'a full run ends the rest',
      fight([ago(3), ago(2), ago(1)], { resting: true }),
      true,
      fight([now]),
    ],
    [
      'another value of GIAV’s begins anew',
      fight([ago(3), ago(2), ago(1)], { value: hashText('alt'), resting: true }),
      false,
      fight([now]),
    ],
  ])('%s', (_, known, fullRun, after) => {
    expect(putBack(known, 'GIAV', NOW, fullRun)).toEqual({
      rests: false,
      news: false,
      fight: after,
    });
  });
  it('the fourth time it begins to rest, which is told once', () => {
    const known = fight([ago(50), ago(30), ago(10)]);
    const first = putBack(known, 'GIAV', NOW, false);
    expect(first).toEqual({ rests: true, news: true, fight: { ...known, resting: true } });
    const later = new Date(NOW.getTime() + 86_400_000);
    expect(putBack(first.fight, 'GIAV', later, false)).toEqual({
      rests: true,
      news: false,
      fight: first.fight,
    });
  });
});
