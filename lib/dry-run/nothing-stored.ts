import type { KeptIndex } from '../ports/clientify-account';

/** Lists that nothing is put on, and nothing taken off. */
export const nothing = {
  clear: () => Promise.resolve(),
  add: () => Promise.resolve(),
  addMany: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

/** The parts of an index that nobody keeps. */
export const KEEPS_NOTHING: KeptIndex['parts'] = {
  async *of() {},
  keep: () => Promise.resolve(),
};
