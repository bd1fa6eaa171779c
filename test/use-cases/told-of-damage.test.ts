import type { PutPorts } from '../../lib/way-back/put-ports';
import { ClientWriter, refuseWhenHalted } from '../../lib/way-back/put-client';
import { verifyPending } from '../../lib/way-back/verify-pending';
import { RecordError, RetryableError } from '../../lib/sync/errors';
import { fullClient, type Raw } from '../ports/giav';
import { PutWorld } from '../ports/put';
import { keptLog, type Said } from '../ports/kept-log';

let world: PutWorld;
let said: Said[];
let ports: PutPorts;

beforeEach(async () => {
  world = new PutWorld();
  said = [];
  ports = { ...world.ports, log: keptLog(said) };
  world.giav.add(fullClient(1), [7, 12]);
  await world.link(1);
});

async function write(edits = { movil: '699000000' }): Promise<unknown> {
  const before = await world.giav.readClient(1);
  if (!before) throw new Error('no client');
  world.later(1);
  return new ClientWriter(ports, before).write(edits).catch((error: unknown) => error);
}
/** The service damages a field in the first so many writes. */
const damaging = (fields: Raw, writes = Infinity): void => {
  world.giav.damage = (saved, nth) => {
    if (nth <= writes) Object.assign(saved, fields);
  };
};
const events = () => world.announced.filter(({ type }) => type === 'UnsafeWrite');
const ERROR = 'after a write GIAV showed other differences than intended';

describe('damage to a client of GIAV is told', () => {
  it('when it is seen, and once more when it was put back: the way back goes on', async () => {
    damaging({ Telefono: '' }, 1);
    await write();
    expect(events()).toEqual([
      {
        type: 'UnsafeWrite',
        detail: { id: '1', fields: ['Telefono'], restored: false, halted: true },
      },
      {
        type: 'UnsafeWrite',
        detail: { id: '1', fields: ['Telefono'], restored: true, halted: false },
      },
    ]);
    expect(said).toEqual([['error', ERROR, { id: 1, fields: 'Telefono', halted: true }]]);
    expect(await world.incidents.of('1')).toMatchObject([{ restored: true }]);
  });

  it('and where it could not be put back: never as restored, and the way back stays halted', async () => {
    damaging({ Telefono: '', CodPostal: '' });
    const error = await write();
    expect(events().map(({ detail }) => detail)).toEqual([
      { id: '1', fields: ['Telefono', 'CodPostal'], restored: false, halted: true },
      { id: '1', fields: ['Telefono', 'CodPostal'], restored: false, halted: true },
    ]);
    expect((error as Error).message).toBe(
      'GIAV lost these fields and did not take them back: Telefono, CodPostal',
    );
    expect(said[0]?.[2]).toEqual({ id: 1, fields: 'Telefono, CodPostal', halted: true });
    expect(await world.incidents.of('1')).toMatchObject([{ restored: false }]);
  });

  it('also what the attempt to put it back has lost in addition: the incident holds both', async () => {
    world.giav.damage = (saved, nth) => {
      if (nth === 1) Object.assign(saved, { Telefono: '' });
      else Object.assign(saved, { CodPostal: '' });
    };
    await write();
    const [incident] = await world.incidents.of('1');
    expect(incident?.differences.map(({ field }) => field).sort()).toEqual([
      'CodPostal',
      'Telefono',
    ]);
    expect((await world.incidents.halted())?.clientId).toBe('1');
  });

  it('what a person seems to have edited at the same moment halts nothing, and is told as that', async () => {
    const put = world.giav.putClient.bind(world.giav);
    world.giav.putClient = async (args) => {
      await put(args);
      world.giav.edit(1, { Comentarios: 'viaja con dos perros' });
    };
    await write();
    expect(events()).toEqual([
      {
        type: 'UnsafeWrite',
        detail: { id: '1', fields: ['Comentarios'], restored: false, halted: false },
      },
    ]);
    expect(said).toEqual([['error', ERROR, { id: 1, fields: 'Comentarios', halted: false }]]);
    expect(await world.incidents.halted()).toBeNull();
  });

  it('a step that fails is told by its name, and by no words that may hold data', async () => {
    damaging({ Telefono: '' }, 1);
    world.incidents.halt = () => Promise.reject(new TypeError('Lucía Ferrer'));
    await write();
    expect(said).toContainEqual([
      'error',
      'a step after an unsafe write failed',
      { id: 1, step: 'halt', error: 'TypeError' },
    ]);
    // It is not lifted by what did not see it.
    expect(events().at(-1)?.detail).toMatchObject({ restored: true, halted: true });
  });

  it('a field that GIAV refuses to take back is told', async () => {
    damaging({ Telefono: '' }, 1);
    const put = world.giav.putClient.bind(world.giav);
    world.giav.putClient = (args) =>
      world.giav.puts.length === 0 ? put(args) : Promise.reject(new RecordError('not this one'));
    await write();
    expect(said).toContainEqual([
      'error',
      'a damaged field could not be put back',
      { id: 1, error: 'not this one' },
    ]);
  });

  it('an edit that GIAV did not store is an error with its fields; nothing else is lost, and nothing is halted', async () => {
    world.giav.damage = (saved) => Object.assign(saved, { Movil: '600111222' });
    expect(await write()).toMatchObject({
      reason: 'GIAV_REFUSED',
      refusedFields: ['Movil'],
      message: 'GIAV did not store these fields and keeps its values: Movil',
    });
  });
});

