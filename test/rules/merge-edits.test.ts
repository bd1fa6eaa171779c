import { sidesOf, type Base } from '../../lib/sync/base';
import {
  CANNOT,
  CUT,
  NO_ROOM,
  mergeEdits,
  notesOf,
  type Merged,
  type MergeSettings,
} from '../../lib/sync/merge';
import { conflictsIn } from '../../lib/sync/conflicts';
import { editsOfNew } from '../../lib/sync/edits-of-new';
import type { GiavClient } from '../../lib/sync/records';
import { settle, type Settlement } from '../../lib/sync/settle';
import { giavClient } from '../harness/giav-records';
import {
  MAPPING,
  changedSides,
  desiredOf,
  hiding,
  inStep,
  storedOf,
  typed,
  type Typed,
} from '../harness/look';

const SETTINGS: MergeSettings = {
  ...MAPPING,
  wayBack: 'on',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
};
const CLIENT: Partial<GiavClient> = {
  nombre: 'Ana',
  apellidos: 'Ruiz',
  comentarios: 'antes',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
  telefono: '931112233',
  fax: '931112244',
  direccion: 'C/ Mayor 1\r\n2º B',
  poblacion: 'Soria',
  provincia: 'Soria',
  nombrePais: 'España',
};

type Look = Merged & { readonly settled: Settlement };
/** What the edits of a client that was in step make of GIAV's. */
function merged(
  clientify: Typed,
  giav: Partial<GiavClient> = {},
  more: Partial<MergeSettings> = {},
  before = CLIENT,
): Look {
  const settings = { ...SETTINGS, ...more };
  const { sides, base } = changedSides(before, giav, clientify);
  const settled = settle(sides, base, settings);
  return {
    ...mergeEdits(giavClient({ ...before, ...giav }), sides, settled, settings, base),
    settled,
  };
}
const NOTHING = {
  edits: {},
  refused: {},
  noRoom: new Set(),
  restored: { emails: [], phones: [] },
  replaced: [],
};
const replaced = (field: string, from: string, to: string, why = 'changed-in-clientify') => ({
  field,
  side: 'giav',
  from,
  to,
  why,
});

describe('edits of fields', () => {
  it('none, where both sides are in step', () => {
    expect(merged({})).toMatchObject({ ...NOTHING, applied: new Set() });
  });
  it('reach GIAV as Clientify shows them; what they replace is kept', () => {
    expect(merged({ fields: { remarks: 'ahora', first_name: 'Eva' } })).toMatchObject({
      edits: { nombre: 'Eva', comentarios: 'ahora' },
      applied: new Set(['remarks', 'first_name']),
      replaced: [replaced('first_name', 'Ana', 'Eva'), replaced('remarks', 'antes', 'ahora')],
    });
  });
  it('a value where GIAV had none replaces nothing', () => {
    expect(merged({ fields: { birthday: '1984-05-06' } })).toMatchObject({
      edits: { birthday: '1984-05-06' },
      replaced: [],
    });
  });
  it('that GIAV wins are not among them; one that Clientify wins is, with its reason', () => {
    const both: Typed = { fields: { remarks: 'otro' } };
    expect(merged(both, { comentarios: 'uno' })).toMatchObject(NOTHING);
    expect(merged(both, { comentarios: 'uno' }, { winner: 'clientify' })).toMatchObject({
      edits: { comentarios: 'otro' },
      replaced: [replaced('remarks', 'uno', 'otro', 'conflict')],
    });
  });
  it('one that GIAV cannot hold is refused alone, and the others go on', () => {
    const company: Partial<GiavClient> = {
      tipo: 'Empresa',
      nombreAlias: 'Duero',
      apellidos: 'Viajes SL',
      nombre: 'Duero SA',
      comentarios: 'antes',
    };
    expect(
      merged({ fields: { business_name: 'Otra cosa', remarks: 'ahora' } }, {}, {}, company),
    ).toMatchObject({
      edits: { comentarios: 'ahora' },
      refused: { business_name: CANNOT },
      applied: new Set(['remarks']),
    });
  });
  it('one that would not come back as it was typed is refused', () => {
    // Without the surname, a comma in the first name would make one.
    expect(
      merged({ fields: { first_name: 'Ruiz, Ana', last_name: '' } }, {}, { clears: 'always' }),
    ).toMatchObject({ refused: { last_name: CANNOT }, edits: { nombre: 'Ruiz, Ana' } });
  });
  it('of a text of which Clientify shows only the beginning is refused', () => {
    const long = { ...CLIENT, comentarios: 'x'.repeat(10_050) };
    expect(merged({ fields: { remarks: 'otro' } }, {}, {}, long)).toMatchObject({
      edits: {},
      refused: { remarks: CUT },
    });
  });
  it('a surname that a setting gives to GIAV is left alone by an edited first name', () => {
    const surnameOnly: Partial<GiavClient> = { nombre: '', apellidos: 'Ruiz' };
    const owners = { last_name: 'giav' } as const;
    expect(
      merged({ fields: { first_name: 'Ana' } }, {}, { owners }, surnameOnly).client,
    ).toMatchObject({ nombre: 'Ana', apellidos: 'Ruiz' });
  });
});

