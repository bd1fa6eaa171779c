import { command, type Said } from '../harness/command';

/** A deployment that nobody can reach: the discard port of this machine. */
const UNREACHABLE = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_MAX_ATTEMPTS: '1',
};

const cli = (words: readonly string[], env: Record<string, string>): Promise<Said> =>
  command(words, env).ended;

describe('the command line as a process', () => {
  it('says what concerns the admin, and nothing about the Node of the machine', async () => {
    const { code, out, err } = await cli(['status', '--stack', 'nobody'], UNREACHABLE);
    expect(err).toMatch(/^The stack nobody cannot be read .*\n$/);
    expect([code, out]).toEqual([2, '']);
  });

  it('speaks Spanish where the surroundings do, and what it is asked for counts first', async () => {
    const [spanish, english, unknown] = await Promise.all([
      cli(['status', '--help'], { LANG: 'es_ES.UTF-8' }),
      cli(['status', '--help', '--language', 'en'], { LANG: 'es_ES.UTF-8' }),
      cli(['status', '--language', 'ca'], {}),
    ]);
    expect(spanish.out).toMatch(/^Uso: cli status[^]*Qué está en marcha/);
    expect(english.out).toMatch(/^Usage: cli status[^]*What runs/);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('es, en') as string });
  });
});
