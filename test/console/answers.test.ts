import { answer } from '../../lib/admin/asked/answer';
import type { WorkPorts } from '../../lib/admin/asked/works';
import { syncConfigSchema } from '../../lib/config/schema';
import { paths } from '../../lib/console/paths';
import type { Answer, Work } from '../../lib/ports/asked';
import { KEPT_HOURS } from '../../lib/sync/kept';
import { ConsoleOffice, NOW, ORIGIN } from './office';

const HOUR_MS = 3_600_000;
/** Of an id that was made then. */
const idOf = (at: Date): string => `${at.toISOString().replace(/[-:]|\.\d+/g, '')}-0000000a`;
const LONG_AGO = idOf(new Date(NOW.getTime() - (KEPT_HOURS.answers + 1) * HOUR_MS));

describe('the page of what was asked for', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice().signIn();
  });
  const answered = async (given: Pick<Answer, 'do' | 'result'>): Promise<Response> => {
    const at = NOW.toISOString();
    const whole = { id: 'a1', by: 'ana', askedAt: at, doneAt: at, refused: null, ...given };
    await office.desk.answers.put(whole, NOW);
    return office.request(paths.work('a1'));
  };

  it('is none for an id that nobody was given', async () => {
    expect((await office.request(paths.work('nobody'))).status).toBe(404);
  });
  it('does not wait for an answer that is not kept any more', async () => {
    const text = await office.page(paths.work(LONG_AGO));
    expect(text).toContain('La respuesta ya no se guarda');
    expect(text).not.toContain('http-equiv="refresh"');
    expect(text).not.toContain('data-live');
    expect(await office.page(`${paths.work(LONG_AGO)}/vivo`)).toContain('data-reload');
  });
  it.each([
    ['rehearse', { mode: 'full', of: 'another version' }],
    ['doctor', { checks: 'all of them' }],
    ['webhook-status', { slots: [{ entity: 'deals' }] }],
    ['sync', null],
    ['compare', {}],
    ['something-newer', { x: 1 }],
  ])('of an answer to %s that another version gave says that it is done', async (what, result) => {
    const page = await answered({ do: what, result });
    expect([page.status, office.errors]).toEqual([200, []]);
    expect(await page.text()).toContain('Hecho');
  });
  it('shows a check-up whose advice is newer than this version', async () => {
    const said = { finding: 'F1', action: 'A1' };
    const check = { ...said, system: 'giav', id: 'x', level: 'ok', es: said };
    const checks = [{ ...check, remedy: { code: 'newer', about: '' } }];
    const text = await (await answered({ do: 'doctor', result: { checks } })).text();
    expect(text).toContain('F1');
    expect(text).toContain('A1');
  });
});

describe('an answer that is too long to be kept', () => {
  it('says so, instead of never coming', async () => {
    const office = await new ConsoleOffice().signIn();
    const warned: string[] = [];
    const config = syncConfigSchema.parse({});
    const ports: WorkPorts = {
      admin: office.desk,
      systems: undefined as never,
      config,
      deployed: () => Promise.resolve(config),
      autoSetup: true,
      countryCode: () => null,
      timeLeft: () => 900_000,
      syncOne: () => Promise.resolve({ long: 'ñ'.repeat(210_000), records: [] } as never),
      webhook: null,
      newRunId: () => 'run',
      now: () => NOW,
      log: {
        info: () => undefined,
        warn: (text: string) => warned.push(text),
        error: () => undefined,
      },
    };
    const work: Work = { do: 'sync', entity: 'client', id: '7' };
    const at = NOW.toISOString();
    const asked = { v: 1, kind: 'asked', id: 'a1', by: 'ana', at, work } as const;
    await answer({ ...ports, answers: office.desk.answers }, asked);
    const kept = await office.desk.answers.get('a1', NOW);
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(400_000);
    expect(await office.page(paths.work('a1'))).toContain('demasiado larga');
    expect(warned).toHaveLength(1);
  });
});

describe('the register of activity', () => {
  it('has a line of each of two people who do the same in the same moment', async () => {
    const office = await new ConsoleOffice().signIn();
    const line = { at: NOW.toISOString(), what: 'retry', about: 'CLIENTIFY_REFUSED' };
    for (const who of ['ana', 'luis', 'luis']) await office.ports.activity.note({ ...line, who });
    const { lines } = await office.ports.activity.latest(10);
    expect(lines.map(({ who }) => who).sort()).toEqual(['ana', 'luis']);
  });
  it('does not keep what somebody typed to find a record by', async () => {
    const office = await new ConsoleOffice().signIn();
    await office.post(paths.find, { por: 'number', valor: '12345678Z' });
    expect(office.sent).toHaveLength(1);
    const text = await office.page(paths.activity);
    expect(text).toContain('ana');
    expect(text).not.toContain('12345678Z');
  });
});

describe('the switch of languages on a page that a form brought', () => {
  it.each([
    [paths.actions.settings, paths.settings],
    [paths.actions.forget, paths.find],
    [paths.actions.start, paths.today],
  ])('%s leads to a page, not to a refusal', async (form, where) => {
    const office = await new ConsoleOffice().signIn();
    const answer = await office.request(form, { headers: { Origin: ORIGIN } });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, where]);
  });
});
