import type { Change } from '../../lib/ports/messages';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoReconciliations } from '../../lib/state/reconciliations';
import { CHANGE, LISTED_LATE_MS } from '../../lib/sync/budget';
import { RetryableError } from '../../lib/sync/errors';
import type { TargetKind, TargetRef } from '../../lib/sync/target';
import { reconcile, type ReconcilePorts } from '../../lib/way-back/reconcile';
import { MemoryTable } from '../ports/table';
import { keptLog, type Said } from '../ports/kept-log';

const NOW = new Date('2026-11-01T10:00:00Z');
const LAST = new Date('2026-11-01T09:00:00Z');
const BEFORE = '2026-11-01T08:00:00.000Z';
const SINCE = '2026-11-01T09:30:00.000Z';

/** A search for changes in Clientify, whose lists show what they are given: no filter is believed. */
class Searched {
  readonly table = new MemoryTable();
  readonly links = new DynamoLinks(this.table);
  readonly pending = new DynamoPending(this.table);
  readonly reconciliations = new DynamoReconciliations(this.table);
  readonly listed: TargetRef[] = [];
  unreadable: { kind: TargetKind; name: string }[] = [];
  unverified: { clientId: string; damaged: boolean }[] = [];
  readonly sent: Change[] = [];
  readonly asked: (Date | null)[] = [];
  readonly said: Said[] = [];
  readonly measured: unknown[][] = [];
  outage: Error | null = null;
  writes = true;

  list(ref: Partial<TargetRef>): void {
    const blank = { kind: 'contact', gesinturId: '', documento: '', modified: SINCE } as const;
    this.listed.push({ id: '5', ...blank, ...ref });
  }

  /** A client in step with its record, as the last look left both. */
  inStep(id: string, clientifyId: string, modified: string, more: object = {}): Promise<void> {
    const at = LAST.toISOString();
    return this.links.put('client', {
      id,
      status: 'linked',
      kind: 'contact',
      clientifyId,
      modified,
      snapshot: { giav: { fields: {} }, clientify: { fields: {} } },
      at,
      ...more,
    } as never);
  }

  /** Names of the records that were hinted at; null = the search was put off. */
  async search(): Promise<string[] | null> {
    this.sent.splice(0);
    const count = await reconcile(this.ports());
    if (count !== null) expect(count).toBe(this.sent.length);
    return count === null
      ? null
      : this.sent.map(({ of, id, source }) => `${source === 'reconcile' ? '' : source}${of} ${id}`);
  }

  ports(): ReconcilePorts {
    return {
      clientify: {
        eachOf: (kind, since, onRecord, onUnreadable) => {
          this.asked.push(since);
          if (this.outage) return Promise.reject(this.outage);
          this.listed.filter((one) => one.kind === kind).forEach(onRecord);
          for (const one of this.unreadable) if (one.kind === kind) onUnreadable(one.name);
          return Promise.resolve();
        },
      },
      writes: this.writes,
      links: this.links,
      pending: this.pending,
      reconciliations: this.reconciliations,
      unverified: { list: () => Promise.resolve(this.unverified) },
      changes: { send: (change) => Promise.resolve(void this.sent.push(change as Change)) },
      clock: { now: () => NOW },
      log: keptLog(this.said),
      meter: { add: (...told: unknown[]) => void this.measured.push(told) },
    };
  }
}

/** One whose last search was an hour ago. */
async function searched(): Promise<Searched> {
  const office = new Searched();
  await office.reconciliations.advance(LAST, 0);
  return office;
}

