import fc from 'fast-check';
import { mergeList, type ListMerge } from '../../lib/sync/entries';
import { hashText } from '../../lib/sync/hash';

type Rules = Parameters<typeof mergeList>[1];
const GIAV_WINS: Rules = { wayBack: 'on', winner: 'giav' };
const CLIENTIFY_WINS: Rules = { wayBack: 'on', winner: 'clientify' };

const entries = (letters: string): string[] => letters.match(/./g) ?? [];

/** Lists as texts, a letter an entry: what both show now, and (hashed) what both showed when they were last in step. */
const merge = (
  [giav, clientify]: readonly [string, string],
  base?: readonly [giav: string, clientify: string],
  rules = GIAV_WINS,
  formerKey?: (key: string) => string,
): ListMerge =>
  mergeList(
    {
      giav: entries(giav),
      clientify: entries(clientify),
      base: base && {
        giav: entries(base[0]).map(hashText),
        clientify: entries(base[1]).map(hashText),
      },
      formerKey,
    },
    rules,
  );
const NOTHING: ListMerge = {
  toClientify: [],
  fromClientify: [],
  edits: [],
  extras: [],
  conflicts: [],
};

describe('a list of both sides, entry by entry', () => {
  it.each<[string, ListMerge, Partial<ListMerge>]>([
    [
      'at a first meeting both are united, and no entry is removed',
      merge(['ab', 'bc']),
      { toClientify: ['a'], edits: [{ add: 'c' }] },
    ],
    ['equal, in whatever order: nothing', merge(['ab', 'ba'], ['ab', 'ab']), {}],
    ['added in GIAV: goes to Clientify', merge(['ab', 'a'], ['a', 'a']), { toClientify: ['b'] }],
    [
      'removed in GIAV: leaves Clientify',
      merge(['a', 'ab'], ['ab', 'ab']),
      { fromClientify: ['b'] },
    ],
    [
      'exchanged in GIAV: exchanged in Clientify',
      merge(['c', 'a'], ['a', 'a']),
      { toClientify: ['c'], fromClientify: ['a'] },
    ],
    ['added in Clientify: goes to GIAV', merge(['a', 'ab'], ['a', 'a']), { edits: [{ add: 'b' }] }],
    [
      'removed in Clientify: an edit, for GIAV',
      merge(['ab', 'a'], ['ab', 'ab']),
      { edits: [{ remove: 'b' }] },
    ],
    [
      'exchanged in Clientify: the one takes the place of the other',
      merge(['ab', 'ac'], ['ab', 'ab']),
      { edits: [{ remove: 'b', add: 'c' }] },
    ],
    [
      'one exchanged and one more added in Clientify',
      merge(['a', 'cd'], ['a', 'a']),
      { edits: [{ remove: 'a', add: 'c' }, { add: 'd' }] },
    ],
    [
      'two removed and one added in Clientify',
      merge(['ab', 'c'], ['ab', 'ab']),
      { edits: [{ remove: 'a', add: 'c' }, { remove: 'b' }] },
    ],
    ['removed on both sides: removes nothing else', merge(['a', 'a'], ['ab', 'ab']), {}],
    [
      'removed on both sides, added on one: no conflict',
      merge(['ac', 'a'], ['ab', 'ab']),
      { toClientify: ['c'] },
    ],
    [
      'removed on both sides, added on the other: no conflict',
      merge(['a', 'ac'], ['ab', 'ab']),
      { edits: [{ add: 'c' }] },
    ],
    [
      'added on both sides without a loss: no conflict',
      merge(['ab', 'ac'], ['a', 'a']),
      { toClientify: ['b'], edits: [{ add: 'c' }] },
    ],
    [
      'known as Clientify’s own: it waits for a free field of GIAV',
      merge(['a', 'ab'], ['a', 'ab']),
      { extras: ['b'] },
    ],
    [
      'known as GIAV’s own, which Clientify does not take: left alone',
      merge(['ab', 'a'], ['ab', 'a']),
      {},
    ],
    [
      'one of Clientify’s own that was removed there: nothing for GIAV',
      merge(['a', 'a'], ['a', 'ab']),
      {},
    ],
    ['one of Clientify’s own that GIAV has now too: nothing', merge(['ab', 'ab'], ['a', 'ab']), {}],
    [
      'one of Clientify’s own, and one added in GIAV: no conflict',
      merge(['ac', 'ab'], ['a', 'ab']),
      { toClientify: ['c'], extras: ['b'] },
    ],
    ['exchanged on both sides by the same: nothing', merge(['c', 'c'], ['a', 'a']), {}],
    [
      'exchanged by the same, and one added on each side: no conflict',
      merge(['cd', 'ce'], ['a', 'a']),
      { toClientify: ['d'], edits: [{ add: 'e' }] },
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual({ ...NOTHING, ...expected });
  });

  it.each<[string, ListMerge, Partial<ListMerge>]>([
    [
      'GIAV’s, where it wins',
      merge(['b', 'c'], ['a', 'a']),
      { toClientify: ['b'], fromClientify: ['c'], conflicts: [{ giav: 'b', clientify: 'c' }] },
    ],
    [
      'Clientify’s, where it wins: in GIAV in the place of its rival',
      merge(['b', 'c'], ['a', 'a'], CLIENTIFY_WINS),
      { edits: [{ instead: 'b', add: 'c' }], conflicts: [{ giav: 'b', clientify: 'c' }] },
    ],
    [
      'GIAV’s, while no edit goes back, whoever wins',
      merge(['b', 'c'], ['a', 'a'], { ...CLIENTIFY_WINS, wayBack: 'dry-run' }),
      { toClientify: ['b'], fromClientify: ['c'], conflicts: [{ giav: 'b', clientify: 'c' }] },
    ],
    [
      'of two exchanged entries the first meets the first',
      merge(['cd', 'ef'], ['ab', 'ab']),
      {
        toClientify: ['c', 'd'],
        fromClientify: ['e', 'f'],
        conflicts: [
          { giav: 'c', clientify: 'e' },
          { giav: 'd', clientify: 'f' },
        ],
      },
    ],
    [
      'what was added beside it in Clientify is an edit like any other',
      merge(['b', 'cd'], ['a', 'a'], CLIENTIFY_WINS),
      {
        edits: [{ instead: 'b', add: 'c' }, { add: 'd' }],
        conflicts: [{ giav: 'b', clientify: 'c' }],
      },
    ],
    [
      'what was added beside it in GIAV goes to Clientify',
      merge(['bd', 'c'], ['a', 'a'], CLIENTIFY_WINS),
      {
        toClientify: ['d'],
        edits: [{ instead: 'b', add: 'c' }],
        conflicts: [{ giav: 'b', clientify: 'c' }],
      },
    ],
    [
      'one is exchanged by the same on both sides, the other by rivals',
      merge(['cd', 'ce'], ['ab', 'ab']),
      { toClientify: ['d'], fromClientify: ['e'], conflicts: [{ giav: 'd', clientify: 'e' }] },
    ],
  ])('an entry that both exchanged by different ones: %s', (_, found, expected) => {
    expect(found).toEqual({ ...NOTHING, ...expected });
  });

  it('an entry that an earlier version knew under another key is the same entry', () => {
    // Known in capitals.
    const upper = (key: string): string => key.toUpperCase();
    expect(merge(['ab', 'ab'], ['AB', 'AB'], GIAV_WINS, upper)).toEqual(NOTHING);
    expect(merge(['a', 'ab'], ['AB', 'AB'], GIAV_WINS, upper)).toEqual({
      ...NOTHING,
      fromClientify: ['b'],
    });
    expect(merge(['ab', 'a'], ['AB', 'AB'], GIAV_WINS, upper)).toEqual({
      ...NOTHING,
      edits: [{ remove: 'b' }],
    });
    // It is still shown, so nothing took its place.
    expect(merge(['ac', 'ad'], ['A', 'A'], GIAV_WINS, upper)).toEqual({
      ...NOTHING,
      toClientify: ['c'],
      edits: [{ add: 'd' }],
    });
  });

  it('whatever happened: no entry is lost that nobody removed, and none is sent to where it is', () => {
    const letters = fc.uniqueArray(fc.constantFrom(...entries('abcdef')), { maxLength: 4 });
    const base = fc.option(fc.tuple(letters, letters), { nil: undefined });
    const settings = fc.record({
      wayBack: fc.constantFrom('off' as const, 'dry-run' as const, 'on' as const),
      winner: fc.constantFrom('giav' as const, 'clientify' as const),
    });
    fc.assert(
      fc.property(letters, letters, base, settings, (giav, clientify, known, rules) => {
        const found = merge(
          [giav.join(''), clientify.join('')],
          known && [known[0].join(''), known[1].join('')],
          rules,
        );
        const { toClientify, fromClientify, edits, extras, conflicts } = found;
        const adds = edits.flatMap(({ add }) => add ?? []);
        const leaves = edits.flatMap(({ remove, instead }) =>
          [remove, instead].filter((key) => key !== undefined),
        );
        const inBoth = (key: string): boolean =>
          known?.[0].includes(key) === true && known[1].includes(key);
        for (const key of toClientify)
          expect([giav.includes(key), clientify.includes(key)]).toEqual([true, false]);
        for (const key of [...fromClientify, ...adds, ...extras])
          expect([clientify.includes(key), giav.includes(key)]).toEqual([true, false]);
        for (const key of leaves)
          expect([giav.includes(key), clientify.includes(key)]).toEqual([true, false]);
        // Only what both had, or the loser of a conflict, leaves a side.
        const losers = conflicts.flatMap((one) => [one.giav, one.clientify]);
        for (const key of [...fromClientify, ...leaves])
          expect(inBoth(key) || losers.includes(key)).toBe(true);
        // Each entry of one side alone has one fate.
        for (const key of clientify.filter((one) => !giav.includes(one)))
          expect([fromClientify, adds, extras].filter((all) => all.includes(key))).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});
