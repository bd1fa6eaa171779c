import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import {
  comparablePhone,
  formerPhoneKey,
  hasNoteBeside,
  splitPhones,
} from '../../lib/sync/cleaning';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { giavClient } from '../harness/giav-records';

const mapped = (fields: Parameters<typeof giavClient>[0]) =>
  mapClient(giavClient(fields), { clientTypes: {}, countryCode: () => null }).desired;
const phonesOf = (fields: Parameters<typeof giavClient>[0]) => mapped(fields).phones;

describe('phones are compared in E.164 where they are numbers, by digits where they are not', () => {
  it.each([
    ['600111222', '+34 600 11 12 22'],
    ['600111222', '0034600111222'],
    ['600111222', '34600111222'],
    ['600111222', '(+34) 600-111-222'],
    ['600111222', '600.111.222'],
    ['600111222', '６００１１１２２２'],
    ['600111222', '\u200b600 111\u00a0222&nbsp;'],
    ['931112233', '93/1112233'],
    ['+44 20 7946 0958', '0044 20 7946 0958'],
    ['+44 20 7946 0958', '+44 (0)20 7946 0958'],
    ['+351 21 123 4567', '00351211234567'],
    ['93 111 22 33 ext. 12', '+34 931112233 x12'],
    ['112', '1-1-2'],
  ])('%s and %s are one number', (a, b) => {
    expect(comparablePhone(a)).toBe(comparablePhone(b));
  });
  it.each([
    ['600111222', '600111223'],
    ['600111222', '+44 600111222'],
    ['612345678', '+33 6 12 34 56 78'],
    ['612345678', '0033612345678'],
    ['931112233', '93 111 22 33 ext. 12'],
    ['93 111 22 33 ext. 13', '93 111 22 33 ext. 12'],
    ['93 111 22 33/34', '93 111 22 33'],
    ['600111222', '600111222 / 931112233'],
    ['112', '+34112'],
  ])('%s and %s are not', (a, b) => {
    if (a !== '112') expect(comparablePhone(a)).not.toBe(comparablePhone(b));
    else expect(comparablePhone(a)).toBe('112');
  });
  it('the prefix of the country is told by the whole number, not by its first digits', () => {
    expect(comparablePhone('+34600111222')).toBe('+34600111222');
    expect(comparablePhone('600111222')).toBe('+34600111222');
    expect(comparablePhone('34')).toBe('34');
    expect(comparablePhone('+33 1 23 45 67 89')).toBe('+33123456789');
    expect(comparablePhone('')).toBe('');
  });
  it('the short way for Spanish numbers says what the library says', () => {
    const marks = fc.constantFrom('', ' ', '-', '.', '(', ')');
    const digits = fc.stringMatching(/^(?:\+34|0034|34|\+|00|0|)[0-9]{7,10}$/);
    fc.assert(
      fc.property(digits, fc.array(marks, { minLength: 15, maxLength: 15 }), (number, between) => {
        const text = Array.from(number, (digit, at) => digit + (between[at] ?? '')).join('');
        const found = parsePhoneNumberFromString(text, 'ES');
        const expected = found?.isPossible() && found.ext === undefined ? found.number : null;
        if (expected !== null) expect(comparablePhone(text)).toBe(expected);
        else if (comparablePhone(text).startsWith('+'))
          expect(comparablePhone(text)).toMatch(/^\+34[5-9]\d{8}$/);
      }),
      { numRuns: 1000 },
    );
  });
  it('what was remembered of phones before is recognised', () => {
    expect(formerPhoneKey('+34 600 111 222')).toBe('600111222');
    expect(formerPhoneKey('0044 20 7946 0958')).toBe('00442079460958');
  });
});

