import { setTimeout as wait } from 'node:timers/promises';
import { World, client, customField, expediente, type Fields, type Report } from '../harness/world';

/**
 * On the wire two; every fault at every call is what the simulation is for. An even one is a modified run. Together
 * these draw every fault of both lists below, and a kill of each function: CHAOS_SEEDS=5,11,12,15,26,30,34,60.
 */
const SEEDS = (process.env['CHAOS_SEEDS'] ?? '5,26').split(',').map(Number);
const PROBABILITY = 0.05;
const CLIENTS = 14;

const after = { when: 'after' } as const;
const before = { when: 'before' } as const;
const CLIENTIFY: Fields[] = [
  { ...after, kind: 'hang' },
  { ...before, kind: 'hang' },
  { ...after, kind: 'reset' },
  { ...before, kind: 'reset' },
  { ...after, kind: 'status', status: 500 },
  { ...before, kind: 'status', status: 500 },
  { ...after, kind: 'cut' },
  { ...before, kind: 'html', status: 502 },
  { ...after, kind: 'html', status: 504 },
  { ...before, kind: 'status', status: 429, headers: { 'Retry-After': '1' } },
  { ...before, kind: 'status', status: 429 },
];
const GIAV: Fields[] = [
  { ...before, kind: 'hang' },
  { ...before, kind: 'reset' },
  { ...before, kind: 'html', status: 503 },
  { ...before, kind: 'html', status: 200 },
  { ...before, kind: 'empty', status: 200 },
  { ...after, kind: 'cut' },
];

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 4294967296;
  };
}

/** A record without what differs between two syncs by nature: ids, addresses, time stamps. */
function essence(record: Fields, owners: ReadonlyMap<string, string>): unknown {
  const owner = (url: unknown): string | null =>
    typeof url === 'string' ? (owners.get(/(\d+)\/?$/.exec(url)?.[1] ?? '') ?? url) : null;
  const entries = (list: unknown): Fields[] =>
    ((list ?? []) as Fields[]).map((entry) => ({ ...entry, id: 0 }));
  const { tags } = record;
  const fields = Object.fromEntries(
    Object.entries(record).filter(
      ([name]) =>
        !/^(id|url|created|modified|gdpr_acceptance_date|expected_closed_date)$/.test(name),
    ),
  );
  return {
    ...fields,
    contact: owner(record['contact']),
    company: owner(record['company']),
    pipeline: undefined,
    pipeline_stage: String(record['pipeline_stage'] ?? '').replace(/^.*\/(\d+)\/$/, '$1'),
    emails: entries(record['emails']),
    phones: entries(record['phones']),
    addresses: entries(record['addresses']),
    tags: [...((tags ?? []) as string[])].sort(),
    custom_fields: ((record['custom_fields'] ?? []) as Fields[])
      .map(({ field, value }) => `${String(field)}=${String(value)}`)
      .sort(),
  };
}

/** All records of a world by their GIAV id: one list entry each, so that a duplicate shows. */
async function stateOf(world: World): Promise<Record<string, unknown[]>> {
  const owners = new Map<string, string>();
  const lists = {
    contacts: await world.crm('contacts'),
    companies: await world.crm('companies'),
    deals: await world.crm('deals'),
  };
  for (const record of [...lists.contacts, ...lists.companies])
    owners.set(String(record['id']), customField(record, 'gesintur_id') ?? '?');
  const state: Record<string, unknown[]> = {};
  for (const [collection, records] of Object.entries(lists))
    for (const record of records) {
      const id =
        customField(record, collection === 'deals' ? 'gesintur_expediente_id' : 'gesintur_id') ??
        '?';
      // A create of a deal leaves out its tags, a change sets them: a deal whose create was cut off has them, others do not.
      const shown = collection === 'deals' ? { ...record, tags: [] } : record;
      (state[`${collection} ${id}`] ??= []).push(essence(shown, owners));
    }
  return state;
}

function expectExact(report: Report): void {
  for (const { read, ...outcomes } of [report.clients, report.expedientes])
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(read);
}

describe('chaos', () => {
  let world: World;
  const config = {
    officePrefix: 'never',
    modified: { overlapMinutes: 10, sweepMinutes: 0 },
    clientify: { timeoutSeconds: 0.5, retrySeconds: 0.02 },
    giav: { timeoutSeconds: 0.5, retrySeconds: 0.02 },
  };
  beforeAll(async () => {
    world = await World.start({ timeScale: 1 / 100, config });
    await world.setGiav('clients', [client(1)]);
    await world.sync();
  });
  afterAll(() => world.stop());

  const change = async (seed: number, random: () => number): Promise<void> => {
    const now = new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).replace(' ', 'T');
    for (let at = 0; at < CLIENTS; at++) {
      const id = seed * 100 + at;
      const fields = {
        Tipo: at % 4 === 0 ? 'Empresa' : 'Particular',
        Documento: at === 5 ? '' : `DOC${id}`,
        FechaModificacion: now,
      };
      await world.addGiav('clients', client(id, fields));
      if (at % 2 === 0)
        await world.addGiav('expedientes', expediente(id, id, { FechaCreacion: now }));
    }
    // Records of an earlier seed change too.
    if (seed === SEEDS[0]) return;
    const id = (SEEDS[SEEDS.indexOf(seed) - 1] as number) * 100 + 2 + Math.floor(random() * 3);
    await world.editClient(id, {
      Nombre: `Cambio ${seed}`,
      Movil: `699${String(seed).padStart(6, '0')}`,
    });
    await world.editExpediente(id, { IdEntityStage: 13, Titulo: `Cambio ${seed}` });
  };
  /** Nothing was ever synced: the same agency meets an empty Clientify. */
  const beginAgain = async (): Promise<void> => {
    for await (const { pk, sk } of world.admin.table.scan())
      await world.admin.table.delete({ pk, sk });
    for (const list of ['contacts', 'companies', 'deals'])
      await world.control('DELETE', `clientify/data/${list}`);
  };

  it.each(SEEDS)('seed %i: the run ends, and counts each record once', async (seed) => {
    const random = randomOf(seed);
    await change(seed, random);
    await world.control('POST', 'clientify/chaos', { seed, p: PROBABILITY, kinds: CLIENTIFY });
    await world.control('POST', 'giav/chaos', { seed, p: PROBABILITY, kinds: GIAV });
    const run = world.sync(seed % 2 === 0 ? 'modified' : 'full');
    if (seed % 4 === 0) {
      await wait(50 + random() * 300);
      world.kill(random() < 0.6 ? 'record-worker' : 'page-fetcher');
    }
    const report = await run;
    await world.control('POST', 'clientify/calm');
    await world.control('POST', 'giav/calm');
    expect(report.run.status).toBe('completed');
    expectExact(report);
    for (const redriven of await world.redrive({ all: true })) expectExact(redriven);
  });

  it('another run finds nothing to do; record by record all is as a run without faults makes it', async () => {
    await world.clearLog();
    const report = await world.sync();
    expect(await world.writes()).toEqual([]);
    expect(report.clients).toMatchObject({ created: 0, updated: 0, failed: 0 });
    const state = await stateOf(world);
    expect(Object.keys(state).length).toBeGreaterThan(SEEDS.length * CLIENTS);
    await beginAgain();
    await world.sync();
    expect(state).toEqual(await stateOf(world));
  });
});
