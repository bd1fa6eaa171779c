import fc from 'fast-check';
import {
  comparableText,
  filled,
  firstFilled,
  isBlank,
  trimInvisible,
} from '../../lib/sync/cleaning';
import { readable } from '../../lib/sync/blank';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { customFieldText } from '../../lib/sync/target';
import { giavClient } from '../harness/giav-records';

const settings = { clientTypes: {}, countryCode: () => null };

/** Everything that shows nothing: spaces of every width, format characters, fillers, entities of these. */
const NOTHING = [
  '',
  ' ',
  '\t\r\n',
  '\u00a0',
  '\u2003\u3000',
  '\u0085',
  '\u200b',
  '\ufeff',
  '\u00ad',
  '\u200e\u2060',
  '\u2800',
  '\u3164',
  '\ufe0f',
  '\ud83d',
  '&nbsp;',
  ' &#160; &#8203;',
  '&#xA0;&ZeroWidthSpace;&shy;',
];

describe('what shows nothing is white space for "blank"', () => {
  it.each(NOTHING.map((text) => [JSON.stringify(text), text]))('%s is blank', (_, text) => {
    expect(isBlank(text)).toBe(true);
    expect(filled(text)).toBe('');
    expect(comparableText(text)).toBe('');
    expect(customFieldText(text)).toBe('');
    expect(trimInvisible(`${text}X${text}`)).toBe('X');
    expect(trimInvisible(`${text}X`)).toBe('X');
    expect(trimInvisible(`X Y${text}`)).toBe('X Y');
    expect(trimInvisible(text)).toBe('');
    expect(firstFilled(text, ' ana ', 'eva')).toBe('ana');
    expect(firstFilled(text)).toBe('');
  });
  it.each([
    '0',
    '-',
    '.',
    '&',
    '&amp;',
    '&#65;',
    '&nbsp',
    '&#99999999;',
    '&#9999999;',
    '&#1114112;',
    '&#xffffff;',
    '&constructor;',
    '😀',
    '\u0301',
    'a\u200b',
  ])('%j is not', (text) => {
    expect(isBlank(text)).toBe(false);
  });
  it('a field that shows nothing is as one that is empty, in every field of the mapping', () => {
    const empty = mapClient(giavClient(), settings).desired;
    for (const text of NOTHING) {
      const blank = giavClient({
        email: text,
        apellidos: text,
        nombre: text,
        nombreAlias: text,
        direccion: text,
        telefono: text,
        movil: text,
        fax: text,
        codPostal: text,
        poblacion: text,
        provincia: text,
        pais: text,
        nombrePais: text,
        fechaNacimiento: text,
        comentarios: text,
        texts: { SedeFiscal: text },
      });
      expect({ ...mapClient(blank, settings).desired, notes: [] }).toEqual({ ...empty, notes: [] });
    }
  });
  it('a text that is sent keeps its emoji to the last character', () => {
    const flag = '🏴󠁧󠁢󠁥󠁮󠁧󠁿';
    expect(
      mapClient(giavClient({ comentarios: ` Viaja a ${flag} ` }), settings).desired.fields[
        'remarks'
      ],
    ).toBe(`Viaja a ${flag}`);
  });
  it('no half of a surrogate pair leaves, in any field', () => {
    const halves = fc.string({
      unit: fc.constantFrom('a', '1', '@', '.', ' ', '\ud83d', '\ude00', 'é'),
      maxLength: 20,
    });
    fc.assert(
      fc.property(
        fc.array(halves, { minLength: 17, maxLength: 17 }),
        fc.constantFrom('Particular', 'Empresa'),
        (texts, tipo) => {
          const names = [
            'email',
            'apellidos',
            'nombre',
            'nombreAlias',
            'direccion',
            'telefono',
            'movil',
            'fax',
            'codPostal',
            'poblacion',
          ];
          names.push(
            'provincia',
            'pais',
            'nombrePais',
            'fechaNacimiento',
            'comentarios',
            'documento',
          );
          const fields = Object.fromEntries(names.map((name, at) => [name, texts[at]]));
          const { desired } = mapClient(
            { ...giavClient({ tipo }), ...fields, texts: { SedeFiscal: texts.at(-1) } },
            settings,
          );
          expect(JSON.stringify(desired)).not.toMatch(/\\ud[89a-f]/);
        },
      ),
    );
  });
});

it('where a character lies is told in the text as it is stored', () => {
  const raw = '\u200bA&nbsp;B\u00a0\r\n&#8203;C';
  const { text, begin, end } = readable(raw);
  expect(text).toBe('A B \n\nC');
  expect(Array.from(text, (_, at) => raw.slice(begin(at), end(at)))).toEqual([
    'A',
    '&nbsp;',
    'B',
    '\u00a0',
    '\r',
    '\n',
    'C',
  ]);
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '\u200b', '&nbsp;', '&amp;', '😀', '\u00a0') }),
      (stored) => {
        const read = readable(stored);
        for (let at = 0; at < read.text.length; at++) {
          const origin = stored.slice(read.begin(at), read.end(at));
          expect(origin === '&nbsp;' || origin === '\u00a0' ? ' ' : origin).toBe(read.text[at]);
        }
      },
    ),
  );
});
