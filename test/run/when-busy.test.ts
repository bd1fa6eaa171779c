import type { RunMessage } from '../../lib/ports/messages';
import { whenBusy } from '../../lib/run/when-busy';
import { DynamoRuns } from '../../lib/state/runs';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-03-02T09:00:00Z');
const CHECK = 15;

/** A run in progress, and what becomes of a message that cannot have its own. */
class Busy {
  readonly runs = new DynamoRuns(new MemoryTable(), 900_000);
  readonly sent: [RunMessage, number | undefined][] = [];
  readonly measured: unknown[][] = [];
  readonly said: unknown[][] = [];

  async begin(): Promise<number> {
    const taken = await this.runs.acquire('busy', 'full', NOW, true);
    if (!('run' in taken)) throw new Error('another run is in the way');
    return taken.run.token;
  }

  async pause(progress: object): Promise<void> {
    const run = await this.runs.get('busy');
    if (run) await this.runs.checkpoint(run, progress);
  }

  message(message: RunMessage, mode: 'full' | 'modified' = 'modified'): Promise<void> {
    return whenBusy(
      {
        runs: this.runs,
        runQueue: {
          send: (one, seconds) => Promise.resolve(void this.sent.push([one, seconds])),
        },
        pacing: { checkSeconds: CHECK, watchSeconds: 900 },
        clock: { now: () => NOW },
        log: {
          info: () => undefined,
          warn: (...told) => void this.said.push(told),
          error: () => undefined,
        },
        meter: { add: (...told) => void this.measured.push(told) },
      },
      message,
      { runId: 'wanted', mode, busy: 'busy' },
    );
  }

  async refused(): Promise<string | undefined> {
    return (await this.runs.get('wanted'))?.error?.message;
  }
}
const wakes: [RunMessage, number] = [{ v: 1, kind: 'continue', runId: 'busy' }, CHECK];

describe('a schedule whose run cannot start while another one is in progress', () => {
  const start = { v: 1, kind: 'start', mode: 'modified' } as const;

  it('is noted as due, told as refused, and wakes the run in progress', async () => {
    const office = new Busy();
    await office.begin();
    await office.message(start);
    expect([await office.runs.due(), office.sent, office.measured]).toEqual([
      ['modified'],
      [wakes],
      [],
    ]);
    expect(await office.runs.get('wanted')).toMatchObject({ status: 'refused', mode: 'modified' });
    expect(await office.refused()).toBe(
      'Run busy is in progress; this one was not started. It starts when that one is over.',
    );
    expect(office.said).toEqual([
      ['run not started: another one is in progress', { runId: 'wanted', inProgress: 'busy' }],
    ]);
  });

  it('by hand is told, and is not noted: whoever asks may ask again', async () => {
    const office = new Busy();
    await office.begin();
    await office.message({ ...start, runId: 'wanted' });
    expect([await office.runs.due(), await office.refused(), office.sent]).toEqual([
      [],
      'Run busy is in progress; this one was not started.',
      [wakes],
    ]);
  });

  it('is told why the other one does not go on: paused, or held until an admin says so', async () => {
    const office = new Busy();
    await office.begin();
    const pause = { until: NOW.toISOString(), count: 1, since: NOW.toISOString() };
    await office.pause({ pause: { ...pause, message: 'GIAV did not answer' } });
    await office.message(start);
    expect(await office.refused()).toMatch(/over\. It is paused: GIAV did not answer$/);
    expect(office.measured).toEqual([]);
    const none = { records: 0, emptied: 0, fields: {}, examples: [] };
    const held = {
      at: NOW.toISOString(),
      because: 'records',
      newSettings: false,
      read: 1,
      before: { records: 0, emptied: 0 },
      planned: none,
    };
    const other = new Busy();
    await other.begin();
    await other.pause({ held });
    await other.message(start);
    expect(await other.refused()).toMatch(
      /over\. It is held: it has to be confirmed or rejected first\.$/,
    );
    expect(other.measured).toEqual([['RunsHeld', 'Count', 1]]);
  });

  it('that was due already is still noted: it only wakes the run in progress', async () => {
    const office = new Busy();
    await office.begin();
    await office.message({ ...start, due: true });
    expect([await office.refused(), await office.runs.due(), office.sent, office.said]).toEqual([
      undefined,
      [],
      [wakes],
      [],
    ]);
  });

  it('wakes nobody where the other one has ended since', async () => {
    const office = new Busy();
    await office.message(start);
    expect(office.sent).toEqual([]);
  });
});

describe('records that were asked for while a run is in progress', () => {
  const redrive = (more: object = {}): RunMessage => ({
    v: 1,
    kind: 'redrive',
    records: [{ entity: 'client', id: '7' }],
    ...more,
  });

  it('by an admin wait for their turn, as one run from then on', async () => {
    const office = new Busy();
    await office.begin();
    await office.message(redrive());
    expect(office.sent).toEqual([[redrive({ runId: 'wanted' }), CHECK], wakes]);
    office.sent.splice(0);
    await office.message(redrive({ runId: 'wanted' }));
    expect(office.sent).toEqual([[redrive({ runId: 'wanted' }), CHECK]]);
  });

  it('by batches are noted already: one message for all of them comes later', async () => {
    const office = new Busy();
    await office.begin();
    await office.message(redrive({ gathered: true }));
    expect(office.sent).toEqual([wakes]);
  });
});

describe('a message about a run that somebody has in hand', () => {
  it('to look at it comes again, from the first look on: whoever has it may be dead', async () => {
    const office = new Busy();
    await office.begin();
    const check = { v: 1, kind: 'check', runId: 'busy', idleChecks: 99 } as const;
    await office.message(check);
    expect(office.sent).toEqual([[{ ...check, idleChecks: 0 }, CHECK]]);
  });

  it('to go on with it waits for the lease of the holder that it names', async () => {
    const office = new Busy();
    const token = await office.begin();
    await office.message({ v: 1, kind: 'continue', runId: 'busy', token });
    expect(office.sent).toEqual([[{ v: 1, kind: 'continue', runId: 'busy', token }, 901]]);
  });
});
