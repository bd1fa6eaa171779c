import { RecordIndex } from '../../lib/clientify/index-of-records';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { parseSyncConfig } from '../../lib/config/environment';
import type { ChangeMessage, RecordMessage } from '../../lib/ports/messages';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import type { Table } from '../../lib/state/table';
import { RecordError } from '../../lib/sync/errors';
import { CREATE } from '../../lib/sync/budget';
import type { GiavClient } from '../../lib/sync/records';
import { sidesOf, takeBase } from '../../lib/sync/base';
import { meetingOf } from '../../lib/config/meeting';
import { RecordPlanner } from '../../lib/run/plan-records';
import type { PlannedPage } from '../../lib/run/planned-page';
import { upsertRecord } from '../../lib/record/upsert-record';
import type { UpsertPorts, Upserted } from '../../lib/record/work';
import { ClientifyInMemory } from '../harness/clientify-in-memory';
import { giavClient } from '../harness/giav-in-memory';
import { startTable } from '../harness/table';
import { CountedIds } from '../ports/ids';
import { begunRun } from '../ports/begun-run';

const NIF = '12345678Z';
const config = parseSyncConfig('{}');
const NOW = new Date('2026-11-01T10:00:00Z');

let table: Table;
let stop: () => void;
let crm: ClientifyInMemory;
let hints: ChangeMessage[];

beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => {
  stop();
});
beforeEach(async () => {
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  crm = new ClientifyInMemory();
  hints = [];
});

const links = (): DynamoLinks => new DynamoLinks(table);
const claims = (): DynamoClaims => new DynamoClaims(table, 'secret-of-the-deployment');
const desiredOf = (client: GiavClient) =>
  mapClient(
    client,
    clientMapping(config, () => null),
  ).desired;
const index = (): RecordIndex => {
  const found = new RecordIndex();
  for (const kind of ['contact', 'company', 'deal'] as const)
    crm.refs(kind).forEach((ref) => found.add(ref));
  return found;
};
const ports = (more: Partial<UpsertPorts> = {}): UpsertPorts => ({
  clientify: crm,
  links: links(),
  claims: claims(),
  failures: new DynamoFailures(table),
  pending: new DynamoPending(table),
  clock: { now: () => NOW },
  ids: new CountedIds(),
  deletedInClientify: 'recreate',
  changes: { send: (message) => Promise.resolve(void hints.push(message)) },
  decisions: { putMany: () => Promise.resolve() },
  meeting: { ...meetingOf(config), wayBack: 'on' },
  claimant: { holder: 'one', until: new Date(NOW.getTime() + 300_000) },
  ...more,
});
/** One run after the other unless told otherwise. */
let runs = 0;
const plan = async (
  clients: readonly GiavClient[],
  mode: 'full' | 'redrive' = 'full',
  runId = `run${++runs}`,
): Promise<PlannedPage> => {
  const run = begunRun({ id: runId, mode, startedAt: NOW.toISOString() });
  const planner = new RecordPlanner(
    {
      links: links(),
      failures: new DynamoFailures(table),
      pending: new DynamoPending(table),
      config,
      countryCode: () => null,
      recordUrl: () => '',
      clock: { now: () => NOW },
    },
    {
      giavStages: [],
      stages: { pipelineUrl: '', byGiavStage: new Map(), fallbackUrl: '', closedUrl: null },
      candidates: index(),
    },
    run,
  );
  const page = { records: clients, invalid: [], size: clients.length, readAt: 0 };
  const planned = await planner.clients(page, 0);
  if (planned === null) throw new Error('nothing limits the time of this run');
  return planned;
};
const upsert = (message: RecordMessage, more: Partial<UpsertPorts> = {}): Promise<Upserted> =>
  upsertRecord(ports(more), message);
const sync = async (
  client: GiavClient,
  more: Partial<UpsertPorts> = {},
  runId?: string,
): Promise<Upserted> => {
  const [message] = (await plan([client], 'full', runId)).messages;
  if (!message) throw new Error('nothing to do');
  return upsert(message, more);
};

