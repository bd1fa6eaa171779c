import { reconcile, type ReconcilePorts } from '../../lib/way-back/reconcile';
import { RetryableError } from '../../lib/sync/errors';
import { RunOffice } from '../ports/run-office';

const weather = new RetryableError('AWS does not answer as it should', { scope: 'system' });

describe('an outage is answered by a wait, never by a dead letter', () => {
  it('of the state: the message of a run comes again in a minute, and the run ends right', async () => {
    const office = new RunOffice();
    office.addClients(150);
    office.start('full', 'r1');
    jest.spyOn(office.runs, 'acquire').mockRejectedValueOnce(weather);
    await office.step();
    expect(office.messages).toMatchObject([{ message: { kind: 'start', runId: 'r1' } }]);
    expect((office.messages[0]?.due ?? 0) - office.now.getTime()).toBe(60_000);
    await office.quiet();
    expect(await office.run('r1')).toMatchObject({ status: 'completed', clientsRead: 150 });
  });

  it('but a fault of ours is not hidden', async () => {
    const office = new RunOffice();
    office.start('full', 'r1');
    jest.spyOn(office.runs, 'acquire').mockRejectedValueOnce(new TypeError('ours'));
    await expect(office.step()).rejects.toThrow('ours');
  });

  const search = (eachOf: () => Promise<void>, since: Date | null) => {
    const told: [string, number][] = [];
    const advance = jest.fn(() => Promise.resolve());
    const ports = {
      clientify: { eachOf },
      writes: false,
      links: { getMany: () => Promise.resolve({ links: new Map(), unreadable: new Map() }) },
      pending: { list: () => Promise.resolve([]) },
      reconciliations: {
        since: () => Promise.resolve(since),
        advance,
      },
      unverified: { list: () => Promise.resolve([]) },
      changes: { send: () => Promise.resolve() },
      clock: { now: () => new Date('2026-03-02T10:00:00Z') },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      meter: { add: (name: string, _: string, value: number) => void told.push([name, value]) },
    } as unknown as ReconcilePorts;
    return { ports, told, advance };
  };

  it('of Clientify: the search for changes is put off, and how old the last one is by now is told', async () => {
    const since = new Date('2026-03-02T08:00:00Z');
    const { ports, told, advance } = search(() => Promise.reject(weather), since);
    expect(await reconcile(ports)).toBeNull();
    expect(told).toEqual([['ReconcileAge', 7200]]);
    expect(advance).not.toHaveBeenCalled();
  });

  it('of nobody: items of a list that cannot be read are told, and the others are looked at', async () => {
    const unreadable = 'contact without an id';
    const { ports, advance } = search(() => Promise.resolve(), null);
    const warned: unknown[] = [];
    Object.assign(ports.log, { warn: (...told: unknown[]) => void warned.push(told) });
    ports.clientify.eachOf = (kind, _since, _onRecord, onUnreadable) => {
      if (kind === 'contact') onUnreadable(unreadable);
      return Promise.resolve();
    };
    expect(await reconcile(ports)).toBe(0);
    expect(warned).toEqual([
      [
        expect.stringContaining('cannot be read'),
        { kind: 'contact', count: 1, records: unreadable },
      ],
    ]);
    expect(advance).toHaveBeenCalled();
  });

  it('a search that never came to its end is told as old', async () => {
    const { ports, told } = search(() => Promise.reject(weather), null);
    await reconcile(ports);
    expect(told).toEqual([['ReconcileAge', 86_400]]);
  });
});
