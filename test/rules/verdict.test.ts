import { verdict, type Facts, type MeetingRules, type Verdict } from '../../lib/sync/verdict';

const [NO, YES] = [false, true];
const booleans = [NO, YES] as const;

/** All that a verdict depends on, at once. */
interface Case extends Facts, MeetingRules {}

const VALUES: { readonly [Name in keyof Required<Case>]: readonly Case[Name][] } = {
  known: booleans,
  giavBlank: booleans,
  clientifyBlank: booleans,
  giavChanged: booleans,
  clientifyChanged: booleans,
  showsGiavsOld: booleans,
  fuller: [undefined, 'giav', 'clientify'],
  wayBack: ['off', 'dry-run', 'on'],
  winner: ['giav', 'clientify'],
  clears: ['never', 'always'],
  putBackAll: booleans,
};
const CASES = Object.entries(VALUES).reduce<object[]>(
  (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
  [{}],
) as Case[];

const FIRST = { known: NO } as const;
const IN_GIAV = { known: YES, giavChanged: YES, clientifyChanged: NO } as const;
const IN_CLIENTIFY = { known: YES, giavChanged: NO, clientifyChanged: YES } as const;
const BOTH = { known: YES, giavChanged: YES, clientifyChanged: YES } as const;
const FILLED = { giavBlank: NO, clientifyBlank: NO } as const;
const ON = { wayBack: 'on' } as const;
const NOT_ON = (one: Case): boolean => one.wayBack !== 'on';
const standing = (side: Case['winner']) => (one: Case) => (one.fuller ?? one.winner) === side;
const always = (): boolean => true;

type Row = [
  rule: string,
  where: Partial<Case>,
  and: (one: Case) => boolean,
  what: Verdict['do'],
  why: Verdict['why'],
];
// prettier-ignore
const ROWS: Row[] = [
  ['first meeting, empty in GIAV: Clientify’s goes back', { ...FIRST, giavBlank: YES, ...ON }, always, 'edit', 'first-meeting'],
  ['first meeting, empty in GIAV, no way back: Clientify’s stands', { ...FIRST, giavBlank: YES }, NOT_ON, 'leave', 'settled'],
  ['first meeting, empty in Clientify only: GIAV’s', { ...FIRST, giavBlank: NO, clientifyBlank: YES }, always, 'take', 'first-meeting'],
  ['first meeting, both filled: GIAV’s where it is fuller or wins', { ...FIRST, ...FILLED }, standing('giav'), 'take', 'first-meeting'],
  ['first meeting, both filled: Clientify’s where it is fuller or wins', { ...FIRST, ...FILLED, ...ON }, standing('clientify'), 'edit', 'first-meeting'],
  ['the same without a way back: it stands', { ...FIRST, ...FILLED }, (one) => NOT_ON(one) && standing('clientify')(one), 'leave', 'settled'],

  ['nobody changed anything: so it is', { known: YES, giavChanged: NO, clientifyChanged: NO }, always, 'leave', 'settled'],
  ['changed in GIAV: GIAV’s', { ...IN_GIAV, giavBlank: NO }, always, 'take', 'changed-in-giav'],
  ['emptied in GIAV, Clientify shows what GIAV had: emptied', { ...IN_GIAV, giavBlank: YES, showsGiavsOld: YES }, always, 'take', 'changed-in-giav'],
  ['emptied in GIAV, Clientify shows its own: left', { ...IN_GIAV, giavBlank: YES, showsGiavsOld: NO }, always, 'leave', 'settled'],

  ['changed in Clientify: goes to GIAV', { ...IN_CLIENTIFY, ...ON, clientifyBlank: NO }, always, 'edit', 'changed-in-clientify'],
  ['emptied in Clientify: it gets GIAV’s back', { ...IN_CLIENTIFY, ...ON, clientifyBlank: YES, clears: 'never' }, always, 'take', 'cleared-in-clientify'],
  ['emptied in Clientify, and clears are wanted: emptied in GIAV', { ...IN_CLIENTIFY, ...ON, clientifyBlank: YES, clears: 'always' }, always, 'edit', 'changed-in-clientify'],
  ['changed in Clientify, no way back: left alone', { ...IN_CLIENTIFY, putBackAll: NO }, NOT_ON, 'leave', 'differs'],
  ['the same where all is put back: GIAV’s', { ...IN_CLIENTIFY, putBackAll: YES, giavBlank: NO }, NOT_ON, 'take', 'put-back'],
  ['the same, but GIAV has nothing: nothing is cleared', { ...IN_CLIENTIFY, putBackAll: YES, giavBlank: YES }, NOT_ON, 'leave', 'differs'],

  ['changed on both, emptied in GIAV: Clientify’s goes to GIAV', { ...BOTH, giavBlank: YES, ...ON }, always, 'edit', 'conflict'],
  ['the same without a way back: left alone', { ...BOTH, giavBlank: YES }, NOT_ON, 'leave', 'differs'],
  ['changed on both, no way back: GIAV’s', { ...BOTH, giavBlank: NO }, NOT_ON, 'take', 'conflict'],
  ['changed in GIAV, emptied in Clientify: GIAV’s', { ...BOTH, giavBlank: NO, ...ON, clientifyBlank: YES, clears: 'never' }, always, 'take', 'conflict'],
  ['the same where clears are wanted: the winner’s, GIAV', { ...BOTH, giavBlank: NO, ...ON, clientifyBlank: YES, clears: 'always', winner: 'giav' }, always, 'take', 'conflict'],
  ['the same where clears are wanted: the winner’s, Clientify', { ...BOTH, giavBlank: NO, ...ON, clientifyBlank: YES, clears: 'always', winner: 'clientify' }, always, 'edit', 'conflict'],
  ['changed on both: the winner’s, GIAV', { ...BOTH, ...FILLED, ...ON, winner: 'giav' }, always, 'take', 'conflict'],
  ['changed on both: the winner’s, Clientify', { ...BOTH, ...FILLED, ...ON, winner: 'clientify' }, always, 'edit', 'conflict'],
];

const holds = ([, where, and]: Row, one: Case): boolean =>
  Object.entries(where).every(([name, value]) => one[name as keyof Case] === value) && and(one);

describe('who gets what where the two sides of a field differ', () => {
  it('there is exactly one rule for every combination', () => {
    const wrong = CASES.filter((one) => ROWS.filter((row) => holds(row, one)).length !== 1);
    expect(wrong).toEqual([]);
  });

  it.each(ROWS)('%s', (...row) => {
    const [, , , what, why] = row;
    const those = CASES.filter((one) => holds(row, one));
    expect(those.length).toBeGreaterThan(0);
    const others = those.filter((one) => {
      const found = verdict(one, one);
      return found.do !== what || found.why !== why;
    });
    expect(others).toEqual([]);
  });
});