it('each work on a message is a holder of its own, by an id that it is given', async () => {
  const [claimed, holders] = [claims(), ['first', 'second']];
  const claim = jest.spyOn(claimed, 'claimDocumento');
  const ids = { holder: () => holders.shift() ?? '' };
  await sync(giavClient(7, { documento: '17749015F' }), { claims: claimed, ids });
  await sync(giavClient(8, { documento: '12345678Z' }), { claims: claimed, ids });
  expect(claim.mock.calls.map((args) => args[4].holder)).toEqual(['one-first', 'one-second']);
});

it.each([
  [0, CREATE.beginMs],
  [4_000, 12 * 4_000],
  [60_000, CREATE.longestBeginMs],
])('a call takes %i ms: a create may begin up to %i ms after its claim', async (paceMs, ms) => {
  const create = jest.spyOn(crm, 'create');
  crm.paceMs = paceMs;
  await sync(giavClient(7, { documento: '17749015F' }));
  expect((create.mock.calls as unknown[][])[0]?.[1]).toEqual(new Date(NOW.getTime() + ms));
});

describe('GIAV → Clientify: near misses', () => {
  it.each(['ES17749015F', '17749015-f', '17.749.015-F', '\u200b17749015f'])(
    '%s beside 17749015F: its own record, with the notice NEAR_DOCUMENTO and both ids',
    async (typed) => {
      crm.put('contact', '55', { taxpayer_identification_number: typed });
      const { result, decision } = await sync(giavClient(7, { documento: '17749015F' }));
      expect(result).toMatchObject({ outcome: 'created', notices: ['NEAR_DOCUMENTO'] });
      expect(decision.message).toMatch(/contact 55\b.*client 7\b/);
      expect(crm.created).toHaveLength(1);
    },
  );
  it('nearDocumento = hold: reported, nothing created; looked at again until Clientify is corrected', async () => {
    crm.put('contact', '55', { taxpayer_identification_number: 'ES17749015F' });
    const client = giavClient(7, { documento: '17749015F' });
    const { result, decision } = await sync(client, { nearDocumento: 'hold' });
    expect([result, decision.message]).toEqual([
      expect.objectContaining({ outcome: 'skipped', reason: 'NEAR_DOCUMENTO' }),
      expect.stringMatching(/contact 55\b.*client 7\b/),
    ]);
    expect(crm.created).toEqual([]);
    expect(await new DynamoPending(table).list('client')).toEqual(['7']);
    crm.put('contact', '55', { taxpayer_identification_number: '17749015F' });
    expect((await sync(client, { nearDocumento: 'hold' })).result.outcome).toBe('linked');
  });
  it('no near record: no notice; one of the other kind is not near', async () => {
    crm.put('company', '55', { taxpayer_identification_number: 'ES17749015F' });
    expect((await sync(giavClient(7, { documento: '17749015F' }))).result.notices).toBeUndefined();
  });
});