describe('a surname that stands in for the first name', () => {
  const surnameOnly: Partial<GiavClient> = { nombre: '', apellidos: 'Ruiz' };
  it('is what an edited first name changes', () => {
    expect(merged({ fields: { first_name: 'Díaz' } }, {}, {}, surnameOnly).edits).toEqual({
      apellidos: 'Díaz',
    });
  });
});

it('an admin reads why an edit was not carried over', () => {
  for (const note of [CANNOT, CUT, NO_ROOM]) expect(note).toMatch(/Clientify.*GIAV/);
});

describe('an edited address', () => {
  it('that was removed empties GIAV’s, where clears are wanted', () => {
    expect(at(null, {}, { clears: 'always' }).edits).toEqual({
      direccion: '',
      poblacion: '',
      provincia: '',
    });
  });
  const at = (
    address: Typed['address'],
    giav: Partial<GiavClient> = {},
    more: Partial<MergeSettings> = {},
  ) => merged({ address }, giav, more);
  it('reaches GIAV as a whole, but a part that both show alike keeps its text to the letter', () => {
    expect(at({ city: 'Burgos', street: 'C/ MAYOR 1, 2º B' })).toMatchObject({
      edits: { poblacion: 'Burgos' },
      applied: new Set(['address']),
      replaced: [
        replaced(
          'address',
          'C/ Mayor 1, 2º B | Soria | Soria | es | ',
          'C/ MAYOR 1, 2º B | Burgos | Soria | es | ',
        ),
      ],
    });
  });
  it('an emptied part is emptied in GIAV', () => {
    expect(at({ state: ' ', postal_code: '09001' }).edits).toEqual({
      provincia: '',
      codPostal: '09001',
    });
  });
  it('blanks at its ends are not part of it', () => {
    expect(at({ city: ' Burgos ' }).edits).toEqual({ poblacion: 'Burgos' });
  });
  it('a part that differs as it always did keeps what each side has', () => {
    const { desired, target } = inStep(CLIENT);
    const other = typed(target, { address: { state: 'Castilla y León' } });
    const base: Base = {
      ...inStep(CLIENT).base,
      clientify: inStep({ ...CLIENT, provincia: 'Castilla y León' }).base.clientify,
    };
    const sides = sidesOf(desired, typed(other, { address: { city: 'Burgos' } }), base);
    const settled = settle(sides, base, SETTINGS);
    expect(mergeEdits(giavClient(CLIENT), sides, settled, SETTINGS, base).edits).toEqual({
      poblacion: 'Burgos',
    });
    // Without a base nobody knows that.
    expect(mergeEdits(giavClient(CLIENT), sides, settled, SETTINGS).edits).toEqual({
      poblacion: 'Burgos',
      provincia: 'Castilla y León',
    });
    // Nor where one of the two has moved since.
    const moved = typed(other, { address: { city: 'Burgos', state: 'CyL' } });
    const now = sidesOf(desired, moved, base);
    expect(
      mergeEdits(giavClient(CLIENT), now, settle(now, base, SETTINGS), SETTINGS, base).edits,
    ).toEqual({ poblacion: 'Burgos', provincia: 'CyL' });
    const giav = { ...CLIENT, provincia: 'SO' };
    const there = sidesOf(desiredOf(giav), sides.target, base);
    expect(mergeEdits(giavClient(giav), there, settled, SETTINGS, base).edits).toEqual({
      poblacion: 'Burgos',
      provincia: 'Castilla y León',
    });
  });
  it('that would not come back as it was typed is refused', () => {
    expect(at({ street: 'C/ Real 2\n3º' })).toMatchObject({
      edits: {},
      refused: { address: CANNOT },
    });
  });
});

