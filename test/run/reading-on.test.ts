import type { DrivePorts } from '../../lib/run/drive-run';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import type { GiavClient } from '../../lib/sync/records';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';
import { keptLog, type Said } from '../ports/kept-log';

/** A page-fetcher, the pages of clients that it asks GIAV for, and what it tells. */
class Reading extends RunOffice {
  readonly pages: number[] = [];
  readonly single: number[] = [];
  readonly said: Said[] = [];

  constructor(settings: object = {}) {
    super(settings);
    this.fault = (index, size) => {
      if (size === 100) this.pages.push(index);
      return null;
    };
  }

  override ports(): DrivePorts {
    const ports = super.ports();
    const getClient = ports.giav.getClient.bind(ports.giav);
    return {
      ...ports,
      log: keptLog(this.said),
      giav: Object.assign(ports.giav, {
        getClient: (id: number) => {
          this.single.push(id);
          return getClient(id);
        },
      }),
    };
  }

  warned(text: string): object[] {
    return this.said.filter(([, said]) => said === text).map(([, , ids]) => ids);
  }

  redrive(ids: readonly number[]): void {
    const records = ids.map((id) => ({ entity: 'client' as const, id: String(id) }));
    this.send({ v: 1, kind: 'redrive', records });
  }
}
const runOf = async (office: RunOffice) => {
  for await (const run of office.runs.recent()) return run;
  throw new Error('there is no run');
};
const from = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => first + at);

describe('a list of GIAV', () => {
  it.each([1, 4])(
    'is asked for page by page, each once, %i calls at a time',
    async (concurrency) => {
      const office = new Reading({ giav: { pageIndex: 'zero', concurrency } });
      office.addClients(250);
      office.start('full', 'r1');
      await office.quiet();
      // The short page may not be the last one; the first one shows whether the list stood still.
      expect(office.pages).toEqual([0, 1, 2, 3, 0]);
      expect(await office.run('r1')).toMatchObject({
        status: 'completed',
        clientPages: 3,
        clientsRead: 250,
        summary: { clients: { read: 250 } },
      });
    },
  );

  it('is asked for ahead only where several calls at a time are allowed', async () => {
    for (const [concurrency, ahead] of [
      [1, false],
      [2, true],
    ] as const) {
      const office = new Reading({ giav: { pageIndex: 'zero', concurrency } });
      office.addClients(250);
      const kept: number[] = [];
      const open = office.runs.openPage.bind(office.runs);
      office.runs.openPage = (...args) => {
        kept.push(office.pages.length);
        return open(...args);
      };
      office.start('full', 'r1');
      await office.quiet();
      expect(kept[0]).toBe(ahead ? 2 : 1);
    }
  });

  it('of one page is looked at once: there is nothing that could have moved', async () => {
    const office = new Reading({ giav: { pageIndex: 'zero' } });
    office.addClients(40);
    office.start('full', 'r1');
    await office.quiet();
    expect(office.pages).toEqual([0, 1]);
  });

  it('that never stands still ends with a word, and the watermark stays where it was', async () => {
    const office = new Reading({ giav: { pageIndex: 'zero' } });
    office.addClients(250);
    let turns = 0;
    office.onPage = (ids) => {
      // Somebody is the last one from now on, whoever was the first.
      if (ids.length === 100 && turns++ < 60) {
        const [first, ...others] = office.giavClients as GiavClient[];
        if (first) office.giavClients = [...others, first];
      }
    };
    office.start('full', 'r1');
    await office.quiet();
    const run = await office.run('r1');
    expect([run.status, run.unstable, run.summary?.reasons['PAGES_MOVED']]).toEqual([
      'completed',
      true,
      1,
    ]);
    expect(run.summary?.clients.read).toBe(250);
    expect(await office.watermarks.get()).toBeNull();
    expect(
      office.warned(
        'the list never stood still while it was read: the watermark stays where it was',
      ),
    ).toContainEqual({ runId: 'r1' });
    expect(
      office.warned('records moved between pages: reading the list again').at(-1),
    ).toMatchObject({ runId: 'r1' });
  });

  it('is read on from its checkpoint by the next invocation: no page is asked for twice, and none is left out', async () => {
    const office = new Reading({ giav: { pageIndex: 'zero', concurrency: 1 } });
    office.addClients(350);
    office.msPerCall = 240_000;
    office.start('full', 'r1');
    await office.quiet();
    expect(office.invocations).toBeGreaterThan(2);
    expect(office.pages).toEqual([0, 1, 2, 3, 4, 0]);
    expect(office.warned('handing over before the time limit')).toContainEqual({ runId: 'r1' });
    expect((await office.run('r1')).summary?.clients.read).toBe(350);
  });
});

