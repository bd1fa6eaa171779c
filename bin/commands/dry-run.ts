import { join } from 'node:path';
import { ReportWriter, type ReportFiles } from '../../lib/admin/dry-run-report/write-report';
import type { Language } from '../../lib/admin/language';
import { rehearse } from '../../lib/admin/rehearse';
import { TEXTS } from '../../lib/admin/texts';
import { countryCode } from '../../lib/sync/country-code';
import type { Overlay } from '../../lib/config/overlay';
import type { DryRunEnd } from '../../lib/dry-run/dry-run';
import { isSurprising } from '../../lib/sync/first-run';
import { stateDirectory } from '../../local/endpoints';
import { EXIT, say } from './exit';
import { printPlanned } from './look';
import { heldLines, printable, printJson } from './output';
import { tell } from './terminal';
import { withSystems, type Asked, type Surroundings, type Told } from './where';

export interface DryRunOptions extends Asked {
  readonly mode: 'full' | 'modified';
  /** Folder of the report. @default - dry-run in the state directory */
  readonly report?: string;
  readonly reportLanguage: Language;
  /** Settings that nobody has saved yet, as they would be laid over the deployed document. @default - what is in force */
  readonly overlay?: Overlay;
}

/** Whether the run would be held, and what it would change. */
function tellBrake({ brake: { held, planned } }: Pick<DryRunEnd, 'brake'>, told: Told): void {
  const { dryRun: say } = TEXTS[told.language];
  if (held === null) {
    tell(say.notHeld);
    return;
  }
  tell([say.held, ...heldLines(held, told.language), say.all].join('\n'));
  printPlanned(planned, told);
}

/** What the run would have done, and where its report lies. */
function tellEnd(end: DryRunEnd, files: ReportFiles, told: Told): void {
  const { newContacts, summary } = end;
  const { progress, dryRun: say } = TEXTS[told.language];
  if (isSurprising(newContacts, true)) tell(progress.mails(newContacts));
  tell(`${printable(summary, told.language)}\n${say.report(files.html, files.json)}`);
  tellBrake(end, told);
}

/** The whole run without a write, and its report. */
export async function dryRun({
  mode,
  json,
  report,
  reportLanguage,
  overlay,
  ...where
}: DryRunOptions): Promise<number> {
  const { dryRun: says } = TEXTS[where.language];
  const directory = report ?? join(stateDirectory(process.env), 'dry-run');
  const rehearsed = async ({ systems, config, admin }: Surroundings) => {
    const writer = new ReportWriter(directory);
    try {
      const ended = await rehearse(
        {
          systems,
          admin,
          config,
          countryCode,
          now: () => new Date(),
          // Standard output is for the result.
          log: { info: say, warn: say, error: say },
          onRecord: writer.add,
          onProgress: (read) => say(says.looked(read)),
        },
        mode,
      );
      return { end: ended, files: await writer.write(ended, reportLanguage) };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  };
  const { end, files } = await withSystems(where, rehearsed, overlay);
  if (json) printJson({ dryRun: true, ...end, report: files });
  else tellEnd(end, files, where);
  return EXIT.done;
}
