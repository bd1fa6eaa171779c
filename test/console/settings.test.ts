import { syncConfigSchema } from '../../lib/config/schema';
import { paths } from '../../lib/console/paths';
import { draftSchema } from '../../lib/ports/asked';
import { ConsoleOffice, NOW } from './office';

/** What the form of the page sends when nothing is touched. */
async function untouched(office: ConsoleOffice, path: string = paths.editSettings) {
  const text = await office.page(path);
  const form: Record<string, string[]> = {};
  const add = (name: string, value: string) => (form[name] ??= []).push(value);
  const values = (tag: string, name: string): string =>
    new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const part = text.slice(text.indexOf('action="/console/hacer/ajustes"'));
  for (const [tag] of part.matchAll(/<input[^>]*>|<select[\s\S]*?<\/select>/g)) {
    const name = values(tag, 'name');
    if (name === 'csrf') continue;
    if (tag.startsWith('<select'))
      add(name, /<option value="([^"]*)" selected/.exec(tag)?.[1] ?? '');
    else if (!tag.includes('type="checkbox"') || / checked/.test(tag))
      add(name, values(tag, 'value'));
  }
  return form;
}

const DOCUMENT = {
  pipeline: 'Viajes',
  stages: { Confirmado: 'Ganado' },
  offices: ['MAD'],
  writeBack: { mode: 'dry-run' as const },
};

