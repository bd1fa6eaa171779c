import { paths } from '../../lib/console/paths';
import { ConfigurationError } from '../../lib/sync/errors';
import { ConsoleOffice, NOW } from './office';

const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

/** A run that began so long ago, and ended so. */
async function ran(
  { desk: { runs } }: ConsoleOffice,
  status: 'completed' | 'failed',
  minutes = 5,
): Promise<void> {
  await runs.acquire('r1', 'full', ago(minutes), true);
  const error = {
    kind: 'configuration' as const,
    message: 'GIAV refused the key.',
    es: 'GIAV rechaza la clave.',
  };
  await runs.end('r1', status, status === 'failed' ? { error } : {}, ago(minutes - 1));
}

describe('the answer on top of the first page', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice().signIn();
  });
  const today = (): Promise<string> => office.page(paths.today);

  it('is not that all is well while the way back is halted', async () => {
    await ran(office, 'completed');
    await office.desk.incidents.halt('7', NOW);
    const text = await today();
    expect(text).toContain('La vuelta a GIAV está parada');
    expect(text).not.toContain('Todo al día');
  });
  it('is that the last run failed, why, and where to read on', async () => {
    await ran(office, 'failed');
    const text = await today();
    for (const shown of [
      'La última ejecución ha fallado',
      'GIAV rechaza la clave.',
      'ejecuciones/r1',
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain('Todo al día');
    await office.request(`${paths.language}/en`);
    expect(await today()).toContain('GIAV refused the key.');
  });
  it('is that Clientify does not answer, while it does not', async () => {
    await ran(office, 'completed');
    await office.desk.pauses.replace(null, { until: NOW.getTime() + 60_000, failures: 1 });
    const text = await today();
    expect(text).not.toContain('Todo al día');
    expect(text).toContain('Clientify no responde. Se vuelve a probar');
  });
  it('is that no run has begun for far too long', async () => {
    await ran(office, 'completed', 3 * 24 * 60);
    const text = await today();
    expect(text).toContain('Hace demasiado que no empieza ninguna ejecución');
    expect(text).not.toContain('Todo al día');
  });
  it('is that nothing is silent where nothing begins by itself', async () => {
    office = await new ConsoleOffice('admin', {}, { schedules: false }).signIn();
    await ran(office, 'completed', 3 * 24 * 60);
    expect(await today()).toContain('Todo al día');
  });
  describe('with settings that do not fit what was deployed since', () => {
    beforeEach(async () => {
      const config = (): never => {
        throw new ConfigurationError('What was changed of the settings: it does not fit');
      };
      office = await new ConsoleOffice('admin', {}, { config }).signIn();
      const overlay = { writeBack: { mode: 'dry-run' } };
      const { settingsVersions } = office.desk;
      await settingsVersions.add({ version: 1, at: NOW.toISOString(), by: 'ana', overlay });
      await ran(office, 'completed');
    });
    it('is that nothing is synced, with the way to the settings', async () => {
      const text = await today();
      expect(text).toContain('no se sincroniza nada');
      expect(text).not.toContain('Todo al día');
      expect(text).toContain(`<a class="button" href="${paths.settings}">`);
    });
    it.each([paths.connection, paths.record('client', '7'), paths.forgetClient('7')])(
      'the page %s is there all the same',
      async (path) => {
        expect((await office.request(path)).status).toBe(200);
        expect(office.errors).toEqual([]);
      },
    );
  });
});
