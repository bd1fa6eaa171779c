import * as fc from 'fast-check';
import { DynamoHourlyWrites } from '../../lib/state/hourly-writes';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { MemoryTable } from '../ports/table';

const HOUR_MS = 3_600_000;
const settings = { writeBack: { ...ON.writeBack, perHour: 3 } };

/** Clients in step, each of whose contacts somebody can edit. */
async function inStep(count: number): Promise<Agency> {
  const agency = new Agency(settings);
  for (let id = 1; id <= count; id++)
    agency.giav.store(
      rawClient(id, { Documento: `DOC${id}`, Nombre: 'Lucía', Apellidos: `Ferrer ${id}` }),
    );
  await agency.settle();
  return agency;
}
const surname = (agency: Agency, id: number): unknown => agency.giav.clients.get(id)?.['Apellidos'];

/** Somebody edits the contacts of these clients, and the way back looks at each. */
async function edited(agency: Agency, ids: readonly number[], text: string): Promise<void> {
  for (const id of ids) {
    const contact = [...agency.clientify.records.values()].find(
      ({ customFields }) => customFields?.['gesintur_id'] === String(id),
    );
    if (!contact) throw new Error(`no contact of ${id}`);
    agency.clientify.store({ ...contact, fields: { ...contact.fields, last_name: text } });
    await agency.look({ v: 1, kind: 'change', of: 'contact', id: contact.id, source: 'webhook' });
  }
}

describe('more clients than writeBack.perHour to be written to GIAV within an hour', () => {
  it('are not: the way back is held, it is told once, and the edits stay', async () => {
    const agency = await inStep(5);
    await edited(agency, [1, 2, 3, 4, 5], 'Soto');
    expect([1, 2, 3, 4, 5].map((id) => surname(agency, id))).toEqual([
      'Soto',
      'Soto',
      'Soto',
      'Ferrer 4',
      'Ferrer 5',
    ]);
    expect(await agency.incidents.halted()).toMatchObject({ because: 'too-many' });
    expect(agency.announced.filter((name) => name === 'WriteBackHeld')).toHaveLength(1);
    expect([...agency.failures.values()]).toEqual(['WRITE_BACK_HELD', 'WRITE_BACK_HELD']);
  });

  it('go to GIAV when an admin has resumed the way back', async () => {
    const agency = await inStep(5);
    await edited(agency, [1, 2, 3, 4], 'Soto');
    expect(await agency.incidents.resume()).toBeNull();
    await edited(agency, [4, 5], 'Soto');
    expect([4, 5].map((id) => surname(agency, id))).toEqual(['Soto', 'Soto']);
    expect(await agency.incidents.halted()).toBeNull();
  });

  it('one client that is edited again and again is one', async () => {
    const agency = await inStep(2);
    for (const text of ['Soto', 'Sota', 'Soler', 'Solís', 'Sanz']) await edited(agency, [1], text);
    expect(surname(agency, 1)).toBe('Sanz');
    await edited(agency, [2], 'Soto');
    expect(surname(agency, 2)).toBe('Soto');
  });

  it('a damage is shown, and resumed, before a hold', async () => {
    const agency = await inStep(4);
    await edited(agency, [1, 2, 3, 4], 'Soto');
    await agency.incidents.halt('7', agency.clock.now());
    expect(await agency.incidents.halted()).toMatchObject({ clientId: '7' });
    expect(await agency.incidents.resume()).toMatchObject({ because: 'too-many' });
  });
});

describe('the count of an hour', () => {
  it('no history of writes has more clients than allowed within any hour', async () => {
    const steps = fc.array(
      fc.record({ client: fc.nat(9), after: fc.integer({ min: 0, max: HOUR_MS / 3 }) }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (history, most) => {
        const writes = new DynamoHourlyWrites(new MemoryTable());
        const written: { client: number; at: number }[] = [];
        const first = new Map<number, number>();
        let now = Date.parse('2026-11-01T10:00:00Z');
        for (const { client, after } of history) {
          now += after;
          if (!(await writes.take(`client ${client}`, most, new Date(now)))) continue;
          // A client counts from its first write on, for an hour.
          const since = first.get(client);
          if (since !== undefined && now - since < HOUR_MS) continue;
          first.set(client, now);
          written.push({ client, at: now });
        }
        for (const { at } of written)
          expect(
            written.filter((one) => one.at > at - HOUR_MS && one.at <= at).length,
          ).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('two writers at the same time do not pass it together', async () => {
    const writes = new DynamoHourlyWrites(new MemoryTable());
    const now = new Date('2026-11-01T10:00:00Z');
    const taken = await Promise.all(
      ['a', 'b', 'c', 'd'].map((client) => writes.take(client, 2, now).catch(() => 'again')),
    );
    expect(taken.filter((one) => one === true).length).toBeLessThanOrEqual(2);
  });
});
