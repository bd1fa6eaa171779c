import { plainDocumento, sameDocumento, trimDocumento } from '../../lib/sync/documento';

describe('Documento equality is exact; only white space at both ends is ignored', () => {
  it.each([
    ['12345678Z', ' 12345678Z\t\r\n', true],
    ['12345678Z', '\u00a012345678Z', true],
    ['12345678Z', '12345678z', false],
    ['12345678Z', '12345678-Z', false],
    ['12345678Z', '12345678 Z', false],
    ['12345678Z', 'ES12345678Z', false],
    ['12345678Z', '\u200b12345678Z', false],
    ['12345678Z', '12345678Z&nbsp;', false],
    ['', '', false],
    ['\u200b', '\u200b', false],
    ['&nbsp;', '&nbsp;', false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(sameDocumento(a, b)).toBe(same);
    expect(sameDocumento(b, a)).toBe(same);
  });
  it('one that shows nothing is none', () => {
    for (const text of [
      null,
      undefined,
      '',
      '  ',
      '\u200b',
      '&nbsp;',
      ' &#160;\u00ad',
      '\ufeff\u2800',
    ])
      expect(trimDocumento(text)).toBe('');
    expect(trimDocumento(' \u200bX ')).toBe('\u200bX');
  });
});

describe('the plain form, for near misses only', () => {
  it.each([
    ['12345678z', '12345678Z'],
    ['12.345.678-Z', '12345678Z'],
    ['12 345 678 Z', '12345678Z'],
    ['\u200b12345678\u00adZ&nbsp;', '12345678Z'],
    ['12345678\u2013Z', '12345678Z'],
    ['12345678/Z', '12345678Z'],
    ['ES12345678Z', '12345678Z'],
    ['es-17749015f', '17749015F'],
    ['ESX1234567L', 'X1234567L'],
    ['ES B12345678', 'B12345678'],
    ['ESP1234567D', 'P1234567D'],
    ['１２３４５６７８Z', '12345678Z'],
    ['81126237-q', '81126237Q'],
  ])('%j is as %j', (documento, plain) => {
    expect(plainDocumento(documento)).toBe(plain);
    expect(plainDocumento(plain)).toBe(plain);
  });
  it.each(['ES123', 'ESTEBAN', 'PT12345678Z', 'ES12345678', 'PASAPORTE'])(
    '%j keeps its prefix: no Spanish id follows',
    (documento) => {
      expect(plainDocumento(documento)).toBe(documento);
    },
  );
  it('nothing is left of what shows nothing, and of marks alone', () => {
    for (const text of [null, '', '\u200b', '---', ' / ']) expect(plainDocumento(text)).toBe('');
  });
});
