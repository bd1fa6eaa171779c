import { connectSystems } from '../../lib/admin/systems';
import { diagnose, type Diagnosis } from '../../lib/admin/doctor/doctor';
import { parseSyncConfig } from '../../lib/config/environment';
import { expectBothLanguages } from '../harness/both-languages';
import { World, client, expediente } from '../harness/world';

let world: World;

interface Options {
  readonly config?: unknown;
  readonly quick?: boolean;
  readonly autoSetup?: boolean;
  readonly giav?: { readonly endpoint?: string; readonly apiKey?: string };
  readonly token?: string;
}

async function ask({
  config = {},
  quick = false,
  autoSetup = true,
  giav: other,
  token,
}: Options = {}): Promise<Diagnosis> {
  const { giav, clientify, cloud } = world.wiring;
  const settings = parseSyncConfig(
    JSON.stringify({
      giav: { retrySeconds: 0.01 },
      clientify: { retrySeconds: 0.01 },
      ...(config as object),
    }),
  );
  return diagnose({
    systems: connectSystems(
      {
        giavEndpoint: other?.endpoint ?? giav.endpoint,
        clientifyBaseUrl: clientify.baseUrl,
        clientifyV2BaseUrl: clientify.baseUrl.replace(/v1$/, 'v2'),
        secrets: {
          giav: { apiKey: other?.apiKey ?? giav.apiKey },
          clientify: { token: token ?? clientify.token },
        },
      },
      settings,
    ),
    config: settings,
    autoSetup,
    state: { admin: world.admin, deployment: cloud },
    now: () => new Date(),
    quick,
    onCheck: () => undefined,
  });
}

const found = ({ checks }: Diagnosis, name: string) =>
  checks.find(({ system, id }) => `${system}: ${id}` === name);

/** Clients changed long ago, on days after the 12th, so that formats can be told apart. */
const agency = (): Promise<unknown> =>
  world.setGiav(
    'clients',
    Array.from({ length: 8 }, (_, at) =>
      client(at + 1, {
        Documento: `1234567${at}Z`,
        FechaModificacion: `2026-03-${20 + at}T09:14:31.457`,
      }),
    ),
  );

beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => {
  await world.stop();
});
beforeEach(async () => {
  await agency();
  await world.setGiav('expedientes', [expediente(100, 1), expediente(101, 2)]);
  await world.control('POST', 'giav/switches', { dialect: 'zero', pageCap: 100, order: 'stable' });
});

/** Every item of the state, as it is stored. */
async function state(): Promise<string[]> {
  const items: string[] = [];
  for await (const item of world.wiring.cloud.table.scan()) items.push(JSON.stringify(item));
  return items.sort();
}

