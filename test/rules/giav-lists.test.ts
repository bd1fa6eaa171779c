import type { ListKind } from '../../lib/sync/giav-fields';
import {
  compareBirthdayEdit,
  compareList,
  entriesOf,
  repairedList,
} from '../../lib/sync/giav-lists';

const CONTACTS: ListKind = {
  item: 'Contact',
  parts: { Name: 'text', Phone: 'phone', Remarks: 'text' },
};
const DATES: ListKind = {
  item: 'RelevantDate',
  parts: { Type: 'key', Text: 'text', Date: 'date' },
};
type Raw = Readonly<Record<string, unknown>>;
const contacts = (...Contact: Raw[]): Raw => ({ Contact });
const dates = (...RelevantDate: Raw[]): Raw => ({ RelevantDate });

describe('the entries of a list', () => {
  const ana = { Name: 'Ana' };
  it.each<[string, unknown, Raw[]]>([
    ['several', contacts(ana, { Name: 'Eva' }), [ana, { Name: 'Eva' }]],
    ['a lone one, which may come without an array', { Contact: ana }, [ana]],
    ['empty ones hold nothing', contacts({}, ana, { Name: '' }), [ana]],
    ['what is no entry holds nothing', { Contact: [null, 'x', ana] }, [ana]],
    ['no list', undefined, []],
    ['nil', null, []],
    ['a text', 'x', []],
    ['an empty list', {}, []],
  ])('%s', (_, list, entries) => {
    expect(entriesOf(CONTACTS, list)).toEqual(entries);
  });
});

describe('a list before and after', () => {
  const LUIS = { Name: 'Luis', Phone: '600111222', Remarks: 'hermano' };
  const EVA = { Name: 'Eva', Phone: '600333444', Remarks: 'hija' };
  it.each<[string, Raw, Raw, ReturnType<typeof compareList>]>([
    ['the same', contacts(LUIS, EVA), contacts(LUIS, EVA), null],
    ['the same but for what is empty', contacts(LUIS), contacts({ ...LUIS, More: '' }, {}), null],
    ['in another order', contacts(LUIS, EVA, LUIS), contacts(EVA, LUIS, LUIS), 'normalised'],
    [
      'the first two in another order',
      contacts(LUIS, EVA, { Name: 'Paz' }),
      contacts(EVA, LUIS, { Name: 'Paz' }),
      'normalised',
    ],
    [
      'one in another way of writing',
      contacts(LUIS, EVA),
      contacts({ ...LUIS, Phone: '600 111 222' }, EVA),
      'normalised',
    ],
    [
      'both written otherwise, in another order',
      contacts(LUIS, EVA),
      contacts({ ...EVA, Name: 'EVA' }, { ...LUIS, Name: 'LUIS' }),
      'normalised',
    ],
    ['one of two equal ones is gone', contacts(LUIS, LUIS), contacts(LUIS), 'damage'],
    ['two equal ones became three', contacts(LUIS, LUIS), contacts(LUIS, LUIS, LUIS), 'person'],
    ['one is gone and another came', contacts(LUIS), contacts({ Name: 'Paz' }), 'damage'],
    [
      'one of a single part became another',
      contacts({ Name: 'Luis' }),
      contacts({ Name: 'Paz' }),
      'person',
    ],
    [
      'one was changed and one came',
      contacts(LUIS),
      contacts({ ...LUIS, Remarks: 'primo' }, EVA),
      'person',
    ],
    [
      'one lost a part and one came',
      contacts(LUIS),
      contacts({ Name: 'Luis', Phone: '600111222' }, EVA),
      'damage',
    ],
    ['one has a part more', contacts({ Name: 'Luis' }), contacts(LUIS), 'person'],
    [
      'one has an unknown part that was cut',
      contacts({ ...LUIS, New: 'abc' }),
      contacts({ ...LUIS, New: 'ab' }),
      'damage',
    ],
    [
      'one has an unknown part in other letters',
      contacts({ ...LUIS, New: 'abc' }),
      contacts({ ...LUIS, New: 'ABC' }),
      'normalised',
    ],
    ['none before', contacts(), contacts(LUIS), 'person'],
  ])('%s', (_, before, after, kind) => {
    expect(compareList(CONTACTS, before, after)).toBe(kind);
  });
});

