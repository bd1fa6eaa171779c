import type { ClientEdits } from '../../lib/sync/clientify-to-giav';
import { RetryableError } from '../../lib/sync/errors';
import { ClientWriter } from '../../lib/way-back/put-client';
import { verifyPending } from '../../lib/way-back/verify-pending';
import { fullClient, type Raw } from '../ports/giav';
import { PutWorld } from '../ports/put';

let world: PutWorld;

beforeEach(async () => {
  world = new PutWorld();
  for (const id of [1, 2]) {
    world.giav.add(fullClient(id), [7, 12]);
    await world.link(id);
  }
});

async function write(edits: ClientEdits, id = 1): Promise<unknown> {
  const before = await world.giav.readClient(id);
  if (!before) throw new Error('no client');
  world.later(1);
  return new ClientWriter(world.ports, before).write(edits).catch((error: unknown) => error);
}
/** The answer to the next write is lost, but it was applied. */
function losingAnswer(meanwhile: () => void): void {
  const put = world.giav.putClient.bind(world.giav);
  world.giav.putClient = async (args) => {
    world.giav.putClient = put;
    await put(args);
    meanwhile();
    throw new RetryableError('GIAV did not answer Cliente_PUT', { maybeApplied: true });
  };
}
async function pending(): Promise<unknown> {
  world.later(600);
  return verifyPending(world.ports, '1').catch((error: unknown) => error);
}
const damaged = async (): Promise<string[]> =>
  (await world.incidents.of('1')).flatMap(({ differences }) =>
    differences.flatMap(({ field, kind }) => (kind === 'damage' ? [field] : [])),
  );

describe('after a write to GIAV', () => {
  it('"a list entry lost … damage, always": categories lost by a write whose answer was lost, while a person edited another field', async () => {
    world.giav.damage = () => void world.giav.categories.set(1, []);
    losingAnswer(() => world.giav.edit(1, { Comentarios: 'viaja con dos perros' }));
    await write({ movil: '699000000' });
    await pending();
    expect(await damaged()).toContain('idsCategories');
  });

  it('"Categories are compared with the reading immediately before the PUT and after it": lost by a write whose end nobody saw, while a person edited another field', async () => {
    world.giav.damage = () => void world.giav.categories.set(1, []);
    const readClient = world.giav.readClient.bind(world.giav);
    losingAnswer(() => {
      world.giav.edit(1, { Comentarios: 'viaja con dos perros' });
      world.giav.readClient = () => Promise.reject(new RetryableError('no answer'));
    });
    await write({ movil: '699000000' });
    world.giav.readClient = readClient;
    await pending();
    expect(await damaged()).toContain('idsCategories');
  });

  it('"halts the way back whatever the restore did": an admin who resumes it because of the client that is shown does not accept the damage of another one, which nobody has seen', async () => {
    world.giav.damage = (record: Raw) => {
      record['Comentarios'] = '';
    };
    const put = world.giav.putClient.bind(world.giav);
    // Both writes are under way at the same time.
    world.giav.putClient = async (args) => {
      world.giav.putClient = put;
      await write({ movil: '699000000' }, 1);
      await put(args);
    };
    await write({ movil: '699000000' }, 2);
    expect(await world.incidents.halted()).toMatchObject({ clientId: '1' });
    await world.incidents.resume();
    expect([await world.incidents.halted(), await verifyPending(world.ports, '2')]).toEqual([
      expect.objectContaining({ clientId: '2' }),
      { state: 'damaged', lost: ['Comentarios'] },
    ]);
  });

  const TWICE = { Name: 'Luis', Phone1: '600222333', Remarks: 'su hermano' };
  const shifted = (date: string): string =>
    new Date(Date.parse(`${date}T00:00:00Z`) - 3_600_000).toISOString().slice(0, 19);
  it.each<[string, string, Raw]>([
    [
      'a list entry lost … damage, always',
      'one contact in the place of another, which stands there twice now',
      { Contacts: { Contact: [TWICE, TWICE] } },
    ],
    [
      'damage unless it is plausibly a person’s edit',
      'an amount whose decimal point got lost',
      { CreditoImporte: '123450' },
    ],
    [
      'damage unless it is plausibly a person’s edit',
      'a date an hour earlier, on the day before',
      { SepaFecha: shifted('2020-01-31') },
    ],
    [
      'damage unless it is plausibly a person’s edit',
      'all dates of the client an hour earlier',
      {
        RelevantDates: {
          RelevantDate: [
            { Type: 'Anniversaries', Text: 'boda', Date: shifted('2010-05-01') },
            { Type: 'Birthday', Text: '', Date: shifted('1984-05-06') },
            { Type: 'DocumentsExpiration', Text: 'pasaporte', Date: shifted('2030-01-01') },
          ],
        },
      },
    ],
  ])('"%s": %s', async (_, __, damage) => {
    world.giav.damage = (record: Raw) => void Object.assign(record, structuredClone(damage));
    await write({ movil: '699000000' });
    expect(await damaged()).toContain(Object.keys(damage)[0]);
  });
});
