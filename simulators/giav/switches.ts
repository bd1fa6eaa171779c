import { noDamage, type WriteSwitches } from './write';

/** How the service behaves where nobody knows it for sure, and what goes wrong. */
export interface GiavSwitches extends WriteSwitches {
  dialect: 'zero' | 'one' | 'offset';
  /** Silent cap of the page size. */
  pageCap: number;
  /**
   * `shuffled`: every page request is answered from a list in another order. `modified-asc`, `modified-desc`: by the
   * date of the last change, so that records move while others change.
   */
  order: 'stable' | 'shuffled' | 'modified-asc' | 'modified-desc';
  /** So many of the next pages are each followed by a change of the record that was first on it. */
  churn: number;
  /** Whether a new stage counts as a modification of an expediente. */
  stageMovesDate: boolean;
  /** Whether the creation of an expediente counts as a modification. */
  creationMovesDate: boolean;
  /** So many of the next readings of a client are each followed by somebody's change of it. */
  editsAfterGet: number;
  /** The same: somebody assigns one category more, which moves no date. */
  assignsAfterGet: number;
}

/** What it is like unless a test says otherwise. */
export const usualSwitches = (): GiavSwitches => ({
  dialect: 'zero',
  pageCap: 100,
  order: 'stable',
  churn: 0,
  stageMovesDate: true,
  creationMovesDate: false,
  editsAfterGet: 0,
  assignsAfterGet: 0,
  trimTexts: false,
  upperCaseNames: false,
  plainDocumentos: false,
  ...noDamage(),
  losesOnce: [],
  damagingPuts: null,
  putFault: '',
  keepsUnreadable: true,
  wantsAccount: false,
});