describe('edits of lists', () => {
  const emails = (...all: string[]): Typed => ({ emails: all });
  const phones = (...all: string[]): Typed => ({ phones: all });
  it('an exchanged entry takes the place of the old one', () => {
    expect(merged(emails('a@x.es', 'C@x.es'))).toMatchObject({
      edits: { email: 'a@x.es; C@x.es' },
      applied: new Set(['emails']),
      replaced: [replaced('emails', 'b@x.es', 'C@x.es')],
    });
    expect(merged(phones('611000000', '931112233', '931112244'))).toMatchObject({
      edits: { movil: '611000000' },
      replaced: [replaced('phones', '+34600111222', '611000000')],
    });
  });
  it('a removed entry that shares its field goes; the last one of a field stays and comes back to Clientify', () => {
    expect(merged(emails('a@x.es'))).toMatchObject({
      edits: { email: 'a@x.es' },
      restored: { emails: [] },
      replaced: [replaced('emails', 'b@x.es', '')],
    });
    expect(merged(phones('931112233', '931112244'))).toMatchObject({
      ...NOTHING,
      restored: { emails: [], phones: ['+34600111222'] },
    });
    expect(merged(phones('931112233', '931112244'), {}, { clears: 'always' })).toMatchObject({
      edits: { movil: '' },
      restored: { phones: [] },
    });
  });
  it('a new entry goes into a free field; without one it stays in Clientify, and that is told', () => {
    expect(
      merged(
        phones('600111222', '931112233', '931112244', '611000000'),
        { telefono: '' },
        {},
        { ...CLIENT, telefono: '' },
      ),
    ).toMatchObject({ edits: { telefono: '931112233' } });
    const full = merged(phones('600111222', '931112233', '931112244', '611000000'));
    expect(full).toMatchObject({ ...NOTHING, noRoom: new Set(['+34611000000']) });
    expect(notesOf(full.settled, full)).toEqual([{ field: 'phones', note: NO_ROOM }]);
  });
  it('an entry of another kind does not take the place of one that is removed: a fax is no mobile', () => {
    expect(merged(phones('600111222', '931112233', '611000000'))).toMatchObject({
      ...NOTHING,
      noRoom: new Set(['+34611000000']),
      restored: { emails: [], phones: ['+34931112244'] },
    });
  });
  it('an entry that waits for a free field takes the place of one that is removed', () => {
    const { target, base } = inStep(CLIENT);
    const both = typed(target, phones('600111222', '931112233', '931112244', '611000000'));
    const known: Base = { ...base, clientify: sidesBase(both) };
    const now = sidesOf(
      desiredOf(CLIENT),
      { ...both, phones: both.phones?.filter(({ phone }) => phone !== '600111222') },
      known,
    );
    const settled = settle(now, known, SETTINGS);
    expect(settled.lists.phones?.extras).toEqual(['+34611000000']);
    expect(mergeEdits(giavClient(CLIENT), now, settled, SETTINGS, known)).toMatchObject({
      edits: { movil: '611000000' },
      restored: { phones: [] },
    });
  });
  it('an entry that waits moves into a field that became free', () => {
    const { target, base } = inStep(CLIENT);
    const both = typed(target, phones('600111222', '931112233', '931112244', '611000000'));
    const known: Base = { ...base, clientify: sidesBase(both) };
    const giav = { ...CLIENT, movil: '' };
    const now = sidesOf(desiredOf(giav), both, known);
    expect(
      mergeEdits(giavClient(giav), now, settle(now, known, SETTINGS), SETTINGS, known).edits,
    ).toEqual({ movil: '611000000' });
  });
  const sidesBase = (target: ReturnType<typeof storedOf>) => {
    const { clientify } = sidesOf(desiredOf(CLIENT), target, null);
    return inStep({
      ...CLIENT,
      email: (clientify.emails ?? []).join('; '),
      comentarios: 'antes',
      fax: '931112244 / 611000000',
    }).base.clientify;
  };
  it('of rivals Clientify’s takes the place of GIAV’s, where it wins', () => {
    expect(
      merged(emails('a@x.es', 'mia@x.es'), { email: 'a@x.es; c@x.es' }, { winner: 'clientify' }),
    ).toMatchObject({
      edits: { email: 'a@x.es; mia@x.es' },
      replaced: [replaced('emails', 'c@x.es', 'mia@x.es', 'conflict')],
    });
  });
  it('that are parked are left alone', () => {
    const { sides, base } = changedSides(CLIENT, {}, emails('a@x.es', 'c@x.es'));
    const settled = { ...settle(sides, base, SETTINGS), parked: ['emails'] };
    expect(mergeEdits(giavClient(CLIENT), sides, settled, SETTINGS, base)).toMatchObject(NOTHING);
  });
  it('an entry that GIAV’s fields would not show is refused', () => {
    expect(merged(emails('a@x.es', 'b@x.es sin arroba'))).toMatchObject({
      edits: {},
      refused: { emails: CANNOT },
    });
    const both = merged({
      emails: ['a@x.es', 'no es uno'],
      phones: ['611000000', '931112233', '931112244'],
    });
    expect(both).toMatchObject({ edits: { movil: '611000000' }, refused: { emails: CANNOT } });
    expect(notesOf(both.settled, both)).toEqual([{ field: 'emails', note: CANNOT }]);
  });
  it('a new entry replaces nothing; blanks at its ends do not reach GIAV', () => {
    const one = { ...CLIENT, email: '', telefono: '' };
    expect(
      merged(
        { emails: [' c@x.es '], phones: ['600111222', '931112244', ' 93 222 33 44 '] },
        {},
        {},
        one,
      ),
    ).toMatchObject({ edits: { email: 'c@x.es', telefono: '93 222 33 44' }, replaced: [] });
  });
  it('an invisible character that XML cannot carry does not reach GIAV', () => {
    expect(merged(emails('a@x.es', 'c@x.es\u0001')).edits).toEqual({ email: 'a@x.es; c@x.es' });
  });
});

