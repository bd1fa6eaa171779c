/** Stands in for diacritics in the bundles: i18n-iso-countries folds names with it, which lib/sync/country-code.ts does itself. */
export const remove = (): never => {
  throw new Error('names of countries are folded by our own rule; diacritics is not bundled');
};
