import { comparablePhone, formerPhoneKey, splitPhones } from '../../lib/sync/cleaning';

/** What a field holds: each number as it stands there, and the form in which it is compared. */
const found = (field: string): string[][] =>
  splitPhones(field).map(({ start, end, key }) => [field.slice(start, end), key]);
const LANDLINE = '+34931112233';
const MOBILE = ['600111222', '+34600111222'];

describe('an extension belongs to its number, however it is written', () => {
  it.each([
    '931112233 ext 12',
    '931112233ext12',
    '931112233, ext. 12',
    '931112233/ext 12',
    '931112233 Extensión 12',
    '931112233 extension.12',
    '931112233 anexo 12',
    '931112233 int. 12',
    '931112233x12',
    '931112233 #12',
  ])('%s', (text) => {
    expect(found(text)).toEqual([[text, `${LANDLINE};ext=12`]]);
    expect(found(`Ana ${text}`)).toEqual([[text, `${LANDLINE};ext=12`]]);
    expect(found(`Ana ${text} y Luis 600111222`)).toEqual([[text, `${LANDLINE};ext=12`], MOBILE]);
  });
  it.each([
    '93/1112233 ext 12',
    '93/1112233ext12',
    '93/1112233  ext.  12',
    '93/1112233 ext:12',
    '93/1112233 extensión 12',
    '93/1112233 extension 12',
    '93/1112233 anexo 12',
    '93/1112233x12',
    '93/1112233#12',
  ])('also where a slash is within the number: %s', (text) => {
    expect(found(text)).toEqual([[text, `${LANDLINE};ext=12`]]);
  });
  it('of up to six digits', () => {
    expect(found('93/1112233 ext 123456')).toEqual([
      ['93/1112233 ext 123456', `${LANDLINE};ext=123456`],
    ]);
    expect(found('Ana 931112233 ext 123456')).toEqual([
      ['931112233 ext 123456', `${LANDLINE};ext=123456`],
    ]);
    expect(found('Ana 931112233 ext 1234567')).toEqual([
      ['931112233', LANDLINE],
      ['1234567', '1234567'],
    ]);
  });
  it.each([
    '931112233; ext: 12',
    '931112233 ext 12b',
    'Ana 931112233 ext : 12',
    'Ana 931112233-#12',
    'Ana 931112233 extra 12',
  ])('what is none leaves the number alone: %s', (text) => {
    expect(found(text)).toEqual([['931112233', LANDLINE]]);
  });
});

