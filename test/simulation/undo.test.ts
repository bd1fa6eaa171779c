import type { Work } from '../../lib/ports/asked';
import { DynamoAnswers } from '../../lib/state/answers';
import { DynamoRuns } from '../../lib/state/runs';
import { Random } from '../../simulation/time/random';
import { World } from '../../simulation/world';
import { shown } from '../ports/undo-office';

const MINUTE_MS = 60_000;

/** A small agency without schedules, whose people ask at the console; the function that answers may die in the middle. */
class Desk {
  private asks = 0;
  readonly runs: DynamoRuns;
  /** The call of the page-fetcher, from the next request on, in which its invocation dies; 0 = none. */
  dieIn = 0;
  died = 0;
  private calls = 0;

  private constructor(
    readonly world: World,
    readonly random: Random,
  ) {
    this.runs = new DynamoRuns(world.account.table, 900_000);
    world.schedules.stop();
    world.faultOf = (call) => {
      if (this.dieIn === 0 || call.function !== 'page-fetcher') return undefined;
      if ((this.calls += 1) !== this.dieIn) return undefined;
      this.died += 1;
      return 'die';
    };
  }

  static async open(seed: number, brake: object | null): Promise<Desk> {
    const world = World.open({
      seed,
      clients: 8,
      settings: JSON.stringify({
        full: { cron: null },
        modified: { everyMinutes: 0 },
        writeBack: { mode: 'off' },
        brake,
      }),
      habits: {
        unseenMs: 0,
        newestLast: true,
        trimsTexts: false,
        plainDocumentos: false,
        stageMovesDate: true,
      },
      switches: { hooks: 'never', documentBy: 'query' },
      start: '2026-06-10T04:00:00Z',
    });
    const desk = new Desk(world, new Random(seed).fork('desk'));
    await desk.full('first');
    return desk;
  }

  minutes(count: number): Promise<unknown> {
    const { scheduler } = this.world;
    return scheduler.runUntil(scheduler.now + count * MINUTE_MS);
  }

  async full(runId: string): Promise<void> {
    const body = JSON.stringify({ v: 1, kind: 'start', mode: 'full', runId });
    this.world.account.queues.runs.send({ body });
    for (let times = 0; times < 24; times++) {
      await this.minutes(5);
      const run = await this.runs.get(runId);
      if (run?.status === 'completed' || run?.held) return this.minutes(20).then(() => undefined);
    }
    throw new Error(`run ${runId} does not end`);
  }

  /** Asks until somebody has answered that it is done; how often it was asked. */
  async ask(work: Work): Promise<number> {
    const answers = new DynamoAnswers(this.world.account.table);
    for (let times = 1; times <= 4; times++) {
      const id = `ask-${(this.asks += 1)}`;
      const at = new Date().toISOString();
      const body = JSON.stringify({ v: 1, kind: 'asked', id, by: 'ana', at, work });
      this.world.account.queues.runs.send({ body });
      this.calls = 0;
      // A message whose invocation died comes again after its visibility timeout.
      await this.minutes(45);
      this.dieIn = 0;
      const answer = await answers.get(id, new Date());
      if (answer !== null && answer.refused === null) return times;
    }
    throw new Error(`nobody has done it: ${work.do}`);
  }

  /** GIAV's people change some of the clients; how many. */
  editGiav(share: number): number {
    let count = 0;
    for (const [id, client] of this.world.giav.clients) {
      if (!this.random.chance(share)) continue;
      count += 1;
      const text = `Nota ${this.random.below(1000)}`;
      const fields = this.random.pick([
        { Comentarios: text },
        { Telefono: `93${String(this.random.below(10_000_000)).padStart(7, '0')}` },
        { Nombre: text },
        { Direccion: `Calle ${text}` },
      ]);
      this.world.giav.save(id, { ...client, ...fields });
    }
    return count;
  }

  contacts() {
    return [...this.world.clientify.store.records.contacts.values()];
  }

  seen(): Map<unknown, unknown> {
    return new Map(this.contacts().map((one) => [one['id'], shown(structuredClone(one))]));
  }
}

describe('undo at the console, in the middle of which its function dies', () => {
  it.each(Array.from({ length: 12 }, (_, at) => [at + 1, 3 + 7 * at]))(
    'agency %i, in call %i: as if the run had never been, but for what people have typed since',
    async (seed, dieIn) => {
      const desk = await Desk.open(seed, null);
      try {
        const before = desk.seen();
        desk.editGiav(0.7);
        await desk.full('r1');
        const after = desk.seen();
        for (const contact of desk.contacts())
          if (desk.random.chance(0.3)) {
            const { records } = desk.world.clientify;
            records.update('contacts', contact, { remarks: 'Escrito a mano' }, 'screen');
            const was = before.get(contact['id']);
            if (was) Object.assign(was, { remarks: 'Escrito a mano' });
          }
        desk.dieIn = dieIn;
        await desk.ask({ do: 'undo', runId: 'r1', dryRun: false });
        expect(desk.seen()).toEqual(before);
        expect(after).not.toEqual(before);
        // It is not redone.
        await desk.full('r2');
        expect(desk.seen()).toEqual(before);
        expect(desk.world.watch.violations).toEqual([]);
      } finally {
        desk.world.close();
      }
    },
  );
});

describe('a held run at the console', () => {
  const BRAKE = { percent: 10, atLeast: 1, clears: 1 };

  async function held(seed: number): Promise<{ desk: Desk; before: Map<unknown, unknown> }> {
    const desk = await Desk.open(seed, BRAKE);
    const before = desk.seen();
    for (const [id, client] of desk.world.giav.clients)
      desk.world.giav.save(id, { ...client, Comentarios: `Pasillo ${id}` });
    await desk.full('r1');
    expect((await desk.runs.get('r1'))?.held).toMatchObject({ because: 'records' });
    expect(desk.seen()).toEqual(before);
    return { desk, before };
  }

  it.each([
    [1, 0],
    [2, 2],
    [3, 6],
  ])(
    'agency %i, confirmed, its function dying in call %i: it goes on, once',
    async (seed, dieIn) => {
      const { desk, before } = await held(seed);
      try {
        desk.dieIn = dieIn;
        await desk.ask({ do: 'confirm', runId: 'r1' }).catch(() => undefined);
        await desk.minutes(60);
        expect(await desk.runs.get('r1')).toMatchObject({ status: 'completed', held: null });
        expect(desk.seen()).not.toEqual(before);
        expect(desk.world.watch.violations).toEqual([]);
      } finally {
        desk.world.close();
      }
    },
  );

  it.each([
    [1, 0],
    [2, 2],
    [3, 6],
  ])(
    'agency %i, rejected, its function dying in call %i: nothing is written',
    async (seed, dieIn) => {
      const { desk, before } = await held(seed);
      try {
        desk.dieIn = dieIn;
        await desk.ask({ do: 'reject', runId: 'r1' }).catch(() => undefined);
        expect(await desk.runs.get('r1')).toMatchObject({ status: 'cancelled' });
        expect(desk.seen()).toEqual(before);
        expect(desk.world.watch.violations).toEqual([]);
      } finally {
        desk.world.close();
      }
    },
  );
});
