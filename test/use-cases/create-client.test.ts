import { parseSyncConfig } from '../../lib/config/environment';
import { refOf, type Target } from '../../lib/sync/target';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoHourlyWrites } from '../../lib/state/hourly-writes';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoLinks } from '../../lib/state/links';
import type { Table } from '../../lib/state/table';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import { ClientCreator } from '../../lib/way-back/create-client';
import type { CreatePorts, FoundOrCreated } from '../../lib/way-back/create-ports';
import { GiavInMemory, giavClient } from '../harness/giav-in-memory';
import { startTable } from '../harness/table';

const NIF = '12345678Z';
const KEY = 'k'.repeat(64);

let table: Table;
let stop: () => void;
let giav: GiavInMemory;
let now: number;
/** Records of Clientify that are there, by kind and id. */
let there: Set<string>;

beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => {
  stop();
});
beforeEach(async () => {
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  giav = new GiavInMemory();
  now = Date.parse('2026-11-01T10:00:00Z');
  there = new Set();
});

const contact = (id: string, documento: string, fields: Record<string, unknown> = {}): Target => ({
  kind: 'contact',
  id,
  modified: '2026-11-01T09:00:00Z',
  fields: {
    first_name: 'Ana',
    last_name: 'Gil',
    status: 'client',
    contact_type: 'Cliente actual',
    taxpayer_identification_number: documento,
    ...fields,
  },
  emails: [],
  phones: [],
  addresses: [],
  customFields: {},
});
const links = (): DynamoLinks => new DynamoLinks(table);
const claims = (): DynamoClaims => new DynamoClaims(table, KEY);
const ports = (holder: string, config: unknown = {}): CreatePorts => ({
  giav,
  clientify: {
    read: (kind, id) => Promise.resolve(there.has(`${kind} ${id}`) ? contact(id, NIF) : null),
  },
  links: links(),
  claims: claims(),
  incidents: new DynamoIncidents(table),
  hourlyWrites: new DynamoHourlyWrites(table),
  meter: { add: () => undefined },
  events: { announce: () => Promise.resolve() },
  config: parseSyncConfig(JSON.stringify(config)),
  countryCode: () => null,
  claimant: { holder, until: new Date(now + 300_000) },
  clock: { now: () => new Date(now) },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  pending: { add: () => Promise.resolve() },
});
const look = (
  of: Target,
  {
    holder = 'one',
    config = {},
    writes = true,
  }: { holder?: string; config?: unknown; writes?: boolean } = {},
): Promise<FoundOrCreated> => new ClientCreator(ports(holder, config), of, refOf(of), writes).run();
const refusal = async (work: Promise<unknown>): Promise<RecordError> => {
  const error: unknown = await work.then(() => null).catch((thrown: unknown) => thrown);
  if (!(error instanceof RecordError)) throw new Error(`not refused: ${String(error)}`);
  return error;
};
const claimed = async (): Promise<string[]> => {
  const found: string[] = [];
  for await (const { pk } of table.scan()) if (pk.startsWith('CLAIM')) found.push(pk);
  return found;
};

describe('a contact that GIAV does not know', () => {
  it('is created there, with the type of the mapping', async () => {
    const found = await look(contact('5', NIF, { contact_type: null }));
    expect(found).toMatchObject({
      client: '40001',
      subject: { entity: 'client', id: '40001' },
      decision: { result: { outcome: 'created' } },
    });
    expect(giav.posted).toMatchObject([
      { tipoCliente: 'Particular', documento: NIF, nombre: 'Ana', apellidos: 'Gil' },
    ]);
  });

  it.each(['never', 'clients'])(
    'is not with writeBack.create = %s and no status of clients',
    async (create) => {
      const lead = contact('5', NIF, { status: 'cold-lead' });
      expect(await look(lead, { config: { writeBack: { create } } })).toMatchObject({
        decision: { result: { reason: 'NOT_CREATED_IN_GIAV' } },
      });
      expect(giav.posted).toEqual([]);
    },
  );

  it('never: not even with the status of clients', async () => {
    expect(
      await look(contact('5', NIF), { config: { writeBack: { create: 'never' } } }),
    ).toMatchObject({
      decision: { result: { reason: 'NOT_CREATED_IN_GIAV' } },
    });
    expect([giav.posted, await claimed()]).toEqual([[], []]);
  });

  it('a dry run shows what would be sent, sends and claims nothing', async () => {
    const found = await look(contact('5', NIF), { writes: false });
    expect(found.decision).toMatchObject({
      result: { reason: 'DRY_RUN' },
      giav: { mode: 'dry-run', operation: 'Cliente_POST' },
    });
    expect([giav.posted, await claimed()]).toEqual([[], []]);
  });

  it.each(['PENDIENTE', '00000000T', '12345678', 'X', '0', 'SIN DNI'])(
    'with the placeholder %s is refused',
    async (documento) => {
      expect((await refusal(look(contact('5', documento)))).reason).toBe('INVALID_DOCUMENTO');
      expect(giav.posted).toEqual([]);
    },
  );

  it('without a first name that a person typed is refused: no "Cliente 0"', async () => {
    expect(await refusal(look(contact('5', NIF, { first_name: '' })))).toMatchObject({
      reason: 'MISSING_FIELDS',
      refusedFields: ['first_name'],
    });
    expect(giav.posted).toEqual([]);
  });

  it('with invisible characters alone has no Documento', async () => {
    expect(await look(contact('5', '\u200b'))).toMatchObject({
      decision: { result: { reason: 'NO_DOCUMENT' } },
    });
  });
});

