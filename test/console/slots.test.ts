import { answer } from '../../lib/admin/asked/answer';
import type { WorkPorts } from '../../lib/admin/asked/works';
import { ClientifyHttp } from '../../lib/clientify/http';
import { syncConfigSchema } from '../../lib/config/schema';
import { BASE, paths } from '../../lib/console/paths';
import { CONSOLE_TEXTS } from '../../lib/console/texts';
import { askedIn } from '../../lib/ports/asked';
import type { SlotReport } from '../../lib/ports/webhook-slots';
import { ConfigurationError, RecordError } from '../../lib/sync/errors';
import { ConsoleOffice, NOW } from './office';

const ADDRESS = 'https://abc.example/clientify';
const SECRET = 'the-secret-of-the-webhook';
const ON = { writeBack: { mode: 'dry-run' } } as const;

/** The slots of an account, by what is asked of v2. */
class Slots extends ClientifyHttp {
  readonly taken = new Map<string, { readonly target: string; readonly headers?: unknown }>();
  refuse: (() => never) | undefined;

  constructor() {
    super({ baseUrl: 'http://clientify.invalid/v2', token: 't' });
  }

  override async request(method: string, path: string, body?: unknown): Promise<unknown> {
    await Promise.resolve();
    this.refuse?.();
    const entity = path.split('/')[2] ?? '';
    const slot = this.taken.get(entity);
    if (method === 'GET') return { target: slot?.target ?? '', is_active: slot !== undefined };
    if (method === 'DELETE') return this.taken.delete(entity);
    if (slot) throw new RecordError('taken', [], 409);
    return this.taken.set(entity, body as { target: string });
  }
}

/** The console of a deployment that listens, and the function that holds its keys. */
class Both {
  readonly slots = new Slots();
  private constructor(readonly office: ConsoleOffice) {}

  static async start(
    settings: ConstructorParameters<typeof ConsoleOffice>[1] = ON,
    role: 'admin' | 'reader' = 'admin',
    webhookUrl: string | null = ADDRESS,
  ): Promise<Both> {
    return new Both(await new ConsoleOffice(role, settings, { webhookUrl }).signIn());
  }

  /** Presses the button, has it done, and reads the page of what came of it. */
  async press(path: string, listens = true): Promise<string> {
    const { headers } = await this.office.post(path, {});
    const config = syncConfigSchema.parse({});
    const ports: WorkPorts = {
      admin: this.office.desk,
      systems: { clientifyV2: this.slots } as never,
      config,
      deployed: () => Promise.resolve(config),
      autoSetup: true,
      countryCode: () => null,
      timeLeft: () => 900_000,
      syncOne: () => Promise.reject(new Error('nobody syncs here')),
      webhook: listens ? () => Promise.resolve({ url: ADDRESS, secret: SECRET }) : null,
      newRunId: () => 'run',
      now: () => NOW,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    };
    for (const { body } of this.office.sent.splice(0)) {
      const asked = askedIn(JSON.stringify(body));
      if (asked) await answer({ ...ports, answers: this.office.desk.answers }, asked);
    }
    return this.office.page(headers.get('Location') ?? '');
  }

  connection(): Promise<string> {
    return this.office.page(paths.connection);
  }
}