describe('the settings in the console', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice('admin', DOCUMENT).signIn();
  });
  const asked = () => office.sent.map(({ body }) => (body as { work: unknown }).work);
  const current = () => office.desk.settingsVersions.current();

  const choices = async (): Promise<string> => {
    await office.desk.answers.put(
      {
        id: 'lists',
        do: 'choices',
        by: 'ana',
        askedAt: NOW.toISOString(),
        doneAt: NOW.toISOString(),
        refused: null,
        result: {
          states: [
            { id: 1, name: 'Confirmado' },
            { id: 2, name: 'Anulado' },
          ],
          pipelines: [{ name: 'Viajes', stages: ['Nuevo', 'Ganado', 'Perdido'] }],
          offices: [
            { code: 'MAD', name: 'Madrid' },
            { code: 'BCN', name: 'Barcelona' },
          ],
          contactTypes: ['Cliente actual', 'Socio'],
        },
      },
      NOW,
    );
    return paths.editWith('lists');
  };

  it('are chosen among what both systems have, which whoever holds the keys is asked for', async () => {
    const answer = await office.post(paths.actions.choices, {});
    expect(asked()).toEqual([{ do: 'choices' }]);
    expect(answer.headers.get('Location')).toBe(paths.work('20261126T100000Z-00000001'));
    const text = await office.page(await choices());
    for (const shown of ['Anulado', 'Perdido', 'BCN (Barcelona)', 'Socio', 'Particular'])
      expect(text).toContain(shown);
    expect(text).not.toContain('No se han leído las listas');
  });
  it('can be chosen without those lists, from what the settings and the last full run name', async () => {
    await office.desk.runs.acquire('r1', 'full', NOW, true);
    const none = {
      read: 1,
      created: 0,
      updated: 0,
      linked: 0,
      unchanged: 1,
      skipped: 0,
      failed: 0,
    };
    const summary = { clients: none, expedientes: none, reasons: { 'UNMAPPED_STAGE:En duda': 3 } };
    await office.desk.runs.end('r1', 'completed', { summary }, NOW);
    const text = await office.page(paths.editSettings);
    expect(text).toContain('No se han leído las listas');
    expect(text).toContain('En duda');
    expect(text).toContain('value="Ganado"');
  });
  it('change nothing when nothing was touched, with the lists and without', async () => {
    for (const path of [paths.editSettings, await choices()]) {
      const answer = await office.post(paths.actions.settings, await untouched(office, path));
      expect(await answer.text()).toContain('No ha cambiado nada');
    }
    expect(office.sent).toEqual([]);
  });
  it('that decide what a record becomes are rehearsed first: nothing is saved yet', async () => {
    const form = await untouched(office, await choices());
    form['etapa'] = ['Ganado', 'Perdido'];
    form['estado-Empresa'] = ['lost-client'];
    form['oficina'] = ['MAD', 'BCN'];
    const answer = await office.post(paths.actions.settings, form);
    expect(answer.status).toBe(303);
    expect(asked()).toEqual([
      {
        do: 'rehearse',
        mode: 'full',
        settings: {
          overlay: {
            stages: { Confirmado: 'Ganado', Anulado: 'Perdido' },
            clientTypes: { Empresa: { status: 'lost-client' } },
            offices: ['MAD', 'BCN'],
          },
          after: 0,
        },
      },
    ]);
    expect(await current()).toBeNull();
  });
  it('are saved by the button below what would change, with who and when; the line tells which', async () => {
    const fields = { ajustes: JSON.stringify({ offices: ['BCN'] }), despues: '0' };
    const answer = await office.post(paths.actions.saveSettings, fields);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, paths.settings]);
    expect(await current()).toMatchObject({ version: 1, by: 'ana', overlay: { offices: ['BCN'] } });
    const text = await office.page(paths.settings);
    expect(text).toContain('Versión 1, guardada por ana');
    expect(text).toContain('BCN');
    const activity = await office.page(paths.activity);
    expect(activity).toContain('Cambiar los ajustes');
    expect(activity).toContain('1: offices');
  });
  it('are not saved over what somebody else saved meanwhile', async () => {
    const fields = { ajustes: JSON.stringify({ offices: ['BCN'] }), despues: '0' };
    await office.post(paths.actions.saveSettings, fields);
    const answer = await office.post(paths.actions.saveSettings, {
      ...fields,
      ajustes: JSON.stringify({ offices: ['VLC'] }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Alguien más ha cambiado los ajustes');
    expect((await current())?.version).toBe(1);
    // Nor does the register of activity tell of it.
    await office.post(paths.actions.saveSettings, {
      ...fields,
      ajustes: JSON.stringify({ writeBack: { winner: 'clientify' } }),
    });
    const { lines } = await office.ports.activity.latest(10);
    expect(lines.map(({ about }) => about)).toEqual(['1: offices']);
  });
  it.each([
    ['what is no setting of theirs', { full: { cron: null } }],
    ['what does not fit the schema', { offices: 'BCN' }],
  ])('are not saved with %s', async (_, overlay) => {
    const fields = { ajustes: JSON.stringify(overlay), despues: '0' };
    const answer = await office.post(paths.actions.saveSettings, fields);
    expect(answer.status).toBe(400);
    expect(await current()).toBeNull();
  });
  it.each(['', 'no json', '[1]', 'null'])('are not saved of %j', async (ajustes) => {
    const answer = await office.post(paths.actions.saveSettings, { ajustes, despues: '0' });
    expect(answer.status).toBe(400);
    expect(await current()).toBeNull();
  });

  describe('of the way back', () => {
    it('show at once what they change: they write no record, and need neither system', async () => {
      const answer = await office.post(paths.actions.settings, {
        ...(await untouched(office)),
        gana: 'clientify',
      });
      const text = await answer.text();
      expect([answer.status, office.sent]).toEqual([200, []]);
      expect(text).toContain('writeBack.winner');
      expect(text).toContain('Guardar los ajustes');
      const [, ajustes = ''] = /name="ajustes" value="([^"]*)"/.exec(text) ?? [];
      expect(JSON.parse(ajustes.replace(/&quot;/g, '"'))).toEqual({
        writeBack: { winner: 'clientify' },
      });
    });
    it('are switched on with all of the supervised test confirmed, and not before', async () => {
      const form = { ...(await untouched(office)), vuelta: 'on', 'paso-noted': 'si' };
      const half = await office.post(paths.actions.settings, form);
      expect(half.status).toBe(400);
      expect(await half.text()).toContain('marque los tres puntos');
      const whole = { ...form, 'paso-edit': 'si', 'paso-back': 'si' };
      const text = await (await office.post(paths.actions.settings, whole)).text();
      const [, ajustes = ''] = /name="ajustes" value="([^"]*)"/.exec(text) ?? [];
      const overlay = draftSchema.shape.overlay.parse(JSON.parse(ajustes.replace(/&quot;/g, '"')));
      expect(overlay).toEqual({ writeBack: { mode: 'on', acknowledgeUnreadable: true } });
    });
    it('are not switched on where the deployment does not listen', async () => {
      office = await new ConsoleOffice('admin', {}).signIn();
      const form = { ...(await untouched(office)), vuelta: 'dry-run' };
      const answer = await office.post(paths.actions.settings, form);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('el despliegue no tiene el horario');
    });
  });

  it('go back to an earlier version, as a new one, after what that changes was seen', async () => {
    const save = (overlay: unknown, despues: string) =>
      office.post(paths.actions.saveSettings, { ajustes: JSON.stringify(overlay), despues });
    await save({ writeBack: { winner: 'clientify' } }, '0');
    await save({ writeBack: { winner: 'giav' } }, '1');
    const seen = await office.post(paths.actions.settings, { version: '1', despues: '2' });
    const text = await seen.text();
    expect(text).toContain('writeBack.winner');
    const [, ajustes = ''] = /name="ajustes" value="([^"]*)"/.exec(text) ?? [];
    await office.post(paths.actions.saveSettings, {
      ajustes: ajustes.replace(/&quot;/g, '"'),
      despues: '2',
      version: '1',
    });
    expect(await current()).toMatchObject({
      version: 3,
      revertOf: 1,
      overlay: { writeBack: { winner: 'clientify' } },
    });
    expect(await office.page(paths.settings)).toContain('vuelta a la versión 1');
  });
  it('that a deployment made invalid are shown with the reason, and an earlier version counts again', async () => {
    const save = (overlay: unknown, despues: string) =>
      office.post(paths.actions.saveSettings, { ajustes: JSON.stringify(overlay), despues });
    await save({ offices: ['BCN'] }, '0');
    await save({ offices: ['BCN'], writeBack: { mode: 'on', acknowledgeUnreadable: true } }, '1');
    const later = syncConfigSchema.parse({ ...DOCUMENT, writeBack: { mode: 'off' } });
    Object.assign(office.ports.settings, { deployed: () => Promise.resolve(later) });
    const page = await office.request(paths.settings);
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('ya no encaja con los ajustes desplegados');
    expect(text).toContain('el despliegue no tiene el horario');
    expect((await office.request(paths.editSettings)).status).toBe(200);
    // No function begins while they do not fit, so none is asked for a dry run.
    const seen = await office.post(paths.actions.settings, { version: '1', despues: '2' });
    expect([seen.status, office.sent]).toEqual([200, []]);
    const fields = { ajustes: JSON.stringify({ offices: ['BCN'] }), despues: '2', version: '1' };
    expect((await office.post(paths.actions.saveSettings, fields)).status).toBe(303);
    expect(await current()).toMatchObject({ version: 3, revertOf: 1 });
    expect(await office.page(paths.settings)).not.toContain('ya no encaja');
  });
  it('are only looked at by a reader', async () => {
    office = await new ConsoleOffice('reader', DOCUMENT).signIn();
    expect(await office.page(paths.settings)).not.toContain('<button');
    expect((await office.request(paths.editSettings)).headers.get('Location')).toBe(paths.settings);
    for (const path of [paths.actions.settings, paths.actions.saveSettings])
      expect((await office.post(path, { ajustes: '{}', despues: '0' })).status).toBe(403);
    expect(await current()).toBeNull();
  });
});
