import type { Language } from '../language';
import { en, type Texts } from './en';
import { es } from './es';

export type { Texts };

export const TEXTS: Readonly<Record<Language, Texts>> = { en, es };
