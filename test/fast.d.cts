/** Folders of fast tests. */
export const FOLDERS: readonly string[];
/** Tests of these folders that are not fast after all. */
export const SLOW: readonly string[];
/** Globs of the fast tests, and of the others. */
export const fast: readonly string[];
export const others: readonly string[];
