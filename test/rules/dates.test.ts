import fc from 'fast-check';
import { freeTextDate, giavDate, giavTime, localToday } from '../../lib/sync/dates';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { giavClient } from '../harness/giav-records';

describe('a birth date in free text', () => {
  it.each([
    ['1984-05-06', '1984-05-06'],
    ['1984-05-06T00:00:00', '1984-05-06'],
    ['1984-05-06 00:00:00', '1984-05-06'],
    ['1984-05-05T23:00:00Z', '1984-05-06'],
    ['06/05/1984', '1984-05-06'],
    ['6/5/1984', '1984-05-06'],
    ['06-05-1984', '1984-05-06'],
    ['06.05.1984', '1984-05-06'],
    ['1984/05/06', '1984-05-06'],
    ['19840506', '1984-05-06'],
    [' 06/05/1984 0:00:00 ', '1984-05-06'],
    ['06/05/1984 00:00', '1984-05-06'],
    ['29/02/1984', '1984-02-29'],
    ['6-5-1984', '1984-05-06'],
    ['6.5.1984', '1984-05-06'],
    ['1984/5/6', '1984-05-06'],
    ['06/05/1984 9:05', '1984-05-06'],
    ['06/05/1984  23:59:59', '1984-05-06'],
    ['06/05/1984 19:00', '1984-05-06'],
    ['01/01/1850', '1850-01-01'],
    ['31/12/2100', '2100-12-31'],
  ])('%j is %s', (text, date) => {
    expect(freeTextDate(text)).toBe(date);
  });
  it.each([
    '1984',
    '12',
    '150612',
    '15/06/84',
    '15-6-84',
    '84-06-15',
    '1984-05',
    '05/1984',
    '1984-W12-3',
    '1984-123',
    '1984127',
    '31/02/1984',
    '29/02/1983',
    '1984-02-30',
    '32/01/1984',
    '13/13/1984',
    '0001-01-01T00:00:00',
    '01/01/0084',
    '15/06/19842',
    '06/05/1984 (aprox.)',
    'mayo de 1984',
    '40 años',
    '',
    'T12',
    '--05-06',
    '31/12/1849',
    '01/01/2101',
    'x06/05/1984',
    'x06-05-1984',
    'x06.05.1984',
    '06-05-1984x',
    '06.05.1984x',
    '106/05/1984',
    '106-05-1984',
    '106.05.1984',
    '06/05/19841',
    '06-05-19841',
    '06.05.19841',
    'x1984/05/06',
    '11984/05/06',
    '1984/05/061',
    '119840506',
    '198405061',
    'x1984-05-06',
    '1984-05-061',
    '06/05/1984 24:00',
    '06/05/1984 12:60',
    '06/05/1984 12:00:60',
    '06/05/1984 12:00 h',
    '06/05/1984 1984',
  ])('%j is none: it is no whole date that can be read in one way only', (text) => {
    expect(freeTextDate(text)).toBeNull();
  });
  it('no text of up to eight digits is guessed to be a date, but a whole one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,8}$/), (text) => {
        const date = freeTextDate(text);
        expect(date === null || date.replaceAll('-', '') === text).toBe(true);
      }),
    );
  });
  it('what is no date is left out with a note that names the field', () => {
    const map = (fields: Parameters<typeof giavClient>[0]) =>
      mapClient(giavClient(fields), { clientTypes: {}, countryCode: () => null }).desired;
    expect(map({ fechaNacimiento: '1984' })).toMatchObject({
      fields: { birthday: null },
      notes: expect.arrayContaining([
        { field: 'FechaNacimiento', note: expect.stringContaining('dropped') as string },
      ]) as unknown,
    });
    expect(map({ fechaNacimiento: '\u200b06/05/1984&nbsp;' }).fields['birthday']).toBe(
      '1984-05-06',
    );
    expect(map({ fechaNacimiento: ' 06/05/1984' }).fields['birthday']).toBe('1984-05-06');
  });
  it('RelevantDates goes before the free text', () => {
    const { fields, notes } = mapClient(
      giavClient({ birthday: '1984-05-06', fechaNacimiento: '1984' }),
      {
        clientTypes: {},
        countryCode: () => null,
      },
    ).desired;
    expect(fields['birthday']).toBe('1984-05-06');
    expect(notes.filter(({ field }) => field === 'FechaNacimiento')).toEqual([]);
  });
});

it("a date of GIAV's is whole or none", () => {
  for (const text of [
    '12',
    '2026',
    '202602',
    '2026-02',
    '2026-W12-3',
    '2026-123',
    '',
    null,
    undefined,
    '2026-02-30T00:00:00',
    'x2026-02-11',
    '2026-02-111',
    '2026-02-11x',
    '0001-01-01T00:00:00',
  ])
    expect([giavDate(text), giavTime(text)]).toEqual([null, null]);
  expect(giavDate('2026-02-11T17:03:08.2112345')).toBe('2026-02-11');
  expect(giavDate(' 2026-02-11 ')).toBe('2026-02-11');
  expect(giavTime('2026-02-11 17:03:08')?.toISOString()).toBe('2026-02-11T16:03:08.000Z');
  expect(giavTime('2026-02-11T17:03:08Z')?.toISOString()).toBe('2026-02-11T17:03:08.000Z');
  expect(giavTime('2026-02-11T17:03:08.21')?.toISOString()).toBe('2026-02-11T16:03:08.210Z');
});

it('today is the date in Madrid', () => {
  expect(localToday(new Date('2026-07-01T22:30:00Z'))).toBe('2026-07-02');
  expect(localToday(new Date('2026-01-01T22:30:00Z'))).toBe('2026-01-01');
});