describe('doctor', () => {
  it('changes nothing in GIAV, in Clientify or in the state', async () => {
    await world.links.put('client', {
      id: '99',
      status: 'refused',
      reason: 'NO_DOCUMENT',
      at: '2026-03-02T09:00:00Z',
    });
    await world.clearLog();
    await world.clearGiavLog();
    const before = await state();
    expect(before).toContainEqual(expect.stringContaining('NO_DOCUMENT'));
    const diagnosis = await ask();
    expect(diagnosis.checks.filter(({ level }) => level === 'error')).toEqual([]);
    const log = await world.control<{ method: string }[]>('GET', 'clientify/log');
    expect(log.length).toBeGreaterThan(10);
    expect(log.filter(({ method }) => method !== 'GET' && method !== 'OPTIONS')).toEqual([]);
    expect(
      (await world.giavCalls()).filter((operation) => /PUT|POST|DELETE/.test(operation)),
    ).toEqual([]);
    expect(await state()).toEqual(before);
  });
  it('has a line for everything that it promises to look at, and each that is not ok says what to do', async () => {
    const diagnosis = await ask();
    const names = diagnosis.checks.map(({ system, id }) => `${system}: ${id}`);
    for (const name of [
      ...[
        'access',
        'page-index',
        'date-format',
        'document-search',
        'modified-filter',
        'offices',
        'categories',
        'clock',
      ].map((id) => `giav: ${id}`),
      ...['documentos', 'shared-documentos', 'visibility', 'company-names'].map(
        (id) => `giav: ${id}`,
      ),
      ...[
        'access',
        'custom-fields',
        'pipeline',
        'statuses',
        'contact-types',
        'rate-limit',
        'records',
      ].map((id) => `clientify: ${id}`),
      ...[
        'second-host',
        'learnt',
        'filters-seen',
        'webhook-slots',
        'deal-statuses',
        'deal-stages',
        'page-size',
      ].map((id) => `clientify: ${id}`),
      ...['queues', 'dead-letters', 'lease', 'watermark', 'last-runs'].map((id) => `state: ${id}`),
      'mapping: stages',
      'mapping: first-run',
    ])
      expect(names).toContain(name);
    for (const check of diagnosis.checks) {
      expect(check.finding).not.toBe('');
      expect(check.action !== '').toBe(check.level !== 'ok');
      expectBothLanguages(check);
    }
  });
  it('counts clients without Documento and names shared ones by their ids, never by what they hold', async () => {
    await world.addGiav('clients', client(20, { Documento: '  ' }));
    await world.addGiav(
      'clients',
      client(21, { Documento: '12345670Z', Apellidos: 'Apellido Plantado' }),
    );
    const diagnosis = await ask();
    expect(found(diagnosis, 'giav: documentos')).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('1 (ids 20) of 10') as string,
    });
    expect(found(diagnosis, 'giav: shared-documentos')).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('1 + 21') as string,
    });
    expect(JSON.stringify(diagnosis)).not.toMatch(/12345670Z|Plantado|example\.com/);
    expect(diagnosis.worst).toBe('warning');
  });
  it.each(['offset', 'one'] as const)(
    'recognises the paging dialect "%s", and reads on in it',
    async (dialect) => {
      await world.control('POST', 'giav/switches', { dialect });
      const diagnosis = await ask();
      expect(found(diagnosis, 'giav: page-index')).toMatchObject({
        level: 'error',
        action: `Set giav.pageIndex to "${dialect}".`,
      });
      expect(found(diagnosis, 'giav: clients')?.finding).toContain('8 clients');
      expect(diagnosis.worst).toBe('error');
    },
  );
  it('finds the date format that GIAV reads', async () => {
    const diagnosis = await ask({ config: { giav: { dateTimeFormat: 'dd/MM/yyyy HH:mm:ss' } } });
    expect(found(diagnosis, 'giav: date-format')).toMatchObject({
      level: 'error',
      action: 'Set giav.dateTimeFormat to "yyyy-MM-ddTHH:mm:ss".',
    });
  });
  it('says when nothing proves the date format', async () => {
    await world.setGiav('clients', [client(1, { FechaModificacion: '2026-03-02T09:14:31' })]);
    expect(found(await ask(), 'giav: date-format')).toMatchObject({ level: 'warning' });
  });
  it('names clients of expedientes that the key does not see', async () => {
    await world.addGiav('expedientes', expediente(102, 777));
    expect(found(await ask(), 'giav: visibility')).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('777') as string,
    });
  });
  it('names an entry of the stages that one of the systems does not know, and an office that GIAV does not have', async () => {
    const config = { stages: { Confirmado: 'Ganado' }, offices: ['XXX'] };
    const diagnosis = await ask({ config });
    expect(found(diagnosis, 'mapping: stages')).toMatchObject({
      level: 'error',
      finding: expect.stringContaining('stages.Confirmado') as string,
    });
    expect(found(diagnosis, 'giav: offices')).toMatchObject({
      level: 'error',
      finding: expect.stringContaining('"XXX"') as string,
    });
  });
  it('compares the names of companies with what GIAV prints on their invoices and reservations, and says which setting fits', async () => {
    const company = (id: number, Apellidos: string, Nombre: string) =>
      world.addGiav(
        'clients',
        client(id, { Tipo: 'Empresa', Apellidos, Nombre, NombreAlias: 'Alias Plantado' }),
      );
    await company(30, 'Viajes Plantado SL', 'Contacto');
    await company(31, 'Hoteles Plantado SL', 'Contacto');
    await world.setGiav('invoices', [
      {
        Id: 1,
        IdCliente: 30,
        ApellidosNombreCliente: 'VIAJES PLANTADO SL',
        FechaEmision: '2026-03-02T00:00:00',
      },
    ]);
    await world.setGiav('reservations', [
      {
        Id: 2,
        IdCliente: 31,
        Venta: '-40.5',
        DatosExternos: {
          NombreCliente: 'Hoteles Plantado SL',
          NombreClienteAlias: 'Alias Plantado',
        },
      },
    ]);
    const diagnosis = await ask();
    expect(found(diagnosis, 'giav: company-names')).toMatchObject({
      system: 'giav',
      id: 'company-names',
      level: 'warning',
      finding:
        'GIAV prints as the name of 2 companies: Apellidos 2. Companies with both fields filled among them: 2.',
      action: 'Set companyName to "apellidos".',
    });
    expect(
      found(await ask({ config: { companyName: 'apellidos' } }), 'giav: company-names')?.level,
    ).toBe('ok');
    expect(JSON.stringify(diagnosis)).not.toContain('Plantado');
    await world.setGiav('invoices', []);
    await world.setGiav('reservations', []);
  });
  it('asks nothing more of a system that does not take its key', async () => {
    await world.clearGiavLog();
    const diagnosis = await ask({ giav: { apiKey: 'WRONG' }, token: 'wrong' });
    expect(found(diagnosis, 'giav: access')).toMatchObject({
      level: 'error',
      finding: expect.stringContaining('GIAV_API_KEY') as string,
    });
    expect(found(diagnosis, 'clientify: access')).toMatchObject({
      level: 'error',
      finding: expect.stringContaining('CLIENTIFY_TOKEN') as string,
    });
    expect(await world.giavCalls()).toEqual(['EntityStages_GET']);
    expect(diagnosis.checks.filter(({ system }) => system === 'mapping')).toEqual([]);
    expect(diagnosis.checks.filter(({ system }) => system === 'state').length).toBeGreaterThan(5);
  });
  it('tells missing custom fields: a warning where the run creates them, an error where it may not', async () => {
    expect(found(await ask(), 'clientify: custom-fields')).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('gesintur_expediente_id') as string,
    });
    expect(found(await ask({ autoSetup: false }), 'clientify: custom-fields')).toMatchObject({
      level: 'error',
    });
  });
  it('reads only first pages when it is asked to be quick', async () => {
    await world.setGiav(
      'clients',
      Array.from({ length: 230 }, (_, at) => client(at + 1)),
    );
    await world.clearGiavLog();
    await ask({ quick: true });
    const quick = (await world.giavCalls()).length;
    await world.clearGiavLog();
    await ask();
    expect((await world.giavCalls()).length).toBeGreaterThan(quick);
  });
  it('tells of the state: a completed run, the watermark, records that carry ids', async () => {
    await world.sync();
    const diagnosis = await ask();
    expect(found(diagnosis, 'state: last-runs')?.finding).toBe('Last runs: full completed.');
    expect(found(diagnosis, 'state: watermark')?.finding).toContain('0 minutes ago');
    expect(found(diagnosis, 'clientify: records')?.finding).toContain(
      '8 contacts, 8 of them with a gesintur_id',
    );
    expect(found(diagnosis, 'clientify: filters')).toMatchObject({ level: 'ok' });
    expect(found(diagnosis, 'clientify: patch')?.finding).toContain('by PATCH');
  });
  it('tells which filters Clientify ignores', async () => {
    await world.control('POST', 'clientify/switches', { cfFilter: false });
    const filters = found(await ask(), 'clientify: filters');
    await world.control('POST', 'clientify/switches', { cfFilter: true });
    expect(filters).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('contacts by gesintur_id') as string,
    });
  });
  it('tells of a failed run, a halted way back and a probe that breaks, and goes on', async () => {
    await world.faults('giav', [
      { when: 'before', kind: 'soap-fault', match: 'Oficina_SEARCH', times: 99 },
    ]);
    await world.admin.incidents.halt('40001', new Date());
    const diagnosis = await ask();
    await world.admin.incidents.resume();
    await world.control('POST', 'giav/calm');
    expect(found(diagnosis, 'state: way-back')).toMatchObject({
      level: 'error',
      action: expect.stringContaining('write-back --resume') as string,
    });
    expect(found(diagnosis, 'giav: offices')?.level).toBe('warning');
    expect(found(diagnosis, 'giav: categories')).toBeDefined();
  });
});
