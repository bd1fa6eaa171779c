import { answer } from '../../lib/admin/asked/answer';
import type { WorkPorts } from '../../lib/admin/asked/works';
import { paths } from '../../lib/console/paths';
import { askedIn, type Asked } from '../../lib/ports/asked';
import { syncConfigSchema } from '../../lib/config/schema';
import type { SyncedRecord } from '../../lib/ports/synced';
import { ConsoleOffice, NOW } from './office';

const failedTry = {
  at: '2026-11-26T09:00:00.000Z',
  runId: 'r',
  reason: 'CLIENTIFY_REFUSED',
  message: 'no',
};

const SEEN = { parada: '7', desde: NOW.toISOString() };

/** The console, and the function that does what is asked for there. */
class Both {
  readonly warned: string[] = [];
  /** What comes of syncing one record. */
  sync: WorkPorts['syncOne'] = () => Promise.reject(new Error('nobody syncs here'));

  private constructor(readonly office: ConsoleOffice) {}

  static async start(): Promise<Both> {
    return new Both(await new ConsoleOffice().signIn());
  }

  /** What waits on the run queue for whoever holds the keys. */
  get asked(): Asked[] {
    return this.office.sent.flatMap(({ body }) => askedIn(JSON.stringify(body)) ?? []);
  }

  get messages(): unknown[] {
    return this.office.sent
      .map(({ body }) => body)
      .filter((body) => (body as { kind: string }).kind !== 'asked');
  }

  async work(): Promise<void> {
    let ids = 0;
    const ports: WorkPorts = {
      admin: this.office.desk,
      systems: undefined as never,
      config: syncConfigSchema.parse({}),
      deployed: () => Promise.resolve(syncConfigSchema.parse({})),
      autoSetup: true,
      countryCode: () => null,
      timeLeft: () => 900_000,
      syncOne: (one, timeLeft) => this.sync(one, timeLeft),
      webhook: null,
      newRunId: () => `run-${(ids += 1)}`,
      now: () => NOW,
      log: {
        info: () => undefined,
        warn: (text: string) => this.warned.push(text),
        error: () => undefined,
      },
    };
    for (const asked of this.asked)
      await answer({ ...ports, answers: this.office.desk.answers }, asked);
  }

  /** Presses a button, and waits for the page that it leads to. */
  async press(path: string, fields: Record<string, string | string[]>): Promise<string> {
    const { headers } = await this.office.post(path, fields);
    return headers.get('Location') ?? '';
  }
}

