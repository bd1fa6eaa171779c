/** The fast tests, from the root of the repository. */
export const files: readonly string[];
/** Globs of the fast tests, and of the others. */
export const fast: readonly string[];
export const others: readonly string[];
