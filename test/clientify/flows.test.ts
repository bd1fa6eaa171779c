import { nastyDefaults } from '../../simulators/clientify/switches';
import { Office } from '../harness/office';
import { SharedGiav } from '../harness/shared-giav';
import { customField, type Fields } from '../harness/world';
import { mixtures, others, worst, type Position } from './positions';
import { AGENCY, FAMILY, MET, NEW, Visit } from './visit';

interface Flow {
  readonly name: string;
  readonly live: (visit: Visit) => Promise<void>;
}

const values = (record: Fields, list: 'emails' | 'phones', key: string): unknown[] =>
  (record[list] as Fields[]).map((one) => one[key]);

const FLOWS: readonly Flow[] = [
  {
    name: 'dry run',
    live: async (visit) => {
      let planned: unknown;
      const writes = await visit.writesOf(async () => {
        const { summary } = await visit.office.dryRun();
        planned = { clients: summary.clients, expedientes: summary.expedientes };
      });
      expect(writes).toEqual([]);
      expect(planned).toMatchObject({
        clients: { read: 5, created: 3, linked: 1, skipped: 1, failed: 0 },
        expedientes: { read: 3, created: 3, failed: 0 },
      });
    },
  },
  {
    name: 'first meeting',
    live: async (visit) => {
      const { summary } = await visit.office.run('full');
      expect(summary).toMatchObject({
        clients: { read: 5, created: 3, linked: 1, skipped: 1, failed: 0 },
        expedientes: { read: 3, created: 3, failed: 0 },
      });
      const shared = visit.switches.sharedEmail === 'refused' ? [] : [FAMILY];
      for (const id of [1, 2]) expect(values(visit.record(id), 'emails', 'email')).toEqual(shared);
      expect(visit.record(3)['id']).toBe(visit.met['id']);
      expect(customField(visit.record(3), 'Preferencias')).toBe('playa');
      expect(values(visit.record(3), 'phones', 'phone')).toContain('699999999');
      expect(visit.record(4, 'companies')).toMatchObject({ business_name: 'Duero SL' });
      visit.nobodyElse();
    },
  },
  {
    name: 'deals',
    live: (visit) => {
      for (const [id, of, owner] of [
        [100, 'contact', visit.record(1)],
        [101, 'contact', visit.record(3)],
        [102, 'company', visit.record(4, 'companies')],
      ] as const)
        expect(visit.record(id, 'deals')).toMatchObject({
          pipeline: 72,
          pipeline_stage: 721,
          status: 1,
          [of]: owner['id'],
        });
      return Promise.resolve();
    },
  },
  {
    name: 'nothing new',
    live: async (visit) => {
      const writes = await visit.writesOf(async () => {
        await visit.office.run('full');
        await visit.office.reconcile();
      });
      expect(writes).toEqual([]);
    },
  },
  {
    name: 'update',
    live: async (visit) => {
      const { giav } = visit.office;
      await giav.control('PATCH', 'data/clients/1', {
        Comentarios: 'Ventanilla',
        Movil: '611222333',
      });
      await giav.control('PATCH', 'data/expedientes/100', { IdEntityStage: 13 });
      await visit.office.run('modified');
      expect(visit.record(1)['remarks']).toBe('Ventanilla');
      expect(values(visit.record(1), 'phones', 'phone')).toContain('611222333');
      expect(visit.record(100, 'deals')).toMatchObject({
        pipeline: 72,
        pipeline_stage: 722,
        status: 1,
      });
      visit.nobodyElse();
    },
  },
  {
    // A list that shows remarks "" is not believed.
    name: 'empty remarks',
    live: async (visit) => {
      const { office } = visit;
      const deal = visit.record(101, 'deals');
      const path = `/deals/${String(deal['id'])}/`;
      await office.atTheScreen('PATCH', path, { remarks: 'Quiere ventana' });
      // Long after our own last write.
      deal['modified'] = new Date(Date.now() + 60_000).toISOString();
      const comments = (await visit.giav(1))['Comentarios'];
      const { items } = await office.atTheScreen('GET', '/deals/').then((list) => ({
        items: list['results'] as unknown as Fields[],
      }));
      expect(new Set(items.map(({ remarks }) => remarks))).toEqual(new Set(['']));
      const planned = await office.dryRun();
      expect(planned.summary.expedientes).toMatchObject({ updated: 0, failed: 0 });
      await office.giav.control('PATCH', 'data/expedientes/101', { IdEntityStage: 13 });
      const writes = await visit.writesOf(async () => {
        await office.run('full');
        await office.reconcile();
        await office.run('full');
      });
      // Its stage, and nothing else.
      expect(writes).toEqual([expect.stringMatching(new RegExp(`^PATCH .*${path}$`))]);
      expect(visit.record(101, 'deals')).toMatchObject({
        pipeline_stage: 722,
        remarks: 'Quiere ventana',
      });
      expect([visit.record(1)['remarks'], (await visit.giav(1))['Comentarios']]).toEqual([
        comments,
        comments,
      ]);
    },
  },
  {
    name: 'way back',
    live: async (visit) => {
      await visit.typed(visit.record(3), { last_name: 'Gil Ferrer', remarks: 'Alérgica' });
      await visit.arrive();
      expect(await visit.giav(3)).toMatchObject({
        Apellidos: 'Gil Ferrer',
        Comentarios: 'Alérgica',
        Nombre: 'Ana',
        Documento: MET,
      });
      expect(visit.record(3)['last_name']).toBe('Gil Ferrer');
    },
  },
  {
    name: 'creation',
    live: async (visit) => {
      const body = {
        first_name: 'Pau',
        last_name: 'Roca',
        status: 'client',
        contact_type: 'Cliente actual',
        email: 'pau@example.com',
        taxpayer_identification_number: NEW,
      };
      const made = await visit.office.atTheScreen('POST', '/contacts/', body);
      await visit.arrive();
      const created = (await visit.office.giav.clients()).filter((one) => one['Documento'] === NEW);
      expect(created).toMatchObject([{ Nombre: 'Pau', Apellidos: 'Roca' }]);
      expect(visit.record(Number(created[0]?.['Id']))['id']).toBe(made['id']);
    },
  },
  {
    name: 'deleted',
    live: async (visit) => {
      const before = JSON.stringify(await visit.giav(2));
      await visit.office.atTheScreen('DELETE', `/contacts/${String(visit.record(2)['id'])}/`);
      await visit.arrive();
      expect(JSON.stringify(await visit.giav(2))).toBe(before);
    },
  },
  {
    name: 'merged',
    live: async (visit) => {
      const { office } = visit;
      const lost = visit.record(1);
      const body = { first_name: 'Lucía', taxpayer_identification_number: 'OTRO' };
      const survivor = await office.atTheScreen('POST', '/contacts/', body);
      await visit.typed(survivor, { taxpayer_identification_number: 'DOC1' });
      await office.atTheScreen('DELETE', `/contacts/${String(lost['id'])}/`);
      await visit.arrive();
      // A deletion that no webhook tells is found by a run.
      if (visit.switches.hooks === 'never') await office.run('full');
      expect(visit.record(1)).toMatchObject({ id: survivor['id'], remarks: 'Ventanilla' });
    },
  },
  {
    name: 'rest',
    live: async (visit) => {
      const giav = await visit.office.giav.writes();
      await visit.office.run('full');
      const writes = await visit.writesOf(async () => {
        await visit.office.run('full');
        await visit.office.reconcile();
        await visit.office.afterHooks();
      });
      expect([writes, await visit.office.giav.writes()]).toEqual([[], giav]);
      const ids = [...visit.of('contacts'), ...visit.of('companies')].flatMap(
        (one) => customField(one, 'gesintur_id') ?? [],
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(visit.record(100, 'deals')).toMatchObject({ contact: visit.record(1)['id'] });
      visit.nobodyElse();
    },
  },
];

const defaults: Position = ['the defaults', {}];
const mixed = mixtures(Number(process.env['MIXTURES'] ?? 8));

type Row = Record<string, string>;

/** As a table that a person reads: a position in each line, a flow in each column. */
function printed(rows: ReadonlyMap<string, Row>): string {
  const width = Math.max(...[...rows.keys()].map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)}  ${cells.map((cell, at) => cell.padEnd(FLOWS[at]?.name.length ?? 0)).join('  ')}`;
  const names = FLOWS.map(({ name }) => name);
  return [
    line('', names),
    ...[...rows].map(([position, row]) =>
      line(
        position,
        names.map((name) => row[name] ?? '–'),
      ),
    ),
  ].join('\n');
}

describe('Clientify, each switch in each position: whole flows', () => {
  let giav: SharedGiav;
  const rows = new Map<string, Row>();
  beforeAll(async () => {
    giav = await SharedGiav.start();
  });
  afterAll(async () => {
    await giav.stop();
    process.stdout.write(`${printed(rows)}\n`);
  });

  it('the mixtures hold every position', () => {
    const held = new Set(
      mixed.flatMap(([, switches]) => Object.entries(switches).map((one) => JSON.stringify(one))),
    );
    const alone = others.flatMap(([, switches]) => Object.entries(switches));
    expect(alone.length).toBeGreaterThan(30);
    expect(alone.filter((one) => !held.has(JSON.stringify(one)))).toEqual([]);
  });

  it.each([defaults, ...(process.env['MATRIX'] === 'full' ? others : []), worst, ...mixed])(
    '%s',
    async (position, switches) => {
      const row: Row = {};
      rows.set(position, row);
      const office = await Office.open(giav, AGENCY());
      try {
        const all = Object.assign(office.clientify.simulator.switches, nastyDefaults(), switches);
        const visit = new Visit(office, all);
        for (const { name, live } of FLOWS) {
          row[name] = 'FAILS';
          await live(visit);
          row[name] = 'ok';
        }
      } finally {
        office.close();
      }
    },
  );
});