describe('what is asked for at the console', () => {
  let both: Both;
  beforeEach(async () => {
    both = await Both.start();
  });

  it('waits for whoever holds the keys, and is answered on its page', async () => {
    for (const id of ['7', '8']) await both.office.desk.failures.add('client', id, failedTry);
    const page = await both.press(paths.actions.retry, { motivo: 'CLIENTIFY_REFUSED' });
    expect(await both.office.page(page)).toContain('Se está haciendo');
    expect(await both.office.page(`${page}/vivo`)).toContain('data-live');
    await both.work();
    const text = await both.office.page(page);
    expect(text).toContain('2 registros relanzados');
    expect(text).toContain(paths.run('run-1'));
    expect(await both.office.page(`${page}/vivo`)).toContain('data-reload');
    expect(both.messages).toEqual([
      {
        v: 1,
        kind: 'redrive',
        runId: 'run-1',
        records: [
          { entity: 'client', id: '7' },
          { entity: 'client', id: '8' },
        ],
      },
    ]);
  });
  it('retries those that are marked, whether they are on the failed list or wait for something else', async () => {
    await both.office.desk.failures.add('client', '7', failedTry);
    const page = await both.press(paths.actions.retry, {
      registro: ['client:7', 'expediente:9', 'contact:3'],
    });
    await both.work();
    expect(await both.office.page(page)).toContain('3 registros relanzados');
    expect(both.messages).toEqual([
      { v: 1, kind: 'redrive', runId: 'run-1', records: [{ entity: 'client', id: '7' }] },
      { v: 1, kind: 'change', of: 'contact', id: '3', source: 'redrive' },
      { v: 1, kind: 'redrive', runId: 'run-2', records: [{ entity: 'expediente', id: '9' }] },
    ]);
  });
  it('retries one alone, whatever else is marked', async () => {
    await both.press(paths.actions.retry, { registro: ['client:7', 'client:8'], solo: 'client:9' });
    expect(both.asked.map(({ work }) => work)).toEqual([
      { do: 'look-again', records: [{ entity: 'client', id: '9' }] },
    ]);
  });
  describe('a record that is synced at once', () => {
    const told = {
      entity: 'client' as const,
      id: '7',
      kind: 'contact',
      clientifyId: '9001',
      notices: [],
      unmapped: [],
      notes: [],
      fields: [{ field: 'remarks', from: 'Ventanilla', to: '<b>Pasillo</b>' }],
    } satisfies Omit<SyncedRecord, 'outcome'>;
    const answered = { runId: 'one-1', inStep: 3, unlisted: 0, left: true, wayBack: false };

    it('is asked for by the button of its page, and its decision is shown field by field', async () => {
      const asked: unknown[] = [];
      both.sync = (one) => {
        asked.push(one);
        return Promise.resolve({
          ...answered,
          asked: { entity: 'client' as const, id: '7' },
          records: [{ ...told, outcome: 'updated' }],
        });
      };
      expect(await both.office.page(paths.record('client', '7'))).toContain(paths.actions.sync);
      const page = await both.press(paths.actions.sync, { registro: 'client:7' });
      await both.work();
      expect(asked).toEqual([{ entity: 'client', id: '7' }]);
      const text = await both.office.page(page);
      for (const shown of [
        'Sincronizar un registro',
        'actualizado',
        'remarks',
        'Ventanilla',
        '&lt;b&gt;Pasillo&lt;/b&gt;',
        'Expedientes que ya estaban al día: 3.',
        'la próxima ejecución lee el resto',
      ])
        expect(text).toContain(shown);
      expect(await both.office.page(paths.activity)).toContain('client 7');
    });
    it('is refused with its reason and what to do', async () => {
      both.sync = () =>
        Promise.resolve({
          ...answered,
          asked: { entity: 'client' as const, id: '7' },
          records: [{ ...told, outcome: 'skipped', reason: 'NO_DOCUMENT', fields: [] }],
        });
      const page = await both.press(paths.actions.sync, { registro: 'client:7' });
      await both.work();
      const text = await both.office.page(page);
      expect(text).toContain('NO_DOCUMENT');
      expect(text).toContain('Rellénelo en GIAV');
    });
    it('is not asked for without a name that one can read', async () => {
      const { status } = await both.office.post(paths.actions.sync, { registro: 'client:x' });
      expect(status).toBe(400);
      expect(both.asked).toEqual([]);
    });
  });
  it('finds an expediente by its number, also for who may only look', async () => {
    const reader = await new ConsoleOffice('reader').signIn();
    const answer = await reader.post(paths.find, { por: 'number', valor: ' MAD-2600451 ' });
    expect(answer.status).toBe(303);
    expect(reader.sent.map(({ body }) => (body as Asked).work)).toEqual([
      { do: 'find-expediente', number: 'MAD-2600451' },
    ]);
    const [asked] = reader.sent.map(({ body }) => body as Asked);
    const result = [{ id: '90', number: 'MAD-2600451', client: '7' }];
    const done = { id: asked?.id ?? '', by: 'ana', askedAt: '', doneAt: '', refused: null, result };
    await reader.desk.answers.put({ ...done, do: 'find-expediente' }, NOW);
    const text = await reader.page(answer.headers.get('Location') ?? '');
    expect(text).toContain(paths.record('expediente', '90'));
    expect(text).toContain(paths.record('client', '7'));
  });
  it('asks nobody for what can be no number', async () => {
    const answer = await both.office.post(paths.find, { por: 'number', valor: '<script>' });
    expect(answer.status).toBe(404);
    expect(both.asked).toEqual([]);
  });
  it('cancels a run by the use case of the command', async () => {
    await both.office.desk.runs.acquire('r1', 'full', NOW, true);
    const page = await both.press(paths.actions.cancel, { ejecucion: 'r1' });
    await both.work();
    expect(await both.office.page(page)).toContain('Cancelada: había leído 0 registros');
    expect((await both.office.desk.runs.get('r1'))?.status).toBe('cancelled');
  });
  describe('a run that is held because it would change too much', () => {
    const held = {
      at: NOW.toISOString(),
      because: 'records',
      newSettings: false,
      read: 200,
      before: { records: 3, emptied: 0 },
      planned: {
        records: 80,
        emptied: 1,
        fields: { remarks: { changed: 79, emptied: 1 } },
        examples: [
          { entity: 'client', id: '41', clientifyId: '9001', changed: [], emptied: ['remarks'] },
        ],
      },
    } as const;

    beforeEach(async () => {
      const { runs } = both.office.desk;
      const acquired = await runs.acquire('r1', 'full', NOW, true);
      if (!('run' in acquired)) throw new Error('busy');
      await runs.checkpoint(acquired.run, { held });
    });
    it('is shown on the first page and its own: why, by field, with examples, and both answers', async () => {
      const today = await both.office.page(paths.today);
      expect(today).toContain('Retenida: cambiaría demasiado');
      expect(today).not.toContain('Todo al día');
      const page = await both.office.page(paths.run('r1'));
      expect(page).toContain('Cambiaría en Clientify 80 de los 200 registros leídos hasta ahora.');
      expect(page).toContain(paths.record('client', '41'));
      expect(page).toContain('Dejar que continúe');
      expect(page).toContain('Rechazar');
      expect(page).toContain('retenida');
    });
    it('goes on by the use case of the command', async () => {
      const page = await both.press(paths.actions.confirm, { ejecucion: 'r1' });
      await both.work();
      expect(await both.office.page(page)).toContain('La ejecución r1 continúa.');
      expect((await both.office.desk.runs.get('r1'))?.held).toBeNull();
    });
    it('is rejected by the use case of the command', async () => {
      const page = await both.press(paths.actions.reject, { ejecucion: 'r1' });
      await both.work();
      expect(await both.office.page(page)).toContain('La ejecución r1 queda rechazada.');
      expect(await both.office.desk.runs.get('r1')).toMatchObject({
        status: 'cancelled',
        error: { kind: 'rejected' },
      });
    });
  });
  describe('a value of a field that waits', () => {
    const seen = { giav: 'hash-a', clientify: 'hash-b' };
    const answered = async (waiting: object[]): Promise<string> => {
      const answer = { id: 'c1', do: 'compare', by: 'ana', refused: null, result: waiting };
      const at = NOW.toISOString();
      await both.office.desk.answers.put({ ...answer, askedAt: at, doneAt: at }, NOW);
      return both.office.page(paths.work('c1'));
    };
    const waiting = {
      client: '7',
      kind: 'contact',
      clientifyId: '5',
      field: 'remarks',
      giav: 'antes',
      clientify: 'de Clientify',
      reason: 'EDIT_PARKED',
      note: '',
      seen,
    };

    it('is chosen below both values, for what is in view', async () => {
      const text = await answered([{ ...waiting, choices: ['giav', 'clientify'] }]);
      for (const shown of ['Dejar el de GIAV', 'Dejar el de Clientify', 'hash-a', 'hash-b'])
        expect(text).toContain(shown);
      await both.press(paths.actions.choose, {
        cliente: '7',
        campo: 'remarks',
        lado: 'clientify',
        vistoGiav: 'hash-a',
        vistoClientify: 'hash-b',
      });
      expect(both.asked.map(({ work }) => work)).toEqual([
        { do: 'choose', client: '7', field: 'remarks', winner: 'clientify', seen },
      ]);
      expect(await both.office.page(paths.activity)).toContain('client 7, remarks: clientify');
    });
    it('has no button where it may not be chosen', async () => {
      const text = await answered([{ ...waiting, choices: ['giav'] }]);
      expect(text).toContain('Dejar el de GIAV');
      expect(text).not.toContain('Dejar el de Clientify');
    });
  });
  describe('erasing a person', () => {
    it('is done after its consequences were read and the id was typed', async () => {
      const text = await both.office.page(paths.forgetClient('7'));
      for (const shown of ['No se puede deshacer', 'no se vuelve a sincronizar nunca', '(7)'])
        expect(text).toContain(shown);
      const wrong = await both.office.post(paths.actions.forget, { cliente: '7', escrito: '8' });
      expect([wrong.status, both.asked]).toEqual([400, []]);
      expect(await wrong.text()).toContain('No se ha borrado nada');
      await both.press(paths.actions.forget, { cliente: '7', escrito: ' 7 ' });
      expect(both.asked.map(({ work }) => work)).toEqual([{ do: 'forget', client: '7' }]);
    });
    it('is told with what comes after it by the settings', async () => {
      const office = await new ConsoleOffice('admin', { forgotten: 'may-return' }).signIn();
      expect(await office.page(paths.forgetClient('7'))).toContain('la tratará como nueva');
    });
    it('is nothing for a reader', async () => {
      const office = await new ConsoleOffice('reader').signIn();
      const answer = await office.request(paths.forgetClient('7'));
      expect(answer.headers.get('Location')).toBe(paths.record('client', '7'));
    });
  });
  it('rehearses one record, or a run', async () => {
    await both.press(paths.actions['rehearse-record'], { registro: 'expediente:9' });
    await both.press(paths.actions.rehearse, { modo: 'modified' });
    expect(both.asked.map(({ work }) => work)).toEqual([
      { do: 'rehearse-record', entity: 'expediente', id: '9' },
      { do: 'rehearse', mode: 'modified' },
    ]);
  });
  it('asks for an undo: a rehearsal, unless it is said that it is none', async () => {
    await both.press(paths.actions.undo, { ejecucion: 'r1' });
    await both.press(paths.actions.undo, { ejecucion: 'r1', ensayo: 'no' });
    expect(both.asked.map(({ work }) => work)).toEqual([
      { do: 'undo', runId: 'r1', dryRun: true },
      { do: 'undo', runId: 'r1', dryRun: false },
    ]);
  });
  it('is told what stood in the way', async () => {
    const page = await both.press(paths.actions.cancel, { ejecucion: 'r9' });
    await both.work();
    const text = await both.office.page(page);
    expect(text).toContain('No se ha podido hacer');
    expect(text).toContain('No hay ninguna ejecución r9.');
    expect(both.warned).toHaveLength(1);
  });
  it('is told in Spanish that a run is over, or that one is in the way of erasing a person', async () => {
    const { runs } = both.office.desk;
    await runs.acquire('r1', 'full', NOW, true);
    const erase = await both.press(paths.actions.forget, { cliente: '7', escrito: '7' });
    await both.work();
    expect(await both.office.page(erase)).toContain('La ejecución r1 está en marcha y puede');
    await runs.end('r1', 'completed', {}, NOW);
    const page = await both.press(paths.actions.cancel, { ejecucion: 'r1' });
    await both.work();
    expect(await both.office.page(page)).toContain('La ejecución r1 ya ha terminado');
  });
  it('lets the way back go on, one halt at a time', async () => {
    await both.office.desk.incidents.halt('7', NOW);
    await both.office.desk.incidents.halt('8', NOW);
    const first = await both.press(paths.actions.resume, SEEN);
    await both.work();
    expect(await both.office.page(first)).toContain('Sigue parada por otro cliente: 8');
  });
  it('is done once however often its message comes', async () => {
    await both.office.desk.incidents.halt('7', NOW);
    await both.office.desk.incidents.halt('8', NOW);
    await both.press(paths.actions.resume, SEEN);
    await both.work();
    await both.work();
    expect(await both.office.desk.incidents.halted()).toMatchObject({ clientId: '8' });
  });
  it('says so when nobody answers for minutes', async () => {
    const text = await both.office.page(paths.work('20261126T095500Z-00000001'));
    expect(text).toContain('Aún no ha respondido nadie');
  });
  it('leaves a line of who asked for what', async () => {
    await both.press(paths.actions.retry, { motivo: 'CLIENTIFY_REFUSED' });
    await both.press(paths.actions.start, { modo: 'modified' });
    const text = await both.office.page(paths.activity);
    for (const shown of [
      'ana',
      'Reintentar',
      'CLIENTIFY_REFUSED',
      'Empezar una ejecución',
      'modified 2026',
    ])
      expect(text).toContain(shown);
  });
  it('is forgotten after an hour', async () => {
    await both.press(paths.actions.resume, SEEN);
    await both.work();
    const id = both.asked[0]?.id ?? '';
    const later = new Date(NOW.getTime() + 3_600_001);
    expect(await both.office.desk.answers.get(id, NOW)).not.toBeNull();
    expect(await both.office.desk.answers.get(id, later)).toBeNull();
  });
});
