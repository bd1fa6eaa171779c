import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAPPING_VERSION } from '../../lib/sync/fields/table';
import { fingerprint, settingsKey } from '../../lib/sync/fingerprint';
import type { Desired } from '../../lib/sync/target';
import { CLIENTS, EXPEDIENTES, askGiav, contactOrCompany, deal, json } from './mapped';

askGiav();

interface Golden {
  readonly mappingVersion: number;
  readonly settingsKey: string;
  readonly clients: Readonly<Record<string, string>>;
  readonly expedientes: Readonly<Record<string, string>>;
}

async function fingerprintsOf(
  names: readonly string[],
  map: (name: string) => Promise<Desired>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  // One after the other: they share the GIAV that answers.
  for (const name of names) found[name] = fingerprint(await map(name));
  return found;
}

const isMeant = process.env['FINGERPRINTS'] === 'write';
const FILE = join(__dirname, 'fingerprints.json');

/** Fingerprints of all golden records, of today's code. */
const ofToday = async (): Promise<Golden> => ({
  mappingVersion: MAPPING_VERSION,
  settingsKey: settingsKey('{}'),
  clients: await fingerprintsOf(CLIENTS, contactOrCompany),
  expedientes: await fingerprintsOf(EXPEDIENTES, deal),
});

/**
 * A link remembers the fingerprint of what was written last. Where a record that nobody changed gets another one, every
 * contact of every agency is written again. Whoever wants that: FINGERPRINTS=write npx jest test/golden/fingerprints.
 */
describe('fingerprints do not move by accident', () => {
  let today: Golden;
  beforeAll(async () => {
    today = await ofToday();
    if (isMeant) writeFileSync(FILE, `${JSON.stringify(today, null, 2)}\n`);
  });
  const golden = (): Golden => json<Golden>('fingerprints.json');
  it('of clients', () => {
    expect(today.clients).toEqual(golden().clients);
  });
  it('of expedientes', () => {
    expect(today.expedientes).toEqual(golden().expedientes);
  });
  it('nor does the version of the mapping, which is part of each, and of the key of the settings', () => {
    expect(today.mappingVersion).toBe(golden().mappingVersion);
    expect(today.settingsKey).toBe(golden().settingsKey);
  });
});
