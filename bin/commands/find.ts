import { TEXTS } from '../../lib/admin/texts';
import { findExpediente } from '../../lib/sync-one/find-expediente';
import { EXIT, say } from './exit';
import { print, printJson } from './output';
import { withSystems, type Asked } from './where';

/** An expediente by its number, which nobody keeps: GIAV is asked. */
export async function findByNumber(number: string, { json, ...where }: Asked): Promise<number> {
  const found = await withSystems(where, ({ systems, config }) =>
    findExpediente({ giav: systems.giav, config }, number),
  );
  const { head, none } = TEXTS[where.language].rehearsed.found;
  if (json) printJson(found);
  else if (found.length === 0) say(none);
  else
    print(
      head,
      found.map(({ id, number: known, client }) => [id, known, client]),
    );
  return EXIT.done;
}
