import { ENTITIES, OUTCOMES, SUBJECTS } from '../../lib/sync/decision';
import { byUrgency } from '../../lib/sync/urgency';
import { REASONS, WAITS_FOR_CLIENTIFY } from '../../lib/sync/reasons';

describe('what a record can become', () => {
  it('is one of six outcomes, which together are all that was read', () => {
    expect([...OUTCOMES].sort()).toEqual(
      ['created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'].sort(),
    );
    expect([...ENTITIES]).toEqual(['client', 'expediente']);
    expect([...SUBJECTS]).toEqual(['client', 'expediente', 'contact', 'company']);
  });
});

describe('reasons whose cause lies in Clientify', () => {
  it('are looked at again by each sweep: no date of GIAV tells when they are gone', () => {
    expect([...WAITS_FOR_CLIENTIFY].sort()).toEqual([
      'AMBIGUOUS_DOCUMENT',
      'AMBIGUOUS_ID',
      'DOCUMENT_MISMATCH',
      'DOCUMENT_TAKEN',
      'KIND_CHANGED',
      'LINK_BROKEN',
      'NEAR_DOCUMENTO',
      'UNREADABLE_IN_CLIENTIFY',
    ]);
  });
});

describe('the order in which reasons are told', () => {
  it('a consent that is not respected first, then by name, whatever order they came in', () => {
    const told = [
      'OPTED_OUT_IN_CLIENTIFY',
      'UNMAPPED_STAGE:x',
      'DOCUMENT_MISMATCH',
      'AMBIGUOUS_ID',
      'DOCUMENT_REMOVED',
      'NO_DOCUMENT',
      'CONSENT_STILL_ACTIVE',
    ];
    const order = [
      'CONSENT_STILL_ACTIVE',
      'DOCUMENT_REMOVED',
      'DOCUMENT_MISMATCH',
      'OPTED_OUT_IN_CLIENTIFY',
      'AMBIGUOUS_ID',
      'NO_DOCUMENT',
      'UNMAPPED_STAGE:x',
    ];
    expect([...told].sort(byUrgency)).toEqual(order);
    expect([...told].reverse().sort(byUrgency)).toEqual(order);
    expect([...order].sort(byUrgency)).toEqual(order);
  });
  it('is the same for equal ones, and turned round for the other order', () => {
    const names = Object.keys(REASONS);
    for (const a of names)
      for (const b of names) {
        const sign = Math.sign(byUrgency(a, b));
        expect([sign === 0, sign + Math.sign(byUrgency(b, a))]).toEqual([a === b, 0]);
      }
  });
});