describe('the webhook slots on the page Conexión', () => {
  it('are looked at and taken by whoever holds the keys, and shown with what to do', async () => {
    const both = await Both.start();
    expect(await both.connection()).toContain('Nadie ha mirado todavía');
    expect(await both.connection()).toContain(ADDRESS);
    const looked = await both.press(paths.actions['webhook-status']);
    expect(looked).toContain('No todos los huecos son nuestros');
    expect(looked).toContain('Pulse «Ocupar los huecos».');
    expect(await both.connection()).toContain('<span class="tag warning">Libre</span>');
    expect(await both.press(paths.actions['webhook-register'])).toContain(
      'Los dos huecos son nuestros',
    );
    expect(both.slots.taken.get('contacts')).toEqual({
      target: ADDRESS,
      headers: { 'X-Clientify-Secret': SECRET },
    });
    const after = await both.connection();
    expect(after).toContain('<span class="tag good">Nuestro</span>');
    expect(after).toContain(`datetime="${NOW.toISOString()}"`);
    const given = await both.press(paths.actions['webhook-remove']);
    expect(given).toContain('<section class="notice good"><h2>Ningún hueco es nuestro ya');
    expect(given).not.toContain('Pulse «Ocupar los huecos»');
    expect([...both.slots.taken]).toEqual([]);
  });
  it('a foreign one is never taken: its host is named, and what to do', async () => {
    const both = await Both.start();
    both.slots.taken.set('contacts', { target: 'https://crm.example/hook?token=private' });
    const text = await both.press(paths.actions['webhook-register']);
    expect(text).toContain('De otro');
    expect(text).toContain('Llama a crm.example y no se toca');
    expect(both.slots.taken.get('contacts')?.target).toContain('crm.example');
    expect(JSON.stringify([...both.office.table.items.values()]) + text).not.toContain('private');
  });
  it('without the right to see them it says what to do by hand, in the words of Clientify’s menu', async () => {
    const both = await Both.start();
    both.slots.refuse = (): never => {
      throw new ConfigurationError('no permission', 403);
    };
    const text = await both.press(paths.actions['webhook-register']);
    expect(text).toContain('falta el complemento de API o la clave de un administrador');
    expect(text).toContain('Configuración → Integraciones → Webhooks → Añadir');
    await both.office.request(`${paths.language}/en`);
    expect(await both.connection()).toContain('Settings → Integrations → Webhooks → Add');
  });
  it('the secret is on no page, in no line and nowhere in the table', async () => {
    const both = await Both.start();
    both.slots.refuse = undefined;
    const { slots } = both;
    const take = slots.request.bind(slots);
    jest.spyOn(slots, 'request').mockImplementation((method, path, body) => {
      if (method !== 'POST') return take(method, path);
      throw new RecordError(`headers: ${JSON.stringify(body)} is refused`, [], 400);
    });
    const text = await both.press(paths.actions['webhook-register']);
    expect(text).toContain('Rechazado');
    const all = [text, await both.connection(), await both.office.page(paths.activity)];
    expect(all.join() + JSON.stringify([...both.office.table.items.values()])).not.toContain(
      SECRET,
    );
    expect(await both.office.page(paths.activity)).toContain('Ocupar los huecos de webhook');
  });
  it('say that the way back is off, and offer nothing to take', async () => {
    const both = await Both.start({ writeBack: { mode: 'off' } });
    const text = await both.connection();
    expect(text).toContain('no se escucha a Clientify y no hace falta ningún webhook');
    expect(text).not.toContain(paths.actions['webhook-register']);
    await both.press(paths.actions['webhook-status']);
    expect(await both.connection()).toContain('Libre');
    expect(await both.connection()).not.toContain('Pulse «Ocupar los huecos»');
  });
  it('say that a deployment has no address, and a request is refused in words of the page', async () => {
    const both = await Both.start(ON, 'admin', null);
    const text = await both.connection();
    expect(text).toContain('Este despliegue no escucha a Clientify');
    expect(text).not.toContain('hacer/ocupar-huecos');
    expect(await both.press(paths.actions['webhook-register'], false)).toContain(
      'No se ha podido hacer',
    );
  });
  it('are shown to readers, who may press nothing', async () => {
    const both = await Both.start(ON, 'reader');
    const slot: SlotReport = {
      entity: 'contacts',
      state: 'ours',
      why: null,
      host: null,
      said: null,
    };
    await both.office.desk.notes.sawSlots([slot], NOW);
    const text = await both.connection();
    expect(text).toContain('Nuestro');
    expect(text).not.toContain(`${BASE}/hacer/`);
    for (const what of ['webhook-status', 'webhook-register', 'webhook-remove'] as const) {
      const refused = await both.office.post(paths.actions[what], {});
      expect([refused.status, both.office.sent]).toEqual([403, []]);
    }
  });
  it.each(['es', 'en'] as const)('every state has its words (%s)', (language) => {
    const { states, advice } = CONSOLE_TEXTS[language].slots;
    expect(Object.keys(advice).sort()).toEqual(Object.keys(states).sort());
  });
});
