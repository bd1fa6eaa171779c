import { MemoryTable } from '../ports/table';
import { CrmOffice } from '../ports/crm-office';

const MINUTE_MS = 60_000;

/** Counts the requests that an operation of the table is. */
class Requests extends MemoryTable {
  readonly made: string[] = [];
  /** Its items are put one by one here. */
  private many = false;

  private note(...what: readonly unknown[]): void {
    this.made.push(what.join(' '));
  }

  override get(...args: Parameters<MemoryTable['get']>) {
    this.note('get', args[0].pk, args[0].sk);
    return super.get(...args);
  }
  override getMany(...args: Parameters<MemoryTable['getMany']>) {
    this.note('getMany', args[0].length);
    return super.getMany(...args);
  }
  override put(...args: Parameters<MemoryTable['put']>) {
    if (!this.many) this.note('put', args[0].pk, args[0].sk);
    return super.put(...args);
  }
  override putMany(...args: Parameters<MemoryTable['putMany']>) {
    if (args[0].length > 0) this.note('putMany', args[0].length);
    this.many = true;
    return super.putMany(...args).finally(() => (this.many = false));
  }
  override update(...args: Parameters<MemoryTable['update']>) {
    this.note('update', args[0].pk, args[0].sk);
    return super.update(...args);
  }
  override delete(...args: Parameters<MemoryTable['delete']>) {
    this.note('delete', args[0].pk, args[0].sk);
    return super.delete(...args);
  }
  override query(...args: Parameters<MemoryTable['query']>) {
    this.note('query', args[0], args[1]);
    return super.query(...args);
  }
  override slice(...args: Parameters<MemoryTable['slice']>) {
    this.note('slice', args[0]);
    return super.slice(...args);
  }
}

/** An office whose lists are empty since its last run, and which counts what a run costs. */
class IdleOffice extends CrmOffice {
  readonly requests: Requests;
  giavCalls = 0;

  constructor() {
    const table = new Requests();
    super({}, table);
    this.requests = table;
  }

  override ports() {
    const ports = super.ports();
    const counted =
      <Args extends unknown[], Out>(call: (...args: Args) => Out) =>
      (...args: Args): Out => {
        this.giavCalls += 1;
        return call(...args);
      };
    const { giav } = ports;
    return {
      ...ports,
      clientify: this.account(ports.clientify),
      giav: {
        ...giav,
        expedienteStages: counted(giav.expedienteStages.bind(giav)),
        searchClients: counted(giav.searchClients.bind(giav)),
        searchExpedientes: counted(giav.searchExpedientes.bind(giav)),
      },
    };
  }

  /** With the real question whether the key is good. */
  private account(stubbed: ReturnType<CrmOffice['ports']>['clientify']) {
    return Object.assign(stubbed, {
      checkAccess: () => this.crm.http.request('GET', '/users/').then(() => undefined),
    });
  }

  /** As the schedule starts it. */
  async scheduled(): Promise<void> {
    this.now = new Date(this.now.getTime() + MINUTE_MS);
    this.send({ v: 1, kind: 'start', mode: 'modified' });
    await this.quiet();
  }
}

async function idle(): Promise<IdleOffice> {
  const office = new IdleOffice();
  await office.ready();
  office.requests.made.length = 0;
  office.giavCalls = 0;
  return office;
}

describe('a modified run that finds nothing', () => {
  it('costs 4 calls to GIAV, one to Clientify and no more than 14 requests of the table', async () => {
    const office = await idle();
    await office.scheduled();
    expect(office.giavCalls).toBe(4);
    expect(office.crm.reads()).toHaveLength(1);
    // With one for what all processes know of the weather, which is asked for in the function: 15.
    expect(office.requests.made).toHaveLength(14);
    expect(office.messages).toEqual([]);
  });

  it('is completed, told and counted as any other, and moves the watermark', async () => {
    const office = await idle();
    const before = await office.watermarks.get();
    await office.scheduled();
    const [run] = (await office.runs.latest(1)).runs;
    expect(run).toMatchObject({
      mode: 'modified',
      status: 'completed',
      phase: 'ended',
      summary: { clients: { read: 0 }, reasons: {} },
    });
    expect(run?.readFrom).not.toBeNull();
    expect((await office.watermarks.get())?.since).toBe(run?.readFrom);
    expect(before?.since).not.toBe(run?.readFrom);
    expect(office.told.filter(({ type }) => type === 'RunCompleted')).toHaveLength(2);
  });

  it('one that was cancelled while it read moves nothing', async () => {
    const office = await idle();
    const before = await office.watermarks.get();
    office.shows = () => {
      return false;
    };
    const { runs } = office;
    const end = office.ports().runs.endIdle.bind(runs);
    runs.endIdle = async (run, ...rest) => {
      await runs.end(run.id, 'cancelled', {}, office.now);
      return end(run, ...rest);
    };
    await office.scheduled();
    expect((await runs.latest(1)).runs[0]?.status).toBe('cancelled');
    expect(await office.watermarks.get()).toEqual(before);
  });

  it('every minute: what falls due while one is under way waits in one place, and nothing piles up', async () => {
    const office = await idle();
    office.newClient(7, '00000007A');
    office.start('modified', 'busy');
    await office.step();
    for (let minute = 0; minute < 30; minute++)
      office.send({ v: 1, kind: 'start', mode: 'modified' });
    for (let minute = 0; minute < 30; minute++) await office.step();
    expect(await office.runs.due()).toEqual(['modified']);
    await office.quiet(1000);
    expect(await office.runs.due()).toEqual([]);
    const { runs } = await office.runs.latest(100);
    const done = runs.filter(({ status }) => status === 'completed');
    // The first one, the full one before it, and one for all that waited.
    expect(done.map(({ mode }) => mode).sort()).toEqual(['full', 'modified', 'modified']);
  });

  it('one whose invocation dies is done by the next', async () => {
    const office = await idle();
    const { runs } = office;
    const end = runs.endIdle.bind(runs);
    runs.endIdle = () => {
      runs.endIdle = end;
      throw new Error('killed');
    };
    office.now = new Date(office.now.getTime() + MINUTE_MS);
    office.send({ v: 1, kind: 'start', mode: 'modified' });
    await office.quiet().catch(() => undefined);
    office.now = new Date(office.now.getTime() + 20 * MINUTE_MS);
    office.send({ v: 1, kind: 'start', mode: 'modified' });
    await office.quiet();
    const last = (await runs.latest(10)).runs.filter(({ status }) => status === 'running');
    expect(last).toEqual([]);
  });
});
