import { DynamoDecisions } from '../../lib/state/decisions';
import { CrmOffice } from '../ports/crm-office';

const NIF = '12345678Z';

/** A client that is refused, since two contacts have its Documento. */
async function refusedOffice(): Promise<CrmOffice> {
  const office = new CrmOffice();
  await office.ready();
  for (const first_name of ['Ana', 'Eva'])
    office.crm.type('contacts', { first_name, taxpayer_identification_number: NIF });
  office.newClient(7, NIF);
  return office;
}

async function told(office: CrmOffice): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const one of new DynamoDecisions(office.table).of('client', '7', office.now))
    found.push(one.reason);
  return found;
}

describe('what a record was refused for', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is told, although the worker that refused it died before it could say so', async () => {
    const office = await refusedOffice();
    office.start('modified', 'r1');
    await office.step();
    const messages = [...office.work];
    expect(messages).toHaveLength(1);
    jest.spyOn(DynamoDecisions.prototype, 'putMany').mockRejectedValueOnce(new Error('killed'));
    await expect(office.doWork()).rejects.toThrow('killed');
    office.work.push(...messages);
    await office.quiet();
    expect((await office.run('r1')).status).toBe('completed');
    expect(await told(office)).toEqual(['AMBIGUOUS_DOCUMENT']);
  });

  it('is not told again by the next run', async () => {
    const office = await refusedOffice();
    await office.sync('modified', 'r1');
    office.now = new Date(office.now.getTime() + 25 * 3_600_000);
    await office.sync('modified', 'r2');
    expect(await told(office)).toEqual(['AMBIGUOUS_DOCUMENT']);
  });
});
