import type { Language } from '../../admin/language';
import { en } from './en';
import { es, type ConsoleTexts } from './es';

export type { ConsoleTexts };

export const CONSOLE_TEXTS: Readonly<Record<Language, ConsoleTexts>> = { es, en };
