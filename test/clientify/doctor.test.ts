import { examine, type Check } from '../../lib/admin/doctor/check';
import { ClientifyDoctor, type ClientifyPorts } from '../../lib/admin/doctor/clientify';
import { parseSyncConfig } from '../../lib/config/environment';
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

  it('what was learnt of the account, with the day', async () => {
    const learnt = { forceInsertIgnored: '2026-11-25T10:00:00Z', dealTagsDropped: '2026-11-24' };
    const { finding } = (await asked({ learnt: () => Promise.resolve(learnt) })).get(
      'learnt',
    ) as Check;
    expect(finding).toContain('without their e-mail');
    expect(finding).toContain('since 2026-11-25');
    expect(finding).toContain('drops the tags of deals');
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
});
