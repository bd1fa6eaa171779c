import type { Language } from '../../lib/admin/language';
import { english } from './help-en';
import { spanish } from './help-es';

/** What the command line says about itself. What one language lacks does not compile. */
export type Help = typeof english;

export const HELP: Readonly<Record<Language, Help>> = { en: english, es: spanish };