describe('"A lost webhook is a delay, never a loss": the search for changes in Clientify', () => {
  it('hints at linked records that are not as they were left, of both kinds', async () => {
    const office = await searched();
    await office.inStep('7', '5', BEFORE);
    await office.inStep('8', '6', BEFORE, { kind: 'company' });
    office.list({ id: '5', gesinturId: '7' });
    office.list({ id: '6', gesinturId: '8', kind: 'company' });
    expect(await office.search()).toEqual(['contact 5', 'company 6']);
  });

  it('leaves out what our own last write made of them', async () => {
    const office = await searched();
    await office.inStep('7', '5', SINCE);
    office.list({ id: '5', gesinturId: '7' });
    expect(await office.search()).toEqual([]);
  });

  it.each([
    ['carries the id of a client that has another record', { clientifyId: '99' }, {}],
    ['belongs to a client that was refused', { status: 'refused' }, {}],
    ['has no stamp', {}, { modified: null }],
  ])('looks at one that %s', async (_, link, ref) => {
    const office = await searched();
    await office.inStep('7', '5', SINCE, { ...link });
    office.list({ id: '5', gesinturId: '7', ...ref });
    expect(await office.search()).toEqual(['contact 5']);
  });

  it('leaves what no run has synced yet to the next run', async () => {
    const office = await searched();
    await office.inStep('7', '5', BEFORE, { snapshot: undefined });
    office.list({ id: '5', gesinturId: '7' });
    office.list({ id: '6', gesinturId: '8' });
    expect(await office.search()).toEqual([]);
  });

  it('looks at records without a GIAV id that have a Documento: GIAV may not know them yet', async () => {
    const office = await searched();
    office.list({ id: '5', documento: '12345678Z' });
    office.list({ id: '6', documento: '' });
    expect(await office.search()).toEqual(['contact 5']);
  });

  it('but not at the first search, when all of them are old', async () => {
    const office = new Searched();
    await office.inStep('7', '8', BEFORE);
    office.list({ id: '5', documento: '12345678Z' });
    office.list({ id: '8', gesinturId: '7', modified: '2020-01-01T00:00:00.000Z' });
    expect([await office.search(), office.asked]).toEqual([['contact 8'], [null, null]]);
  });

  it('reads from a little before the last one, since a list shows a change late, and drops what is older: the filter may be ignored', async () => {
    const office = await searched();
    const since = new Date(LAST.getTime() - LISTED_LATE_MS);
    for (const [id, modified] of [
      ['1', new Date(since.getTime() - 1).toISOString()],
      ['2', since.toISOString()],
      ['3', 'no date'],
    ] as const) {
      await office.inStep(`1${id}`, id, 'earlier');
      office.list({ id, gesinturId: `1${id}`, modified });
    }
    expect([await office.search(), office.asked]).toEqual([
      ['contact 2', 'contact 3'],
      [since, since],
    ]);
  });

  it('sends what could not be taken back yet once more, each record once', async () => {
    const office = await searched();
    await office.inStep('7', '5', BEFORE);
    office.list({ id: '5', gesinturId: '7' });
    await office.pending.add('change-of-contact', '5');
    await office.pending.add('change-of-contact', '9');
    await office.pending.add('change-of-company', '4');
    expect(await office.search()).toEqual(['contact 5', 'contact 9', 'company 4']);
    office.writes = false;
    await office.reconciliations.advance(LAST, 0);
    // A dry run would only tell it again.
    expect(await office.search()).toEqual(['contact 5']);
  });

  it('takes up writes to GIAV that nobody has verified; known damage waits for an admin', async () => {
    const office = await searched();
    for (const id of ['1', '2', '3', '4']) await office.inStep(id, `2${id}`, SINCE);
    await office.inStep('2', '22', SINCE, { kind: 'company' });
    await office.inStep('3', '23', SINCE, { kind: 'deal' });
    await office.inStep('4', '24', SINCE, { clientifyId: undefined });
    await office.inStep('5', '25', SINCE, { kind: undefined });
    office.unverified = [
      ...['1', '2', '3', '4', '5', '6'].map((clientId) => ({ clientId, damaged: false })),
      { clientId: '7', damaged: true },
    ];
    await office.inStep('7', '27', SINCE);
    expect(await office.search()).toEqual(['contact 21', 'company 22']);
  });

  it('begins the next time where this one began, and says what it found', async () => {
    const office = await searched();
    office.list({ id: '5', documento: '12345678Z' });
    await office.search();
    expect([await office.reconciliations.since(), await office.reconciliations.hints()]).toEqual([
      NOW,
      1,
    ]);
    expect(office.said).toEqual([
      [
        'info',
        'reconciled with Clientify',
        { since: new Date(LAST.getTime() - LISTED_LATE_MS).toISOString(), changes: 1 },
      ],
    ]);
    expect(office.measured).toEqual([['ReconcileAge', 'Seconds', 0]]);
    const first = new Searched();
    await first.search();
    expect(first.said[0]?.[2]).toEqual({ since: 'the beginning', changes: 0 });
  });

  it('is put off by an outage: the next one finds all that this one would have found, and its age is told', async () => {
    const office = await searched();
    office.outage = new RetryableError('Clientify is paused');
    expect([await office.search(), await office.reconciliations.since()]).toEqual([null, LAST]);
    expect(office.said).toEqual([
      ['warn', 'the search for changes in Clientify is put off', { error: 'Clientify is paused' }],
    ]);
    expect(office.measured).toEqual([['ReconcileAge', 'Seconds', 3600]]);
  });

  it('that was never made to its end is told as a day old; whatever else goes wrong is told as it is', async () => {
    const office = new Searched();
    office.outage = new TypeError('ours');
    await expect(reconcile(office.ports())).rejects.toThrow('ours');
    expect(office.measured).toEqual([['ReconcileAge', 'Seconds', CHANGE.neverSearchedSeconds]]);
  });

  it('says which records it could not read: what was changed in them stays there', async () => {
    const office = await searched();
    office.unreadable = ['1', '2', '3', '3', '4', '5', '6'].map((name) => ({
      kind: 'contact',
      name: `contact ${name}`,
    }));
    await office.search();
    expect(office.said.filter(([level]) => level === 'warn')).toEqual([
      [
        'warn',
        'Clientify lists records that cannot be read: their changes are not taken back',
        {
          kind: 'contact',
          count: 6,
          records: 'contact 1, contact 2, contact 3, contact 4, contact 5',
        },
      ],
    ]);
  });
});
