import { registerWebhook, removeWebhook, webhookStatus } from '../../lib/admin/webhook';
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
  /** Likewise of the next DELETE. */
  onDelete: ((free: () => unknown) => unknown)[] = [];
  /** Before each look. */
  onGet: (entity: string) => void = () => undefined;

  constructor() {
    super({ baseUrl: 'http://clientify.invalid/v2', token: 't' });
  }

  override request(method: string, path: string, body?: unknown): Promise<unknown> {
    const entity = path.split('/')[2] ?? '';
    const slot = this.taken.get(entity);
    if (method !== 'GET') this.log.push(`${method} ${entity}`);
    const act = (): unknown => {
      if (method === 'GET') {
        this.onGet(entity);
        return { entity, target: slot?.target ?? '', is_active: slot !== undefined };
      }
      if (method === 'DELETE') {
        const free = (): boolean => this.taken.delete(entity);
        return (this.onDelete.shift() ?? ((send: () => unknown): unknown => send()))(free);
      }
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
  it('trouble with one slot hides nothing of what became of the other', async () => {
    await registerWebhook(http, target('old'));
    const down = (): never => {
      throw new RetryableError('502');
    };
    http.onPost = [down, down, down];
    http.onGet = (entity) => {
      if (entity === 'companies') throw new RetryableError('throttled (429)');
    };
    const [contacts, companies] = await registerWebhook(http, target('new'));
    expect(contacts).toMatchObject({ why: 'emptied' });
    expect(companies).toMatchObject({ state: 'unknown', why: 'no-answer' });
    expect(companies && TEXTS.en.webhook.advice['no-answer'](companies)).toContain('429');
  });
  it('one that was freed although the answer was lost is taken again', async () => {
    await registerWebhook(http, target('old'));
    http.onDelete = [
      (free): never => {
        free();
        throw new RetryableError('reset', { maybeApplied: true });
      },
    ];
    const [contacts] = await registerWebhook(http, target('new'));
    expect([contacts?.state, header('contacts')]).toEqual(['ours', 'new']);
  });
  it('a free one that was taken although the answer was lost is ours', async () => {
    http.onPost = [
      (take): never => {
        take();
        throw new RetryableError('reset', { maybeApplied: true });
      },
    ];
    const reports = await registerWebhook(http, target('new'));
    expect(reports.map(({ state }) => state)).toEqual(['ours', 'ours']);
  });
  it('one that is freed twice, because the first answer was lost, is taken again', async () => {
    await registerWebhook(http, target('old'));
    http.onDelete = [
      (free): never => {
        free();
        throw new RecordError('refused with 404', [], 404);
      },
    ];
    const [contacts] = await registerWebhook(http, target('new'));
    expect([contacts?.state, header('contacts')]).toEqual(['ours', 'new']);
  });
  it('a refusal to free one is told without the secret that it quotes', async () => {
    await registerWebhook(http, target('the-secret'));
    http.onDelete = [
      (): never => {
        throw new RecordError('target: https://abc.example/clientify/the-secret', [], 400);
      },
    ];
    const said = JSON.stringify(await removeWebhook(http, target('the-secret')));
    expect(said).toContain('refused');
    expect(said).not.toContain('the-secret');
  });
  it('two who take them at once both find them theirs', async () => {
    http.onPost = [
      (take): unknown => {
        http.taken.set('contacts', { target: URL_OF, headers: {} });
        return take();
      },
    ];
    expect((await registerWebhook(http, target('s')))[0]?.state).toBe('ours');
  });
  it.each(['https://ABC.example/clientify', 'https://abc.example:443/clientify/?s=old'])(
    'is ours, however its address is written: %s',
    async (written) => {
      http.taken.set('contacts', { target: written, headers: {} });
      expect((await webhookStatus(http, target('s')))[0]?.state).toBe('ours');
    },
  );
  it.each([
    'https://abc.example/clientify/../of-somebody-else',
    'https://abc.example.evil/clientify',
    'https://abc.example@crm.example/clientify',
    'mailto:somebody@crm.example',
  ])('is somebody else’s: %s', async (written) => {
    http.taken.set('contacts', { target: written, headers: {} });
    const [contacts] = await registerWebhook(http, target('s'));
    expect([contacts?.state, http.taken.get('contacts')?.target]).toEqual(['foreign', written]);
    expect(contacts?.host).not.toBe('');
  });
  it('nothing is told of slots that could not be looked at in the first place', async () => {
    http.onGet = () => {
      throw new RetryableError('throttled (429)');
    };
    await expect(registerWebhook(http, target('s'))).rejects.toThrow('429');
    expect(http.log).toEqual([]);
  });
  it('the state after giving back is told although one of them was refused', async () => {
    await registerWebhook(http, target('s'));
    http.onDelete = [
      (): never => {
        throw new RecordError('not now', [], 400);
      },
    ];
    const [contacts, companies] = await removeWebhook(http, target('s'));
    expect(contacts).toMatchObject({ state: 'unknown', why: 'refused' });
    expect(companies).toMatchObject({ state: 'free' });
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
