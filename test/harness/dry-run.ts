import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReportWriter, type ReportFiles } from '../../lib/admin/dry-run-report/write-report';
import type { Language } from '../../lib/admin/language';
import { rehearse as dryRun } from '../../lib/admin/rehearse';
import { connectSystems } from '../../lib/admin/systems';
import { parseSyncConfig } from '../../lib/config/environment';
import { countryCode } from '../../lib/runtime/countries';
import type { DryRunEnd, PlannedRecord } from '../../lib/dry-run/dry-run';
import type { World } from './world';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Rehearsal {
  readonly end: DryRunEnd;
  readonly records: readonly PlannedRecord[];
  readonly files: ReportFiles;
}

/** The report of a dry run, in a directory of its own. */
export async function writeReport(
  end: DryRunEnd,
  records: readonly PlannedRecord[],
  language: Language = 'es',
): Promise<ReportFiles> {
  const writer = new ReportWriter(mkdtempSync(join(tmpdir(), 'giav-clientify-report-')));
  for (const record of records) await writer.add(record);
  return writer.write(end, language);
}

/** As `cli sync --dry-run`, on the state and the simulators of a test. */
export async function rehearse(
  world: World,
  options: {
    readonly mode?: 'full' | 'modified';
    readonly config?: unknown;
    readonly language?: Language;
  } = {},
): Promise<Rehearsal> {
  const { giav, clientify } = world.wiring;
  const config = parseSyncConfig(JSON.stringify(options.config ?? {}));
  const secrets = { giav: { apiKey: giav.apiKey }, clientify: { token: clientify.token } };
  const systems = connectSystems(
    { giavEndpoint: giav.endpoint, clientifyBaseUrl: clientify.baseUrl, secrets },
    config,
  );
  const records: PlannedRecord[] = [];
  const end = await dryRun(
    {
      systems,
      admin: world.admin,
      config,
      countryCode,
      now: () => new Date(),
      log: silent,
      onRecord: (record) => Promise.resolve(void records.push(record)),
    },
    options.mode ?? 'full',
  );
  return { end, records, files: await writeReport(end, records, options.language) };
}
