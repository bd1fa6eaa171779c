import { join } from 'node:path';
import { ReportWriter } from '../../lib/admin/dry-run-report/write-report';
import type { Language } from '../../lib/admin/dry-run-report/texts';
import { ClientifyAccountApi } from '../../lib/clientify/account';
import { ClientifyApi } from '../../lib/clientify/api';
import { COLLECTION } from '../../lib/clientify/lists';
import { countryCode } from '../../lib/runtime/countries';
import { MAILS_NOTICE, isSurprising } from '../../lib/sync/first-run';
import { DryRun } from '../../lib/dry-run/dry-run';
import { stateDirectory } from '../../local/endpoints';
import { printSummary } from './output';
import { EXIT, say, withSystems, type Where } from './where';

export interface DryRunOptions extends Where {
  readonly mode: 'full' | 'modified';
  readonly json?: boolean;
  readonly report?: string;
  readonly language: Language;
}

/** The whole run without a write, and its report. */
export async function dryRun({
  mode,
  json,
  report,
  language,
  ...where
}: DryRunOptions): Promise<number> {
  const directory = report ?? join(stateDirectory(process.env), 'dry-run');
  const { end, files } = await withSystems(where, async ({ systems, config, admin }) => {
    const writer = new ReportWriter(directory);
    try {
      const ended = await new DryRun({
        giav: systems.giav,
        clientify: new ClientifyAccountApi(systems.clientify, config.clientify.concurrency),
        records: new ClientifyApi(systems.clientify, config.clientify.concurrency),
        config,
        countryCode,
        recordUrl: (kind, id) => systems.clientify.resourceUrl(`${COLLECTION[kind]}${id}/`),
        links: admin.links,
        pending: admin.pending,
        watermarks: admin.watermarks,
        account: admin.account,
        clock: { now: () => new Date() },
        // Standard output is for the result.
        log: { info: say, warn: say, error: say },
        onRecord: writer.add,
        onProgress: (read) => say(`dry run: ${read} records looked at`),
      }).run(mode);
      return { end: ended, files: await writer.write(ended, language) };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  });
  if (json) process.stdout.write(`${JSON.stringify({ dryRun: true, ...end, report: files })}\n`);
  else {
    if (isSurprising(end.newContacts, true))
      process.stdout.write(`${MAILS_NOTICE.en(end.newContacts)}\n`);
    printSummary(end.summary);
    process.stdout.write(
      `Nothing was written. Report (personal data): ${files.html}\n                                     ${files.json}\n`,
    );
  }
  return EXIT.done;
}
