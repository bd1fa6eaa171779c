import { Brake } from '../../lib/console/components/planned';
import { ClientifyAccountApi } from '../../lib/clientify/account';
import { ClientifyApi } from '../../lib/clientify/api';
import { DryRun, type DryRunEnd } from '../../lib/dry-run/dry-run';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { BrakeOffice } from '../ports/brake-office';

async function rehearsed(office: BrakeOffice): Promise<DryRunEnd['brake']> {
  const { giav, config, countryCode, recordUrl, clock, log } = office.ports();
  const { brake } = await new DryRun({
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
    onRecord: () => Promise.resolve(),
    onProgress: () => undefined,
  }).run('full');
  return brake;
}

describe('a dry run of what the brake would hold', () => {
  it.each([
    ['too many records', { comentarios: 'Pasillo' }, 'records'],
    ['too many emptied values', { comentarios: '' }, 'emptied'],
  ])('says what the run then does, by the same count: %s', async (_, fields, because) => {
    const office = await BrakeOffice.linked(250, {
      brake: { percent: because === 'records' ? 20 : 100, atLeast: 50, clears: 20 },
    });
    office.edit(0, 180, () => fields);
    const { held, planned } = await rehearsed(office);
    expect(office.remarked('Ventanilla')).toBe(250);
    office.start('full', 'r1');
    await office.quiet();
    const { held: real } = await office.run('r1');
    expect(real).toMatchObject({ because });
    expect(held).toEqual({ ...real, at: held?.at });
    // Held or not, all of it is told.
    expect(planned).toMatchObject({ records: 180, examples: { length: 20 } });
  });

  it('says that nothing holds it, and the run goes through', async () => {
    const office = await BrakeOffice.linked(30);
    office.edit(0, 5, () => ({ comentarios: 'Pasillo' }));
    expect(await rehearsed(office)).toMatchObject({ held: null, planned: { records: 5 } });
    await office.sync('full', 'r1');
    expect((await office.run('r1')).held ?? null).toBeNull();
    expect(office.remarked('Pasillo')).toBe(5);
  });

  it('is on the page of the report: the limit, the fields, the most telling records', async () => {
    const office = await BrakeOffice.linked(120, {
      brake: { percent: 20, atLeast: 50, clears: 1 },
    });
    office.edit(0, 100, () => ({ comentarios: '' }));
    const named = (entity: string, id: string): string => `${entity} ${id}`;
    const page = String(Brake({ brake: await rehearsed(office), language: 'es', named }));
    expect(page).toContain('quedaría retenida');
    expect(page).toMatch(/<code>remarks<\/code><\/th><td class="n">0<\/td><td class="n">100<\/td>/);
    expect(page.match(/<td>client \d+<\/td>/g)).toHaveLength(20);
    const calm = await BrakeOffice.linked(3);
    const still = Brake({ brake: await rehearsed(calm), language: 'en', named });
    expect(String(still)).toContain('would not be held');
  });
});
