import type { Language } from '../../lib/admin/language';
import { english, type Help } from './help-en';
import { spanish } from './help-es';

export type { Help };

export const HELP: Readonly<Record<Language, Help>> = { en: english, es: spanish };