describe('a client that cannot be written', () => {
  it('without the risk of losing a field is refused with the field and why', async () => {
    world.giav.edit(1, { Contacts: { Contact: [{ Name: 'Luis', Remarks: 'a\ufffdb' }] } });
    const error = (await write()) as RecordError;
    expect([error.reason, error.refusedFields, world.giav.puts]).toEqual([
      'UNSAFE_WRITE',
      ['Contacts'],
      [],
    ]);
    expect(error.message).toMatch(/^The client cannot be written .* of losing: Contacts \(.+\)$/);
  });

  it.each(['damage', 'too-many'] as const)('while the way back is halted (%s)', async (because) => {
    const since = new Date('2026-11-25T09:00:00.000Z');
    if (because === 'damage') await world.incidents.halt('2', since);
    else await world.incidents.hold(since);
    const error = await refuseWhenHalted(ports).catch((thrown: unknown) => thrown);
    expect(error).toEqual(
      because === 'damage'
        ? new RecordError(
            `Halted since ${since.toISOString()} because of client 2`,
            [],
            undefined,
            'WRITE_BACK_HALTED',
          )
        : new RecordError(
            `Held since ${since.toISOString()}: too many clients were to be written within an hour`,
            [],
            undefined,
            'WRITE_BACK_HELD',
          ),
    );
    expect((error as RecordError).reason).toBe(
      because === 'damage' ? 'WRITE_BACK_HALTED' : 'WRITE_BACK_HELD',
    );
  });

  it('since somebody touched it is free again at once; where that cannot be noted, it is said', async () => {
    const close = world.unverified.close.bind(world.unverified);
    world.unverified.close = () => Promise.reject(new RetryableError('the table'));
    const read = world.giav.readClient.bind(world.giav);
    let reads = 0;
    world.giav.readClient = (id) =>
      ++reads > 1 ? Promise.reject(new RetryableError('no answer')) : read(id);
    expect(await write()).toEqual(new RetryableError('no answer'));
    expect(said).toEqual([
      ['warn', 'the mark of a write that was not sent stays until the next look', { id: 1 }],
    ]);
    world.unverified.close = close;
    world.giav.readClient = read;
    world.later(600);
    expect(await verifyPending(ports, '1')).toEqual({ state: 'not-applied' });
    expect(said.at(-1)).toEqual([
      'info',
      'taking the verification of a write up again',
      { id: '1', at: '2026-11-25T10:00:01.000Z' },
    ]);
  });
});
