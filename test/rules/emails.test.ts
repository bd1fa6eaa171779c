import fc from 'fast-check';
import { comparableEmail, emailSpans, sameEmail, splitEmails } from '../../lib/sync/cleaning';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { giavClient } from '../harness/giav-records';

const emailsOf = (email: string) =>
  mapClient(giavClient({ email }), { clientTypes: {}, countryCode: () => null }).desired.emails;

describe("GIAV's one e-mail field", () => {
  it.each<[string, string[]]>([
    ['ana@example.com', ['ana@example.com']],
    ['ana@example.com; luis@example.com', ['ana@example.com', 'luis@example.com']],
    [
      'ana@example.com, luis@example.com eva@example.com',
      ['ana@example.com', 'luis@example.com', 'eva@example.com'],
    ],
    ['ana@example.com/luis@example.com', ['ana@example.com', 'luis@example.com']],
    ['a/b@example.com', ['a/b@example.com']],
    ['ana@example.com/casa', []],
    [`${'a'.repeat(242)}@example.com`, [`${'a'.repeat(242)}@example.com`]],
    [`${'a'.repeat(243)}@example.com`, []],
    ['ana@example.com; luis@example.com (llamar antes)', ['ana@example.com', 'luis@example.com']],
    ['Ana Pérez <ana@example.com>', ['ana@example.com']],
    ['mailto:ana@example.com', ['ana@example.com']],
    ['llamar a su hija', []],
    ['ana@', []],
    ['.ana@example.com', []],
    ['ana..maria@example.com', []],
    ['ana@example', []],
    [`${'a'.repeat(250)}@example.com`, []],
  ])('%j holds %j', (field, emails) => {
    expect(splitEmails(field).emails).toEqual(emails);
  });
  it('the first address is the main one, the others are others', () => {
    expect(emailsOf('ana@example.com; luis@example.com')).toEqual([
      { email: 'ana@example.com', type: 4 },
      { email: 'luis@example.com', type: 3 },
    ]);
  });
  it('one that stands there twice, in whatever case, is sent once, as it was typed first', () => {
    expect(splitEmails('Ana@example.com; luis@example.com; ANA@EXAMPLE.COM').emails).toEqual([
      'Ana@example.com',
      'luis@example.com',
    ]);
    expect(emailSpans('Ana@example.com; ANA@EXAMPLE.COM').map(({ key }) => key)).toEqual([
      'ana@example.com',
      'ana@example.com',
    ]);
  });
  it('invisible characters are stripped from e-mails, and do not make another one', () => {
    expect(splitEmails('\u200bana@example.com\u00a0').emails).toEqual(['ana@example.com']);
    expect(splitEmails('an\u00ada@example.com;&nbsp;luis@example.com').emails).toEqual([
      'ana@example.com',
      'luis@example.com',
    ]);
    expect(comparableEmail('\ufeffAna@Example.com&nbsp;')).toBe('ana@example.com');
  });
  it('what is dropped is told by its number, never by its text', () => {
    expect(splitEmails('ana@example.com llamar antes').notes).toEqual([
      { field: 'Email', note: '2 invalid part(s) dropped' },
    ]);
    expect(splitEmails('ana@example.com/casa').notes).toEqual([
      { field: 'Email', note: '1 invalid part(s) dropped' },
    ]);
    expect(splitEmails('ana@example.com').notes).toEqual([]);
  });
  it('several addresses are told by their number: one field of GIAV holds them', () => {
    expect(splitEmails('ana@example.com; luis@example.com; ANA@example.com').notes).toEqual([
      { field: 'Email', note: '2 addresses in one field; the first is the main one' },
    ]);
  });
  it('addresses with a slash between them each have their place', () => {
    const field = ' ana@example.com/luis@example.com/eva@example.com';
    expect(emailSpans(field).map(({ start, end }) => field.slice(start, end))).toEqual([
      'ana@example.com',
      'luis@example.com',
      'eva@example.com',
    ]);
  });
  it('two are the same in whatever case, and with what shows nothing', () => {
    expect(sameEmail('Ana@Example.com', ' ana@example.com\u200b')).toBe(true);
    expect(sameEmail('ana@example.com', 'ana@example.org')).toBe(false);
  });
  it('an edit exchanges only the address: separators and notes lie outside of its place', () => {
    const field = 'ana@example.com ;\u200b luis@example.com (llamar antes)';
    const [, luis] = emailSpans(field);
    expect(field.slice(0, luis?.start) + 'eva@example.com' + field.slice(luis?.end)).toBe(
      'ana@example.com ;\u200b eva@example.com (llamar antes)',
    );
  });
  it('every address of a field is found where it stands, whatever is around it', () => {
    const around = fc.constantFrom(
      '; ',
      ',',
      '\n',
      ' / ',
      ' (',
      ') ',
      '&nbsp;',
      '\u200b ',
      ' y ',
      ' <',
      '> ',
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(around, fc.constantFrom('a@example.com', 'B.c@ejemplo.es', 'ñ@example.org')),
        ),
        (list) => {
          const field = list.map(([before, email]) => before + email).join('');
          const spans = emailSpans(field);
          expect(spans.map(({ text }) => text)).toEqual(list.map(([, email]) => email));
          for (const { text, start, end, key } of spans) {
            expect(field.slice(start, end)).toBe(text);
            expect(key).toBe(comparableEmail(text));
          }
        },
      ),
    );
  });
});
