import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReportWriter, type ReportFiles } from '../../lib/admin/dry-run-report/write-report';
import type { AdminPorts } from '../../lib/admin/deployment';
import type { Language } from '../../lib/admin/language';
import { rehearse as dryRun } from '../../lib/admin/rehearse';
import { connectSystems, type Systems } from '../../lib/admin/systems';
import { parseSyncConfig } from '../../lib/config/environment';
import type { SyncConfig } from '../../lib/config/schema';
import { countryCode } from '../../lib/sync/country-code';
import type { DryRunEnd } from '../../lib/dry-run/dry-run';
import type { PlannedRecord } from '../../lib/dry-run/planned-record';
import type { World } from './world';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Planned {
  readonly end: DryRunEnd;
  readonly records: readonly PlannedRecord[];
}
export interface Rehearsal extends Planned {
  readonly files: ReportFiles;
}

/** What a run would do to these systems. */
export async function plan(
  systems: Systems,
  admin: AdminPorts,
  config: SyncConfig,
  mode: 'full' | 'modified' = 'full',
): Promise<Planned> {
  const records: PlannedRecord[] = [];
  const ports = { systems, admin, config, countryCode, now: () => new Date(), log: silent };
  const onRecord = (record: PlannedRecord): Promise<void> =>
    Promise.resolve(void records.push(record));
  return { end: await dryRun({ ...ports, onRecord }, mode), records };
}

/** The report of a dry run, in a directory of its own. */
export async function writeReport(
  { end, records }: Planned,
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
  const planned = await plan(systems, world.admin, config, options.mode);
  return { ...planned, files: await writeReport(planned, options.language) };
}
