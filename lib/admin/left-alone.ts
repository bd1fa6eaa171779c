import type { Said } from '../sync/said';

/** Why nothing is done by hand to a client whose run was undone. @param deed what was asked for */
export const leftAlone = (client: string, deed: Said): Said => ({
  en: `What a run had done to the client ${client} was undone, and it is left alone: ${deed.en} would do all of that once more. Re-drive it first, or correct the field in GIAV.`,
  es: `Lo que una ejecución hizo al cliente ${client} se deshizo y no se toca: ${deed.es} lo volvería a hacer todo. Reenvíelo antes, o corrija el campo en GIAV.`,
});
