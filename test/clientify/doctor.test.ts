import { examine, type Check } from '../../lib/admin/doctor/check';
import { ClientifyDoctor, type ClientifyPorts } from '../../lib/admin/doctor/clientify';
import { parseSyncConfig } from '../../lib/config/environment';
import { expectBothLanguages } from '../harness/both-languages';
import { SOON, deal, startClientify, type Clientify } from '../harness/clientify';

let clientify: Clientify;
beforeEach(async () => {
  clientify = await startClientify();
});
afterEach(() => {
  clientify.simulator.stop();
});

async function asked(ports: Partial<ClientifyPorts> = {}): Promise<Map<string, Check>> {
  const { http, simulator } = clientify;
  const doctor = new ClientifyDoctor({
    http,
    v2: clientify.connect({ baseUrl: simulator.url.replace(/v1$/, 'v2') }),
    second: clientify.connect({ baseUrl: simulator.secondUrl }),
    config: parseSyncConfig(undefined),
    autoSetup: true,
    headers: new Map(),
    ...ports,
  });
  const checks = await examine('clientify', doctor.questions(), () => undefined);
  checks.forEach(expectBothLanguages);
  return new Map(checks.map((check) => [check.id, check]));
}

describe('what doctor tells of an account in Clientify', () => {
  it('only asks: GET and OPTIONS', async () => {
    clientify.calls();
    await asked();
    const calls = clientify.calls().map(({ what }) => what.split(' ')[0]);
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter((method) => method !== 'GET' && method !== 'OPTIONS')).toEqual([]);
  });

  it('a slot that may not be asked for: API addon or administrator, in those words', async () => {
    expect((await asked()).get('webhook-slots')?.level).toBe('ok');
    clientify.simulator.switches.administrator = false;
    expect((await asked()).get('webhook-slots')).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining("API addon or administrator's key is missing") as string,
    });
  });

  it('deals whose stage belongs to another pipeline, by their ids', async () => {
    const { target } = await clientify.records().create(deal(clientify, 9), SOON());
    expect((await asked()).get('deal-stages')?.level).toBe('ok');
    const stored = clientify.simulator.store.records.deals.get(Number(target.id));
    if (stored) stored['pipeline'] = 71;
    expect((await asked()).get('deal-stages')).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining(target.id) as string,
    });
  });

  it('the second host: whether it answers, and where none is used', async () => {
    expect((await asked()).get('second-host')?.finding).toContain('answers');
    expect((await asked({ second: undefined })).get('second-host')?.finding).toContain(
      'No second host',
    );
    const elsewhere = clientify.connect({
      baseUrl: clientify.simulator.secondUrl,
      token: 'wrong',
    });
    expect((await asked({ second: elsewhere })).get('second-host')?.level).toBe('warning');
  });

  it('what runs saw the filters do, with the day; what they saw longer ago is to be tried again', async () => {
    const proof = { kind: 'contact', filter: 'query', sample: '1' } as const;
    const at = new Date().toISOString();
    const proofs = [
      { ...proof, form: 'plain', holds: true, at },
      { ...proof, form: 'blank+hyphen', holds: false, at },
      { ...proof, form: 'dot', holds: true, at: '2024-01-02T03:04:05.000Z' },
    ];
    const told = (await asked({ proofs: () => Promise.resolve(proofs) })).get('filters-seen');
    const day = at.slice(0, 16).replace('T', ' ');
    expect(told?.finding).toBe(
      `Filters that runs saw find what is there: contacts by query, ${day}. That do not: contacts by query (Documentos with blank, hyphen), ${day}. Seen longer than a day ago, to be tried again: 1.`,
    );
    expect((await asked()).get('filters-seen')?.level).toBe('ok');
  });

  it('what was learnt of the account, with the day', async () => {
    const learnt = { forceInsertIgnored: '2026-11-25T10:00:00Z', dealTagsDropped: '2026-11-24' };
    const { finding } = (await asked({ learnt: () => Promise.resolve(learnt) })).get(
      'learnt',
    ) as Check;
    expect(finding).toContain('without their e-mail');
    expect(finding).toContain('since 2026-11-25');
    expect(finding).toContain('drops the tags that a new deal comes with');
  });

  it('statuses by code, beside what webhooks called them', async () => {
    for (const status of ['client', 'client', 'cold-lead'])
      clientify.simulator.records.create('contacts', { first_name: 'Ana', status }, 'screen');
    const labels = [{ code: 'cold-lead', label: 'Interesado' }];
    expect((await asked({ labels: () => Promise.resolve(labels) })).get('statuses')).toMatchObject({
      level: 'ok',
      finding: expect.stringContaining('client 2, cold-lead 1 ("Interesado")') as string,
    });
  });

  it('what may be written, of each collection, where the account tells it', async () => {
    const told = async (): Promise<Check> => (await asked()).get('writable-fields') as Check;
    expect(await told()).toMatchObject({
      level: 'ok',
      finding: expect.stringContaining('Not told for: contacts, companies, deals') as string,
    });
    const { switches } = clientify.simulator;
    Object.assign(switches, { tellsFields: true, unsubscribedWritable: false });
    expect(await told()).toMatchObject({
      level: 'warning',
      finding: 'Read only of what the sync writes: contacts unsubscribed, deals created.',
    });
    switches.createdTaken = 'create';
    switches.unsubscribedWritable = true;
    expect((await told()).finding).toContain('nothing');
  });

  it('a field that the sync needs and may not write, and a status that is none', async () => {
    const { http } = clientify;
    const request = http.request.bind(http);
    const POST = {
      taxpayer_identification_number: { read_only: true },
      status: { choices: [{ value: 'other' }] },
    };
    jest
      .spyOn(http, 'request')
      .mockImplementation((method, ...more) =>
        method === 'OPTIONS' ? Promise.resolve({ actions: { POST } }) : request(method, ...more),
      );
    expect((await asked()).get('writable-fields')).toMatchObject({
      level: 'warning',
      finding: expect.stringMatching(
        /contacts taxpayer[^]*No status of contacts: client\./,
      ) as string,
    });
  });

  it('how contacts and companies are changed is asked of both', async () => {
    const { records, switches } = clientify.simulator;
    records.create('contacts', { first_name: 'Ana' }, 'screen');
    records.create('companies', { name: 'Duero' }, 'screen');
    switches.patch = false;
    const headers = new Map<string, string>();
    const http = clientify.connect({
      onHeaders: (all) => {
        all.forEach((value, name) => headers.set(name, value));
      },
    });
    expect((await asked({ http, headers })).get('patch')?.finding).toBe(
      'How records are changed: contacts by PUT with the changed fields only; companies by PUT with the changed fields only.',
    );
  });

  it('an account that forbids to ask what may be written is one that does not tell', async () => {
    clientify.simulator.records.create('contacts', { first_name: 'Ana' }, 'screen');
    clientify.simulator.weather.faults.push({
      when: 'before',
      kind: 'status',
      status: 403,
      match: 'OPTIONS ',
      times: 4,
    });
    const checks = await asked();
    expect(checks.get('patch')?.finding).toContain('contacts not told');
    expect(checks.get('writable-fields')).toMatchObject({
      level: 'ok',
      finding: expect.stringContaining('Not told for') as string,
    });
  });

  describe('one record that cannot be read is skipped and named, and ends no check:', () => {
    const NIF = '12345678Z';
    /** What the API shows of these records is spoilt, in lists and alone. */
    function spoil(spoilt: ReadonlyMap<unknown, object | null>): void {
      const { http } = clientify;
      const request = http.request.bind(http);
      const bad = (one: unknown): unknown => {
        const { id } = (one ?? {}) as { id?: unknown };
        const change = spoilt.get(id);
        return change === undefined ? one : change && { ...(one as object), ...change };
      };
      jest.spyOn(http, 'request').mockImplementation(async (...call) => {
        const answer = (await request(...call)) as { results?: unknown[] } | null;
        return answer?.results ? { ...answer, results: answer.results.map(bad) } : bad(answer);
      });
    }
    const make = (collection: 'contacts' | 'companies' | 'deals', fields: object): unknown =>
      clientify.simulator.records.create(collection, fields as never, 'screen').record['id'];

    it.each([
      ['its fields', { custom_fields: 7 }],
      ['an entry of a list', { emails: 'x' }],
      ['its stamp', { modified: 5 }],
    ])('%s', async (_, how) => {
      const ids = [1, 2].map(() => make('contacts', { first_name: 'Ana', status: 'client' }));
      const company = make('companies', { name: 'Duero', taxpayer_identification_number: 'B1' });
      make('contacts', { first_name: 'Eva', taxpayer_identification_number: NIF });
      const hit = make('contacts', {
        first_name: 'Luz',
        taxpayer_identification_number: `X${NIF}`,
      });
      make('deals', { name: '26' });
      spoil(new Map([ids[0], company, hit].map((id) => [id, how])));
      const checks = await asked();
      expect(checks.get('records')).toMatchObject({
        level: 'warning',
        finding: expect.stringMatching(/^4 contacts.*1 companies.*1 deals/) as string,
      });
      for (const id of [ids[0], hit])
        expect(checks.get('records')?.finding).toContain(`contact ${String(id)}`);
      expect(checks.get('records')?.finding).toContain(`company ${String(company)}`);
      expect(checks.get('filters')?.finding).toContain('contacts by Documento');
      expect(checks.get('filters')?.finding).not.toContain('could not be found out');
      expect(checks.get('contact-types')?.finding).toContain('(none) 2');
    });

    it('an item that is no record at all', async () => {
      make('contacts', { first_name: 'Ana' });
      const ids = [make('contacts', { first_name: 'Eva' }), make('deals', { name: '26' })];
      spoil(new Map(ids.map((id) => [id, null])));
      const checks = await asked();
      for (const id of ['records', 'filters', 'deal-statuses', 'deal-stages', 'contact-types'])
        expect([id, checks.get(id)?.finding]).not.toEqual([
          id,
          expect.stringContaining('could not be found out'),
        ]);
      expect(checks.get('records')?.finding).toContain('contact without an id');
    });

    it('a hit of a search: it is named, and the others are looked at', async () => {
      const wanted = make('contacts', { first_name: 'Eva', taxpayer_identification_number: NIF });
      const hit = make('contacts', { first_name: 'Luz', last_name: NIF });
      make('contacts', { first_name: 'Ana' });
      spoil(new Map([[hit, { custom_fields: 7 }]]));
      const finding = (await asked()).get('filters')?.finding ?? '';
      expect(finding).toContain(`contact ${String(hit)}`);
      expect(finding).toMatch(/work: [^.]*contacts by Documento/);
      expect(wanted).toBeDefined();
    });
  });
});