describe('records that are asked for by their ids', () => {
  it('are read one by one, kept in pages of a hundred, and what GIAV does not show is told', async () => {
    const office = new Reading();
    office.addClients(230);
    const ids = [...from(1000, 230), 5000];
    office.redrive(ids);
    await office.quiet();
    const run = await runOf(office);
    expect(office.single).toEqual(ids);
    expect([run.status, run.summary?.clients, run.summary?.reasons['NOT_IN_GIAV']]).toEqual([
      'completed',
      expect.objectContaining({ read: 231 }),
      1,
    ]);
    // Three groups, and the one that is gone.
    expect(run.clientPages).toBe(4);
  });

  it('are read on by the next invocation where GIAV is slow: what was read is kept, nothing is read twice', async () => {
    const office = new Reading();
    office.addClients(30);
    office.msPerCall = 90_000;
    office.redrive(from(1000, 30));
    await office.quiet();
    expect(office.invocations).toBeGreaterThan(2);
    expect(office.single).toEqual(from(1000, 30));
    expect((await runOf(office)).summary?.clients.read).toBe(30);
  });
});

describe('expedientes of clients that have just become linked', () => {
  it('are read for a hundred clients at a time, and asked for until all of it is kept', async () => {
    const office = new Reading({ giav: { pageIndex: 'zero' } });
    office.stages.push({ id: 1, name: 'Abierto' });
    const pending = new DynamoPending(office.table);
    const clients = from(2000, 130);
    await pending.addMany('expedientes-of', clients.map(String));
    office.giavExpedientes = clients.map((id) =>
      giavExpediente({ id: id + 10_000, idCliente: id, idEntityStage: 1 }),
    );
    office.shows = ({ idCliente }, { idsCliente }) => idsCliente?.includes(idCliente) ?? false;
    office.redrive([1]);
    await office.quiet();
    const groups = office.asked.flatMap(({ idsCliente, pageIndex }) =>
      idsCliente ? [[idsCliente.length, pageIndex]] : [],
    );
    expect(groups).toEqual([
      [100, 0],
      [100, 1],
      [30, 0],
      [30, 1],
    ]);
    expect([
      (await runOf(office)).summary?.expedientes.read,
      await pending.list('expedientes-of'),
    ]).toEqual([130, []]);
  });
});

it('an expediente whose client an earlier invocation put on the queue comes after it, as does one whose client is not linked', async () => {
  const office = new Reading({ giav: { pageIndex: 'zero', concurrency: 1 } });
  office.stages.push({ id: 1, name: 'Abierto' });
  const links = new DynamoLinks(office.table);
  office.giavClients = from(1, 150).map((id) =>
    giavClient({ id, documento: id < 3 ? `DOC-${id}` : '' }),
  );
  for (const id of ['1', '2'])
    await links.put('client', {
      id,
      status: 'linked',
      kind: 'contact',
      clientifyId: `5${id}`,
      fingerprint: 'another',
      at: office.now.toISOString(),
    });
  office.giavExpedientes = [
    giavExpediente({ id: 901, idCliente: 1, idEntityStage: 1 }),
    giavExpediente({ id: 902, idCliente: 9, idEntityStage: 1 }),
  ];
  office.msPerCall = 200_000;
  office.start('full', 'r1');
  for (let steps = 0; steps < 20 && !office.work.some(({ id }) => id === '901'); steps++)
    await office.step();
  expect(office.invocations).toBeGreaterThan(1);
  expect(
    office.work
      .filter(({ entity }) => entity === 'expediente')
      .map(({ id, clientSettled }) => [id, clientSettled]),
  ).toEqual([
    ['901', false],
    ['902', false],
  ]);
});
