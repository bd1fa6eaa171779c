import {
  addPage,
  allPagesDone,
  emptySummary,
  isDone,
  pagesOfBucket,
  type PageOfRun,
} from '../../lib/sync/run-progress';

const page = (changes: Partial<PageOfRun> = {}): PageOfRun => ({
  entity: 'client',
  ids: [],
  results: {},
  ...changes,
});
const none = { read: 0, created: 0, updated: 0, linked: 0, unchanged: 0, skipped: 0, failed: 0 };

describe('the summary of a run', () => {
  it('begins with nothing, and each run with a summary of its own', () => {
    expect(emptySummary()).toEqual({ clients: none, expedientes: none, reasons: {} });
    const one = emptySummary();
    addPage(one, page({ ids: ['1'], results: { 1: { outcome: 'created' } } }));
    expect([one.expedientes, emptySummary().clients]).toEqual([none, none]);
  });

  it('counts clients and expedientes apart, and how often each reason and each note was given', () => {
    const summary = emptySummary();
    addPage(
      summary,
      page({
        ids: ['1', '2', '3'],
        results: {
          1: { outcome: 'skipped', reason: 'NO_DOCUMENT' },
          2: { outcome: 'skipped', reason: 'NO_DOCUMENT', notices: ['CONSENT_STILL_ACTIVE'] },
          3: { outcome: 'updated', unmapped: ['UNMAPPED_CLIENT_TYPE:x'], notices: ['REPLACED'] },
        },
      }),
    );
    addPage(
      summary,
      page({
        entity: 'expediente',
        ids: ['1'],
        results: { 1: { outcome: 'created', notices: ['REPLACED'] } },
      }),
    );
    expect(summary).toEqual({
      clients: { ...none, read: 3, skipped: 2, updated: 1 },
      expedientes: { ...none, read: 1, created: 1 },
      reasons: {
        NO_DOCUMENT: 2,
        CONSENT_STILL_ACTIVE: 1,
        'UNMAPPED_CLIENT_TYPE:x': 1,
        REPLACED: 2,
      },
    });
  });

  it('a record that has no result yet was read, and a stranger’s result counts for nothing', () => {
    const summary = emptySummary();
    addPage(summary, page({ ids: ['1'], results: { 9: { outcome: 'failed', reason: 'X' } } }));
    expect(summary).toEqual({ ...emptySummary(), clients: { ...none, read: 1 } });
  });

  it('a record that stands on a page twice counts once', () => {
    const summary = emptySummary();
    addPage(summary, page({ ids: ['1', '1'], results: { 1: { outcome: 'linked' } } }));
    expect(summary.clients).toEqual({ ...none, read: 1, linked: 1 });
  });
});

describe('a run is over', () => {
  const run = { phase: 'draining', clientPages: 3, expedientePages: 2 };
  it('when all is read and every page of both lists is done', () => {
    expect(allPagesDone(run, 5)).toBe(true);
    expect(allPagesDone(run, 6)).toBe(true);
  });
  it('not while it is being read, or a page of either list is open', () => {
    expect(allPagesDone({ ...run, phase: 'expedientes' }, 5)).toBe(false);
    expect(allPagesDone(run, 4)).toBe(false);
    expect(allPagesDone({ ...run, clientPages: 4 }, 5)).toBe(false);
    expect(allPagesDone({ ...run, expedientePages: 3 }, 5)).toBe(false);
  });
  it('pages are marked as done in places of 64, of which the last one holds the rest', () => {
    const long = { phase: 'draining', clientPages: 130, expedientePages: 64 };
    expect([0, 63, 64, 127, 128, 129].map((page) => pagesOfBucket(long, 'client', page))).toEqual([
      64, 64, 64, 64, 2, 2,
    ]);
    expect(pagesOfBucket(long, 'expediente', 63)).toBe(64);
    expect(pagesOfBucket(long, 'expediente', 64)).toBe(0);
  });
  it('a page without records is done', () => {
    expect(isDone({ ids: [], results: {} })).toBe(true);
  });
});