describe('placeholders: a Documento shared by more than 5 clients of a kind', () => {
  const clients = Array.from({ length: 9 }, (_, at) =>
    giavClient(at + 1, { documento: 'PENDIENTE', nombre: `N${at}` }),
  );

  it('the first gets the record; the others are told once, with the count, and are not kept pending', async () => {
    const results: Upserted[] = [];
    // As pages, invocations and runs come: each client in a run of its own.
    for (const client of clients) results.push(await sync(client));
    const reasons = results.map(({ result }) => result.reason ?? result.outcome);
    expect(reasons).toEqual([
      'created',
      ...Array<string>(4).fill('DOCUMENT_TAKEN'),
      ...Array<string>(4).fill('PLACEHOLDER_DOCUMENTO'),
    ]);
    expect(results[5]?.decision.message).toMatch(/At least 6 clients/);
    expect(results[8]?.decision.message).toMatch(/At least 9 clients/);
    // The first of the refused learn it at the next look, and leave the list of those that wait.
    expect((await new DynamoPending(table).list('client')).sort()).toEqual(['2', '3', '4', '5']);
    for (const client of clients.slice(1, 5))
      expect((await sync(client)).result.reason).toBe('PLACEHOLDER_DOCUMENTO');
    expect(await new DynamoPending(table).list('client')).toEqual([]);
    expect(crm.created).toHaveLength(1);
  });
  it('within one run, too', async () => {
    const page = await plan(clients, 'full', 'one-run');
    const reasons: string[] = [];
    for (const message of page.messages) {
      const { result } = await upsert(message);
      reasons.push(result.reason ?? result.outcome);
    }
    expect(reasons.slice(5)).toEqual(Array(4).fill('PLACEHOLDER_DOCUMENTO'));
  });
  it('are not searched for and told again, until they change in GIAV or are re-driven; the first goes on', async () => {
    for (const client of [...clients, ...clients.slice(1, 5)]) await sync(client);
    const again = await plan(clients);
    expect(
      [...again.results.values()].filter(({ reason }) => reason === 'PLACEHOLDER_DOCUMENTO'),
    ).toHaveLength(8);
    expect(again.messages.length).toBeLessThanOrEqual(1);
    expect(
      again.decisions.filter(({ result }) => result.reason === 'PLACEHOLDER_DOCUMENTO'),
    ).toEqual([]);
    expect((await plan(clients.slice(8), 'redrive')).messages).toHaveLength(1);
    expect((await sync(giavClient(9, { documento: NIF, nombre: 'N8' }))).result.outcome).toBe(
      'created',
    );
    expect((await sync({ ...(clients[0] as GiavClient), nombre: 'Otra' })).result.outcome).toBe(
      'updated',
    );
  });
  it('one that changes in GIAV and keeps the placeholder is told once more, then not again', async () => {
    for (const client of clients) await sync(client);
    const changed = giavClient(9, { documento: 'PENDIENTE', nombre: 'Otra' });
    expect((await sync(changed)).result.reason).toBe('PLACEHOLDER_DOCUMENTO');
    expect((await plan([changed])).messages).toEqual([]);
  });
});

describe('DOCUMENT_TAKEN', () => {
  it('names the record and the GIAV id that hold the Documento, and offers the relink', async () => {
    crm.put('contact', '55', { taxpayer_identification_number: NIF }, { gesintur_id: '1003' });
    const { result, decision } = await sync(giavClient(1004, { documento: NIF }));
    expect(result.reason).toBe('DOCUMENT_TAKEN');
    expect(decision.message).toMatch(/contact 55 .*gesintur_id 1003.*relink client 1004/);
    expect(decision.message).not.toContain(NIF);
  });
});

describe('409: a record with that fiscal id exists although the lists did not show it', () => {
  const conflict = (): never => {
    throw new RecordError('duplicate', [], 409);
  };
  it('is resolved by linking', async () => {
    const client = giavClient(7, { documento: NIF });
    const [message] = (await plan([client])).messages;
    crm.put('contact', '55', { taxpayer_identification_number: NIF });
    crm.onCreate = conflict;
    expect((await upsert(message as RecordMessage)).result.outcome).toBe('linked');
    expect(await links().get('client', '7')).toMatchObject({ status: 'linked', clientifyId: '55' });
    expect(crm.refs('contact')).toMatchObject([{ id: '55', gesinturId: '7' }]);
  });
  it('unless that record is another one: DOCUMENT_TAKEN', async () => {
    const [message] = (await plan([giavClient(7, { documento: NIF })])).messages;
    crm.put('contact', '55', { taxpayer_identification_number: NIF }, { gesintur_id: '8' });
    crm.onCreate = conflict;
    expect((await upsert(message as RecordMessage)).result.reason).toBe('DOCUMENT_TAKEN');
  });
});

