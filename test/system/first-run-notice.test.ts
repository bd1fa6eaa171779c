import { BothSystems } from '../harness/both-systems';
import { command, type Said } from '../harness/command';

describe('a first run with more than 200 new contacts, in an account that has some', () => {
  let both: BothSystems;
  beforeAll(async () => {
    both = await BothSystems.start('--clients', '260', '--expedientes', '0');
  });
  afterAll(() => both.stop());

  const cli = (...words: string[]): Promise<Said> => command(words, both.env()).ended;
  const NOTICE = /(\d+) contacts will be created; Clientify may send as many e-mails/;
  const mailed = async (): Promise<number> => Number(await both.look('clientify/notices'));

  it('the dry run says how many before all else, and the run says it before it is done; nothing waits', async () => {
    const planned = await cli('sync', '--dry-run', '--language', 'en');
    expect(planned).toMatchObject({ code: 0 });
    const expected = Number(NOTICE.exec(planned.out.split('\n')[0] ?? '')?.[1]);
    expect(expected).toBeGreaterThan(200);
    expect(await mailed()).toBe(0);

    const { code, err } = await cli('sync', '--mode', 'full', '--language', 'es');
    expect(code).toBe(0);
    const lines = err.split('\n');
    const told = lines.flatMap((line, at) =>
      /^Se crearán (\d+) contactos; Clientify puede enviar/.test(line) ? [{ line, at }] : [],
    );
    expect(told).toHaveLength(1);
    // Clients with one Documento are told apart later: the run counts each of them.
    const announced = Number(/\d+/.exec(told[0]?.line ?? '')?.[0]);
    expect(announced).toBeGreaterThanOrEqual(expected);
    expect(announced).toBeLessThan(expected + 5);
    // Lines of progress come after it: it was told while the run was going on.
    expect(lines.slice((told[0]?.at ?? 0) + 1).some((line) => /terminando/.test(line))).toBe(true);
    expect(await mailed()).toBe(expected);
  }, 120_000);
});
