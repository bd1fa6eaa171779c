import { PlannedLinks } from '../../lib/dry-run/planned-links';
import { PlannedWrites } from '../../lib/dry-run/planned-writes';
import { refused } from '../../lib/record/status';
import { RecordError } from '../../lib/sync/errors';
import type { UpsertPorts, Upserted } from '../../lib/record/work';
import { deal, startClientify } from '../harness/clientify';
import { Desk } from '../harness/desk';

const nothing = (): Promise<void> => Promise.resolve();
class Died extends Error {}

/** One expediente whose state has no stage, and its deal. */
class DealDesk extends Desk {
  get place(): unknown[] {
    return this.of('deal').map(({ pipeline, pipeline_stage }) => [pipeline, pipeline_stage]);
  }

  /** A person drags it to another place. */
  drag(pipeline: number, pipeline_stage: number): void {
    Object.assign(this.of('deal')[0] ?? {}, { pipeline, pipeline_stage });
  }

  /** @param seen whether the lists of the run show the deal already */
  deal(seen: boolean, ports: Partial<UpsertPorts> = {}): Promise<Upserted> {
    const desired = { ...deal(this.clientify, 900), onlyNew: ['pipeline', 'pipeline_stage'] };
    return this.work(desired, { seen, ports });
  }

  /** Every PATCH of a deal ends like this, for as long as it is not taken back. */
  patches(end: (go: () => Promise<unknown>) => Promise<unknown>): () => void {
    const { http } = this.clientify;
    const request = http.request.bind(http);
    const spy = jest
      .spyOn(http, 'request')
      .mockImplementation((method, path, ...more) =>
        method === 'PATCH' && path.startsWith('/deals/')
          ? end(() => request(method, path, ...more))
          : request(method, path, ...more),
      );
    return () => {
      spy.mockRestore();
    };
  }
}

const WRONG = [71, 721];
const RIGHT = [72, 721];
const dies = (): Promise<never> => Promise.reject(new Died());
const dieAfter = async (go: () => Promise<unknown>): Promise<never> => {
  await go();
  return dies();
};

