import { parseSyncConfig } from '../../lib/config/environment';
import {
  previewSettings,
  readSettings,
  revertSettings,
  saveSettings,
  settingsHistory,
} from '../../lib/admin/settings-overlay';
import { settingsInForce } from '../../lib/runtime/settings';
import { DynamoRuns } from '../../lib/state/runs';
import { DynamoSettingsVersions } from '../../lib/state/settings-versions';
import { keys } from '../../lib/state/keys';
import { RunOffice } from '../ports/run-office';
import { StepClock } from '../ports/clock';
import { MemoryTable } from '../ports/table';

function desk(document: unknown = { offices: ['MAD'] }, table = new MemoryTable()) {
  const clock = new StepClock();
  const deployed = parseSyncConfig(JSON.stringify(document));
  return {
    table,
    deployed: () => Promise.resolve(deployed),
    versions: new DynamoSettingsVersions(table),
    runs: new DynamoRuns(table, 0),
    now: () => clock.now(),
  };
}
type Desk = ReturnType<typeof desk>;
const inForce = ({ deployed, versions }: Desk) => settingsInForce(deployed(), versions);
const BCN = { overlay: { offices: ['BCN'] }, after: 0, by: 'ana' };

describe('settings that people change', () => {
  it('are the deployed document until somebody does', async () => {
    const ports = desk();
    expect(await readSettings(ports)).toMatchObject({ version: 0, overlay: {}, by: null });
    expect(await inForce(ports)).toEqual(await ports.deployed());
    expect(await settingsHistory(ports)).toEqual([]);
  });
  it('count for the functions once they are saved, with who and when', async () => {
    const ports = desk();
    await saveSettings(ports, BCN);
    expect((await inForce(ports)).offices).toEqual(['BCN']);
    const state = await readSettings(ports);
    expect(state).toMatchObject({
      version: 1,
      by: 'ana',
      at: '2026-03-02T09:00:01.000Z',
      overlay: { offices: ['BCN'] },
      effective: { offices: ['BCN'] },
      deployed: { offices: ['MAD'] },
    });
  });
  it('are not saved when they do not fit', async () => {
    const ports = desk();
    const wrong = { ...BCN, overlay: { offices: 'BCN' } };
    await expect(saveSettings(ports, wrong)).rejects.toThrow('offices: ');
    expect(await settingsHistory(ports)).toEqual([]);
  });
  it('are not saved over what somebody else has saved meanwhile', async () => {
    const ports = desk();
    await saveSettings(ports, BCN);
    await expect(saveSettings(ports, { ...BCN, by: 'rosa' })).rejects.toThrow('Somebody else');
    const [one, ...others] = await Promise.allSettled(
      ['ana', 'rosa', 'eve'].map((by) =>
        saveSettings(ports, { overlay: { offices: [by] }, after: 1, by }),
      ),
    );
    expect([one, ...others].filter((each) => each?.status === 'fulfilled')).toHaveLength(1);
    expect((await settingsHistory(ports)).map(({ version }) => version)).toEqual([2, 1]);
  });
  it('have a history, in which nothing is lost and everything can be brought back', async () => {
    const ports = desk();
    for (const [after, office] of ['BCN', 'VLC', 'BIO'].entries())
      await saveSettings(ports, { overlay: { offices: [office] }, after, by: 'ana' });
    await revertSettings(ports, { to: 1, after: 3, by: 'rosa' });
    expect((await inForce(ports)).offices).toEqual(['BCN']);
    await revertSettings(ports, { to: 0, after: 4, by: 'rosa' });
    expect(await inForce(ports)).toEqual(await ports.deployed());
    const history = await settingsHistory(ports);
    expect(
      history.map(({ version, by, overlay, revertOf }) => [version, by, overlay, revertOf]),
    ).toEqual([
      [5, 'rosa', {}, 0],
      [4, 'rosa', { offices: ['BCN'] }, 1],
      [3, 'ana', { offices: ['BIO'] }, undefined],
      [2, 'ana', { offices: ['VLC'] }, undefined],
      [1, 'ana', { offices: ['BCN'] }, undefined],
    ]);
    await expect(revertSettings(ports, { to: 9, after: 5, by: 'x' })).rejects.toThrow(
      'no version 9',
    );
  });
  it('are not brought back when they fit no more', async () => {
    const ports = desk({ writeBack: { mode: 'dry-run' } });
    await saveSettings(ports, { overlay: { writeBack: { mode: 'on' } }, after: 0, by: 'ana' });
    await revertSettings(ports, { to: 0, after: 1, by: 'ana' });
    const deployedAgain = { ...desk({ writeBack: { mode: 'off' } }, ports.table) };
    await expect(revertSettings(deployedAgain, { to: 1, after: 2, by: 'ana' })).rejects.toThrow(
      'writeBack.mode',
    );
    expect(await inForce(deployedAgain)).toEqual(await deployedAgain.deployed());
  });
  it('keep the one that counted when whoever replaces it is cut off', async () => {
    const ports = desk();
    await saveSettings(ports, BCN);
    const put = ports.table.put.bind(ports.table);
    ports.table.put = async (item, condition) => {
      if (item.sk === keys.settings().sk) throw new Error('cut off');
      return put(item, condition);
    };
    const next = { overlay: { offices: ['VLC'] }, after: 1, by: 'ana' };
    await expect(saveSettings(ports, next)).rejects.toThrow('cut off');
    expect((await inForce(ports)).offices).toEqual(['BCN']);
    expect(await settingsHistory(ports)).toHaveLength(1);
    ports.table.put = put;
    await saveSettings(ports, next);
    expect((await settingsHistory(ports)).map(({ version }) => version)).toEqual([2, 1]);
  });
  it('stop everything when they cannot be read, or fit no more: nothing is guessed', async () => {
    const ports = desk({ writeBack: { mode: 'dry-run' } });
    await saveSettings(ports, { overlay: { writeBack: { mode: 'on' } }, after: 0, by: 'ana' });
    await expect(inForce(desk({ writeBack: { mode: 'off' } }, ports.table))).rejects.toThrow(
      'writeBack.mode',
    );
    for (const overlay of ['{', '[]', '"x"', undefined]) {
      await ports.table.put({ ...keys.settings(), v: 1, version: 1, at: '', by: '', overlay });
      await expect(inForce(ports)).rejects.toThrow('cannot be read');
    }
  });
  it('are one item for whoever reads what counts', async () => {
    const ports = desk();
    for (let after = 0; after < 5; after += 1) await saveSettings(ports, { ...BCN, after });
    const read: unknown[] = [];
    const get = ports.table.get.bind(ports.table);
    ports.table.get = (key) => (read.push(key), get(key));
    ports.table.query = () => {
      throw new Error('a query');
    };
    await inForce(ports);
    expect(read).toEqual([keys.settings()]);
  });
});

