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
  const writer = new ReportWriter(mkdtempSync(join(tmpdir(), 'giav-clientify-report-')));
  const records: PlannedRecord[] = [];
  const end = await dryRun(
    {
      systems,
      admin: world.admin,
      config,
      countryCode,
      now: () => new Date(),
      log: silent,
      onRecord: (record) => {
        records.push(record);
        return writer.add(record);
      },
    },
    options.mode ?? 'full',
  );
  return { end, records, files: await writer.write(end, options.language ?? 'es') };
}