describe('a deal whose state has no stage', () => {
  let desk: DealDesk;
  beforeEach(async () => {
    desk = new DealDesk(await startClientify());
    await desk.links.put('client', {
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: String(
        desk.clientify.simulator.records.create('contacts', { first_name: 'Ana' }, 'screen').record[
          'id'
        ],
      ),
      at: '',
    });
  });
  afterEach(() => {
    desk.clientify.simulator.stop();
  });

  /** The account ignores the pipeline of the create, and the process dies before it has put that right. */
  const cutOff = async (): Promise<void> => {
    const over = desk.patches(dies);
    await expect(desk.deal(false)).rejects.toThrow(Died);
    over();
    expect(desk.place).toEqual([WRONG]);
  };

  it.each([true, false])(
    'that was created and not brought into its pipeline is brought there later (the lists show it: %s)',
    async (seen) => {
      await cutOff();
      await desk.deal(seen);
      expect(desk.place).toEqual([RIGHT]);
    },
  );

  it('is brought there, too, when nobody has seen it after its create', async () => {
    const { http } = desk.clientify;
    const request = http.request.bind(http);
    const spy = jest.spyOn(http, 'request').mockImplementation(async (method, path, ...more) => {
      const answer = await request(method, path, ...more);
      if (method === 'POST' && path === '/deals/') throw new Died();
      return answer;
    });
    await expect(desk.deal(false)).rejects.toThrow(Died);
    spy.mockRestore();
    await desk.deal(false);
    expect(desk.place).toEqual([RIGHT]);
  });

  it('is brought there when an account that kept it elsewhere lets it go', async () => {
    desk.clientify.simulator.switches.pipelineStuck = true;
    await expect(desk.deal(false)).rejects.toMatchObject({ reason: 'DEAL_MISPLACED' });
    desk.clientify.simulator.switches.pipelineStuck = false;
    await desk.deal(true);
    expect(desk.place).toEqual([RIGHT]);
  });

  it('is brought there also after it was refused for a while', async () => {
    await cutOff();
    await refused(
      {
        links: desk.links,
        failures: { clear: nothing },
        pending: { add: nothing, remove: nothing },
      },
      { entity: 'expediente', id: '900' },
      await desk.links.get('expediente', '900'),
      'UNREADABLE_IN_CLIENTIFY',
      { redrive: false, at: '', refusal: { of: '', told: '', about: [] } },
    );
    await desk.deal(true);
    expect(desk.place).toEqual([RIGHT]);
  });

  it('is brought there by the third try, when two were cut off', async () => {
    await cutOff();
    const over = desk.patches(dies);
    await expect(desk.deal(true)).rejects.toThrow(Died);
    over();
    await desk.deal(true);
    expect(desk.place).toEqual([RIGHT]);
  });

  it('stays where a person has put it, whether it was cut off before or after it was brought there', async () => {
    await cutOff();
    desk.drag(71, 712);
    await desk.deal(true);
    expect(desk.place).toEqual([[71, 712]]);
  });

  it('stays where a person has put it when only the answer of the repair was lost', async () => {
    const over = desk.patches(dieAfter);
    await expect(desk.deal(false)).rejects.toThrow(Died);
    over();
    expect(desk.place).toEqual([RIGHT]);
    desk.drag(72, 724);
    await desk.deal(true);
    await desk.deal(true);
    expect(desk.place).toEqual([[72, 724]]);
  });

  it('stays where a person has put it once it was in its pipeline', async () => {
    await desk.deal(false);
    desk.drag(...(WRONG as [number, number]));
    await desk.deal(true);
    expect(desk.place).toEqual([WRONG]);
  });

  it('stays where it is when it was not made here', async () => {
    const { records } = desk.clientify.simulator;
    records.create(
      'deals',
      { name: '26', custom_fields: [{ field: 'gesintur_expediente_id', value: '900' }] },
      'screen',
    );
    desk.drag(71, 712);
    await desk.deal(true);
    expect(desk.place).toEqual([[71, 712]]);
  });

  it('stays where it is when the create of ours was refused and somebody else made it', async () => {
    desk.clientify.simulator.weather.faults.push({
      when: 'before',
      kind: 'status',
      status: 400,
      message: JSON.stringify({ name: ['no'] }),
      match: 'POST /v1/deals/',
    });
    await expect(desk.deal(false)).rejects.toMatchObject({ status: 400 });
    desk.clientify.simulator.records.create(
      'deals',
      { name: '26', custom_fields: [{ field: 'gesintur_expediente_id', value: '900' }] },
      'screen',
    );
    desk.drag(71, 712);
    await desk.deal(true);
    expect(desk.place).toEqual([[71, 712]]);
  });

  it('is brought there when its repair was refused, whatever the answer to its create showed', async () => {
    const { http } = desk.clientify;
    const request = http.request.bind(http);
    const spy = jest.spyOn(http, 'request').mockImplementation(async (method, path, ...more) => {
      if (method === 'PATCH') throw new RecordError('refused', [], 400);
      const answer = (await request(method, path, ...more)) as object;
      return method === 'POST' && path === '/deals/' ? { ...answer, pipeline: undefined } : answer;
    });
    await expect(desk.deal(false)).rejects.toMatchObject({ status: 400 });
    spy.mockRestore();
    await desk.deal(true);
    expect(desk.place).toEqual([RIGHT]);
  });

  it('a dry run tells that it would be brought there, and notes nothing', async () => {
    await cutOff();
    const before = await desk.links.get('expediente', '900');
    const writes = new PlannedWrites(desk.clientify.records(), { next: () => '' } as never);
    const { result } = await desk.deal(true, {
      links: new PlannedLinks(desk.links),
      clientify: writes,
    });
    expect(result.outcome).toBe('updated');
    expect(writes.fields.map(({ field }) => field)).toContain('pipeline');
    expect(await desk.links.get('expediente', '900')).toEqual(before);
    expect(desk.place).toEqual([WRONG]);
  });
});