describe('near misses: never created beside one', () => {
  it.each([
    ['12345678-Z', '12345678Z'],
    ['12345678Z', '12345678-Z'],
    ['12345678z', '12345678Z'],
    ['ES12345678Z', '12345678Z'],
    ['12345678Z', 'ES12345678Z'],
    ['12345678Z', '12345678 z'],
  ])(
    '%s in Clientify, %s in GIAV: NEAR_DOCUMENTO with both ids, whatever the filter of GIAV makes of it',
    async (typed, stored) => {
      for (const filter of ['folded', 'typed', 'ignored'] as const) {
        giav = new GiavInMemory();
        giav.filter = filter;
        giav.clients.push(
          giavClient(7, { documento: stored }),
          giavClient(8, { documento: '87654321X' }),
        );
        const { reason, message } = await refusal(look(contact('5', typed)));
        expect([filter, reason, message]).toEqual([
          filter,
          'NEAR_DOCUMENTO',
          expect.stringMatching(/contact 5 .*client 7\b/),
        ]);
        expect(giav.posted).toEqual([]);
      }
    },
  );
  it('is told of a contact, too, of which no client would be made', async () => {
    giav.clients.push(giavClient(7, { documento: 'ES12345678Z' }));
    expect(await look(contact('5', NIF, { status: 'cold-lead' }))).toMatchObject({
      decision: { result: { outcome: 'skipped', reason: 'NEAR_DOCUMENTO' } },
    });
  });
  it('a client with exactly that Documento is linked, near ones beside it or not', async () => {
    giav.clients.push(
      giavClient(6, { documento: '12345678-Z' }),
      giavClient(7, { documento: NIF }),
    );
    expect(await look(contact('5', NIF))).toMatchObject({ client: '7' });
  });
  it('leaves no claim behind: the next one with that Documento may try', async () => {
    giav.clients.push(giavClient(7, { documento: '12345678-Z' }));
    await refusal(look(contact('5', NIF)));
    expect(await claimed()).toEqual([]);
  });
});