describe('what a change would do', () => {
  /** An office whose full run has counted: 3 clients, expedientes of a state that has no stage. */
  async function counted() {
    const office = new RunOffice({}, new MemoryTable());
    office.addClients(3);
    office.start('full', 'full-1');
    await office.quiet();
    return { office, ports: desk({}, office.table) };
  }

  it('names each setting, what it is about, and how many records at most', async () => {
    const { ports } = await counted();
    const preview = await previewSettings(ports, {
      companyName: 'nombre',
      writeBack: { winner: 'clientify' },
    });
    expect(preview.changes).toEqual([
      { path: 'companyName', from: 'joined', to: 'nombre', touches: 'clients' },
      { path: 'writeBack.winner', from: 'giav', to: 'clientify', touches: 'edits' },
    ]);
    expect(preview).toMatchObject({ needsFullRun: true, atMost: { clients: 3, expedientes: 0 } });
    expect(preview.countedAt).not.toBeNull();
  });
  it('says that what people type later is all that it is about', async () => {
    const { ports } = await counted();
    expect(await previewSettings(ports, { writeBack: { winner: 'clientify' } })).toMatchObject({
      needsFullRun: false,
      atMost: { clients: 0, expedientes: 0 },
    });
  });
  it('counts the expedientes of a state that had no stage so far', async () => {
    const { office, ports } = await counted();
    const run = await office.run('full-1');
    const { pk, sk } = keys.run('full-1');
    const item = (await office.table.get({ pk, sk })) ?? {};
    await office.table.put({
      ...item,
      pk,
      sk,
      summary: { ...run.summary, reasons: { 'UNMAPPED_STAGE:Incidencia': 12 } },
    });
    const { changes } = await previewSettings(ports, {
      stages: { Incidencia: 'Nuevo', Otro: 'Nuevo' },
    });
    expect(changes.map(({ path, records }) => [path, records])).toEqual([
      ['stages.Incidencia', 12],
      ['stages.Otro', undefined],
    ]);
  });
  it('says when nobody has counted, and refuses what could not be saved', async () => {
    const ports = desk({});
    expect(await previewSettings(ports, { offices: ['MAD'] })).toMatchObject({
      atMost: null,
      countedAt: null,
    });
    await expect(previewSettings(ports, { full: {} })).rejects.toThrow('full');
  });
});

describe('a run that is in progress while settings change', () => {
  it('leaves a watermark of the settings that it began with, so that the next one reads everything under the new ones', async () => {
    const office = new RunOffice({}, new MemoryTable());
    office.addClients(250);
    office.msPerCall = 200_000;
    office.start('full', 'full-1');
    await office.step();
    expect((await office.run('full-1')).status).toBe('running');
    office.config = parseSyncConfig('{"companyName":"nombre"}');
    await office.quiet();
    expect((await office.run('full-1')).status).toBe('completed');
    office.start('modified', 'next');
    await office.quiet();
    expect(await office.run('next')).toMatchObject({ status: 'completed', mode: 'full' });
    office.start('modified', 'after');
    await office.quiet();
    expect(await office.run('after')).toMatchObject({ status: 'completed', mode: 'modified' });
  });
});
