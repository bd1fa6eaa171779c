import * as fc from 'fast-check';
import {
  MovedRecords,
  isDueAgain,
  isSameRefusal,
  refusalOf,
  stillWaits,
} from '../../lib/sync/waiting';
import type { Desired, TargetRef } from '../../lib/sync/target';
import { NONE } from '../ports/refs';

const HOUR_MS = 3_600_000;
const AT = '2026-06-10T04:00:00.000Z';
const begin = Date.parse(AT);

/** Hours after the refusal at which it is looked at again, by sweeps that lie so far apart. */
function looks(gaps: readonly number[], told = false): number[] {
  const found: number[] = [];
  let after = begin;
  for (const gap of gaps) {
    const until = after + gap;
    if (isDueAgain(AT, { after, until }, told)) found.push((until - begin) / HOUR_MS);
    after = until;
  }
  return found;
}

describe('a record that waits is looked at again', () => {
  it('once a day, and where Clientify does not tell what changed, after an hour and after six as well', () => {
    const hours = Array<number>(100).fill(HOUR_MS);
    expect(looks(hours, true)).toEqual([24, 48, 72, 96]);
    expect(looks(hours)).toEqual([1, 6, 24, 48, 72, 96]);
  });
  it('however far the sweeps lie apart, and whatever became of one: no moment is left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 * HOUR_MS }), { maxLength: 40 }),
        (gaps) => {
          const end = gaps.reduce((sum, gap) => sum + gap, 0);
          const found = looks(gaps);
          // The last look lies no more than a day and one sweep back.
          const last = (found.at(-1) ?? 0) * HOUR_MS;
          const longest = Math.max(0, ...gaps);
          expect(end - last).toBeLessThanOrEqual(24 * HOUR_MS + longest);
        },
      ),
    );
  });
  it('at once, where nobody knows since when it waits', () => {
    expect(isDueAgain('', { after: begin, until: begin + 1 }, true)).toBe(true);
  });
  it('no earlier than that, and the moment of a sweep belongs to one of two', () => {
    expect(looks([HOUR_MS - 1])).toEqual([]);
    expect(looks([HOUR_MS, 1])).toEqual([1]);
  });
});

const desired: Desired = { ...NONE, documento: '12345678Z' };
const ref = (fields: Partial<TargetRef>): TargetRef => ({
  kind: 'contact',
  id: '900',
  gesinturId: '',
  documento: '',
  modified: null,
  ...fields,
});
const candidates = { byId: [], byDocument: [ref({ id: '1' }), ref({ id: '2' })] };
const told = { reason: 'AMBIGUOUS_DOCUMENT', notices: [] } as const;
const refusal = refusalOf(desired, candidates, told);
const link = { status: 'refused', reason: 'AMBIGUOUS_DOCUMENT', pending: true, refusal, at: AT };
const none = new MovedRecords([], false);

describe('a record still waits', () => {
  it('as long as nothing is known that could have ended it', () => {
    expect(stillWaits(link, desired, null, none)).toBe(true);
    expect(stillWaits(link, desired, { after: begin, until: begin + 1 }, none)).toBe(true);
  });
  it('not when GIAV changed it, or it is due', () => {
    expect(stillWaits(link, { ...desired, tags: ['x'] }, null, none)).toBe(false);
    expect(stillWaits(link, desired, { after: begin, until: begin + HOUR_MS }, none)).toBe(false);
  });
  it('not when it never was refused for something in Clientify, failed, or an earlier version refused it', () => {
    for (const other of [
      { status: 'linked' },
      { pending: undefined },
      { failed: true },
      { reason: 'NO_DOCUMENT' },
      { refusal: undefined },
    ])
      expect(stillWaits({ ...link, ...other }, desired, null, none)).toBe(false);
    expect(stillWaits(undefined, desired, null, none)).toBe(false);
  });
  it('not when a record in its way changed, or one that has its id or nearly its Documento', () => {
    for (const moved of [{ id: '2' }, { gesinturId: '7' }, { documento: ' es-12.345.678-z' }])
      expect(stillWaits(link, desired, null, new MovedRecords([ref(moved)], true))).toBe(false);
    for (const moved of [{ kind: 'deal', id: '2' }, { gesinturId: '8' }, { id: '3' }] as const)
      expect(stillWaits(link, desired, null, new MovedRecords([ref(moved)], true))).toBe(true);
  });
});

describe('what is told', () => {
  it('is the same only if the record, the reason, the words and the notices are', () => {
    expect(isSameRefusal(refusal, refusalOf(desired, { byId: [], byDocument: [] }, told))).toBe(
      true,
    );
    for (const other of [
      { ...told, reason: 'AMBIGUOUS_ID' as const },
      { ...told, message: 'contact 5' },
      { ...told, notices: ['CONSENT_STILL_ACTIVE'] as const },
    ])
      expect(isSameRefusal(refusal, refusalOf(desired, candidates, other))).toBe(false);
    expect(isSameRefusal(refusal, refusalOf({ ...desired, tags: ['x'] }, candidates, told))).toBe(
      false,
    );
    expect(isSameRefusal(undefined, refusal)).toBe(false);
  });
});
