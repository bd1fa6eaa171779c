import type { Language } from '../../lib/admin/language';
import { byUrgency } from '../../lib/sync/urgency';
import { REASONS, type Reason } from '../../lib/sync/reasons';
import { code, table } from './markdown';

interface Frame {
  readonly title: string;
  readonly intro: string;
  readonly head: readonly [string, string];
}

const FRAME: Readonly<Record<Language, Frame>> = {
  en: {
    title: 'Reasons',
    intro:
      'Why a record was skipped, failed or is worth a word, and what to do: the sentences that summaries, `explain` and the page of a dry run show. Made by `npm run docs` from the list in the code; the most urgent come first. En español: [motivos.md](motivos.md).',
    head: ['reason', 'what it means, what to do'],
  },
  es: {
    title: 'Motivos',
    intro:
      'Por qué un registro se omite, falla o merece una palabra, y qué hacer: las frases que muestran los resúmenes, `explain` y la página del simulacro. Hecho con `npm run docs` a partir de la lista del código; primero, los más urgentes. In English: [reasons.md](reasons.md).',
    head: ['motivo', 'qué significa, qué hacer'],
  },
};

/** docs/reasons.md and docs/motivos.md: every reason that a run may give. */
export function reasonsPage(language: Language): string {
  const { title, intro, head } = FRAME[language];
  const rows = (Object.keys(REASONS) as Reason[])
    .sort(byUrgency)
    .map((reason) => [code(reason), REASONS[reason][language]]);
  return [`# ${title}`, '', intro, '', ...table(head, rows), ''].join('\n');
}
