import { registerWebhook, webhookStatus } from '../../lib/admin/webhook';
import { TEXTS } from '../../lib/admin/texts';
import { ClientifyHttp } from '../../lib/clientify/http';
import { RecordError, RetryableError } from '../../lib/sync/errors';

interface Taken {
  readonly target: string;
  readonly headers: unknown;
}

/** The taken of an account (clientify.md, W5): one that is taken must be freed before it can be taken again. */
class Slots extends ClientifyHttp {
  readonly taken = new Map<string, Taken>();
  readonly log: string[] = [];
  /** Instead of the next POST, with what it would do. */
  onPost: ((take: () => unknown) => unknown)[] = [];

  constructor() {
    super({ baseUrl: 'http://clientify.invalid/v2', token: 't' });
  }

  override request(method: string, path: string, body?: unknown): Promise<unknown> {
    const entity = path.split('/')[2] ?? '';
    const slot = this.taken.get(entity);
    if (method !== 'GET') this.log.push(`${method} ${entity}`);
    const act = (): unknown => {
      if (method === 'GET')
        return { entity, target: slot?.target ?? '', is_active: slot !== undefined };
      if (method === 'DELETE') return this.taken.delete(entity);
      if (path.endsWith('activate/')) return {};
      const take = (): unknown => {
        if (this.taken.has(entity)) throw new RecordError('taken', [], 409);
        return this.taken.set(entity, body as Taken);
      };
      return (this.onPost.shift() ?? ((send: () => unknown): unknown => send()))(take);
    };
    return Promise.resolve().then(act);
  }
}

const URL_OF = 'https://abc.example/clientify';
const target = (secret: string) => ({ url: URL_OF, secret });
let http: Slots;
beforeEach(() => {
  http = new Slots();
});
const header = (entity: string): unknown =>
  (http.taken.get(entity)?.headers as Record<string, unknown> | undefined)?.['X-Clientify-Secret'];

describe('webhook register', () => {
  it('renews the header where the slot is active and ours: a rotated secret is the one that comes', async () => {
    await registerWebhook(http, target('old'));
    const reports = await registerWebhook(http, target('new'));
    expect([header('contacts'), header('companies')]).toEqual(['new', 'new']);
    expect(reports.map(({ state }) => state)).toEqual(['ours', 'ours']);
  });
  it('takes one that was set by hand with the old secret in its path: the new one is in the header', async () => {
    for (const entity of ['contacts', 'companies'])
      http.taken.set(entity, { target: `${URL_OF}/old`, headers: {} });
    await registerWebhook(http, target('new'));
    expect(http.taken.get('contacts')).toEqual({
      target: URL_OF,
      headers: { 'X-Clientify-Secret': 'new' },
    });
  });
  it('looks first whether the target is ours: a foreign slot is neither freed nor taken', async () => {
    http.taken.set('contacts', { target: 'https://crm.example/hook', headers: {} });
    http.taken.set('companies', { target: `${URL_OF}-of-somebody-else`, headers: {} });
    expect((await registerWebhook(http, target('new'))).map(({ state }) => state)).toEqual([
      'foreign',
      'foreign',
    ]);
    expect(http.log).toEqual([]);
  });
  it('an address is the same with and without a slash at its end', async () => {
    http.taken.set('contacts', { target: URL_OF, headers: {} });
    expect((await webhookStatus(http, { url: `${URL_OF}/`, secret: 's' }))[0]?.state).toBe('ours');
  });
  it('an outage between freeing and taking is tried again', async () => {
    await registerWebhook(http, target('old'));
    http.onPost = [
      (): never => {
        throw new RetryableError('502', { maybeApplied: true });
      },
    ];
    expect((await registerWebhook(http, target('new')))[0]?.state).toBe('ours');
    expect(header('contacts')).toBe('new');
  });
  it('a lost answer to the taking is not taken for a foreign slot', async () => {
    await registerWebhook(http, target('old'));
    http.onPost = [
      (take): never => {
        take();
        throw new RetryableError('reset', { maybeApplied: true });
      },
    ];
    expect((await registerWebhook(http, target('new'))).map(({ state }) => state)).toEqual([
      'ours',
      'ours',
    ]);
    expect(header('contacts')).toBe('new');
  });
  it('a slot that stays empty after all is told, with what to do', async () => {
    await registerWebhook(http, target('old'));
    const down = (): never => {
      throw new RetryableError('502');
    };
    http.onPost = [down, down, down];
    const [report] = await registerWebhook(http, target('new'));
    expect(report).toMatchObject({
      state: 'unknown',
      why: 'emptied',
    });
    expect(report && TEXTS.en.webhook.advice.emptied(report)).toMatch(/EMPTY.*register again/);
  });
  it('somebody who takes the slot in that moment keeps it', async () => {
    await registerWebhook(http, target('old'));
    http.onPost = [
      (take): unknown => {
        http.taken.set('contacts', { target: 'https://crm.example/', headers: {} });
        return take();
      },
    ];
    expect((await registerWebhook(http, target('new')))[0]).toMatchObject({
      state: 'unknown',
      why: 'taken-meanwhile',
    });
    expect(http.taken.get('contacts')?.target).toBe('https://crm.example/');
  });
  it('a refusal that quotes the secret is told without it', async () => {
    http.onPost = [
      (): never => {
        throw new RecordError('headers: "new-secret" is too short', [], 400);
      },
    ];
    const [report] = await registerWebhook(http, target('new-secret'));
    expect(report).toMatchObject({ why: 'refused', said: { en: 'headers: "…" is too short' } });
  });
  it.each(['en', 'es'] as const)('each state has its advice (%s)', (language) => {
    const { advice } = TEXTS[language].webhook;
    const said = { en: 'No', es: 'No' };
    const slot = {
      entity: 'contacts',
      state: 'unknown',
      why: null,
      host: 'a.example',
      said,
    } as const;
    for (const text of Object.values(advice))
      expect(text(slot)).toMatch(/^[^<]+\.$|<secret|<secreto/);
  });
});
