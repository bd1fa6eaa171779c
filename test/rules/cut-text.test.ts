import fc from 'fast-check';
import { cutText, LONG_TEXT, SHORT_TEXT } from '../../lib/sync/cleaning';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { mapExpediente } from '../../lib/sync/expediente-to-deal';
import type { FieldNote } from '../../lib/sync/target';
import { giavClient, giavExpediente } from '../harness/giav-records';

const cut = (text: string, limit: number): [string, FieldNote[]] => {
  const notes: FieldNote[] = [];
  return [cutText(text, 'X', limit, notes), notes];
};

describe('a text that is longer than its field', () => {
  it('is cut to the limit, with a note; one that just fits is not touched', () => {
    expect(cut('abcde', 5)).toEqual(['abcde', []]);
    expect(cut('abcdef', 5)).toEqual([
      'abcde',
      [{ field: 'X', note: 'cut from 6 to 5 characters' }],
    ]);
    expect(cut('  abcde  ', 5)).toEqual(['abcde', []]);
  });
  it.each([
    ['a pair of surrogates', 'abcd😀', 5, 'abcd'],
    ['a family', 'ab👨‍👩‍👧cd', 7, 'ab'],
    ['a flag', 'abc🇪🇸', 5, 'abc'],
    ['a flag after a flag', '🇪🇸🇫🇷', 6, '🇪🇸'],
    ['a letter and its accent', 'abcde\u0301', 5, 'abcd'],
    ['a line end of two characters', 'abcd\r\nx', 5, 'abcd'],
  ])('is never cut within %s', (_, text, limit, expected) => {
    expect(cut(text, limit)[0]).toBe(expected);
  });
  it('one character that is longer than the field is cut between its code points', () => {
    expect(cut(`e${'\u0301'.repeat(20)}`, 5)[0]).toBe(`e${'\u0301'.repeat(4)}`);
    expect(cut('👨‍👩‍👧', 4)[0]).toBe('👨\u200d');
    expect(cut('👨‍👩‍👧', 5)[0]).toBe('👨\u200d👩');
  });
  it('what is left is whole characters of the text, as many as fit, and nothing else', () => {
    const segmenter = new Intl.Segmenter('es', { granularity: 'grapheme' });
    const unit = fc.constantFrom(
      'a',
      'é',
      'e\u0301',
      '😀',
      '👨‍👩‍👧',
      '🇪🇸',
      '\r\n',
      ' ',
      '\ud83d',
      '\ude00',
    );
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 30 }),
        fc.integer({ min: 9, max: 20 }),
        (text, limit) => {
          const [left] = cut(text, limit);
          const whole = text.replace(/\p{Cs}/gu, '').trim();
          expect(left.length).toBeLessThanOrEqual(limit);
          expect(whole.startsWith(left)).toBe(true);
          expect(left).not.toMatch(/\p{Cs}/u);
          const characters = [...segmenter.segment(whole)].map(({ segment }) => segment);
          const fitting = characters.reduce(
            (sum, one) =>
              sum.length + one.length <= limit && whole.startsWith(sum + one) ? sum + one : sum,
            '',
          );
          expect(left).toBe(fitting.trim());
        },
      ),
      { numRuns: 700 },
    );
  });
});

describe('the limits of the fields', () => {
  it('short fields hold 255 characters, remarks 10,000', () => {
    expect([SHORT_TEXT, LONG_TEXT]).toEqual([255, 10_000]);
    const long = 'x'.repeat(20_000);
    const { desired } = mapClient(
      giavClient({
        nombre: long,
        apellidos: long,
        comentarios: long,
        direccion: long,
        poblacion: long,
        provincia: long,
        codPostal: long,
        texts: { SedeFiscal: long },
        nombrePais: long,
      }),
      { clientTypes: {}, countryCode: () => null },
    );
    expect(
      Object.fromEntries(
        Object.entries(desired.fields).map(([name, value]) => [name, String(value).length]),
      ),
    ).toMatchObject({
      first_name: 255,
      last_name: 255,
      remarks: 10_000,
    });
    expect(
      Object.entries(desired.address ?? {}).map(([, value]) =>
        typeof value === 'string' ? value.length : 255,
      ),
    ).toEqual(Array(6).fill(255));
    expect(desired.customFields['gesintur_sede_fiscal']).toHaveLength(255);
    expect(desired.notes.map(({ field }) => field).sort()).toEqual(
      [
        'Apellidos',
        'CodPostal',
        'Comentarios',
        'Direccion',
        'Nombre',
        'Pais',
        'Poblacion',
        'Provincia',
        'SedeFiscal',
      ].sort(),
    );
  });
  it('the same for deals', () => {
    const stages = { pipelineUrl: 'p', byGiavStage: new Map(), fallbackUrl: 's', closedUrl: null };
    const { desired } = mapExpediente(
      giavExpediente({ titulo: 'x'.repeat(20_000), codigo: '9'.repeat(300) }),
      {
        stages,
        giavStages: [],
        officePrefix: false,
        dealStartDate: { from: 'FechaCreacion', to: 'customField' },
        today: '2026-11-25',
      },
    );
    expect([
      String(desired.fields['remarks']).length,
      String(desired.fields['name']).length,
    ]).toEqual([10_000, 255]);
  });
});
