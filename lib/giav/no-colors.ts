/** Stands in for supports-color in the bundles: soap's debug takes it where somebody else has installed it; a log has no colours. */
export const level = 0;
