import { setTimeout as wait } from 'node:timers/promises';
import { BothSystems } from '../harness/both-systems';
import { command, type Running } from '../harness/command';
import { client, withId, type Fields } from '../harness/world';

/** `npm run dev` as its user sees it: environment variables, one line with the address, SIGTERM. */
describe('npm run dev', () => {
  let both: BothSystems;
  let env: Record<string, string>;
  beforeAll(async () => {
    both = await BothSystems.start('--empty', '--clients', '0', '--expedientes', '0');
    env = {
      ...both.env(),
      WEBHOOK_SECRET: 'secreto de prueba',
      WRITE_BACK: 'on',
      WRITE_BACK_ACKNOWLEDGE_UNREADABLE: 'true',
    };
  });
  afterAll(() => both.stop());

  const cli = (...words: string[]): Running => command(words, env);
  const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
    const end = Date.now() + 45_000;
    while (!(await what())) {
      if (Date.now() > end) throw new Error('it did not happen');
      await wait(100);
    }
  };
  const giav = async (): Promise<Fields | undefined> =>
    (await both.look<Fields[]>('giav/data/clients'))[0];
  const contact = async (): Promise<Fields | undefined> =>
    withId(await both.look<Fields[]>('clientify/data/contacts'), 1)[0];
  const rename = async (last_name: string): Promise<Fields> => {
    const record = (await contact()) as Fields;
    const headers = {
      'User-Agent': 'Mozilla/5.0 (a person)',
      Authorization: 'Token simulated-clientify-token',
      'Content-Type': 'application/json',
    };
    await fetch(`${env['CLIENTIFY_BASE_URL'] ?? ''}/contacts/${String(record['id'])}/`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ last_name }),
    });
    return record;
  };
  const hook = (url: string, record: Fields): Promise<number> =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify({ hook: { event: 'contact.saved' }, data: { id: record['id'] } }),
    }).then(({ status }) => status);

  it('syncs, prints its two addresses once, that of the console good for one person, takes a change back to GIAV, lets other commands look, and loses nothing when it is ended', async () => {
    await both.steer('giav/data/clients', [client(1)], 'PUT');
    const first = cli('dev');
    await until(() => /console url: .*\n/.test(first.said.out));
    const lines = first.said.out.trim().split('\n');
    expect(lines).toHaveLength(2);
    const pages = /^console url: (http:\/\/127\.0\.0\.1:\d+\/\S+)$/.exec(lines[1] ?? '')?.[1] ?? '';
    const enter = (): Promise<number> =>
      fetch(pages, { redirect: 'manual' }).then(({ status }) => status);
    expect([await enter(), await enter()]).toEqual([303, 401]);
    const url = /^webhook url: (http:\/\/127\.0\.0\.1:\d+\/\S+)$/.exec(lines[0] ?? '')?.[1] ?? '';
    expect(url).toContain('secreto%20de%20prueba');
    await until(async () => (await contact()) !== undefined);
    await until(() => first.said.err.includes('run completed'));
    expect(await hook(url, await rename('Desde Clientify'))).toBe(200);
    await until(async () => (await giav())?.['Apellidos'] === 'Desde Clientify');
    for (const hop of ['webhook accepted', 'looking at a change', 'change merged'])
      await until(() => first.said.err.includes(hop));
    const look = cli('explain', 'client', '1');
    expect(await look.ended).toMatchObject({ code: 0 });
    expect(look.said.out).toContain('Apellidos: "Ejemplo Prueba" → "Desde Clientify"');
    expect(await hook(url, await rename('Justo antes del final'))).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
    // Accepted before the end: worked on before it, or on a slow machine after the next start.
    const second = cli('dev');
    await until(() => second.said.out.includes('\n'));
    await until(async () => (await giav())?.['Apellidos'] === 'Justo antes del final');
    second.child.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0 });
    // A change whose hook nobody heard is found by the next start.
    await rename('Sin aviso');
    const third = cli('dev');
    await until(async () => (await giav())?.['Apellidos'] === 'Sin aviso');
    third.child.kill('SIGTERM');
    expect(await third.ended).toMatchObject({ code: 0 });
  }, 180_000);

  it('npm run console opens the pages on what is stored, for whoever was given the address, and ends when it is told to', async () => {
    const opened = cli('console');
    await until(() => /console url: .*\n/.test(opened.said.out));
    const url = /^console url: (\S+)$/m.exec(opened.said.out)?.[1] ?? '';
    const { origin } = new URL(url);
    expect((await fetch(`${origin}/console`)).status).toBe(401);
    const entered = await fetch(url, { redirect: 'manual' });
    const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
    const record = await fetch(`${origin}/console/ficha/cliente/1`, { headers: { cookie } });
    expect(await record.text()).toContain('Desde Clientify');
    opened.child.kill('SIGINT');
    expect(await opened.ended).toMatchObject({ code: 0 });
    expect(opened.said.err).not.toContain('Error');
  }, 90_000);
});