describe('what both sides changed', () => {
  const conflicts = (winner: MergeSettings['winner']) => {
    const { sides, base } = changedSides(
      CLIENT,
      { comentarios: 'uno', email: 'a@x.es; c@x.es', nombre: 'Eva' },
      { fields: { remarks: 'otro' }, emails: ['a@x.es', 'mia@x.es'] },
    );
    return conflictsIn(sides, settle(sides, base, { ...SETTINGS, winner }));
  };
  it.each(['giav', 'clientify'] as const)('is told with both values, and that %s won', (winner) => {
    expect(conflicts(winner)).toEqual([
      { field: 'remarks', giav: 'uno', clientify: 'otro', winner },
      { field: 'emails', giav: 'c@x.es', clientify: 'mia@x.es', winner },
    ]);
  });
});

it('a list that Clientify does not show has no conflict and no note', () => {
  const { sides, base } = changedSides(CLIENT, {}, {});
  const now = sidesOf(sides.desired, hiding(sides.target, 'emails'), base);
  const settled = settle(now, base, SETTINGS);
  expect(conflictsIn(now, settled)).toEqual([]);
  const found = mergeEdits(giavClient(CLIENT), now, settled, SETTINGS, base);
  expect(found).toMatchObject(NOTHING);
  expect(notesOf(settled, found)).toEqual([]);
});

describe('a record of Clientify makes a new client by the same rules', () => {
  const made = (clientify: Parameters<typeof giavClient>[0], more: Typed = {}) =>
    editsOfNew(giavClient({}), typed(storedOf(desiredOf({ ...clientify })), more), MAPPING);
  it('all that GIAV can hold', () => {
    const { edits, notes } = made({ ...CLIENT, birthday: '1984-05-06' });
    expect(edits).toEqual({
      nombre: 'Ana',
      apellidos: 'Ruiz',
      comentarios: 'antes',
      email: 'a@x.es',
      movil: '600111222',
      telefono: '931112233',
      fax: '931112244',
      direccion: 'C/ Mayor 1, 2º B',
      poblacion: 'Soria',
      provincia: 'Soria',
      birthday: '1984-05-06',
    });
    expect(notes).toEqual([{ field: 'emails', note: NO_ROOM }]);
  });
  it('nothing of what is empty there', () => {
    expect(made({ nombre: 'Ana' }).edits).toEqual({ nombre: 'Ana' });
  });
  it('a company', () => {
    const target = storedOf(
      desiredOf({ tipo: 'Empresa', nombreAlias: 'Duero', apellidos: 'Viajes SL' }),
    );
    expect(editsOfNew(giavClient({ tipo: 'Empresa' }), target, MAPPING).edits).toEqual({
      nombreAlias: 'Duero',
      apellidos: 'Viajes SL',
    });
  });
});
