import type { Candidates } from './target';

/**
 * Candidates of a kind that a message names at most. Two are enough to refuse a record as ambiguous; the others are for
 * whoever reads the refusal. Thousands of records may share a placeholder, and a message has its limits.
 */
export const MOST_CANDIDATES = 20;

/** @param knownId the record that the id map names: it is never left out, since it ends the ambiguity */
export function fewCandidates(candidates: Candidates, knownId?: string): Candidates {
  const few = <T>(list: readonly T[], isKnown: (one: T) => boolean): readonly T[] => {
    if (list.length <= MOST_CANDIDATES) return list;
    const known = list.filter(isKnown).slice(0, 1);
    return [...known, ...list.filter((one) => !known.includes(one))].slice(0, MOST_CANDIDATES);
  };
  const isKnown = ({ id }: { readonly id: string }): boolean => id === knownId;
  const { byId, byDocument, near, unreadable } = candidates;
  return {
    ...candidates,
    byId: few(byId, isKnown),
    byDocument: few(byDocument, isKnown),
    ...(near && { near: few(near, isKnown) }),
    ...(unreadable && { unreadable: few(unreadable, () => false) }),
  };
}