describe('after the create: the client is ours by the returned id', () => {
  const normal = (documento: string): string =>
    documento.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

  it('GIAV stores x-7654321-b as X7654321B: every later look finds the client, none creates another', async () => {
    giav.stores = normal;
    const of = contact('5', 'x-1234567-l');
    await look(of);
    for (let edit = 0; edit < 3; edit++)
      expect(await look(of)).toMatchObject({
        client: '40001',
        decision: { result: { reason: 'NOT_SYNCED_YET' } },
      });
    expect(giav.posted).toHaveLength(1);
    expect(await links().get('client', '40001')).toMatchObject({
      status: 'linked',
      kind: 'contact',
      clientifyId: '5',
      createdFrom: claims().keyOf('x-1234567-l'),
    });
  });

  it('the id is remembered before the reading: a crash right after the POST never leads to another create', async () => {
    giav.stores = normal;
    giav.onRead = (): void => {
      throw new Error('the process is gone');
    };
    const of = contact('5', 'x-1234567-l');
    await expect(look(of)).rejects.toThrow('gone');
    giav.onRead = null;
    now += 3_600_000;
    expect(await look(of, { holder: 'two' })).toMatchObject({ client: '40001' });
    expect(giav.posted).toHaveLength(1);
  });

  it('a crash between the two items of the memory is repaired by the first one', async () => {
    giav.stores = normal;
    const of = contact('5', 'x-1234567-l');
    await look(of);
    await links().drop('client', '40001');
    now += 3_600_000;
    expect(await look(of, { holder: 'two' })).toMatchObject({ client: '40001' });
    expect(await links().get('client', '40001')).toMatchObject({
      clientifyId: '5',
      createdFrom: claims().keyOf('x-1234567-l'),
    });
    expect(giav.posted).toHaveLength(1);
  });

  it('the base is what was sent, from the moment of the create', async () => {
    await look(contact('5', NIF));
    expect((await links().get('client', '40001'))?.snapshot?.clientify.fields).toMatchObject({
      first_name: expect.any(String) as string,
    });
  });

  it('a lost answer: nobody repeats it before the claim has run out; what comes true is found by its Documento', async () => {
    giav.onPost = (create): number => {
      create();
      throw new RetryableError('reset', { maybeApplied: true });
    };
    await expect(look(contact('5', NIF))).rejects.toThrow('reset');
    const late = giav.clients.splice(0);
    await expect(look(contact('5', NIF), { holder: 'two' })).rejects.toThrow('still be under way');
    // It comes true before the claim has run out.
    giav.clients.push(...late);
    expect(await look(contact('5', NIF), { holder: 'two' })).toMatchObject({ client: '40001' });
    expect(giav.posted).toHaveLength(1);
  });
  it('a lost answer of a create that never came true: once the claim has run out it is made again', async () => {
    giav.onPost = (): number => {
      throw new RetryableError('reset', { maybeApplied: true });
    };
    await expect(look(contact('5', NIF))).rejects.toThrow('reset');
    now += 600_000;
    expect(await look(contact('5', NIF), { holder: 'two' })).toMatchObject({
      decision: { result: { outcome: 'created' } },
    });
  });

  it('an id that the map already knows is somebody else: FOREIGN_RECORD, not linked, never created again', async () => {
    const known = {
      id: '7',
      status: 'linked' as const,
      kind: 'contact' as const,
      clientifyId: '4',
      at: '2026-01-01T00:00:00.000Z',
    };
    await links().replace('client', known, null);
    giav.onPost = (): number => 7;
    const { reason, message } = await refusal(look(contact('5', NIF)));
    expect([reason, message]).toEqual([
      'FOREIGN_RECORD',
      expect.stringMatching(/contact 5 .*id 7\b/),
    ]);
    expect(await links().get('client', '7')).toMatchObject({ clientifyId: '4' });
    now += 3_600_000;
    expect((await refusal(look(contact('5', NIF), { holder: 'two' }))).reason).toBe(
      'FOREIGN_RECORD',
    );
    expect(giav.posted).toHaveLength(1);
  });

  it('a record with another Documento, not merely normalised, is FOREIGN_RECORD and not linked', async () => {
    giav.stores = (): string => '87654321X';
    expect((await refusal(look(contact('5', NIF)))).reason).toBe('FOREIGN_RECORD');
    expect(await links().get('client', '40001')).toBeNull();
    expect(await links().clientOf('contact', '5')).toBeNull();
    now += 3_600_000;
    expect((await refusal(look(contact('5', NIF), { holder: 'two' }))).reason).toBe(
      'FOREIGN_RECORD',
    );
    expect(giav.posted).toHaveLength(1);
  });

  it('a run that saw the new client first does not make it foreign', async () => {
    giav.onPost = (create): number => {
      const id = create();
      void links().put('client', {
        id: String(id),
        status: 'refused',
        reason: 'AMBIGUOUS_DOCUMENT',
        at: new Date(now).toISOString(),
      });
      return id;
    };
    expect(await look(contact('5', NIF))).toMatchObject({
      decision: { result: { outcome: 'created' } },
    });
  });
});

