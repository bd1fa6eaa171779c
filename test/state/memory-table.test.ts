import { mkdtempSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDays } from '../../lib/state/days';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoLinks } from '../../lib/state/links';
import { Table } from '../../lib/state/table';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-11-25T10:00:00.000Z');
const LATER = new Date('2026-11-25T11:00:00.000Z');
const WRITE = {
  clientId: '1',
  at: 'w1',
  lateUntil: 5,
  before: { Id: 1, Nombre: '', Contacts: {} },
  intended: { Nombre: 'Ana' },
  categories: [7],
};

const SERVER = `
import dynalite from 'dynalite';
const server = dynalite({ path: process.argv[1], createTableMs: 0 });
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** What lib/state does with its table, told step by step. */
/** Sets as lists: jest compares no sets of two realms. */
const plain = (value: unknown): unknown => {
  if (
    value !== null &&
    typeof value === 'object' &&
    Symbol.toStringTag in value &&
    String(value[Symbol.toStringTag]) === 'Set'
  )
    return Array.from(value as unknown as Set<unknown>).sort();
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

async function story(table: Table): Promise<unknown[]> {
  const links = new DynamoLinks(table);
  const incidents = new DynamoIncidents(table);
  const unverified = new DynamoUnverifiedWrites(table, links);
  const told: unknown[] = [];
  const tell = async (work: Promise<unknown>): Promise<void> =>
    void told.push(
      await work.then(
        (value) => plain(value) ?? null,
        (error: unknown) => (error as Error).name,
      ),
    );
  const link = {
    id: '1',
    status: 'linked' as const,
    kind: 'contact' as const,
    clientifyId: 'c1',
    at: 'x',
  };
  await tell(links.replace('client', link, null));
  await tell(links.replace('client', { ...link, outcome: 'updated' }, null));
  await tell(links.replace('client', { ...link, outcome: 'updated' }, { ...link, rev: 1 }));
  await tell(unverified.open(WRITE));
  await tell(unverified.open({ ...WRITE, at: 'w2' }));
  await tell(unverified.get('1'));
  await tell(links.get('client', '1'));
  await tell(links.replace('client', link, { ...link, rev: 2 }));
  await tell(unverified.keepAsApplied('1', 'w2'));
  await tell(unverified.keepAsDamaged('1', 'w1', ['Telefono']));
  await tell(unverified.get('1'));
  await tell(unverified.list());
  await tell(unverified.close('1', NOW));
  await tell(unverified.close('2', NOW));
  await tell(unverified.close('1', NOW, { accepted: true }));
  await tell(
    table.update({ pk: 'N', sk: '3' }, { expression: 'SET snapshot = :v', values: { ':v': 1 } }),
  );
  await tell(
    table.update({ pk: 'N', sk: '3' }, { expression: 'SET a = :v', values: { ':v': 1, ':w': 2 } }),
  );
  await tell(links.get('client', '1'));
  await tell(links.get('client', '2'));
  await tell(links.markUnverified('3', 'x'));
  await tell(links.get('client', '3'));
  await tell(incidents.halt('1', NOW, 'w1'));
  await tell(incidents.halt('1', LATER, 'w2'));
  await tell(incidents.lift('1', 'w2'));
  await tell(incidents.halted());
  await tell(incidents.isHaltedBy('1'));
  await tell(incidents.lift('1', 'w1'));
  await tell(incidents.halted());
  await tell(incidents.halt('2', NOW));
  await tell(incidents.resume());
  await tell(incidents.isHaltedBy('2'));
  const found = [{ field: 'Telefono', before: '1', after: '', kind: 'damage' as const }];
  await tell(incidents.add('1', { at: 'w1', before: {}, after: {}, found, restored: false }, NOW));
  await tell(incidents.add('1', { at: 'w1', before: {}, after: {}, found, restored: true }, LATER));
  await tell(incidents.of('1'));
  for (const [fields, id] of [
    [['Telefono'], '1'],
    [['Telefono'], '2'],
    [['Movil'], '2'],
  ] as const)
    await tell(incidents.happenedElsewhere(fields, id));
  const claims = new DynamoClaims(table, 'secret');
  const claimant = { holder: 'h', until: LATER };
  const other = { ...claimant, holder: 'i' };
  await tell(claims.claimDocumento('contact', 'k', '1', 'r1', claimant, NOW, 'sent'));
  await tell(claims.claimDocumento('contact', 'k', '2', 'r1', claimant, NOW, 'sent'));
  await tell(claims.claimDocumento('contact', 'k', '1', 'r1', claimant, NOW, 'sent'));
  await tell(claims.claimDocumento('contact', 'k', '1', 'r1', other, NOW, 'sent'));
  await tell(claims.release({ documento: ['contact', 'k'] }, claimant));
  await tell(claims.claimDocumento('contact', 'k', '1', 'r1', other, NOW, 'sent'));
  await tell(claims.claimDeal('9', claimant, NOW));
  await tell(claims.claimDeal('9', other, NOW));
  await tell(claims.claimCreation('k', 'contact-1', claimant, NOW));
  await tell(claims.claimCreation('k', 'contact-2', other, NOW));
  await tell(claims.giveUp('giav', 'k', claimant));
  // Sets: counted, bounded, taken out of, and gone when nothing is left in them.
  const set = { pk: 'SET', sk: 'SET' };
  const add = (one: string): Promise<unknown> =>
    table.update(set, {
      expression: 'ADD owners :o SET v = :v',
      condition: 'attribute_not_exists(owners) OR size(owners) < :max OR contains(owners, :one)',
      values: { ':o': new Set([one]), ':one': one, ':max': 2, ':v': 1 },
    });
  for (const one of ['1', '2', '3', '2']) await tell(add(one));
  for (const one of ['2', '7', '1'])
    await tell(
      table
        .update(set, { expression: 'DELETE owners :o', values: { ':o': new Set([one]) } })
        .then(() => table.get(set)),
    );
  await tell(
    table.update(
      { pk: 'N', sk: '1' },
      { expression: 'ADD a :one, b :set', values: { ':one': 2, ':set': new Set([1]) } },
    ),
  );
  await tell(
    table.update(
      { pk: 'N', sk: '1' },
      { expression: 'SET a = if_not_exists(a, :zero) + :one', values: { ':one': 2, ':zero': 0 } },
    ),
  );
  await tell(table.put({ pk: 'N', sk: '0', a: undefined, b: null, c: [{ d: undefined, e: 1 }] }));
  for (const part of [
    { limit: 1 },
    { limit: 2 },
    { limit: 3 },
    { limit: 9, after: '0' },
    { limit: 9, after: '1', newestFirst: true },
    { limit: 9, prefix: '1' },
  ]) {
    await tell(table.slice('N', part));
    await tell(table.count('N', part));
  }
  const failures = new DynamoFailures(table);
  const failed = (reason: string, runId: string) => ({ at: 'x', runId, reason, message: '' });
  await tell(failures.add('client', '1', failed('A', 'r1')));
  await tell(failures.add('client', '1', failed('B', 'r2')));
  await tell(failures.add('client', '2', failed('A_B', 'r2')));
  await tell(failures.reasons());
  await tell(failures.ofReason('B', 1));
  await tell(failures.tidy());
  await tell(failures.clear('client', '1'));
  await tell(failures.reasons());
  const days = new DynamoDays(table);
  await tell(days.noteRun('completed', undefined, NOW));
  await tell(days.noteRun('completed', undefined, NOW));
  await tell(days.last(1));
  const all: unknown[] = [];
  for await (const item of table.query('N', '', { newestFirst: true })) all.push(item);
  return [...told, all];
}

describe('the table in memory, on which tests run', () => {
  const directory = mkdtempSync(`${tmpdir()}/giav-clientify-table-`);
  let server: ChildProcess;
  let client: DynamoDBClient;
  beforeAll(async () => {
    // A process of its own: it is a module that jest cannot load.
    server = spawn(process.execPath, ['--input-type=module', '-e', SERVER, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${port.toString().trim()}`,
      credentials,
    });
    const key = (name: string, type: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType: type });
    await client.send(
      new CreateTableCommand({
        TableName: 'table',
        KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
        AttributeDefinitions: ['pk', 'sk'].map((name) => ({
          AttributeName: name,
          AttributeType: 'S' as const,
        })),
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  });
  afterAll(() => {
    client.destroy();
    server.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it('answers what DynamoDB answers, step by step', async () => {
    const real = await story(new Table(client, 'table'));
    expect(await story(new MemoryTable())).toEqual(real);
    expect(real.length).toBeGreaterThan(45);
  });
});
