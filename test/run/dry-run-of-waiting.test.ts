import { ClientifyAccountApi } from '../../lib/clientify/account';
import { ClientifyApi } from '../../lib/clientify/api';
import { DryRun } from '../../lib/dry-run/dry-run';
import type { PlannedRecord } from '../../lib/dry-run/planned-record';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { CrmOffice } from '../ports/crm-office';

const NIF = '12345678Z';
const HOUR_MS = 3_600_000;

/** What a dry run of a modified run tells, on the state of an office. */
async function rehearsed(office: CrmOffice): Promise<PlannedRecord[]> {
  const told: PlannedRecord[] = [];
  const { giav, config, countryCode, recordUrl, clock, log } = office.ports();
  await new DryRun({
    giav,
    config,
    countryCode,
    recordUrl,
    clock,
    log,
    clientify: new ClientifyAccountApi(office.crm.http, 3),
    records: new ClientifyApi(office.crm.http, 3),
    links: new DynamoLinks(office.table),
    pending: new DynamoPending(office.table),
    watermarks: office.watermarks,
    onRecord: (record) => Promise.resolve(void told.push(record)),
    onProgress: () => undefined,
  }).run('modified');
  return told;
}

it('a dry run looks at a waiting record of which something has changed in Clientify, as the run would', async () => {
  const office = new CrmOffice();
  await office.ready();
  office.newClient(7, NIF);
  const typed = { first_name: 'L', last_name: 'F', taxpayer_identification_number: NIF };
  office.crm.type('contacts', typed);
  const one = office.crm.type('contacts', typed);
  await office.sync('full', 'r0');
  expect((await office.run('r0')).summary?.reasons).toEqual({ AMBIGUOUS_DOCUMENT: 1 });
  office.now = new Date(office.now.getTime() + 2 * HOUR_MS);
  await office.sync('modified', 'r1');
  office.now = new Date(office.now.getTime() + 2 * HOUR_MS);
  expect(await rehearsed(office)).toMatchObject([{ id: '7', result: { outcome: 'skipped' } }]);
  const corrected = { taxpayer_identification_number: '00000001R' };
  office.crm.simulator.records.update('contacts', one, corrected, 'screen');
  // By the office's clock.
  one['modified'] = new Date(office.now.getTime() - HOUR_MS).toISOString();
  expect(await rehearsed(office)).toMatchObject([{ id: '7', result: { outcome: 'linked' } }]);
});
