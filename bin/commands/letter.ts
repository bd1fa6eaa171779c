import { findStack } from '../../lib/admin/deployment';
import { readLetterFacts } from '../../lib/admin/letter/facts';
import { writeLetter, type LetterSettings } from '../../lib/admin/letter/write-letter';
import { TEXTS } from '../../lib/admin/texts';
import { EXIT } from './exit';
import { printJson } from './output';
import { tell } from './terminal';
import { documentOf, onDeployment, type Asked, type Where } from './where';

/** Of whom the letter is, and where its console is. The local cloud has no name, and no console that stays. */
async function placeOf({ stack }: Where): Promise<Pick<LetterSettings, 'agency' | 'origin'>> {
  if (stack === undefined) return { agency: 'default', origin: null };
  return (await findStack(stack)).place();
}

/** Shows today's letter, sent or not; nothing is sent and nothing noted. */
export async function showLetter({ json, ...where }: Asked): Promise<number> {
  const [place, { letter: settings }] = await Promise.all([placeOf(where), documentOf(where)]);
  const facts = await onDeployment(where, false, (ports) => readLetterFacts(ports, new Date()));
  const { language } = where;
  const letter = writeLetter(facts, { ...place, language, weekly: settings.weekly });
  if (json) printJson({ letter });
  else tell(letter === null ? TEXTS[language].letter.none : `${letter.subject}\n\n${letter.text}`);
  return EXIT.done;
}