describe('what stands around a number in a sentence is not part of it', () => {
  it.each([
    ['tel (931112233) tardes', '(931112233)'],
    ['tel (931112233', '931112233'],
    ['(93) 1112233', '(93) 1112233'],
    ['Ana 93.111.22.33.', '93.111.22.33'],
    ['Ana - 93 111 22 33 -', '93 111 22 33'],
    ['  93 111 22 33  ', '93 111 22 33'],
    ['- 93 111 22 33 -', '93 111 22 33'],
    ['-93/1112233.', '93/1112233'],
    ['\u200b93 111 22 33\u200b \u200b', '93 111 22 33'],
    ['Ana 9 3 1 1 1 2 2 3 3', '9 3 1 1 1 2 2 3 3'],
    ['93 111 22 33/', '93 111 22 33'],
    ['93 111 22 33 y 12', '93 111 22 33'],
    ['10h 931112233', '931112233'],
    ['931112233 10h', '931112233'],
  ])('%j: %j', (text, number) => {
    expect(found(text)).toEqual([[number, LANDLINE]]);
  });
  it.each([
    'ana600111222@example.com',
    '600111222@example.com',
    'x@600111222',
    'B12345678',
    '++34600111222 Ana',
  ])('digits of an address or of a word are no phone: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('the end of a second number that shares its beginning', () => {
  it('is part of what was typed', () => {
    expect(found('93 111 22 33/34')).toEqual([['93 111 22 33/34', '93111223334']]);
    expect(found('Ana 93 111 22 33/3456')).toEqual([['93 111 22 33/3456', '9311122333456']]);
    expect(found('93 111 22 33/34 Ana')).toEqual([['93 111 22 33/34', '93111223334']]);
    expect(found('600111222/600111223/12')).toEqual([MOBILE, ['600111223/12', '60011122312']]);
  });
  it('has four digits at most, and only a slash before it', () => {
    expect(found('93 111 22 33/34567')).toEqual([['93 111 22 33', LANDLINE]]);
    expect(found('93 111 22 33 / 34')).toEqual([['93 111 22 33', LANDLINE]]);
  });
});

describe('two numbers in one field are never sent as one', () => {
  it('a slash after a whole number ends it, whatever follows', () => {
    expect(found('+49 30 901820 / 901821')).toEqual([
      ['+49 30 901820', '+4930901820'],
      ['901821', '901821'],
    ]);
    expect(found('0049 30 12345/67890')).toEqual([['0049 30 12345', '+493012345']]);
    expect(found('+49 33701 1/23456')).toEqual([['+49 33701 1', '+49337011']]);
  });
  it('a slash after the code of an area does not', () => {
    for (const [text, key] of [
      ['93/1112233', LANDLINE],
      ['+49 8031/12345', '+49803112345'],
      ['+49 33701/123456', '+4933701123456'],
    ] as const)
      expect(found(text)).toEqual([[text, key]]);
  });
  it('unless what follows is a whole number too', () => {
    expect(found('+49 30123/600111222')).toEqual([['+49 30123', '+4930123'], MOBILE]);
    expect(found('+49 30123/12/600111222')).toEqual([['+49 30123/12', '+493012312'], MOBILE]);
  });
  it('in as many groups of digits as they are typed', () => {
    expect(found('+34 9 3 1 1 1 2 2 3 3 600111222')).toEqual([
      ['+34 9 3 1 1 1 2 2 3 3', LANDLINE],
      MOBILE,
    ]);
    const list = [1, 2, 3, 4].map((last) => `93 1 1 1 2 2 3 ${last}`);
    expect(found(list.join(' '))).toEqual(
      list.map((number, at) => [number, `+3493111223${at + 1}`]),
    );
  });
});

describe('several numbers in one field', () => {
  it.each([
    '600111222 931112233',
    '600111222-931112233',
    '600111222\n931112233',
    '600111222/931112233',
    '600111222 ó 931112233',
  ])('%j', (text) => {
    expect(found(text)).toEqual([MOBILE, ['931112233', LANDLINE]]);
  });
  it('with digits between them that are none, the text is one', () => {
    expect(found('600111222 12')).toEqual([['600111222 12', '60011122212']]);
  });
  it('ten of them are a list of phones, a hundred characters and more are prose', () => {
    const list = (count: number): string => Array(count).fill('600111222').join(' ');
    expect(found(list(10))).toEqual(Array(10).fill(MOBILE));
    expect(found(list(11))).toEqual([]);
    expect(found(`${list(9)} 93111223`)).toHaveLength(1);
    const wide = (blanks: number): string => `93${' '.repeat(blanks)}1112233`;
    expect([found(wide(91)), found(wide(92))]).toEqual([[[wide(91), LANDLINE]], []]);
    expect(found(`Ana ${wide(91)}`)).toEqual([[wide(91), LANDLINE]]);
  });
  it('a line within a number becomes a blank', () => {
    expect(splitPhones('2233445\n#12').map(({ text }) => text)).toEqual(['2233445 #12']);
  });
});

describe('numbers that nobody could dial from abroad', () => {
  it('alone in the field they are one from three digits on', () => {
    expect([found('112'), found('12'), found('1 2')]).toEqual([[['112', '112']], [], []]);
  });
  it('beside a note, from six to fifteen digits', () => {
    const digits = (count: number): string => '1234567890123456'.slice(0, count);
    for (const [count, is] of [
      [5, false],
      [6, true],
      [15, true],
      [16, false],
    ] as const)
      expect(found(`Ana ${digits(count)}`)).toEqual(is ? [[digits(count), digits(count)]] : []);
  });
});

describe('how phones were compared before', () => {
  it.each([
    ['+34 600111222', '600111222'],
    ['0034 600111222', '600111222'],
    ['34600111222', '600111222'],
    ['9934600111222', '9934600111222'],
    ['346001112223', '346001112223'],
    ['600111222', '600111222'],
  ])('%s as %s', (phone, key) => {
    expect(formerPhoneKey(phone)).toBe(key);
  });
  it.each([
    ['(+34)600-111-222', '+34600111222'],
    [' 600111222 ', '+34600111222'],
    ['+600111222', '600111222'],
    ['6001112223', '6001112223'],
    ['60011122', '60011122'],
    ['911111111', '+34911111111'],
  ])('now %s as %s', (phone, key) => {
    expect(comparablePhone(phone)).toBe(key);
  });
});