describe('claims of a create', () => {
  it('held by another live invocation: the record waits, nothing is created', async () => {
    const [message] = (await plan([giavClient(7, { documento: NIF })])).messages as [RecordMessage];
    await claims().claimDocumento(
      'contact',
      NIF,
      '7',
      message.runId,
      { holder: 'other', until: new Date(NOW.getTime() + 1000) },
      NOW,
      'sent',
    );
    await expect(upsert(message)).rejects.toThrow('right now');
    expect(crm.created).toEqual([]);
  });
  it('a create that was refused frees the Documento for the next client of the run', async () => {
    const page = await plan([giavClient(7, { documento: NIF }), giavClient(8, { documento: NIF })]);
    const [first, second] = page.messages as [RecordMessage, RecordMessage];
    crm.onCreate = (): never => {
      throw new RecordError('refused', ['first_name'], 400);
    };
    await expect(upsert(first)).rejects.toThrow('refused');
    expect((await upsert(second)).result.outcome).toBe('created');
  });
  it('a link is replaced only as it was read: the second of two writers comes again', async () => {
    const link = {
      id: '7',
      status: 'linked' as const,
      kind: 'contact' as const,
      clientifyId: '55',
      at: NOW.toISOString(),
    };
    await links().replace('client', link, null);
    const read = await links().get('client', '7');
    await links().replace('client', { ...link, outcome: 'updated' }, read);
    await expect(links().replace('client', { ...link, outcome: 'linked' }, read)).rejects.toThrow(
      'at the same time',
    );
    await expect(links().replace('client', link, null)).rejects.toThrow('at the same time');
    expect(await links().get('client', '7')).toMatchObject({ outcome: 'updated', rev: 2 });
  });
});

describe('a client that was just created in GIAV from a record of Clientify', () => {
  const made = async (typed: string, edited: Record<string, unknown> = {}): Promise<void> => {
    const target = crm.put('contact', '5', {
      first_name: 'Ana',
      last_name: 'Gil',
      taxpayer_identification_number: typed,
    });
    const base = takeBase(sidesOf(desiredOf(giavClient(7, { documento: typed })), target, null));
    await links().remember(
      {
        id: '7',
        status: 'linked',
        kind: 'contact',
        clientifyId: '5',
        modified: target.modified,
        snapshot: base,
        createdFrom: claims().keyOf(typed),
        at: NOW.toISOString(),
      },
      null,
    );
    if (Object.keys(edited).length > 0) crm.put('contact', '5', { ...target.fields, ...edited });
  };
  const stored = giavClient(7, { documento: 'X1234567L' });

  it("is ours by the id: Clientify gets GIAV's form of the Documento and the gesintur_id", async () => {
    await made('x-1234567-l');
    expect((await sync(stored)).result.outcome).toBe('linked');
    expect(crm.refs('contact')).toMatchObject([
      { id: '5', gesinturId: '7', documento: 'X1234567L' },
    ]);
    expect(crm.created).toEqual([]);
    expect((await links().get('client', '7'))?.createdFrom).toBeUndefined();
  });
  it('what a person typed since the create is an edit like any other: first the id is written, then the way back merges', async () => {
    await made('x-1234567-l', { last_name: 'Gil Mas' });
    expect((await sync(stored)).result.notices).toContain('CHANGED_IN_CLIENTIFY');
    expect(crm.refs('contact')).toMatchObject([
      { id: '5', gesinturId: '7', documento: 'X1234567L' },
    ]);
    expect((await crm.read('contact', '5'))?.fields['last_name']).toBe('Gil Mas');
    expect(hints).toMatchObject([{ of: 'contact', id: '5' }]);
  });
  it('whose Documento somebody has changed since is left alone: DOCUMENT_MISMATCH', async () => {
    await made('x-1234567-l', { taxpayer_identification_number: NIF });
    expect((await sync(stored)).result.reason).toBe('DOCUMENT_MISMATCH');
    expect([crm.applied, crm.created]).toEqual([[], []]);
  });
  it('under whose id GIAV shows another Documento is FOREIGN_RECORD: not linked, not written', async () => {
    await made('x-1234567-l');
    const { result, decision } = await sync(giavClient(7, { documento: NIF }));
    expect([result.reason, decision.message]).toEqual([
      'FOREIGN_RECORD',
      expect.stringMatching(/client 7\b.*contact 5\b/),
    ]);
    expect([crm.applied, crm.created]).toEqual([[], []]);
  });
});