describe('the numbers of one phone field', () => {
  it.each<[string, string[]]>([
    ['600111222', ['600111222']],
    ['600111222 / 931112233', ['600111222', '931112233']],
    ['600111222/931112233', ['600111222', '931112233']],
    ['600111222; 931112233, 915556677', ['600111222', '931112233', '915556677']],
    ['600111222 y 931112233', ['600111222', '931112233']],
    ['600 111 222 o 93 111 22 33', ['600 111 222', '93 111 22 33']],
    ['600111222\r\n931112233', ['600111222', '931112233']],
    ['600111222 931112233', ['600111222', '931112233']],
    ['600-111-222 - 931-112-233', ['600-111-222', '931-112-233']],
    ['+34 600111222+34 600111333', ['+34 600111222', '+34 600111333']],
    ['+44 20 7946 0958 / 600111222', ['+44 20 7946 0958', '600111222']],
    ['Ana: 600111222, Luis: 600333444', ['600111222', '600333444']],
    ['600111222 (llamar tarde)', ['600111222']],
    ['llamar tarde 600111222', ['600111222']],
    ['600111222 (9 a 14)', ['600111222']],
    ['600111222 10h', ['600111222']],
    ['600111222 desde 01/01/2020', ['600111222']],
    ['600111222 DNI 12345678Z', ['600111222']],
    ['horario 10.30-14.30, 600111222', ['600111222']],
    ['tel 2233445', ['2233445']],
    ['93 111 22 33 ext. 12', ['93 111 22 33 ext. 12']],
    ['93 111 22 33, extensión 12 / 600111222', ['93 111 22 33, extensión 12', '600111222']],
    ['93 111 22 33/34', ['93 111 22 33/34']],
    ['93/1112233', ['93/1112233']],
    ['(93) 111 22 33', ['(93) 111 22 33']],
    ['(600111222 casa)', ['600111222']],
    ['112', ['112']],
    ['600111222 24', ['600111222 24']],
    ['6001112223', ['6001112223']],
    ['12', []],
    ['llamar por la tarde', []],
    ['no tiene', []],
    ['ana600111333@example.com', []],
    ['ext 1234', []],
    ['1'.repeat(200), []],
  ])('%j holds %j', (field, numbers) => {
    expect(splitPhones(field).map(({ text }) => text)).toEqual(numbers);
  });
  it('an edit exchanges one number: separators, notes and the other numbers lie outside of its place', () => {
    const field = '600111222 / \u200b931 112 233 (llamar tarde)';
    const [, second] = splitPhones(field);
    expect(field.slice(0, second?.start) + '915556677' + field.slice(second?.end)).toBe(
      '600111222 / \u200b915556677 (llamar tarde)',
    );
  });
  it('each number alone is the same number, and every one stands where it is said to stand', () => {
    const number = fc.constantFrom(
      '600111222',
      '93 111 22 33',
      '+44 20 7946 0958',
      '(91) 555-66-77',
      '0034 600 333 444',
      '2233445',
    );
    const between = fc.constantFrom(
      ' / ',
      '; ',
      ', ',
      '\n',
      ' y ',
      ' o ',
      '/',
      ' | ',
      ' (casa) ',
      '&nbsp;/\u200b',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(number, between), { minLength: 1, maxLength: 4 }), (list) => {
        const field = list.map(([one, after]) => one + after).join('');
        const spans = splitPhones(field);
        expect(spans.map(({ text }) => text)).toEqual(list.map(([one]) => one));
        for (const { text, key, start, end } of spans) {
          expect(field.slice(start, end)).toBe(text);
          expect(comparablePhone(text)).toBe(key);
        }
      }),
    );
  });
  it('whatever is typed: no number twice in one place, none that is not there, and each is found again', () => {
    const unit = fc.constantFrom(
      '6',
      '0',
      '9',
      '1',
      ' ',
      '-',
      '/',
      '(',
      ')',
      '+',
      'a',
      'x',
      ',',
      '.',
      '\n',
      '\u200b',
      '@',
      '#',
      'ext ',
      '34',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (field) => {
        let from = 0;
        for (const { text, key, start, end } of splitPhones(field)) {
          expect(start).toBeGreaterThanOrEqual(from);
          from = end;
          expect(field.slice(start, end).replaceAll('\u200b', '').replaceAll('\n', ' ')).toBe(text);
          expect(comparablePhone(text)).toBe(key);
          expect(key).toMatch(/\d/);
        }
      }),
      { numRuns: 1000 },
    );
  });
  it('a note beside a number is noticed, a separator is none', () => {
    const beside = (field: string) => hasNoteBeside(field, splitPhones(field));
    expect([
      beside('600111222'),
      beside('600111222 / 931112233'),
      beside('600111222 y 931112233'),
    ]).toEqual([false, false, false]);
    expect([beside('600111222 (tardes)'), beside('Ana 600111222')]).toEqual([true, true]);
  });
});

describe('the phones of a client', () => {
  it('two numbers in one field are two phones of that field', () => {
    expect(phonesOf({ movil: '600111222 / 931112233' })).toEqual([
      { phone: '600111222', type: 1 },
      { phone: '931112233', type: 2 },
    ]);
  });
  it('the first number is the main one, by the order mobile, landline, fax', () => {
    expect(phonesOf({ movil: '600111222', telefono: '931112233', fax: '915556677' })).toEqual([
      { phone: '600111222', type: 1 },
      { phone: '931112233', type: 4 },
      { phone: '915556677', type: 5 },
    ]);
    expect(phonesOf({ telefono: '931112233', fax: '915556677' }).map(({ type }) => type)).toEqual([
      1, 5,
    ]);
  });
  it('a fax is never the main number', () => {
    expect(phonesOf({ fax: '915556677' })).toEqual([{ phone: '915556677', type: 5 }]);
  });
  it("a company's landline is a number of work, a person's one of the home", () => {
    expect(phonesOf({ tipo: 'Empresa', movil: '600111222', telefono: '931112233' })[1]?.type).toBe(
      3,
    );
    expect(phonesOf({ movil: '600111222', telefono: '931112233' })[1]?.type).toBe(4);
  });
  it('a number that several fields hold, however it is written, is one phone: the first', () => {
    expect(
      phonesOf({ movil: '600 111 222', telefono: '+34600111222', fax: '0034 600-111-222' }),
    ).toEqual([{ phone: '600 111 222', type: 1 }]);
  });
  it('a text of fewer than three digits is no phone, and the note names the field', () => {
    expect(mapped({ telefono: '12', movil: '112' })).toMatchObject({
      phones: [{ phone: '112', type: 1 }],
      notes: expect.arrayContaining([
        { field: 'Telefono', note: 'not a phone number; dropped' },
      ]) as unknown,
    });
  });
  it('a text of more than fifty characters is no phone', () => {
    const long = `600 111 222 ext${' '.repeat(36)}1`;
    expect(long.length).toBe(52);
    expect(phonesOf({ movil: long.replace('  ', '') }).length).toBe(1);
    expect(phonesOf({ movil: long })).toEqual([]);
  });
  it('notes of the agency stay out of Clientify, with a note that names the field', () => {
    expect(mapped({ movil: '600111222 (llamar tarde)' })).toMatchObject({
      phones: [{ phone: '600111222', type: 1 }],
      notes: expect.arrayContaining([
        { field: 'Movil', note: 'what stands beside the number stays in GIAV' },
      ]) as unknown,
    });
  });
  it('what was typed is what is sent', () => {
    expect(phonesOf({ movil: ' (+34) 600-11.12 22 ' })[0]?.phone).toBe('(+34) 600-11.12 22');
  });
});
