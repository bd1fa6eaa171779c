import { mappingSettings } from '../../lib/config/mapping-settings';
import { syncConfigSchema } from '../../lib/config/schema';
import type { RunMode } from '../../lib/ports/run';
import { planRun } from '../../lib/run/plan-run';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import { settingsKey } from '../../lib/sync/fingerprint';
import { sliceOf } from '../../lib/sync/open-expedientes';
import type { Watermark } from '../../lib/sync/watermark';
import { MemoryTable } from '../ports/table';
import { begunRun } from '../ports/begun-run';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const minutesAgo = (minutes: number): string =>
  new Date(NOW.getTime() - minutes * 60_000).toISOString();
const EVIDENCE = { changedSince: null, slice: null, shown: 0, missed: 0, asked: 0 };

/** A run that is about to be planned, and the words of its plan. */
function planning(settings: Parameters<typeof syncConfigSchema.parse>[0] = {}) {
  const config = syncConfigSchema.parse(settings);
  const watermarks = new DynamoWatermarks(new MemoryTable());
  const key = settingsKey(mappingSettings(config));
  const said: unknown[][] = [];
  const { overlapMinutes, sweepMinutes } = config.modified;
  const known = (more: Partial<Watermark> = {}): Watermark => ({
    since: minutesAgo(30),
    settings: key,
    sweptAt: minutesAgo(1),
    officePrefix: false,
    ...more,
  });
  const plan = (mode: RunMode, watermark?: Watermark | null, giavTime: Date | null = null) =>
    planRun(
      {
        watermarks,
        config,
        clock: { now: () => NOW },
        log: {
          info: (...told) => void said.push(['info', ...told]),
          warn: (...told) => void said.push(['warn', ...told]),
          error: () => undefined,
        },
      },
      begunRun({ mode, startedAt: NOW.toISOString() }),
      giavTime,
      watermark,
    );
  return { plan, known, key, said, watermarks, overlapMinutes, sweepMinutes: sweepMinutes ?? 0 };
}

describe('a full run', () => {
  it('reads all, from now on, and watches the date filter since the last one', async () => {
    const { plan, known, key, said, overlapMinutes } = planning();
    expect(await plan('full', known())).toEqual({
      mode: 'full',
      readFrom: NOW.toISOString(),
      settings: key,
      officePrefix: false,
      openExpedientes: { ...EVIDENCE, changedSince: minutesAgo(30 + overlapMinutes), open: 0 },
    });
    expect(said).toEqual([]);
  });

  it('that is the first one watches nothing yet, and is no news', async () => {
    const { plan, said } = planning();
    expect(await plan('full', null)).toMatchObject({ openExpedientes: { ...EVIDENCE, open: 0 } });
    expect(said).toEqual([]);
  });

  it('begins by GIAV’s clock where that one is behind', async () => {
    const { plan, known } = planning();
    const giav = new Date(NOW.getTime() - 5000);
    expect(await plan('full', known(), giav)).toMatchObject({ readFrom: giav.toISOString() });
  });
});

describe('a modified run', () => {
  it('reads what changed since a little before the last one began', async () => {
    const { plan, known, key, overlapMinutes } = planning();
    expect(await plan('modified', known())).toEqual({
      readFrom: NOW.toISOString(),
      settings: key,
      officePrefix: false,
      since: minutesAgo(30 + overlapMinutes),
      sweep: false,
      sweptBefore: null,
      openExpedientes: { ...EVIDENCE, changedSince: minutesAgo(30 + overlapMinutes), open: null },
    });
  });

  it('that is due to sweep also reads what no date filter shows, since the last sweep', async () => {
    const { plan, known, sweepMinutes } = planning();
    const sweptAt = minutesAgo(sweepMinutes);
    expect(await plan('modified', known({ sweptAt }))).toMatchObject({
      sweep: true,
      sweptBefore: sweptAt,
      openExpedientes: { slice: sliceOf(undefined, sweptAt, NOW) },
    });
    expect(await plan('modified', known({ sweptAt: minutesAgo(sweepMinutes - 1) }))).toMatchObject({
      sweep: false,
      openExpedientes: { slice: null },
    });
  });

  it.each<[string, Partial<Watermark> | null]>([
    ['there is no completed run to start from', null],
    ['the mapping settings changed since the last completed run', { settings: 'others' }],
    ['the watermark lies in the future', { since: minutesAgo(-1) }],
  ])('is a full one, and says so, where %s', async (because, more) => {
    const { plan, known, said } = planning();
    expect(await plan('modified', more && known(more))).toMatchObject({
      mode: 'full',
      openExpedientes: { ...EVIDENCE, open: 0 },
    });
    expect(said).toEqual([['info', `the modified run is a full one: ${because}`, { runId: 'r1' }]]);
  });

  it('looks the watermark up where it was not read already', async () => {
    const { plan, known, watermarks } = planning();
    await watermarks.advance(known(), NOW);
    expect(await plan('modified')).not.toHaveProperty('mode');
    expect(await plan('modified', null)).toHaveProperty('mode', 'full');
  });
});

it('a re-drive reads the records that it names: no more is planned', async () => {
  const { plan, known, key } = planning();
  expect(await plan('redrive', known())).toEqual({
    readFrom: NOW.toISOString(),
    settings: key,
    officePrefix: false,
  });
});

describe('names of deals with their office', () => {
  it('are what the settings say in a full run, and what the last full run gave in the others', async () => {
    const { plan, known, said } = planning({ officePrefix: 'always' });
    const prefix = async (mode: RunMode, watermark: Watermark | null) =>
      (await plan(mode, watermark)).officePrefix;
    expect([
      await prefix('full', known()),
      await prefix('redrive', known()),
      await prefix('redrive', known({ officePrefix: true })),
      await prefix('redrive', null),
    ]).toEqual([true, false, true, true]);
    expect(said).toEqual([]);
  });
});
