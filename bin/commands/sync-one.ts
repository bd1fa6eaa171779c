import { askForOne } from '../../lib/admin/ask-for-one';
import { isInStep, syncedLines } from '../../lib/admin/synced';
import { TEXTS } from '../../lib/admin/texts';
import { syncedSchema } from '../../lib/ports/synced';
import { ids } from '../../lib/runtime/ids';
import { SECOND_MS, SYNC_ONE } from '../../lib/sync/budget';
import type { Subject } from '../../lib/sync/decision';
import { EXIT, say } from './exit';
import { printJson } from './output';
import { tell } from './terminal';
import { onDeployment, whoAsks, type Asked } from './where';

/** Syncs one record at once, beside whatever runs, and prints the decision field by field. */
export async function syncOne(
  entity: Subject,
  id: string,
  { json, ...where }: Asked,
): Promise<number> {
  const texts = TEXTS[where.language];
  const answer = await onDeployment(where, true, (ports) => {
    say(texts.synced.asked);
    return askForOne(ports, { entity, id }, { id: ids.run(new Date()), by: whoAsks() });
  });
  if (answer === null) {
    say(texts.synced.noAnswer(SYNC_ONE.answerMs / SECOND_MS));
    return EXIT.failed;
  }
  if (answer.refused !== null) {
    if (json) printJson({ asked: { entity, id }, refused: answer.refused });
    say(answer.refused[where.language]);
    return EXIT.failed;
  }
  const synced = syncedSchema.parse(answer.result);
  if (json) printJson(synced);
  else tell(syncedLines(synced, texts).join('\n'));
  return isInStep(synced) ? EXIT.done : EXIT.failed;
}
