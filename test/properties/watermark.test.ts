import fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseSyncConfig } from '../../lib/config/environment';
import { mappingSettings } from '../../lib/config/mapping-settings';
import {
  planModified,
  runStart,
  sinceDate,
  sinceText,
  withOverlap,
  type Watermark,
} from '../../lib/sync/watermark';

const ISO = "yyyy-MM-dd'T'HH:mm:ss";
const MINUTE = 60_000;
/** What GIAV writes as FechaModificacion for a change at that moment. */
const giavWrites = (at: Date): string =>
  DateTime.fromJSDate(at, { zone: 'Europe/Madrid' }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");

/** Moments of a few years, and many around the changes of the clock. */
const moments = fc.oneof(
  fc.date({ min: new Date('2024-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00:00Z',
        '2026-10-25T01:00:00Z',
        '2027-03-28T01:00:00Z',
        '2027-10-31T01:00:00Z',
      ),
      fc.integer({ min: -180, max: 180 }),
    )
    .map(([change, minutes]) => new Date(Date.parse(change) + minutes * MINUTE)),
);

it('no change after the watermark is missed, on both nights when the clock changes too', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 300 * MINUTE }), (since, later) => {
      expect(giavWrites(new Date(since.getTime() + later)) >= sinceText(since, ISO)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('never more than an hour and a second is read too much', () => {
  fc.assert(
    fc.property(moments, (since) => {
      expect(giavWrites(new Date(since.getTime() - 3_601_000)) < sinceText(since, ISO)).toBe(true);
    }),
  );
});

it.each([
  ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00'],
  ['2026-10-25T01:30:00Z', '2026-10-25T02:30:00'],
  ['2026-03-29T00:59:59Z', '2026-03-29T01:59:59'],
  ['2026-03-29T01:00:00Z', '2026-03-29T03:00:00'],
  ['2026-07-01T10:00:00Z', '2026-07-01T12:00:00'],
])('%s is asked for as %s', (since, text) => {
  expect(sinceText(new Date(since), ISO)).toBe(text);
});

it.each([
  ['yyyy-MM-ddTHH:mm:ss', '2026-07-03T12:04:05'],
  ['yyyy-MM-dd HH:mm:ss', '2026-07-03 12:04:05'],
  ['dd/MM/yyyy HH:mm:ss', '03/07/2026 12:04:05'],
  ['yyyy-MM-dd', '2026-07-03'],
])('the format %s is written as configured', (format, text) => {
  expect(sinceText(new Date('2026-07-03T10:04:05Z'), format)).toBe(text);
});

it('a filter that takes a date only gets the day before', () => {
  expect(sinceDate(new Date('2026-06-30T22:30:00Z'))).toBe('2026-06-30');
});

it('the start of a run is the earlier of our clock and that of GIAV', () => {
  const [early, late] = [new Date('2026-01-01T10:00:00Z'), new Date('2026-01-01T10:05:00Z')];
  expect(runStart(late, early)).toBe(early);
  expect(runStart(early, late)).toBe(early);
  expect(runStart(early, null)).toBe(early);
});

describe('what a modified run reads', () => {
  const now = new Date('2026-05-05T12:00:00Z');
  const watermark = (changes: Partial<Watermark> = {}): Watermark => ({
    since: '2026-05-05T11:50:00.000Z',
    settings: 'same',
    sweptAt: '2026-05-05T11:30:00.000Z',
    officePrefix: false,
    ...changes,
  });
  const options = { overlapMinutes: 10, sweepMinutes: 60 };

  it('everything since the start of the last completed run, less the overlap', () => {
    expect(planModified(watermark(), 'same', now, options)).toEqual({
      mode: 'modified',
      since: new Date('2026-05-05T11:40:00.000Z'),
      sweep: false,
    });
  });
  it.each([
    ['there is none', null, 'there is no completed run to start from'],
    [
      'the settings changed',
      watermark({ settings: 'others' }),
      'the mapping settings changed since the last completed run',
    ],
    [
      'it lies in the future',
      watermark({ since: '2026-05-05T12:00:01.000Z' }),
      'the watermark lies in the future',
    ],
    ['it cannot be read', watermark({ since: 'yesterday' }), 'the watermark lies in the future'],
  ])('everything at all when %s, and says why', (_, stored, because) => {
    expect(planModified(stored, 'same', now, options)).toEqual({ mode: 'full', because });
  });
  it('a run that begins in the moment in which the last one did is no jump of a clock', () => {
    expect(planModified(watermark({ since: now.toISOString() }), 'same', now, options).mode).toBe(
      'modified',
    );
  });
  it('a sweep in this very moment is one', () => {
    const swept = watermark({ sweptAt: now.toISOString() });
    expect(planModified(swept, 'same', now, options)).toMatchObject({ sweep: false });
  });
  it.each([
    ['an hour after the last sweep', '2026-05-05T11:00:00.000Z', 60, true],
    ['less than an hour after it', '2026-05-05T11:00:01.000Z', 60, false],
    ['in every run, with 0', '2026-05-05T11:59:59.000Z', 0, true],
    ['never, with null', '2020-01-01T00:00:00.000Z', null, false],
    ['after a sweep in the future: a clock jumped', '2030-01-01T00:00:00.000Z', 60, true],
  ] as [string, string, number | null, boolean][])(
    'sweeps %s',
    (_, sweptAt, sweepMinutes, sweep) => {
      expect(
        planModified(watermark({ sweptAt }), 'same', now, { overlapMinutes: 0, sweepMinutes }),
      ).toMatchObject({ sweep });
    },
  );
  it('chained runs leave no gap: each starts no later than the one before it started', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 60 }),
        (gaps, overlap) => {
          let start = new Date('2026-10-24T20:00:00Z');
          for (const minutes of gaps) {
            const next = new Date(start.getTime() + minutes * MINUTE);
            const plan = planModified(watermark({ since: start.toISOString() }), 'same', next, {
              overlapMinutes: overlap,
              sweepMinutes: null,
            });
            expect(plan).toEqual({
              mode: 'modified',
              since: withOverlap(start, overlap),
              sweep: false,
            });
            start = next;
          }
        },
      ),
    );
  });
  it('only settings that decide what a record becomes ask for a full run', () => {
    const settings = (config: object): string =>
      mappingSettings(parseSyncConfig(JSON.stringify(config)));
    expect(
      settings({
        clientify: { concurrency: 9 },
        modified: { overlapMinutes: 3 },
        giav: { concurrency: 1 },
      }),
    ).toBe(settings({}));
    for (const changed of [
      { pipeline: 'Otro' },
      { closedStage: 'Fin' },
      { disabledClients: 'skip' },
      { giav: { pageIndex: 'one' } },
    ])
      expect(settings(changed)).not.toBe(settings({}));
  });
});