describe('entries have no ids: those that are most alike belong together, the earlier ones first', () => {
  const repaired = (before: Raw[], after: Raw[]): unknown =>
    repairedList(CONTACTS, contacts(...before), contacts(...after))['Contact'];
  it('an entry that lost a part is known by the others, wherever it lies now', () => {
    const [a, b] = [
      { Name: 'Ana', Phone: '600111222', Remarks: 'x' },
      { Name: 'Eva', Phone: '600333444', Remarks: 'y' },
    ];
    expect(
      repaired(
        [a, b],
        [
          { Name: 'Eva', Phone: '600333444' },
          { Name: 'Ana', Phone: '600111222' },
        ],
      ),
    ).toEqual([a, b]);
  });
  it('an equal one is taken first, so that a poorer one is not mended with another’s parts', () => {
    const [a, b] = [
      { Name: 'Ana', Phone: '600111222', Remarks: 'x' },
      { Name: 'Ana', Phone: '600111222' },
    ];
    expect(repaired([a, b], [b, { Name: 'Ana', Phone: '600333444', Remarks: 'x' }])).toEqual([
      { Name: 'Ana', Phone: '600333444', Remarks: 'x' },
      b,
    ]);
    expect(repaired([b, a], [a, b])).toEqual([b, a]);
  });
  it('one in another way of writing is that one, however many parts others share', () => {
    const a = { Name: 'Ana', Phone: '600111222', Remarks: 'x' };
    const [lost, written] = [
      { Name: 'Ana', Phone: '600111222', Remarks: '' },
      { Name: 'ANA', Phone: '600 111 222', Remarks: 'X' },
    ];
    expect(repaired([a], [lost, written])).toEqual([written, lost]);
  });
  it('more shared parts come before fewer, whichever comes first', () => {
    const a = { Name: 'Ana', Phone: '600111222', Remarks: 'x' };
    const [few, many] = [
      { Name: 'Ana', Phone: '600999999' },
      { Name: 'Ana', Phone: '600111222' },
    ];
    expect(repaired([a], [few, many])).toEqual([a, few]);
    expect(repaired([a], [many, few])).toEqual([a, few]);
  });
  it('of those that are alike the earlier meets the earlier', () => {
    const [a, b] = [
      { Name: 'Ana', Remarks: 'uno' },
      { Name: 'Ana', Remarks: 'dos' },
    ];
    expect(
      repaired(
        [a, b],
        [
          { Name: 'Ana', Phone: '600111222' },
          { Name: 'Ana', Phone: '600333444' },
        ],
      ),
    ).toEqual([
      { ...a, Phone: '600111222' },
      { ...b, Phone: '600333444' },
    ]);
  });
  it('what was lost comes back, what a person did or added stays', () => {
    const [a, b] = [
      { Name: 'Ana', Phone: '600111222', Remarks: 'x' },
      { Name: 'Eva', Phone: '600333444' },
    ];
    expect(repaired([a, b], [{ Name: 'Ana María', Phone: '600111222' }, { Name: 'Paz' }])).toEqual([
      { Name: 'Ana María', Phone: '600111222', Remarks: 'x' },
      b,
      { Name: 'Paz' },
    ]);
    expect(repaired([], [a])).toEqual([a]);
  });
});

describe('the dates of a client after an edit of the birthday', () => {
  const birthday = { Type: 'Birthday', Text: '', Date: '1990-01-31T00:00:00' };
  const wedding = { Type: 'Other', Text: 'boda', Date: '2010-06-05T00:00:00' };
  const child = { Type: 'Birthday', Text: 'hijo', Date: '2015-01-01T00:00:00' };
  it.each<[string, Raw, Raw, ReturnType<typeof compareBirthdayEdit>]>([
    ['as it was meant', dates(birthday, wedding), dates(birthday, wedding), null],
    [
      'in another way of writing',
      dates(birthday, wedding),
      dates(wedding, { ...birthday, Date: '1990-01-31T00:00:00.000' }),
      'normalised',
    ],
    [
      'another date',
      dates(birthday),
      dates({ ...birthday, Date: '1991-01-31T00:00:00' }),
      'damage',
    ],
    [
      'a date that was reset',
      dates(birthday),
      dates({ ...birthday, Date: '0001-01-01T00:00:00' }),
      'damage',
    ],
    ['gone', dates(birthday), dates(), 'damage'],
    ['removed, and still there', dates(), dates(birthday), 'damage'],
    ['removed', dates(wedding), dates(wedding), null],
    ['another date lost', dates(birthday, wedding), dates(birthday), 'damage'],
    [
      'another date changed',
      dates(birthday, wedding),
      dates(birthday, { ...wedding, Text: 'Boda' }),
      'damage',
    ],
    [
      'one of two equal ones lost',
      dates(birthday, wedding, wedding),
      dates(birthday, wedding),
      'damage',
    ],
    ['the birthday of somebody else lost', dates(birthday, child), dates(birthday), 'damage'],
    ['one more came', dates(birthday, wedding), dates(birthday, wedding, child), 'person'],
    [
      'one more came where the birthday was removed',
      dates(wedding),
      dates(wedding, { ...wedding, Text: 'otra' }),
      'person',
    ],
  ])('%s', (_, expected, after, kind) => {
    expect(compareBirthdayEdit(DATES, expected, after)).toBe(kind);
  });
});
