import { setTimeout as wait } from 'node:timers/promises';
import { World, client, customField, expediente, withId, type Fields } from '../harness/world';

/** How often something is killed; KILLS=20 for more. */
const KILLS = Number(process.env['KILLS'] ?? '5');
/** KILL_SEEDS=1,2,3 for others. */
const SEEDS = (process.env['KILL_SEEDS'] ?? '7').split(',').map(Number);
/** Enough that a worker is still at work at the last of them. */
const CLIENTS = 6 * KILLS;

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 4294967296;
  };
}

type Victim = 'record-worker' | 'page-fetcher';

/** Each once at least. */
const victims = (random: () => number): Victim[] => [
  'record-worker',
  'page-fetcher',
  ...Array.from({ length: KILLS - 2 }, (): Victim =>
    random() < 0.6 ? 'record-worker' : 'page-fetcher',
  ),
];

const countOf = (records: readonly Fields[], field: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const record of records) {
    const id = customField(record, field) ?? '?';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};

/**
 * Functions are killed (-9) in the middle of whatever they do, again and again, through a full run and what follows it.
 * Nobody helps: only what the template declares brings anything back (the queues' visibility and redrive policies, the
 * schedules, their times all a hundredth).
 */
describe('functions killed at random', () => {
  it.each(SEEDS)(
    `seed %i, ${KILLS} kills: every run ends, everything is there once, and nothing is left to do`,
    async (seed) => {
      const random = randomOf(seed);
      const world = await World.start({
        timeScale: 1 / 100,
        schedules: true,
        config: {
          officePrefix: 'never',
          modified: { everyMinutes: 5 },
          clientify: { timeoutSeconds: 1, retrySeconds: 0.05 },
          giav: { timeoutSeconds: 1, retrySeconds: 0.05 },
        },
      });
      try {
        const ids = Array.from({ length: CLIENTS }, (_, at) => 1000 + at);
        await world.setGiav(
          'clients',
          ids.map((id) => client(id, id % 5 === 0 ? { Tipo: 'Empresa' } : {})),
        );
        await world.setGiav(
          'expedientes',
          ids.filter((id) => id % 2 === 0).map((id) => expediente(id, id)),
        );
        await world.control('POST', 'clientify/latency', 60);
        await world.control('POST', 'giav/latency', 100);
        await until(async () => (await world.admin.runs.active()) !== null, 60_000);
        for (const name of victims(random)) {
          // One that stands still would have nothing to lose; one that has worked for a while has more.
          await until(async () => {
            await wait(random() * 2500);
            return world.kill(name) > 0;
          }, 120_000);
        }
        await world.control('POST', 'clientify/latency', 0);
        const contacts = CLIENTS - CLIENTS / 5;
        await until(async () => {
          const counts = await Promise.all([
            world.crm('contacts'),
            world.crm('companies'),
            world.crm('deals'),
          ]);
          return (
            counts[0].length >= contacts &&
            counts[1].length >= CLIENTS / 5 &&
            counts[2].length >= CLIENTS / 2 &&
            (await world.admin.watermarks.get()) !== null
          );
        }, 180_000);
        world.endSchedules();
        await until(async () => (await world.admin.runs.active()) === null, 60_000);
        await world.settled();
        for (const [list, field] of [
          ['contacts', 'gesintur_id'],
          ['companies', 'gesintur_id'],
          ['deals', 'gesintur_expediente_id'],
        ] as const)
          expect([...countOf(await world.crm(list), field)].filter(([, n]) => n !== 1)).toEqual([]);
        expect(await world.failures()).toEqual([]);
        for (const id of ids)
          expect(
            withId([...(await world.crm('contacts')), ...(await world.crm('companies'))], id),
          ).toHaveLength(1);
        await world.clearLog();
        const report = await world.sync();
        expect(report.run.status).toBe('completed');
        expect(report.clients).toMatchObject({ read: CLIENTS, created: 0, updated: 0, failed: 0 });
        expect(await world.writes()).toEqual([]);
      } finally {
        await world.stop();
      }
    },
    600_000,
  );
});

async function until(what: () => Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('It did not come to that');
    await wait(100);
  }
}
