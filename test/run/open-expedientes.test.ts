import type { ExpedienteFilter } from '../../lib/ports/giav';
import { DynamoLinks } from '../../lib/state/links';
import { hashText } from '../../lib/sync/hash';
import type { Expediente } from '../../lib/sync/records';
import { giavExpediente } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';

/** Four sweeps a day. */
const SWEEP_MINUTES = 360;
const SWEEP_MS = SWEEP_MINUTES * 60_000;
const DAY_MS = 24 * 3_600_000;

/** An agency whose date filter shows what `filter` says, with a full run behind it. */
async function agency(
  count: number,
  filter: (one: Expediente) => boolean,
  dialect: 'zero' | 'one' | 'offset' = 'zero',
) {
  const office = new RunOffice({
    giav: { pageIndex: dialect },
    modified: { sweepMinutes: SWEEP_MINUTES },
  });
  office.stages.push({ id: 5, name: 'Abierto' });
  for (let id = 1; id <= count; id++)
    office.giavExpedientes.push(
      giavExpediente({ id, idCliente: 7, idEntityStage: 5, cerrado: false }),
    );
  office.shows = (one, { closed, modifiedSince, createdSince, idsExpediente }) =>
    (idsExpediente?.includes(one.id) ?? true) &&
    (closed === undefined || one.cerrado === (closed === 'Si')) &&
    createdSince === undefined &&
    (modifiedSince === undefined || filter(one));
  office.start('full', 'full');
  await office.quiet();
  office.asked.length = 0;
  return office;
}

async function sweep(office: RunOffice, id: string): Promise<ExpedienteFilter[]> {
  office.asked.length = 0;
  office.now = new Date(office.now.getTime() + SWEEP_MS);
  office.start('modified', id);
  await office.quiet();
  expect((await office.run(id)).status).toBe('completed');
  return office.asked.filter(({ closed }) => closed !== undefined);
}

/** Last written in another state than the one that GIAV shows. */
const inAnotherState = (office: RunOffice, ids: readonly number[]): Promise<unknown> =>
  Promise.all(
    ids.map((id) =>
      new DynamoLinks(office.table).put('expediente', {
        id: String(id),
        status: 'linked',
        kind: 'deal',
        clientifyId: String(9000 + id),
        at: office.now.toISOString(),
        snapshot: {
          giav: { fields: { pipeline_stage: hashText('gone') } },
          clientify: { fields: {} },
        },
      }),
    ),
  );

describe('the sweep of open expedientes', () => {
  it.each(['zero', 'one', 'offset'] as const)(
    'reads each of 6,000 within a day, a part of them each time: pages of dialect %s',
    async (dialect) => {
      const office = await agency(6_000, () => false, dialect);
      const read = new Set<number>();
      const calls: number[] = [];
      office.onPage = (ids) => ids.forEach((id) => read.add(id));
      for (let at = 0; at < 4; at++) calls.push((await sweep(office, `m${at}`)).length);
      expect(read.size).toBe(6_000);
      expect(Math.max(...calls)).toBeLessThanOrEqual(20);
    },
  );
  it('is not needed once the date filter has shown all changes of state for a week', async () => {
    const office = await agency(300, () => true);
    await inAnotherState(
      office,
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
    await sweep(office, 'a');
    office.now = new Date(office.now.getTime() + 6 * DAY_MS);
    expect(await sweep(office, 'b')).not.toEqual([]);
    office.now = new Date(office.now.getTime() + DAY_MS);
    expect(await sweep(office, 'c')).toEqual([]);
  });
  it('comes back when a full run finds a change that the filter does not show', async () => {
    let shows = true;
    const office = await agency(300, () => shows);
    await inAnotherState(
      office,
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
    await sweep(office, 'a');
    office.now = new Date(office.now.getTime() + 8 * DAY_MS);
    expect((await office.watermarks.get())?.openExpedientes?.shown).toBeGreaterThanOrEqual(20);
    expect(await sweep(office, 'b')).toEqual([]);
    shows = false;
    await inAnotherState(office, [44]);
    office.start('full', 'later');
    await office.quiet();
    expect(await sweep(office, 'c')).not.toEqual([]);
  });
  it('a question about the filter that GIAV does not answer stops no run, and proves nothing', async () => {
    let shown: readonly number[] = Array.from({ length: 30 }, (_, at) => at + 1);
    const office = await agency(300, ({ id }) => shown.includes(id));
    const shows = office.shows;
    office.shows = (one, filter) => {
      if (filter.idsExpediente && filter.modifiedSince !== undefined) throw new Error('no');
      return shows(one, filter);
    };
    await inAnotherState(office, shown);
    await sweep(office, 'a');
    expect((await office.watermarks.get())?.openExpedientes?.shown).toBe(30);
    await inAnotherState(office, [44]);
    shown = [];
    await sweep(office, 'b');
    expect((await office.watermarks.get())?.openExpedientes?.shown).toBe(0);
  });
  it.each([
    ['heeds both filters', true],
    ['heeds only ids where it is given ids', false],
  ])('a GIAV that %s proves its date filter by what that one shows: %s', async (_, both) => {
    const office = await agency(300, () => both);
    const shows = office.shows;
    office.shows = (one, { modifiedSince, ...filter }) => {
      const isAhead = (modifiedSince ?? '') > new Date(office.now.getTime() + DAY_MS).toISOString();
      if (filter.idsExpediente && !both) return shows(one, filter);
      return !isAhead && shows(one, { ...filter, modifiedSince });
    };
    await inAnotherState(
      office,
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
    office.start('full', 'later');
    await office.quiet();
    expect((await office.watermarks.get())?.openExpedientes?.shown).toBe(both ? 30 : 0);
  });
});
