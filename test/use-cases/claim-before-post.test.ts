import { parseSyncConfig } from '../../lib/config/environment';
import { refOf } from '../../lib/sync/target';
import { DynamoClaims as Claims } from '../../lib/state/claims';
import { DynamoHourlyWrites as HourlyWrites } from '../../lib/state/hourly-writes';
import { DynamoIncidents as Incidents } from '../../lib/state/incidents';
import { DynamoLinks as Links } from '../../lib/state/links';
import type { Target } from '../../lib/sync/target';
import { ClientCreator } from '../../lib/way-back/create-client';
import type { CreatePorts } from '../../lib/way-back/create-ports';
import { GiavInMemory } from '../harness/giav-in-memory';
import { NIF } from '../ports/contact';
import { MemoryTable } from '../ports/table';

const contact = (id: string): Target => ({
  kind: 'contact',
  id,
  modified: '2026-11-01T09:00:00Z',
  fields: {
    first_name: 'Ana',
    last_name: 'Gil',
    status: 'client',
    contact_type: 'Cliente actual',
    taxpayer_identification_number: NIF,
  },
  emails: [],
  phones: [],
  addresses: [],
  customFields: {},
});

it('"gesintur_id, then Documento exactly equal, then create": two contacts with one Documento make one client of GIAV, also while its search is slow', async () => {
  const [giav, table] = [new GiavInMemory(), new MemoryTable()];
  let now = Date.parse('2026-11-01T10:00:00Z');
  const ports = (holder: string): CreatePorts => ({
    giav,
    clientify: { read: (kind, id) => Promise.resolve(kind === 'contact' ? contact(id) : null) },
    links: new Links(table),
    claims: new Claims(table, 'k'.repeat(64)),
    incidents: new Incidents(table),
    hourlyWrites: new HourlyWrites(table),
    meter: { add: () => undefined },
    events: { announce: () => Promise.resolve() },
    config: parseSyncConfig('{}'),
    countryCode: () => null,
    claimant: { holder, until: new Date(now + 300_000) },
    clock: { now: () => new Date(now) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    pending: { add: () => Promise.resolve() },
  });
  const create = (id: string, holder: string): Promise<unknown> =>
    new ClientCreator(ports(holder), contact(id), refOf(contact(id)), true)
      .run()
      .catch((error: unknown) => error);
  const search = giav.searchClients.bind(giav);
  let searches = 0;
  // Each of its searches answers within its time-out, but there are several of them.
  giav.searchClients = async (...args) => {
    const found = await search(...args);
    searches += 1;
    now += giav.timeoutMs - 1000;
    // The other one begins when the time of the first one's claim is over.
    if (searches === 3) {
      now += 1000;
      giav.searchClients = search;
      await create('6', 'two');
    }
    return found;
  };
  await create('5', 'one');
  expect(giav.posted).toHaveLength(1);
});
