import { ClientWriter } from '../../lib/way-back/put-client';
import { verifyPending } from '../../lib/way-back/verify-pending';
import { RetryableError } from '../../lib/sync/errors';
import { fullClient, type Raw } from '../ports/giav';
import { Killer } from '../ports/killer';
import { PutWorld } from '../ports/put';

const EDIT = { movil: '699000000', birthday: '1990-01-31' } as const;
/** More port calls than any write makes. */
const MOST = 60;

const damage =
  (times: number, act: (saved: Raw) => void) =>
  (saved: Raw, nth: number): void =>
    nth <= times ? act(saved) : undefined;

/** What the service does to our writes. */
const SERVICES: readonly [string, (world: PutWorld) => void][] = [
  ['a good service', () => undefined],
  [
    'a service that loses a field once',
    ({ giav }) => void (giav.damage = damage(1, (saved) => void (saved['Comentarios'] = ''))),
  ],
  [
    'a service that loses a field for good',
    ({ giav }) => void (giav.damage = damage(99, (saved) => void (saved['Telefono'] = ''))),
  ],
  [
    'a service that does not store the edit',
    ({ giav }) => void (giav.damage = damage(99, (saved) => void (saved['Movil'] = '600111222'))),
  ],
  [
    'a service that loses list entries and categories once',
    ({ giav }) =>
      void (giav.damage = damage(1, (saved) => {
        saved['Contacts'] = { Contact: [{ Name: 'Eva' }] };
        giav.categories.set(1, []);
      })),
  ],
];

interface Outcome {
  readonly world: PutWorld;
  readonly died: boolean;
  /** PUTs of the invocation that was killed. */
  readonly before: number;
}

/** One look at the client, as the way back makes it: what is open first, then the edit if it is not there. */
async function look(world: PutWorld, ports = world.ports): Promise<void> {
  if (
    (await world.links.get('client', '1'))?.unverified === true &&
    (await verifyPending(ports, '1')).state === 'damaged'
  )
    return;
  const read = await world.giav.readClient(1);
  if (read && read.client.movil !== EDIT.movil) await new ClientWriter(ports, read).write(EDIT);
}

async function killedAt(
  call: number,
  when: 'before' | 'after',
  prepare: (world: PutWorld) => void,
): Promise<Outcome> {
  const world = new PutWorld();
  world.giav.add(fullClient(1), [7, 12]);
  await world.link(1);
  prepare(world);
  const killer = new Killer(call, when);
  const died = await Promise.race([
    killer.killed.then(() => true),
    look(world, world.watched(killer)).then(
      () => false,
      () => false,
    ),
  ]);
  const before = world.giav.puts.length;
  // Later invocations, until nothing changes any more: a write may be waited for first.
  for (let turn = 0; turn < 4; turn++) {
    world.later(60);
    await look(world).catch((error: unknown) => {
      if (error instanceof TypeError) throw error;
    });
  }
  return { world, died, before };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Fields of the client that hold something else than before, but for the edited ones. */
function lostFields({ giav }: PutWorld): string[] {
  const [was, is] = [fullClient(1), giav.now(1)];
  const left = Object.keys(was).filter(
    (field) =>
      !['FechaModificacion', 'Movil', 'RelevantDates'].includes(field) &&
      !same(was[field], is[field]),
  );
  return same([...(giav.categories.get(1) ?? [])].sort(), [12, 7])
    ? left
    : [...left, 'idsCategories'];
}

describe.each(SERVICES)('a write is killed at each of its port calls: %s', (_, prepare) => {
  it.each(['before', 'after'] as const)(
    '%s the call: afterwards the client is verified, repaired, or the way back is halted',
    async (when) => {
      let deaths = 0;
      for (let call = 1; call < MOST; call++) {
        const { world, died, before } = await killedAt(call, when, prepare);
        if (!died) break;
        deaths += 1;
        const halted = (await world.incidents.halted()) !== null;
        const open = (await world.unverified.get('1')) !== null;
        const marked = (await world.links.get('client', '1'))?.unverified === true;
        const lost = lostFields(world);
        const at = { call, when, lost, halted, open, marked };
        // Nothing is lost without a halt and an alarm; nothing is forgotten; what stays lost keeps the client closed.
        if (lost.length > 0)
          expect({ ...at, told: world.announced.length > 0 }).toEqual({
            ...at,
            halted: true,
            open: true,
            marked: true,
            told: true,
          });
        else expect(at).toEqual({ ...at, open: false, marked: false });
        // The edit has arrived, unless the service does not take it or the way back is halted.
        const arrived = world.giav.now(1)['Movil'] === EDIT.movil;
        expect({ ...at, arrived: arrived || halted || world.logged.length > 0 }).toEqual({
          ...at,
          arrived: true,
        });
        expect(world.stored).not.toContain('s3creto');
        expect(before).toBeLessThanOrEqual(3);
      }
      expect(deaths).toBeGreaterThan(8);
      expect(deaths).toBeLessThan(MOST - 1);
    },
  );
});

describe('no PUT is sent blindly twice', () => {
  it('after a kill at any moment, each PUT is preceded by a reading of the same invocation', async () => {
    for (let call = 1; call < MOST; call++) {
      const order: string[] = [];
      const { died } = await killedAt(call, 'after', ({ giav }) => {
        const [read, put] = [giav.readClient.bind(giav), giav.putClient.bind(giav)];
        giav.readClient = (id) => {
          order.push('read');
          return read(id);
        };
        giav.putClient = (args) => {
          order.push('put');
          return put(args);
        };
      });
      expect(order.filter((one, at) => one === 'put' && order[at - 1] !== 'read')).toEqual([]);
      expect(order.filter((one) => one === 'put').length).toBe(1);
      if (!died) break;
    }
  });
  it('a write whose answer is lost again and again is sent once each time that it surely was not applied', async () => {
    const world = new PutWorld();
    world.giav.add(fullClient(1), [7, 12]);
    await world.link(1);
    let sent = 0;
    world.giav.putClient = () => {
      sent += 1;
      return Promise.reject(new RetryableError('time-out', { maybeApplied: true }));
    };
    for (let second = 0; second < 20; second++) {
      await look(world).catch(() => undefined);
      world.later(1);
    }
    // Each one is waited for: six seconds with this time-out.
    expect(sent).toBe(4);
  });
});