describe('the id map is asked first', () => {
  const linkedTo = (id: string, clientifyId: string): Promise<void> =>
    links().replace(
      'client',
      { id, status: 'linked', kind: 'contact', clientifyId, at: '2026-01-01T00:00:00.000Z' },
      null,
    );

  it('gesintur_id emptied and the Documento still exactly equal: linked again', async () => {
    giav.clients.push(giavClient(7, { documento: NIF }));
    await linkedTo('7', '5');
    expect(await look(contact('5', NIF))).toMatchObject({
      client: '7',
      decision: { result: { reason: 'NOT_SYNCED_YET' } },
    });
  });
  it('gesintur_id emptied and the Documento changed: LINK_BROKEN, never a new client', async () => {
    giav.clients.push(giavClient(7, { documento: '87654321X' }));
    await linkedTo('7', '5');
    expect(await look(contact('5', NIF))).toMatchObject({
      subject: { entity: 'client', id: '7' },
      decision: {
        result: { outcome: 'skipped', reason: 'LINK_BROKEN' },
        message: expect.stringMatching(/contact 5 .*client 7\b/) as string,
      },
    });
    expect(giav.posted).toEqual([]);
  });
  it('near is not equal: LINK_BROKEN for a client that was not made of it', async () => {
    giav.clients.push(giavClient(7, { documento: '12345678-Z' }));
    await linkedTo('7', '5');
    expect(await look(contact('5', NIF))).toMatchObject({
      decision: { result: { reason: 'LINK_BROKEN' } },
    });
  });
  it('its client is gone from GIAV: deletes are not undone, but another client with the Documento gets the record', async () => {
    await linkedTo('7', '5');
    expect(await look(contact('5', NIF))).toMatchObject({
      decision: { result: { reason: 'NOT_IN_GIAV' } },
    });
    expect(giav.posted).toEqual([]);
    giav.clients.push(giavClient(8, { documento: NIF }));
    expect(await look(contact('5', NIF))).toMatchObject({ client: '8' });
  });
  it('disabled clients are left out here, too, if they are', async () => {
    giav.clients.push(giavClient(7, { documento: NIF, deshabilitado: true }));
    expect(await look(contact('5', NIF), { config: { disabledClients: 'skip' } })).toMatchObject({
      decision: { result: { reason: 'DISABLED_CLIENT' } },
    });
    expect(await look(contact('5', NIF))).toMatchObject({ client: '7' });
  });
  it('a Documento that belongs to another record is DOCUMENT_TAKEN, which names both', async () => {
    giav.clients.push(giavClient(7, { documento: NIF }));
    await linkedTo('7', '4');
    there.add('contact 4');
    expect((await look(contact('5', NIF))).decision).toMatchObject({
      result: { reason: 'DOCUMENT_TAKEN' },
      message: expect.stringMatching(/contact 4\b.*client 7\b/) as string,
    });
  });
  it('two were merged in Clientify: the linked one is gone, so this one is the record; what the other showed says nothing of it', async () => {
    giav.clients.push(giavClient(7, { documento: NIF }));
    const snapshot = {
      giav: { fields: { first_name: 'g' } },
      clientify: { fields: { first_name: 'c' } },
    };
    await links().replace(
      'client',
      {
        id: '7',
        status: 'linked',
        kind: 'contact',
        clientifyId: '4',
        snapshot,
        at: '2026-01-01T00:00:00.000Z',
      },
      null,
    );
    expect(await look(contact('5', NIF))).toMatchObject({
      client: '7',
      decision: { result: { notices: ['MERGED_IN_CLIENTIFY'] } },
    });
    expect(await links().get('client', '7')).toMatchObject({
      clientifyId: '5',
      snapshot: { giav: { fields: {} }, clientify: { fields: {} } },
    });
    expect(await links().clientOf('contact', '5')).toBe('7');
  });
});

describe('one client per Documento: claims', () => {
  it('a create that was refused releases its claim: the next contact with that Documento may try', async () => {
    giav.onPost = (): number => {
      throw new RecordError('GIAV refused Cliente_POST', [], undefined, 'GIAV_REFUSED');
    };
    expect((await refusal(look(contact('5', NIF)))).reason).toBe('GIAV_REFUSED');
    expect(await claimed()).toEqual([]);
    expect(await look(contact('6', NIF), { holder: 'two' })).toMatchObject({
      decision: { result: { outcome: 'created' } },
    });
  });
  it('a halted way back releases it, too', async () => {
    await new DynamoIncidents(table).halt('1', new Date(now));
    expect((await refusal(look(contact('5', NIF)))).reason).toBe('WRITE_BACK_HALTED');
    expect(await claimed()).toEqual([]);
  });
  it('more clients than writeBack.perHour are not made within an hour; the claim of the next one is released', async () => {
    const config = { writeBack: { perHour: 1 } };
    await look(contact('5', NIF), { config });
    const error = await refusal(look(contact('6', 'X1234567L'), { config, holder: 'two' }));
    expect(error.reason).toBe('WRITE_BACK_HELD');
    expect(giav.posted).toHaveLength(1);
    expect(await new DynamoIncidents(table).halted()).toMatchObject({ because: 'too-many' });
  });
  it('a live claim is not taken over, by the same record or another, however near its Documento', async () => {
    await claims().claimCreation(
      NIF,
      'contact-5',
      { holder: 'other', until: new Date(now + 1000) },
      new Date(now),
    );
    for (const record of [contact('5', NIF), contact('6', NIF), contact('7', '12345678-z')])
      await expect(look(record)).rejects.toThrow('under way');
    expect(giav.posted).toEqual([]);
    now += 1001;
    expect(await look(contact('6', NIF))).toMatchObject({
      decision: { result: { outcome: 'created' } },
    });
  });
  it('two contacts with the Documento, one after the other in one invocation: one client, though the search does not show it yet', async () => {
    await look(contact('5', NIF));
    giav.clients.length = 0;
    await expect(look(contact('6', NIF))).rejects.toThrow('under way');
    expect(giav.posted).toHaveLength(1);
  });
  it('another invocation that created it between the search and the claim is seen', async () => {
    const search = giav.searchClients.bind(giav);
    const results = await Promise.allSettled([
      look(contact('5', NIF)),
      look(contact('6', NIF), { holder: 'two' }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      (await search({ pageSize: 100, pageIndex: 0 }, { documento: NIF })).records,
    ).toHaveLength(1);
  });
});
