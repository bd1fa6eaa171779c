import { rehearsedLines } from '../../lib/admin/rehearsed';
import { rehearseAsked } from '../../lib/admin/rehearse-asked';
import { TEXTS } from '../../lib/admin/texts';
import { countryCode } from '../../lib/sync/country-code';
import type { Entity } from '../../lib/sync/decision';
import { EXIT, say } from './exit';
import { printJson, printLines } from './output';
import { documentOf, withSystems, type Asked } from './where';

/** What would be sent of one record now, by the code of a run; nothing is written. Personal data. */
export async function rehearseOne(
  entity: Entity,
  id: string,
  { json, ...where }: Asked,
): Promise<number> {
  const now = (): Date => new Date();
  const rehearsal = await withSystems(where, ({ systems, config, admin }) =>
    rehearseAsked(
      {
        systems,
        admin,
        config,
        countryCode,
        now,
        // Standard output is for the result.
        log: { info: say, warn: say, error: say },
        settings: {
          deployed: () => documentOf(where),
          versions: admin.settingsVersions,
          runs: admin.runs,
          now,
        },
      },
      { mode: 'redrive', records: [{ entity, id }] },
    ),
  );
  if (json) printJson(rehearsal);
  else printLines(rehearsedLines(rehearsal, TEXTS[where.language]));
  return EXIT.done;
}
