import { askForOne } from '../../lib/admin/ask-for-one';
import { isInStep, syncedLines } from '../../lib/admin/synced';
import { TEXTS } from '../../lib/admin/texts';
import type { Answer, Asked } from '../../lib/ports/asked';
import type { Synced, SyncedRecord } from '../../lib/ports/synced';

const record = (fields: Partial<SyncedRecord> = {}): SyncedRecord => ({
  entity: 'client',
  id: '7',
  outcome: 'updated',
  kind: 'contact',
  clientifyId: '9001',
  notices: [],
  unmapped: [],
  notes: [],
  fields: [],
  ...fields,
});

const synced = (records: SyncedRecord[], fields: Partial<Synced> = {}): Synced => ({
  asked: { entity: 'client', id: '7' },
  runId: 'one-1',
  records,
  inStep: 0,
  unlisted: 0,
  left: false,
  wayBack: false,
  ...fields,
});

describe('what a sync of one record says', () => {
  const updated = record({
    fields: [
      { field: 'remarks', from: 'Ventanilla', to: 'Pasillo' },
      { field: 'phones', from: '', to: '91 555 00 00' },
      { field: 'birthday', to: '1980-05-17' },
    ],
  });

  it('every field from old to new, in English', () => {
    expect(syncedLines(synced([updated], { inStep: 2 }), TEXTS.en)).toEqual([
      'client 7: updated (Clientify contact 9001)',
      '    remarks: "Ventanilla" → "Pasillo"',
      '    phones: (nothing) → "91 555 00 00"',
      '    birthday: (nothing) → "1980-05-17"',
      'Expedientes that were in step already: 2.',
    ]);
  });

  it('and in Spanish', () => {
    const lines = syncedLines(synced([updated], { left: true, wayBack: true }), TEXTS.es);
    expect(lines[0]).toBe('cliente 7: actualizado (Clientify: contact 9001)');
    expect(lines[2]).toBe('    phones: (nada) → "91 555 00 00"');
    expect(lines.slice(-2)).toEqual([TEXTS.es.synced.left, TEXTS.es.synced.wayBack]);
  });

  it('a refusal with its reason and what to do', () => {
    const refused = record({ outcome: 'skipped', reason: 'NO_DOCUMENT', clientifyId: undefined });
    expect(syncedLines(synced([refused]), TEXTS.es)).toEqual([
      'cliente 7: no sincronizado',
      expect.stringMatching(/NO_DOCUMENT: .*Rellénelo en GIAV/) as string,
    ]);
  });

  it.each<[string, boolean, Synced]>([
    ['updated', true, synced([record()])],
    ['in step already', true, synced([record({ outcome: 'unchanged' })])],
    ['refused', false, synced([record({ outcome: 'skipped', reason: 'NO_DOCUMENT' })])],
    ['unknown in GIAV', false, synced([record({ outcome: 'skipped', reason: 'NOT_IN_GIAV' })])],
    ['failed', false, synced([record({ outcome: 'failed' })])],
    ['queued', false, synced([record({ outcome: 'waits' })])],
    ['with expedientes left', false, synced([record()], { left: true })],
    ['nobody’s, and the way back looks', true, synced([], { wayBack: true })],
    [
      'an expediente failed',
      false,
      synced([record(), record({ entity: 'expediente', outcome: 'failed' })]),
    ],
    [
      'an expediente is left out by a setting',
      true,
      synced([
        record(),
        record({ entity: 'expediente', outcome: 'skipped', reason: 'OTHER_OFFICE' }),
      ]),
    ],
  ])('whether it is in step now: %s', (_, inStep, told) => {
    expect(isInStep(told)).toBe(inStep);
  });
});

describe('asking for it', () => {
  const time = () => {
    let ms = 0;
    return {
      now: () => new Date(ms),
      wait: (wanted: number) => Promise.resolve(void (ms += wanted)),
    };
  };

  it('waits for the answer to its own request', async () => {
    const sent: Asked[] = [];
    let looks = 0;
    const answer = { id: 'a1' } as Answer;
    const ports = {
      runQueue: { ask: (asked: Asked) => Promise.resolve(void sent.push(asked)) },
      answers: {
        get: (id: string) => Promise.resolve(id === 'a1' && (looks += 1) > 3 ? answer : null),
      },
    };
    const about = { id: 'a1', by: 'ana' };
    expect(await askForOne(ports, { entity: 'client', id: '7' }, about, time())).toBe(answer);
    expect(sent).toMatchObject([
      { kind: 'asked', id: 'a1', by: 'ana', work: { do: 'sync', entity: 'client', id: '7' } },
    ]);
  });

  it('ends when nobody answers', async () => {
    const ports = {
      runQueue: { ask: () => Promise.resolve() },
      answers: { get: () => Promise.resolve(null) },
    };
    const about = { id: 'a1', by: 'ana' };
    expect(await askForOne(ports, { entity: 'client', id: '7' }, about, time())).toBeNull();
  });
});
