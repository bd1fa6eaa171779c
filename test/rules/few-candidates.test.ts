import { MOST_CANDIDATES, fewCandidates } from '../../lib/sync/few-candidates';
import type { TargetRef } from '../../lib/sync/target';

const refs = (count: number): TargetRef[] =>
  Array.from({ length: count }, (_, at) => ({
    kind: 'contact',
    id: String(at + 1),
    gesinturId: '',
    documento: '00000000T',
    modified: null,
  }));

describe('candidates of a message', () => {
  it('are all that there are, where they are few', () => {
    const candidates = {
      byId: refs(2),
      byDocument: refs(MOST_CANDIDATES),
      unreadable: ['contact 1'],
    };
    expect(fewCandidates(candidates)).toEqual(candidates);
  });
  it('are no more than some of each kind, however many share a Documento', () => {
    const names = refs(5000).map(({ id }) => `contact ${id}`);
    const few = fewCandidates({
      byId: refs(30),
      byDocument: refs(5000),
      near: refs(300),
      unreadable: names,
    });
    expect(Object.values(few).map((list: readonly unknown[]) => list.length)).toEqual(
      Array(4).fill(MOST_CANDIDATES),
    );
    expect(new Set(few.byDocument.map(({ id }) => id)).size).toBe(MOST_CANDIDATES);
  });
  it('hold the one that the id map names, which ends the ambiguity', () => {
    const few = fewCandidates({ byId: [], byDocument: refs(5000) }, '4711');
    expect(few.byDocument[0]?.id).toBe('4711');
    expect(few.byDocument).toHaveLength(MOST_CANDIDATES);
  });
});
