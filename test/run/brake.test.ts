import * as fc from 'fast-check';
import { confirmRun, rejectRun } from '../../lib/admin/held-run';
import { CrmOffice, plainNif } from '../ports/crm-office';
import { BrakeOffice } from '../ports/brake-office';
import { cases } from '../harness/cases';

const remark = (comentarios: string) => () => ({ comentarios });

describe('a run that would change too much of what Clientify holds', () => {
  it('is held before the page that is too much is put on the queue', async () => {
    const office = await BrakeOffice.linked(300);
    office.edit(120, 300, remark('Pasillo'));
    await office.sync('full', 'r1');
    const { status, phase, held, clientsRead } = await office.run('r1');
    expect({ status, phase, clientsRead }).toEqual({
      status: 'running',
      phase: 'clients',
      clientsRead: 100,
    });
    expect(held).toMatchObject({
      because: 'records',
      newSettings: false,
      read: 200,
      before: { records: 0, emptied: 0 },
      planned: { records: 80, emptied: 0, fields: { remarks: { changed: 80, emptied: 0 } } },
    });
    expect(held?.planned.examples).toHaveLength(20);
    expect(office.remarked('Pasillo')).toBe(0);
  });

  it('tells it: an event, a metric for the alarm, and no personal data', async () => {
    const office = await BrakeOffice.linked(100);
    office.edit(0, 60, remark('Secreto'));
    await office.sync('full', 'r1');
    const told = office.told.filter(({ type }) => type === 'RunHeld');
    expect(told.map(({ detail }) => detail)).toEqual([
      {
        runId: 'r1',
        because: 'records',
        records: 60,
        emptied: 0,
        read: 100,
        newSettings: false,
      },
    ]);
    expect(office.measured.filter(({ name }) => name === 'RunsHeld')).toHaveLength(1);
    expect(JSON.stringify(await office.run('r1'))).not.toMatch(/Secreto|Ferrer|00000001A/);
  });

  it('goes on where it was when an admin confirms it, and is not held again', async () => {
    const office = await BrakeOffice.linked(300);
    office.edit(0, 300, remark('Pasillo'));
    await office.sync('full', 'r1');
    await confirmRun(office.adminPorts(), 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      held: null,
      summary: { clients: { updated: 300, failed: 0 } },
    });
    expect(office.remarked('Pasillo')).toBe(300);
  });

  it('ends when an admin rejects it: the watermark stays, and the next run is held again', async () => {
    const office = await BrakeOffice.linked(100);
    const before = await office.watermarks.get();
    office.edit(0, 100, remark('Pasillo'));
    await office.sync('full', 'r1');
    await rejectRun(office.adminPorts(), 'r1');
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({
      status: 'cancelled',
      error: { kind: 'rejected' },
    });
    expect(await office.watermarks.get()).toEqual(before);
    expect(office.remarked('Pasillo')).toBe(0);
    await office.sync('full', 'r2');
    expect((await office.run('r2')).held).toMatchObject({ because: 'records' });
  });

  it.each([
    ['twenty emptied values', 20, null],
    ['one more', 21, { because: 'emptied', planned: { emptied: 21 } }],
  ])('%s of many clients', async (_, emptied, held) => {
    const office = await BrakeOffice.linked(300);
    office.edit(250, 250 + emptied, remark(''));
    await office.sync('full', 'r1');
    const { held: found } = await office.run('r1');
    if (held === null) expect(found ?? null).toBeNull();
    else expect(found).toMatchObject(held);
    expect(office.remarked('')).toBe(held === null ? 20 : 0);
  });

  it('fifty changed records pass, and more while they are a tenth of what was read', async () => {
    const office = await BrakeOffice.linked(700);
    office.edit(0, 50, remark('Pasillo'));
    office.edit(650, 670, remark('Pasillo'));
    await office.sync('full', 'r1');
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
    expect(office.remarked('Pasillo')).toBe(70);
  });

  it('creations do not count: a first run is never held, nor one that links what is there', async () => {
    const office = new CrmOffice();
    await office.ready();
    office.crm.fill('contacts', 120, (at) => ({
      first_name: 'Ana',
      status: 'client',
      last_name: `Soto ${at}`,
      taxpayer_identification_number: plainNif(at),
    }));
    for (let at = 0; at < 240; at++) office.newClient(1000 + at, plainNif(at));
    await office.sync('full', 'r1');
    expect(await office.run('r1')).toMatchObject({
      status: 'completed',
      summary: { clients: { read: 240, created: 120, failed: 0 } },
    });
  });

  it('says when new settings are the reason', async () => {
    const office = await BrakeOffice.linked(100);
    office.config = {
      ...office.config,
      clientTypes: { Particular: { status: 'hot-lead', contactType: 'Cliente actual' } },
    };
    await office.sync('full', 'r1');
    expect((await office.run('r1')).held).toMatchObject({
      newSettings: true,
      planned: { records: 100 },
    });
  });

  it('is not held where the brake is off', async () => {
    const office = await BrakeOffice.linked(100, { brake: null });
    office.edit(0, 100, remark(''));
    await office.sync('full', 'r1');
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });

  it('what falls due meanwhile waits, and tells of it again; whoever starts a run by hand is told how to go on', async () => {
    const office = await BrakeOffice.linked(100);
    office.edit(0, 100, remark('Pasillo'));
    await office.sync('full', 'r1');
    office.send({ v: 1, kind: 'start', mode: 'modified' });
    await office.quiet();
    expect(office.measured.filter(({ name }) => name === 'RunsHeld')).toHaveLength(2);
    await office.sync('modified', 'r2');
    expect(await office.run('r2')).toMatchObject({
      status: 'refused',
      error: { message: expect.stringMatching(/Run r1 .*It is held/) as string },
    });
    await rejectRun(office.adminPorts(), 'r1');
    await office.quiet();
    const started = office.told.filter(({ type }) => type === 'RunStarted');
    expect(started.at(-1)?.detail).toMatchObject({ mode: 'modified' });
  });

  it('does not go on by itself, whatever message comes again, and never stands still', async () => {
    const office = await BrakeOffice.linked(100);
    office.edit(0, 100, remark('Pasillo'));
    await office.sync('full', 'r1');
    for (let day = 0; day < 3; day++) {
      office.now = new Date(office.now.getTime() + 86_400_000);
      office.start('full', 'r1');
      office.send({ v: 1, kind: 'continue', runId: 'r1' });
      office.send({ v: 1, kind: 'check', runId: 'r1', idleChecks: 9 });
      await office.quiet();
    }
    expect(await office.run('r1')).toMatchObject({ status: 'running', phase: 'clients' });
    expect(office.told.filter(({ type }) => type === 'RunHeld')).toHaveLength(1);
    expect(office.remarked('Pasillo')).toBe(0);
  });

  it('only one that is held can be confirmed or rejected', async () => {
    const office = await BrakeOffice.linked(10);
    const ports = office.adminPorts();
    for (const ask of [confirmRun, rejectRun]) {
      await expect(ask(ports, 'first')).rejects.toThrow('Run first is not held');
      await expect(ask(ports, 'none')).rejects.toThrow('There is no run none');
    }
  });

  it('a page that was put on the queue and worked on before a crash counts when it is read again', async () => {
    const office = await BrakeOffice.linked(200);
    office.edit(0, 40, remark('Pasillo'));
    office.edit(100, 120, remark('Pasillo'));
    const checkpoint = office.runs.checkpoint.bind(office.runs);
    const dies = new Promise<void>((dead) => {
      // The invocation ends for ever, with its first page on the queue and no word of it in the checkpoint.
      office.runs.checkpoint = (run, change) => {
        if (!('clientPages' in change)) return checkpoint(run, change);
        dead();
        return new Promise(() => undefined);
      };
    });
    office.start('full', 'r1');
    void office.step();
    await dies;
    office.runs.checkpoint = checkpoint;
    await office.doWork();
    expect(office.remarked('Pasillo')).toBe(40);
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ held: { planned: { records: 60 } } });
    expect(office.remarked('Pasillo')).toBe(40);
  });

  it('no history of edits gets past it', async () => {
    const edits = fc.record({
      from: fc.nat(199),
      length: fc.nat(80),
      what: fc.constantFrom('', 'Pasillo', 'Delante'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(edits, { maxLength: 4 }),
        fc.record({
          percent: fc.constantFrom(0, 10, 30),
          atLeast: fc.constantFrom(0, 5, 50),
          clears: fc.constantFrom(0, 3, 20),
        }),
        async (history, brake) => {
          const office = await BrakeOffice.linked(200);
          office.config = { ...office.config, brake };
          for (const { from, length, what } of history)
            office.edit(from, from + length, remark(what));
          await office.sync('full', 'r1');
          const { status, held, clientsRead } = await office.run('r1');
          const emptied = office.remarked('');
          const changed = 200 - office.remarked('Ventanilla');
          expect(emptied).toBeLessThanOrEqual(brake.clears);
          expect(changed).toBeLessThanOrEqual(
            Math.max(brake.atLeast, (brake.percent * clientsRead) / 100),
          );
          expect(status === 'completed').toBe(!held);
        },
      ),
      { numRuns: cases(8) },
    );
  });
});
