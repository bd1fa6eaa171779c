import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoRuns } from '../../lib/state/runs';
import type { Item } from '../../lib/state/items';
import type { Key } from '../../lib/state/keys';
import type { World } from '../../simulation/world';
import { fullRun, read, takeUp, type LeftBehind } from '../harness/upgrade';

const FIXTURES = join(__dirname, '..', 'fixtures', 'upgrade');
const VERSIONS = readdirSync(FIXTURES).map((file) => file.replace(/\.json$/, ''));

/** What every run writes, whatever it finds: when it began, what it read, what it knows of the account. */
const OF_RUNS =
  /^(?:ACCOUNT|DAY|FILTER_PROOF|INDEX#|LEASE|RUN#|RUNS|RUN_LAST|WATERMARK|STATUS_LABEL)/;
const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;
const byName = (items: Iterable<Item & Key>): Map<string, Item & Key> =>
  new Map([...items].filter(({ pk }) => !OF_RUNS.test(pk)).map((item) => [nameOf(item), item]));

describe.each(VERSIONS)('an upgrade from %s', (version) => {
  const left: LeftBehind = read(readFileSync(join(FIXTURES, `${version}.json`), 'utf8'));
  const written: string[] = [];
  let world: World;
  let before: Map<string, Item & Key>;

  beforeAll(async () => {
    world = await takeUp(left);
    before = byName(structuredClone(left.table));
    world.faultOf = ({ port, name }) => {
      const writes =
        (port === 'clientify' && !name.startsWith('GET ')) ||
        (port === 'giav' && /_(?:PUT|POST|DELETE)$/.test(name));
      if (writes) written.push(`${port} ${name}`);
      return undefined;
    };
    await fullRun(world, 'after-the-upgrade');
  });
  afterAll(() => {
    world.close();
  });

  it('finds a state worth the name: linked clients and expedientes, claims, decisions, a parked edit', () => {
    const kinds = (prefix: string): number =>
      left.table.filter(({ pk }) => pk.startsWith(prefix)).length;
    for (const prefix of ['LINK#client#', 'LINK#expediente#', 'CLAIM#', 'CLIENT_OF#', 'DECISION#'])
      expect([prefix, kinds(prefix) > 20]).toEqual([prefix, true]);
    expect(JSON.stringify(left.table).includes('EDIT_PARKED')).toBe(true);
  });

  it('runs to its end, and takes all that was in step for what it is', async () => {
    const runs = new DynamoRuns(world.account.table, 0);
    const run = await runs.get('after-the-upgrade');
    expect([run?.status, run?.error ?? null]).toEqual(['completed', null]);
    const { clients, expedientes } = run?.summary ?? {};
    for (const counts of [clients, expedientes])
      expect(counts).toMatchObject({ read: 40, created: 0, updated: 0, linked: 0, failed: 0 });
    expect(clients?.unchanged).toBeGreaterThan(30);
    expect(expedientes?.unchanged).toBeGreaterThan(30);
  });

  it('writes nothing, to either side', () => {
    expect(written).toEqual([]);
  });

  it('loses nothing of the state and rewrites nothing of it', async () => {
    const after = new Map<string, Item & Key>();
    for await (const item of world.account.table.scan()) after.set(nameOf(item), item);
    const lost = [...before.keys()].filter((name) => !after.has(name));
    expect(lost).toEqual([]);
    const changed = [...before].filter(
      ([name, item]) => JSON.stringify(after.get(name)) !== JSON.stringify(item),
    );
    expect(changed.map(([name, item]) => ({ name, item, now: after.get(name) }))).toEqual([]);
  });

  it('goes on: an edit in GIAV reaches Clientify, once', async () => {
    const contact = left.clientify.contacts.find((one) => String(one['phones']) !== '');
    const id = (contact?.['custom_fields'] as { field: string; value: string }[] | undefined)?.find(
      ({ field }) => field === 'gesintur_id',
    )?.value;
    const client = world.giav.clients.get(Number(id));
    world.giav.clients.set(Number(id), { ...client, Movil: '600123987' });
    await fullRun(world, 'after-an-edit');
    await fullRun(world, 'after-that');
    expect(written.filter((call) => call.startsWith('clientify P')).length).toBeGreaterThan(0);
    expect(
      JSON.stringify(world.clientify.store.records.contacts.get(Number(contact?.['id']))),
    ).toContain('600123987');
    const { summary } = (await new DynamoRuns(world.account.table, 0).get('after-that')) ?? {};
    expect(summary?.clients).toMatchObject({ created: 0, updated: 0, linked: 0, failed: 0 });
  });
});
