import { answer } from '../../lib/admin/asked/answer';
import type { WorkPorts } from '../../lib/admin/asked/works';
import { restoreField } from '../../lib/admin/restore';
import { syncConfigSchema } from '../../lib/config/schema';
import { paths } from '../../lib/console/paths';
import { askedIn } from '../../lib/ports/asked';
import { ConsoleOffice, NOW } from './office';

const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
const CONFIG = syncConfigSchema.parse({ writeBack: { mode: 'dry-run' } });

/** Does what waits on the run queue. */
async function work(office: ConsoleOffice): Promise<void> {
  const ports: WorkPorts = {
    admin: office.desk,
    systems: undefined as never,
    config: CONFIG,
    deployed: () => Promise.resolve(CONFIG),
    autoSetup: true,
    countryCode: () => null,
    timeLeft: () => 900_000,
    syncOne: () => Promise.reject(new Error('nobody syncs here')),
    webhook: null,
    newRunId: () => 'run',
    now: () => NOW,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  for (const { body } of office.sent.splice(0)) {
    const asked = askedIn(JSON.stringify(body));
    if (asked) await answer({ ...ports, answers: office.desk.answers }, asked);
  }
}

/** Hidden fields of the form of a page that goes there, the token apart. */
function fieldsOf(page: string, to: string, at = 0): Record<string, string> {
  const form = page.split(`action="${to}"`)[at + 1]?.split('</form>')[0] ?? '';
  const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)]
    .map(([, name = '', value = '']) => [name, value] as const)
    .filter(([name]) => name !== 'csrf');
  return Object.fromEntries(fields);
}

describe('the way back goes on', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice().signIn();
  });
  const halted = (id: string): Promise<boolean> => office.desk.incidents.isHaltedBy(id);
  const { resume } = paths.actions;

  it('for the client on whose page it was pressed, not for one that nobody has looked at', async () => {
    await office.desk.incidents.halt('3', NOW);
    await office.desk.incidents.halt('9', NOW);
    await office.post(resume, fieldsOf(await office.page(paths.record('client', '9')), resume));
    await work(office);
    expect([await halted('3'), await halted('9')]).toEqual([true, false]);
  });
  it('once, however many press it: the next halt is another one', async () => {
    await office.desk.incidents.halt('7', NOW);
    const fields = fieldsOf(await office.page(paths.record('client', '7')), resume);
    await office.post(resume, fields);
    const second = await office.post(resume, fields);
    await office.desk.incidents.halt('8', NOW);
    await work(office);
    expect([await halted('7'), await halted('8')]).toEqual([false, true]);
    expect(await office.page(second.headers.get('Location') ?? '')).toContain(
      paths.record('client', '8'),
    );
  });
  it('not where the same client was damaged again since the page was made', async () => {
    await office.desk.incidents.halt('7', NOW);
    const fields = fieldsOf(await office.page(paths.record('client', '7')), resume);
    await office.desk.incidents.resume();
    await office.desk.incidents.halt('7', minutes(5));
    await office.post(resume, fields);
    await work(office);
    expect(await halted('7')).toBe(true);
  });
  it('after the hold of too many, pressed on the first page, and not after damage that came meanwhile', async () => {
    await office.desk.incidents.hold(NOW);
    const fields = fieldsOf(await office.page(paths.today), resume);
    await office.desk.incidents.halt('7', minutes(1));
    await office.post(resume, fields);
    await work(office);
    expect(await halted('7')).toBe(true);
    expect(await office.desk.incidents.halted()).toMatchObject({ clientId: '7' });
  });
  it('for nobody who does not say which halt was seen', async () => {
    await office.desk.incidents.halt('7', NOW);
    expect((await office.post(resume, {})).status).toBe(400);
  });
});

describe('a replaced value is put back', () => {
  it('from the decision under which it was pressed, whatever was replaced later', async () => {
    const office = await new ConsoleOffice('admin', { writeBack: { mode: 'dry-run' } }).signIn();
    const { links, decisions } = office.desk;
    const link = {
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: '55',
      at: 'x',
    } as const;
    await links.replace('client', link, null);
    const replaced = (from: string, to: string) => [
      { field: 'remarks', side: 'clientify' as const, from, to, why: 'conflict' },
    ];
    const decision = { entity: 'client', id: '7', result: { outcome: 'updated' } } as const;
    const [first, second] = [minutes(-20).toISOString(), minutes(-10).toISOString()];
    await decisions.putMany(
      [
        { ...decision, runId: 'r1', at: first, replaced: replaced('A', 'B') },
        { ...decision, runId: 'r2', at: second, replaced: replaced('B', 'C') },
      ],
      NOW,
    );
    const { restore } = paths.actions;
    const page = await office.page(paths.record('client', '7'));
    // The latest is on top.
    const fields = [0, 1].map((at) => fieldsOf(page, restore, at));
    expect(fields.map(({ de }) => de)).toEqual([second, first]);
    await office.post(restore, fields[1] ?? {});
    const work = office.sent.map(({ body }) => askedIn(JSON.stringify(body))?.work);
    expect(work).toEqual([{ do: 'restore', client: '7', field: 'remarks', at: first }]);
    const typed: unknown[] = [];
    const ports = {
      ...office.desk,
      config: CONFIG,
      changes: { send: () => Promise.resolve() },
      clientify: {
        read: () => Promise.resolve({ id: '55', kind: 'contact', fields: {} } as never),
        apply: (_: unknown, changes: unknown) => {
          typed.push(changes);
          return Promise.resolve({} as never);
        },
      },
    };
    const { to } = await restoreField(ports, '7', 'remarks', NOW, first);
    expect([to, typed]).toEqual(['A', [expect.objectContaining({ fields: { remarks: 'A' } })]]);
    await expect(restoreField(ports, '7', 'remarks', NOW, 'another')).rejects.toThrow('any more');
    expect((await restoreField(ports, '7', 'remarks', NOW)).to).toBe('B');
  });
});
