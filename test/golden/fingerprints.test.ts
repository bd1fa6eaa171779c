import { MAPPING_VERSION } from '../../lib/sync/fields/table';
import { fingerprint, settingsKey } from '../../lib/sync/fingerprint';
import type { Desired } from '../../lib/sync/target';
import { CLIENTS, EXPEDIENTES, contactOrCompany, deal, json } from './mapped';

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

/**
 * A link remembers the fingerprint of what was written last. Where a record that nobody changed gets another one, every
 * contact of every agency is written again. Whoever wants that says so here.
 */
describe('fingerprints do not move by accident', () => {
  const golden = json<Golden>('fingerprints.json');
  it('of clients', async () => {
    expect(await fingerprintsOf(CLIENTS, contactOrCompany)).toEqual(golden.clients);
  });
  it('of expedientes', async () => {
    expect(await fingerprintsOf(EXPEDIENTES, deal)).toEqual(golden.expedientes);
  });
  it('nor does the version of the mapping, which is part of each, and of the key of the settings', () => {
    expect(MAPPING_VERSION).toBe(golden.mappingVersion);
    expect(settingsKey('{}')).toBe(golden.settingsKey);
  });
});
