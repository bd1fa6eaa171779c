import type { ValueKind } from '../../lib/sync/giav-fields';
import { canonical, compareValue } from '../../lib/sync/giav-values';
import { seal } from '../../lib/sync/portal-password';

describe('absent, nil and empty hold the same: nothing', () => {
  it.each<[unknown, unknown]>([
    [undefined, null],
    [null, null],
    ['', null],
    [[], null],
    [{}, null],
    [{ a: '' }, null],
    [{ a: [], b: { c: null } }, null],
    [[''], [null]],
    ['x', 'x'],
    [0, '0'],
    [false, 'false'],
    [
      [1, 'x'],
      ['1', 'x'],
    ],
    [
      { b: 1, a: 'x', c: '' },
      { a: 'x', b: '1' },
    ],
  ])('%j is %j', (value, expected) => {
    expect(canonical(value)).toEqual(expected);
  });
  it('the order in which the parts come says nothing', () => {
    expect(JSON.stringify(canonical({ b: '1', a: '2', c: '3' }))).toBe('{"a":"2","b":"1","c":"3"}');
  });
});

type Found = 'same' | 'normalised' | 'person' | 'damage';
type Row = [kind: ValueKind, before: unknown, after: unknown, found: Found];

const ROWS: Row[] = [
  // The same, or nothing on both sides.
  ['text', 'Ana', 'Ana', 'same'],
  ['text', null, '', 'same'],
  ['number', 5, '5', 'same'],
  ['flag', true, 'true', 'same'],

  // Texts: white space at the ends, line ends, letter case and composed accents are ways of writing.
  ['text', 'Ana', ' ANA\n', 'normalised'],
  ['text', 'a\r\nb', 'a\nb', 'normalised'],
  ['text', 'a\rb', 'a\nb', 'normalised'],
  ['text', 'María', 'Mari\u0301a', 'normalised'],
  ['text', ' ', '', 'normalised'],
  ['text', 'Ana', '', 'damage'],
  ['text', 'Ana', null, 'damage'],
  ['text', '', 'Ana', 'person'],
  ['text', 'Ana', 'Eva', 'person'],
  ['text', 'Ana', 'Ana María', 'person'],
  ['text', 'Ana María', 'Ana', 'damage'],
  ['text', 'Ana María', 'María', 'damage'],
  ['text', 'a b c', 'abc', 'damage'],
  ['text', 'Núñez', 'Nunez', 'damage'],
  ['text', 'Nunez', 'Núñez', 'person'],
  ['text', 'Núñez', 'Nuñez', 'damage'],
  ['text', 'Núñez', 'Nùñez', 'damage'],
  ['text', 'a\nb', 'ab', 'damage'],

  // What the service could not store.
  ['text', 'Núñez', 'N??ez', 'damage'],
  ['text', 'Núñez', 'N?ñez', 'damage'],
  ['text', 'Anaez', 'A?aez', 'person'],
  ['text', 'Ana~', 'Ana?', 'person'],
  ['text', 'Núñez', 'N??ez García', 'person'],
  ['text', 'Núñez', 'Nx?ez', 'person'],
  ['text', 'Ana', 'Eva\ufffd', 'damage'],
  ['text', 'María', 'MarÃ\u00ada', 'damage'],
  ['text', 'a & b', 'a &amp; b', 'damage'],
  ['text', 'a < b', 'a &lt; b', 'damage'],
  ['text', 'a > b', 'a &gt; b', 'damage'],
  ['text', 'a "b"', 'a &quot;b&quot;', 'damage'],
  ['text', "a 'b'", 'a &apos;b&#39;', 'damage'],
  ['text', 'a & b', 'a &lt; b', 'person'],

  // Phones: their punctuation is a way of writing, but two numbers are not one.
  ['phone', '93 111-22.33', '931112233', 'normalised'],
  ['phone', '(93) 1112233', '931112233', 'normalised'],
  ['phone', '+34 931112233', '+34931112233', 'normalised'],
  ['phone', '+123456789012345', '+1234 56789012345', 'normalised'],
  ['phone', '1234567890123456', '12345678901234 56', 'normalised'],
  ['phone', '12345678901234567', '123456789012345 67', 'person'],
  ['phone', '600111222 931112233', '600111222931112233', 'damage'],
  ['phone', '93 111 ext 2', '93111 EXT 2', 'damage'],
  ['phone', '93 111 ext 2', '93 111 EXT 2', 'normalised'],
  ['phone', '1a 2', '1a2', 'damage'],
  ['phone', 'a1 2', 'a12', 'damage'],
  ['phone', '931112233', '931112234', 'person'],
  ['phone', '+34 677888992', '677 888 992', 'normalised'],
  ['phone', '0034677888993', '677 888 993', 'normalised'],
  ['phone', '677888995', '+34677888995', 'normalised'],
  ['phone', '+49 30 1234567', '0049 301234567', 'normalised'],
  ['phone', '+34 677888992 / 931112233 (Ana)', '677 888 992 / 931 112 233 (Ana)', 'normalised'],
  ['phone', '+34 677888992 (Ana)', '677 888 992', 'damage'],
  ['phone', '+34 677888992 / 931112233', '677 888 992', 'damage'],
  ['phone', '677888992 ext. 5', '+34677888992', 'damage'],
  ['phone', '+49 30 1234567', '30 1234567', 'damage'],
  ['phone', '+34677888992', '67788899', 'damage'],
  ['phone', '+34677888992', '+33677888992', 'person'],
  ['phone', '931112233', '93111', 'damage'],

  // Codes: dots and hyphens count.
  ['code', '430.001', '430.001 ', 'normalised'],
  ['code', 'ab-1', 'AB-1', 'normalised'],
  ['code', '430.001', '430001', 'damage'],
  ['code', '08001', '8001', 'damage'],
  ['code', '08001', '08002', 'person'],

  // Numbers.
  ['number', '1234.50', '1234.5', 'normalised'],
  ['number', '5,5', '5.5', 'normalised'],
  ['number', '5.0', '5', 'normalised'],
  ['number', '005', '5', 'normalised'],
  ['number', '+5', '5', 'normalised'],
  ['number', '-0', '0', 'normalised'],
  ['number', '-0.00', '0', 'normalised'],
  ['number', ' 5 ', '5', 'normalised'],
  ['number', '-5', '5', 'person'],
  ['number', '5', '-5', 'person'],
  ['number', '-5.50', '-5.5', 'normalised'],
  ['number', '5.25', '5.2', 'damage'],
  ['number', '1234.56', '1234', 'damage'],
  ['number', '1234', '900', 'person'],
  ['number', '1234', '34', 'person'],
  ['number', '5', '0', 'damage'],
  ['number', '5', '00.00', 'damage'],
  ['number', '5', '0,0', 'damage'],
  ['number', '0', '5', 'person'],
  ['number', '50', '0.5', 'person'],
  ['number', '7', '0x05', 'person'],
  ['number', null, '0', 'damage'],
  ['number', null, '5', 'person'],
  ['number', 'x5', '5', 'person'],
  ['number', 'abc', 'ab', 'damage'],
  ['number', 'abc', ' abc', 'normalised'],

  // Ids are never cut, flags are all or nothing.
  ['id', '05', '5', 'normalised'],
  ['id', '12', '1', 'person'],
  ['id', '12', '0', 'damage'],
  ['id', '12', '00', 'damage'],
  ['id', '12', '10', 'person'],
  ['id', '12', '01', 'person'],
  ['id', null, '0', 'damage'],
  ['flag', 'true', '1', 'normalised'],
  ['flag', 'false', '0', 'normalised'],
  ['flag', 'true', 'false', 'damage'],
  ['flag', 'true', '0', 'damage'],
  ['flag', 'false', 'true', 'person'],
  ['flag', 'true', 'tru', 'person'],
  ['flag', 'true', 'not false', 'person'],
  ['flag', 'true', 'falsely', 'person'],

  // Dates.
  ['date', '2020-01-31T00:00:00', '2020-01-31T00:00:00.000', 'normalised'],
  ['date', '2020-01-31T10:30:00.120', '2020-01-31T10:30:00.12', 'normalised'],
  ['date', '2020-01-31T10:30:00.120Z', '2020-01-31T10:30:00.12Z', 'normalised'],
  ['date', ' 2020-01-31T00:00:00', '2020-01-31T00:00:00', 'normalised'],
  ['date', '2020-01-31T10:30:00.12', '2020-01-31T10:30:00.13', 'person'],
  ['date', '2020-01-31T10:30:00', '2020-01-31T00:00:00', 'damage'],
  ['date', '2020-01-31T10:30:00', '2020-01-31', 'damage'],
  ['date', '2020-01-31T10:30:00', '0001-01-01T00:00:00', 'damage'],
  ['date', '2020-01-31T10:30:00', '2021-01-31T10:30:00', 'person'],
  ['date', '2020-01-31T10:30:00', '2020-01-30T00:00:00', 'person'],
  ['date', '2020-01-31T10:30:00', 'T10:30:00', 'person'],

  // Names of enums, keys and tax districts: any other one is wrong.
  ['enum', 'Puntual', ' Puntual ', 'normalised'],
  ['enum', 'Puntual', 'puntual', 'damage'],
  ['enum', 'Puntual', 'Recurrente', 'damage'],
  ['enum', null, 'Puntual', 'damage'],
  ['key', '3', '4', 'damage'],
  ['key', 'María', 'Mari\u0301a', 'normalised'],
  ['district', '1', '01', 'damage'],
  ['district', null, '0', 'damage'],

  // What GIAV computes: its own check of something that it had not checked.
  ['computed', null, 'Identificado', 'person'],
  ['computed', 'NotProcessed', 'Identificado', 'person'],
  ['computed', 'NoProcesado', 'Identificado', 'person'],
  ['computed', 'Identificado', 'NotProcessed', 'damage'],
  ['computed', 'Identificado', 'NoProcesado', 'damage'],
  ['computed', 'Identificado', 'NoIdentificado', 'damage'],
  ['computed', 'Identificado', 'IdentificadoNoProc', 'damage'],
  ['computed', 'Identificado', 'identificado', 'damage'],

  // Passwords.
  ['secret', 's3creto', 's3creto ', 'person'],
  ['secret', 's3creto', 'S3CRETO', 'person'],
  ['secret', 's3creto', 's3cre', 'damage'],
  ['secret', 's3creto', '****', 'damage'],
  ['secret', 's3creto', '', 'damage'],
  ['secret', null, 'nueva', 'person'],
  ['secret', seal('s3creto', 'KEY'), 's3cretx', 'person'],
  ['secret', seal('s3creto', 'KEY'), 's3cret', 'damage'],
];

describe('how two values of a field differ', () => {
  it.each(ROWS)('%s: %j and then %j: %s', (kind, before, after, found) => {
    expect(compareValue(kind, before, after) ?? 'same').toBe(found);
  });
  it('a value of several parts is compared as a whole', () => {
    expect(compareValue('text', { a: 1, b: 'x' }, { b: 'x', a: '1', c: '' })).toBeNull();
    expect(compareValue('text', { a: 1, b: 'x' }, { a: 1 })).toBe('damage');
  });
});
