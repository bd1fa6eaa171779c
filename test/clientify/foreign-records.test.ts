import { redrive, type Selection } from '../../lib/admin/failed-records';
import { failed } from '../../lib/record/status';
import { RecordError } from '../../lib/sync/errors';
import type { Desired } from '../../lib/sync/target';
import type { Upserted } from '../../lib/record/work';
import type { CrmRecord } from '../../simulators/agency/data';
import { contact, deal, startClientify, type Clientify } from '../harness/clientify';
import { Desk } from '../harness/desk';

const OLD = '2025-01-02T03:04:05.000006+01:00';

/** An account that answers any create with a record of somebody else, and has overwritten it or not. */
class Odd extends Desk {
  posts = 0;
  readonly strangers: Readonly<Record<Desired['kind'], CrmRecord>>;

  constructor(clientify: Clientify, overwrites: boolean) {
    super(clientify);
    const { records } = clientify.simulator;
    const make = (collection: 'contacts' | 'companies' | 'deals', fields: object): CrmRecord => {
      const { record } = records.create(collection, fields as never, 'screen');
      record['created'] = OLD;
      return record;
    };
    this.strangers = {
      contact: make('contacts', { first_name: 'Rosa' }),
      company: make('companies', { name: 'Duero' }),
      deal: make('deals', { name: '1' }),
    };
    const { http } = clientify;
    const request = http.request.bind(http);
    jest.spyOn(http, 'request').mockImplementation(async (method, path, body, ...more) => {
      const kind = /^\/(contact|compan|deal)[a-z]*\/(\?.*)?$/.exec(path)?.[1];
      if (method !== 'POST' || kind === undefined) return request(method, path, body, ...more);
      this.posts += 1;
      const id = String(this.strangers[kind === 'compan' ? 'company' : (kind as 'deal')]['id']);
      const at = path.replace(/\?.*/, '');
      if (overwrites) await request('PATCH', `${at}${id}/`, body);
      return request('GET', `${at}${id}/`);
    });
  }

  /** One run: what ends with an error goes on the failed list, as the processor does it. */
  async run(desired: Desired, mode: 'full' | 'redrive' = 'full'): Promise<Upserted | string> {
    try {
      return await this.work(desired, { mode });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const entity = desired.kind === 'deal' ? 'expediente' : 'client';
      const record = { entity, id: desired.gesinturId } as const;
      const told = { at: '', runId: `r${this.posts}`, reason: error.reason ?? '', message: '' };
      await failed(this, record, told);
      return error.reason ?? '';
    }
  }

  /** As `cli redrive` does it. */
  async redrive(selection: Selection): Promise<number> {
    const { failures, links } = this;
    const deadLetters = {
      take: () => Promise.resolve([]),
      release: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
    const queue = { send: () => Promise.resolve() };
    const ports = { failures, links, deadLetters, runQueue: queue, changes: queue };
    return (await redrive(ports, selection, () => 'redriven')).records;
  }

  async tries(desired: Desired): Promise<number> {
    const entity = desired.kind === 'deal' ? 'expediente' : 'client';
    return (await this.failures.get(entity, desired.gesinturId))?.attempts ?? 0;
  }
}

const company = (): Desired => ({
  ...contact(7, { emails: [], phones: [], address: null }),
  kind: 'company',
  fields: { name: 'Duero SL', taxpayer_identification_number: 'DOC7' },
});
const KINDS: [string, (clientify: Clientify) => Desired][] = [
  ['contact', () => contact(7, { emails: [], phones: [], address: null })],
  ['company', company],
  ['deal', (clientify) => deal(clientify, 7)],
];

describe.each([true, false])(
  "a create that comes back with somebody else's record (overwritten: %s)",
  (overwrites) => {
    let desk: Odd;
    beforeEach(async () => {
      desk = new Odd(await startClientify(), overwrites);
      desk.clientify.simulator.switches.patchNeedsPipeline = false;
      const [kind, clientifyId] = ['contact' as const, String(desk.strangers.contact['id'])];
      await desk.links.put('client', { id: '7', status: 'linked', kind, clientifyId, at: '' });
    });
    afterEach(() => {
      desk.clientify.simulator.stop();
    });
    const start = async (make: (clientify: Clientify) => Desired): Promise<Desired> => {
      const desired = make(desk.clientify);
      if (desired.kind !== 'deal') await desk.links.drop('client', '7');
      expect(await desk.run(desired)).toBe('FOREIGN_RECORD');
      expect(desk.posts).toBe(1);
      return desired;
    };
    const isSkipped = { result: { outcome: 'skipped', reason: 'FOREIGN_RECORD' } };

    it.each(KINDS)('is reported once and not tried again: a %s', async (_, make) => {
      const desired = await start(make);
      const shown = JSON.stringify(desk.strangers);
      for (const again of [1, 2])
        expect([again, await desk.run(desired)]).toMatchObject([again, isSkipped]);
      expect(desk.posts).toBe(1);
      expect(JSON.stringify(desk.strangers)).toBe(shown);
      // It stays where the admin looks for it.
      expect(await desk.tries(desired)).toBe(1);
    });

    it.each(KINDS)('a change in GIAV never links or writes the stranger: a %s', async (_, make) => {
      const desired = await start(make);
      const shown = JSON.stringify(desk.strangers);
      const name = desired.kind === 'contact' ? 'first_name' : 'name';
      const changed = { ...desired, fields: { ...desired.fields, [name]: 'Otro' } };
      const result = await desk.run(changed);
      // An account that overwrites shows the stranger under this id: nothing is created beside it.
      if (overwrites) expect(result).toMatchObject(isSkipped);
      else expect(result).toBe('FOREIGN_RECORD');
      expect(desk.posts).toBe(overwrites ? 1 : 2);
      expect(await desk.run(changed)).toMatchObject(isSkipped);
      expect(desk.posts).toBe(overwrites ? 1 : 2);
      expect(JSON.stringify(desk.strangers)).toBe(shown);
    });

    it.each(KINDS)('a run that no human asked for is no re-drive: a %s', async (_, make) => {
      const desired = await start(make);
      expect(await desk.run(desired, 'redrive')).toMatchObject(isSkipped);
      expect(desk.posts).toBe(1);
    });

    it.each(KINDS)(
      'a re-drive of all tries again, and links no stranger: a %s',
      async (_, make) => {
        const desired = await start(make);
        expect(await desk.redrive({ all: true })).toBe(1);
        const again = await desk.run(desired, 'redrive');
        if (overwrites) expect(again).toMatchObject(isSkipped);
        else expect(again).toBe('FOREIGN_RECORD');
        expect(desk.posts).toBe(overwrites ? 1 : 2);
      },
    );

    it.each(KINDS)('a re-drive by its id tries again: a %s', async (_, make) => {
      const desired = await start(make);
      jest.restoreAllMocks();
      // The admin has looked at that record, and taken the id and the Documento out of it.
      Object.assign(desk.strangers[desired.kind], {
        custom_fields: [],
        taxpayer_identification_number: '',
      });
      expect(await desk.redrive({ ids: ['7'] })).toBe(1);
      expect(await desk.run(desired, 'redrive')).toMatchObject({ result: { outcome: 'created' } });
      expect(await desk.tries(desired)).toBe(0);
      expect(desk.of(desired.kind)).toHaveLength(2);
      expect(await desk.run(desired)).toMatchObject({ result: { outcome: 'unchanged' } });
    });
  },
);
