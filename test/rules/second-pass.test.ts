import { sidesOf } from '../../lib/sync/base';
import { mergeEdits, type Merged, type MergeSettings } from '../../lib/sync/merge';
import type { GiavClient } from '../../lib/sync/records';
import { afterEdits, parkedNow } from '../../lib/sync/second-pass';
import { park } from '../../lib/sync/parked';
import { settle, type Settlement } from '../../lib/sync/settle';
import { giavClient } from '../harness/giav-records';
import { MAPPING, changedSides, desiredOf, type Typed } from '../harness/look';

const SETTINGS: MergeSettings = {
  ...MAPPING,
  wayBack: 'on',
  winner: 'clientify',
  clears: 'never',
  putBackAll: false,
};
const CLIENT: Partial<GiavClient> = {
  nombre: 'Ana',
  apellidos: 'Ruiz',
  comentarios: 'antes',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
};

/** Edits went to GIAV, or did not; then both sides are looked at once more. */
function second(
  clientify: Typed,
  giav: Partial<GiavClient>,
  {
    stored = {},
    written = true,
    rules = {},
  }: { stored?: Partial<GiavClient>; written?: boolean; rules?: Partial<MergeSettings> } = {},
): Settlement {
  const settings = { ...SETTINGS, ...rules };
  const { sides, base } = changedSides(CLIENT, giav, clientify);
  const first = settle(sides, base, { ...settings, wayBack: 'on' });
  const merged = mergeEdits(giavClient({ ...CLIENT, ...giav }), sides, first, settings, base);
  const after = written ? { ...merged.client, ...stored } : { ...CLIENT, ...giav };
  return afterEdits({
    sides: sidesOf(desiredOf(after), sides.target, base),
    base,
    rules: settings,
    first,
    merged,
    applied: written ? merged.applied : new Set(),
  });
}
const remarks = (text: string): Typed => ({ fields: { remarks: text } });
const emails = (...all: string[]): Typed => ({ emails: all });

describe('what is left for Clientify once the edits went to GIAV', () => {
  it('nothing of an edit that GIAV holds as it was typed', () => {
    expect(second(remarks('ahora'), {}).verdicts).toEqual({});
  });
  it('GIAV’s way of writing it', () => {
    expect(second(remarks('ahora'), {}, { stored: { comentarios: 'AHORA' } }).verdicts).toEqual({
      remarks: { do: 'take', why: 'changed-in-giav' },
    });
  });
  it('an edit that was not written is left alone', () => {
    expect(second(remarks('ahora'), {}, { written: false }).verdicts).toEqual({
      remarks: { do: 'leave', why: 'differs' },
    });
  });
  it('what the first look left alone stays so, also when GIAV’s value moved meanwhile', () => {
    const { sides, base } = changedSides(CLIENT, {}, remarks('ahora'));
    const parked = { remarks: park('remarks', sides, 'no') };
    const found = second(
      remarks('ahora'),
      {},
      { stored: { comentarios: 'otro' }, rules: { parked } },
    );
    expect([found.verdicts, found.parked]).toEqual([
      { remarks: { do: 'leave', why: 'differs' } },
      ['remarks'],
    ]);
    expect(settle(sides, base, { ...SETTINGS, parked }).parked).toEqual(['remarks']);
  });
  it('all else flows', () => {
    expect(second(remarks('ahora'), { nombre: 'Eva' }).verdicts).toEqual({
      first_name: { do: 'take', why: 'changed-in-giav' },
    });
  });
  it('of a list that was written: GIAV’s, in its way of writing, which is no rival', () => {
    expect(second(emails('a@x.es', 'c@x.es'), {}).lists.emails).toMatchObject({
      toClientify: [],
      edits: [],
      conflicts: [],
    });
    expect(
      second(emails('a@x.es', 'c@x.es'), {}, { stored: { email: 'a@x.es; d@x.es' } }).lists.emails,
    ).toMatchObject({ toClientify: ['d@x.es'], fromClientify: ['c@x.es'] });
  });
  it('of a list that was not written: the edit waits', () => {
    expect(second(emails('a@x.es', 'c@x.es'), {}, { written: false }).lists.emails).toMatchObject({
      toClientify: [],
      fromClientify: [],
      edits: [{ remove: 'b@x.es', add: 'c@x.es' }],
    });
  });
  it('the last entry of a field, which GIAV keeps, comes back, once', () => {
    expect(second({ phones: [] }, {}).lists.phones?.toClientify).toEqual(['+34600111222']);
    expect(
      second({ phones: [] }, {}, { rules: { owners: { phones: 'giav' } } }).lists.phones
        ?.toClientify,
    ).toEqual(['+34600111222']);
  });
  it('a list that is not shown is not named', () => {
    const { sides, base } = changedSides(CLIENT, {}, {});
    const { emails: shown, ...hidden } = sides.target;
    expect(shown).toHaveLength(2);
    const now = sidesOf(desiredOf(CLIENT), hidden, base);
    const first = settle(now, base, SETTINGS);
    const merged = mergeEdits(giavClient(CLIENT), now, first, SETTINGS, base);
    expect(
      Object.keys(
        afterEdits({ sides: now, base, rules: SETTINGS, first, merged, applied: new Set() }).lists,
      ),
    ).toEqual(['phones']);
  });
  it('while the way back does not write, the whole as it is settled', () => {
    const { sides, base } = changedSides(CLIENT, {}, remarks('ahora'));
    const rules = { ...SETTINGS, wayBack: 'dry-run' } as const;
    const first = settle(sides, base, SETTINGS);
    const merged = mergeEdits(giavClient(CLIENT), sides, first, SETTINGS, base);
    expect(
      afterEdits({ sides, base, rules, first, merged, applied: new Set(['remarks']) }),
    ).toEqual(settle(sides, base, rules));
  });
});

describe('edits that cannot be written are parked', () => {
  const { sides, base } = changedSides(
    CLIENT,
    {},
    { fields: { remarks: 'ahora', first_name: 'Eva' } },
  );
  const first = settle(sides, base, SETTINGS);
  const merged: Merged = mergeEdits(giavClient(CLIENT), sides, first, SETTINGS, base);
  const old = { giav: 'x', clientify: 'y', note: 'old' };
  it('nothing, while all was written', () => {
    expect(parkedNow({ sides, first, merged, known: undefined, refused: undefined })).toEqual({});
  });
  it('what was parked and did not move stays; what moved does not', () => {
    const parked = { ...first, parked: ['remarks', 'unknown'] };
    expect(
      parkedNow({
        sides,
        first: parked,
        merged,
        known: { remarks: old, first_name: old },
        refused: undefined,
      }),
    ).toEqual({ remarks: old });
    expect(
      parkedNow({ sides, first: parked, merged, known: undefined, refused: undefined }),
    ).toEqual({});
  });
  it('a field that GIAV cannot hold, as both sides are now, with the reason', () => {
    const one = { ...merged, refused: { remarks: 'why' } };
    expect(parkedNow({ sides, first, merged: one, known: undefined, refused: undefined })).toEqual({
      remarks: park('remarks', sides, 'why'),
    });
  });
  it('all fields of a write that was refused as a whole', () => {
    expect(parkedNow({ sides, first, merged, known: undefined, refused: 'no' })).toEqual({
      first_name: park('first_name', sides, 'no'),
      remarks: park('remarks', sides, 'no'),
    });
  });
});
