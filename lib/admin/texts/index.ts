import type { Language } from '../language';
import { en } from './en';
import { es } from './es';

/** All that the command line says, by language. What one language lacks does not compile. */
export type Texts = typeof en;

export const TEXTS: Readonly<Record<Language, Texts>> = { en, es };
