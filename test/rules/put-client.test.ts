import { ClientWriter, type PutResult } from '../../lib/way-back/put-client';
import { verifyPending } from '../../lib/way-back/verify-pending';
import type { ClientEdits } from '../../lib/sync/clientify-to-giav';
import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';
import { fullClient, type Raw } from '../ports/giav';
import { PutWorld } from '../ports/put';

const EDIT: ClientEdits = { movil: '699000000' };
let world: PutWorld;

beforeEach(async () => {
  world = new PutWorld();
  for (const id of [1, 2]) {
    world.giav.add(fullClient(id), [7, 12]);
    await world.link(id);
  }
});

async function write(edits: ClientEdits = EDIT, id = 1): Promise<PutResult> {
  const before = await world.giav.readClient(id);
  if (!before) throw new Error('no client');
  world.later(1);
  return new ClientWriter(world.ports, before).write(edits);
}
const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const record = (id = 1): Raw => world.giav.now(id);
/** The record but for what a write moves, and for some fields. */
const rest = (id: number, ...but: string[]): Raw =>
  Object.fromEntries(
    Object.entries(record(id)).filter(
      ([field]) => field !== 'FechaModificacion' && !but.includes(field),
    ),
  );
const original = (id: number, ...but: string[]): Raw =>
  Object.fromEntries(
    Object.entries(fullClient(id)).filter(
      ([field]) => field !== 'FechaModificacion' && !but.includes(field),
    ),
  );
const isMarked = async (id = 1): Promise<boolean> =>
  (await world.links.get('client', String(id)))?.unverified === true;
const isOpen = async (id = 1): Promise<boolean> =>
  (await world.unverified.get(String(id))) !== null;
const alarms = (): number => world.metrics.filter((name) => name === 'UnsafeWrites').length;

/** The service damages a field of every record from now on, or only in the first so many writes. */
function damaging(fields: Raw, writes = Infinity): void {
  const until = world.giav.puts.length + writes;
  world.giav.damage = (saved, nth) => {
    if (nth <= until) Object.assign(saved, fields);
  };
}

/** The answer to the next write is lost; it was applied, or not. */
function losingAnswer(applied: boolean, meanwhile: () => void = () => undefined): void {
  const put = world.giav.putClient.bind(world.giav);
  world.giav.putClient = async (args) => {
    world.giav.putClient = put;
    if (applied) await put(args);
    meanwhile();
    throw new RetryableError('GIAV did not answer Cliente_PUT', { maybeApplied: true });
  };
}
const refusing = (error: Error): void => {
  world.giav.putClient = () => Promise.reject(error);
};

describe('a write that goes well', () => {
  it('changes the intended field and nothing else; nothing stays open', async () => {
    expect(await write()).toMatchObject({
      moved: false,
      notes: [],
      after: { client: { movil: '699000000' } },
    });
    expect(record()['Movil']).toBe('699000000');
    expect(rest(1, 'Movil')).toEqual(original(1, 'Movil'));
    expect(world.giav.categories.get(1)).toEqual([7, 12]);
    expect([
      await isMarked(),
      await isOpen(),
      await world.incidents.halted(),
      world.announced,
    ]).toEqual([false, false, null, []]);
  });
  it('is stored as not verified, and the link marked, before the PUT', async () => {
    let seen: unknown[] = [];
    world.giav.damage = () => void (seen = [...world.table.items.values()]);
    await write();
    expect(seen).toContainEqual(
      expect.objectContaining({
        pk: 'UNVERIFIED',
        sk: '1',
        intended: { Movil: '699000000' },
        categories: [7, 12],
      }),
    );
    expect(seen).toContainEqual(
      expect.objectContaining({ pk: 'LINK#client#1', unverified: true, clientifyId: 'c1' }),
    );
  });
  it('never stores the portal password', async () => {
    let seen = '';
    world.giav.damage = () => void (seen = world.stored);
    await write();
    expect(seen).toContain('viaja con perro');
    expect(seen).not.toContain('s3creto');
  });
  it('in another way of writing it is stored, with a note and without an alarm', async () => {
    damaging({ Movil: '699 00 00 00', Apellidos: 'NÚÑEZ PEÑA' });
    expect(await write()).toMatchObject({ notes: [{ field: 'Movil' }, { field: 'Apellidos' }] });
    expect([world.announced, await world.incidents.of('1'), await isOpen()]).toEqual([
      [],
      [],
      false,
    ]);
  });
});

describe('nothing is written, and nothing stays open, when', () => {
  const nothing = async (): Promise<void> => {
    expect(world.giav.puts).toEqual([]);
    expect([await isMarked(), await isOpen()]).toEqual([false, false]);
  };
  /** Something happens between the first reading and the last look. */
  const meanwhile = (act: () => void): void => {
    const open = world.unverified.open.bind(world.unverified);
    world.unverified.open = async (item) => {
      act();
      return open(item);
    };
  };
  it('somebody changed the client since it was read', async () => {
    meanwhile(() => world.giav.edit(1, { AlertMsg: 'otro' }));
    expect(await write()).toEqual({ moved: true });
    await nothing();
  });
  it('somebody assigned a category between the reading and the PUT', async () => {
    meanwhile(() => void world.giav.categories.set(1, [7, 12, 31]));
    expect(await write()).toEqual({ moved: true });
    expect(world.giav.categories.get(1)).toEqual([7, 12, 31]);
    await nothing();
  });
  it('somebody took a category away, or exchanged one', async () => {
    for (const list of [[7], [7, 31], []]) {
      world.giav.categories.set(1, [7, 12]);
      meanwhile(() => void world.giav.categories.set(1, list));
      expect(await write()).toEqual({ moved: true });
    }
    await nothing();
  });
  it('the way back was halted meanwhile', async () => {
    meanwhile(() => void world.incidents.halt('2', world.now));
    expect(await failure(write())).toMatchObject({ reason: 'WRITE_BACK_HALTED' });
    await nothing();
  });
  it('GIAV does not answer the last look, or too late', async () => {
    const read = world.giav.readClient.bind(world.giav);
    meanwhile(() => {
      world.giav.readClient = () => Promise.reject(new RetryableError('down'));
    });
    expect(await failure(write())).toBeInstanceOf(RetryableError);
    world.giav.readClient = read;
    meanwhile(() => world.later(3));
    expect(await failure(write())).toBeInstanceOf(RetryableError);
    await nothing();
  });
  it('a list holds characters that cannot be sent back', async () => {
    world.giav.edit(1, { Contacts: { Contact: [{ Name: 'Luis', Remarks: 'a\ufffdb' }] } });
    expect(await failure(write())).toMatchObject({
      reason: 'UNSAFE_WRITE',
      refusedFields: ['Contacts'],
    });
    await nothing();
  });
  it('GIAV refuses the key, or was not reached', async () => {
    for (const error of [
      new ConfigurationError('key'),
      new RetryableError('refused', { unreachable: true }),
    ]) {
      refusing(error);
      expect(await failure(write())).toBe(error);
    }
    await nothing();
  });
  it('GIAV refuses the write for good: told at once with its words, after a reading that shows nothing was stored', async () => {
    const error = new RecordError(
      'GIAV refused Cliente_PUT: String or binary data would be truncated',
      [],
      undefined,
      'GIAV_REFUSED',
    );
    refusing(error);
    expect(await failure(write())).toBe(error);
    await nothing();
  });
});

describe('GIAV refuses the write but has stored a part of it', () => {
  it('is verified like any other write', async () => {
    const put = world.giav.putClient.bind(world.giav);
    world.giav.putClient = async (args) => {
      await put(args);
      world.giav.putClient = put;
      world.giav.edit(1, { Contacts: {} });
      throw new RecordError('GIAV refused Cliente_PUT', [], undefined, 'GIAV_REFUSED');
    };
    await write();
    expect(rest(1, 'Movil')).toEqual(original(1, 'Movil'));
    expect(await world.incidents.of('1')).toMatchObject([{ restored: true }]);
  });
});

describe('damage after a write', () => {
  it.each<[string, Raw]>([
    ['an emptied text', { Comentarios: '' }],
    ['a cut text', { Direccion: 'C/ Mayor' }],
    ['a lost list', { Contacts: undefined }],
    [
      'a list that lost one of its entries',
      { Contacts: { Contact: [{ Name: 'Luis', Phone1: '600222333', Remarks: 'su hermano' }] } },
    ],
    [
      'an emptied Contact.Remarks',
      {
        Contacts: {
          Contact: [
            { Name: 'Luis', Phone1: '600222333' },
            { Name: 'Eva', Remarks: 'su hija' },
          ],
        },
      },
    ],
    [
      'an emptied CustomDataItem.Value',
      { CustomDataValues: { CustomDataItem: [{ Key: 3, Value: '' }] } },
    ],
    ['a wrong tax district', { SubSedeFiscal: 1 }],
    ['a wrong enum', { idSepaEstado: 'Pendiente' }],
    ['a number reset to its default', { CreditoImporte: '0' }],
    ['a flag reset to its default', { RGPDSigned: 'false' }],
    ['a lost portal password', { CustomerPortal_Password: '' }],
    ['an intended value that was not stored', { Movil: '600111222' }],
    ['an intended value that was lost', { Movil: '' }],
  ])('is put back at once where it can be: %s', async (_, fields) => {
    damaging(fields, 1);
    expect(await write()).toMatchObject({ moved: false });
    expect(rest(1, 'Movil')).toEqual(original(1, 'Movil'));
    expect(record()['Movil']).toBe('699000000');
    expect(await world.incidents.of('1')).toMatchObject([
      { restored: true, differences: [{ field: Object.keys(fields)[0], kind: 'damage' }] },
    ]);
    expect([alarms(), await world.incidents.halted(), await isOpen(), await isMarked()]).toEqual([
      1,
      null,
      false,
      false,
    ]);
  });

  it('categories that were lost are assigned again', async () => {
    world.giav.damage = (_, nth) => {
      if (nth === 1) world.giav.categories.set(1, [12]);
    };
    await write();
    expect(world.giav.categories.get(1)).toEqual([7, 12]);
    expect(await world.incidents.of('1')).toMatchObject([
      { restored: true, differences: [{ field: 'idsCategories', kind: 'damage' }] },
    ]);
  });

  it('halt first, then incident, then alarm, then repair', async () => {
    damaging({ Comentarios: '' }, 1);
    const order: string[] = [];
    const spy = (name: string, port: object, method: string): void => {
      const act = (Reflect.get(port, method) as (...args: unknown[]) => unknown).bind(port);
      Reflect.set(port, method, (...args: unknown[]) => {
        order.push(name);
        return act(...args);
      });
    };
    spy('halt', world.incidents, 'halt');
    spy('incident', world.incidents, 'add');
    spy('alarm', world.ports.events, 'announce');
    spy('put', world.giav, 'putClient');
    spy('lift', world.incidents, 'lift');
    await write();
    expect(order).toEqual(['put', 'halt', 'incident', 'alarm', 'put', 'incident', 'lift', 'alarm']);
  });

  it.each<[string, 'halt' | 'add', string[]]>([
    ['storing the incident fails: the halt stands and the alarm still goes out', 'add', ['1']],
    ['the halt fails: the incident is stored and the alarm goes out', 'halt', []],
  ])('%s; what failed is not swallowed, what was lost is put back', async (_, step, halted) => {
    damaging({ Comentarios: '' }, 1);
    const broken = new Error('DynamoDB is down');
    world.incidents[step] = () => Promise.reject(broken);
    expect(await failure(write())).toBe(broken);
    expect(record()['Comentarios']).toBe('viaja con perro');
    expect([await world.incidents.halted()].flatMap((halt) => halt?.clientId ?? [])).toEqual(
      halted,
    );
    expect([alarms(), world.announced.length]).toEqual([1, 2]);
    expect(world.logged).toContain('a step after an unsafe write failed');
  });

  it('the repair fails: the halt stands, the alarm went out, and the verification is taken up again', async () => {
    damaging({ Comentarios: '' }, 1);
    const read = world.giav.readClient.bind(world.giav);
    let readings = 0;
    world.giav.readClient = (id) =>
      ++readings > 3 ? Promise.reject(new RetryableError('down')) : read(id);
    expect(await failure(write())).toBeInstanceOf(RetryableError);
    expect([
      alarms(),
      (await world.incidents.halted())?.clientId,
      await isOpen(),
      await isMarked(),
    ]).toEqual([1, '1', true, true]);
    world.giav.readClient = read;
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'applied' });
    expect(record()['Comentarios']).toBe('viaja con perro');
    expect([await world.incidents.halted(), await isOpen(), await isMarked()]).toEqual([
      null,
      false,
      false,
    ]);
  });

  it('what stays lost halts the way back, keeps the client closed, and is an error that names the fields', async () => {
    damaging({ Telefono: '' });
    expect(await failure(write())).toMatchObject({
      reason: 'UNSAFE_WRITE',
      refusedFields: ['Telefono'],
    });
    expect([
      (await world.incidents.halted())?.clientId,
      await isOpen(),
      await isMarked(),
      alarms(),
    ]).toEqual(['1', true, true, 1]);
    expect(await world.incidents.of('1')).toMatchObject([{ restored: false }]);
    // It is put back once only, and told once only.
    const puts = world.giav.puts.length;
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'damaged', lost: ['Telefono'] });
    expect([world.giav.puts.length, alarms()]).toEqual([puts, 1]);
    expect(await failure(write())).toMatchObject({ reason: 'WRITE_UNVERIFIED' });
  });
  it('it ends when the client is right again; the halt stays for a human', async () => {
    damaging({ Telefono: '' });
    await failure(write());
    world.giav.edit(1, { Telefono: '93 123 45 67' });
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'applied' });
    expect([await isOpen(), await isMarked(), (await world.incidents.halted())?.clientId]).toEqual([
      false,
      false,
      '1',
    ]);
  });
  it('it ends when an admin has looked and resumed the way back', async () => {
    damaging({ Telefono: '' });
    await failure(write());
    await world.incidents.resume();
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'accepted' });
    expect([await isOpen(), await isMarked()]).toEqual([false, false]);
  });

  it('of a field that no PUT writes is damage too: it cannot be put back', async () => {
    damaging({ PersonaContacto: '' });
    expect(await failure(write())).toMatchObject({
      reason: 'UNSAFE_WRITE',
      refusedFields: ['PersonaContacto'],
    });
    expect((await world.incidents.halted())?.clientId).toBe('1');
  });

  it('the same damage on a second client halts the way back whatever the repair did', async () => {
    damaging({ Comentarios: '' }, 1);
    await write();
    expect(await world.incidents.halted()).toBeNull();
    damaging({ Comentarios: '' }, 1);
    await write(EDIT, 2);
    expect(rest(2, 'Movil')).toEqual(original(2, 'Movil'));
    expect(await world.incidents.of('2')).toMatchObject([{ restored: true }]);
    expect((await world.incidents.halted())?.clientId).toBe('2');
    expect(await isOpen(2)).toBe(false);
  });
  it('other damage on a second client, and the same again on the first, do not', async () => {
    damaging({ Comentarios: '' }, 1);
    await write();
    damaging({ Poblacion: '' }, 1);
    await write(EDIT, 2);
    expect(await world.incidents.halted()).toBeNull();
    damaging({ Comentarios: '' }, 1);
    await write({ movil: '611000000' });
    expect(await world.incidents.halted()).toBeNull();
  });
  it('a halt that other damage made is not lifted', async () => {
    damaging({ Comentarios: '' }, 1);
    const lift = world.incidents.lift.bind(world.incidents);
    world.incidents.lift = async (id, at) => {
      await world.incidents.halt('2', world.now, 'another write');
      await lift(id, at);
    };
    await write();
    expect((await world.incidents.halted())?.clientId).toBe('2');
  });

  it('an intended value that GIAV does not store gives way to its old one: the edit is refused, nothing is lost', async () => {
    world.giav.damage = (saved) =>
      void (saved['Comentarios'] = String(saved['Comentarios']).slice(0, 20));
    const error = await failure(
      write({ comentarios: 'viaja con perro, gato y canario', movil: '699000000' }),
    );
    expect(error).toMatchObject({ reason: 'GIAV_REFUSED', refusedFields: ['Comentarios'] });
    expect(record()).toMatchObject({ Comentarios: 'viaja con perro', Movil: '699000000' });
    expect([await world.incidents.halted(), await isOpen()]).toEqual([null, false]);
  });
  it("what may be a person's value in an edited field is not overwritten: a human decides", async () => {
    damaging({ Movil: '611111111' }, 1);
    expect(await failure(write())).toMatchObject({
      reason: 'UNSAFE_WRITE',
      refusedFields: ['Movil'],
    });
    expect(record()['Movil']).toBe('611111111');
    expect((await world.incidents.halted())?.clientId).toBe('1');
  });
  it("a person's edit beside the damage survives the repair", async () => {
    damaging(
      {
        Comentarios: '',
        AlertMsg: 'llamar',
        Contacts: { Contact: [{ Name: 'Luis', Remarks: 'su hermano' }, { Name: 'Paz' }] },
      },
      1,
    );
    world.giav.categories.set(1, [7, 12]);
    await write();
    expect(record()).toMatchObject({ Comentarios: 'viaja con perro', AlertMsg: 'llamar' });
    expect(record()['Contacts']).toMatchObject({
      Contact: [
        { Phone1: '600222333', Remarks: 'su hermano' },
        { Name: 'Eva', Remarks: 'su hija' },
        { Name: 'Paz' },
      ],
    });
  });
  it("a person's edit alone is told, not put back, and halts nothing", async () => {
    damaging({ Poblacion: 'Girona' }, 1);
    expect(await write()).toMatchObject({ moved: false });
    expect(record()['Poblacion']).toBe('Girona');
    expect([await world.incidents.halted(), alarms()]).toEqual([null, 1]);
    expect(world.announced).toEqual([
      {
        type: 'UnsafeWrite',
        detail: { id: '1', fields: ['Poblacion'], restored: false, halted: false },
      },
    ]);
  });
  it('the portal password is not in incidents, nor what it differed in', async () => {
    damaging({ CustomerPortal_Password: 's3creto' });
    await failure(write());
    expect(await world.incidents.of('1')).toMatchObject([
      { differences: [{ field: 'CustomerPortal_Password' }] },
    ]);
    expect(world.stored).not.toContain('s3creto');
    expect(JSON.stringify([world.announced, world.logged])).not.toContain('s3creto');
  });
  it('a birthday edit does not hide the loss of the other RelevantDates', async () => {
    world.giav.damage = (saved, nth) => {
      const dates = (saved['RelevantDates'] as { RelevantDate: Raw[] }).RelevantDate;
      if (nth === 1)
        saved['RelevantDates'] = {
          RelevantDate: dates.filter((date) => date['Type'] === 'Birthday'),
        };
    };
    await write({ birthday: '1990-01-31' });
    const dates = (record()['RelevantDates'] as { RelevantDate: Raw[] }).RelevantDate;
    expect(dates.map((date) => date['Type']).sort()).toEqual([
      'Anniversaries',
      'Birthday',
      'DocumentsExpiration',
    ]);
    expect(dates.find((date) => date['Type'] === 'Birthday')).toMatchObject({
      Date: '1990-01-31T00:00:00',
    });
    expect(await world.incidents.of('1')).toMatchObject([
      { restored: true, differences: [{ field: 'RelevantDates', kind: 'damage' }] },
    ]);
  });
});

describe('the reading after the PUT fails', () => {
  it.each([
    ['GIAV is down', () => Promise.reject(new RetryableError('down'))],
    ['GIAV does not show the client', () => Promise.resolve(null)],
    [
      'GIAV shows a record that is not valid',
      () => Promise.reject(new RecordError('not valid', [], undefined, 'INVALID_RECORD')),
    ],
  ] as const)(
    '%s: the write stays open, the client is not written again, and the verification is taken up later',
    async (_, answer) => {
      damaging({ Comentarios: '' }, 1);
      const read = world.giav.readClient.bind(world.giav);
      world.giav.damage = (saved, nth) => {
        if (nth !== 1) return;
        saved['Comentarios'] = '';
        world.giav.readClient = answer;
      };
      expect(await failure(write())).toBeInstanceOf(Error);
      expect([await isOpen(), await isMarked()]).toEqual([true, true]);
      expect(await failure(verifyPending(world.ports, '1'))).toBeInstanceOf(Error);
      world.giav.readClient = read;
      expect(await failure(write())).toMatchObject({ reason: 'WRITE_UNVERIFIED' });
      expect(await verifyPending(world.ports, '1')).toEqual({ state: 'applied' });
      expect(rest(1, 'Movil')).toEqual(original(1, 'Movil'));
      expect(record()['Movil']).toBe('699000000');
      expect([await isOpen(), await isMarked(), alarms()]).toEqual([false, false, 1]);
    },
  );
  it('GIAV had taken the write although nothing of it is to be seen: its damage is ours', async () => {
    const read = world.giav.readClient.bind(world.giav);
    world.giav.damage = (saved, nth) => {
      if (nth !== 1) return;
      Object.assign(saved, { Movil: '600111222', Contacts: {} });
      world.giav.readClient = () => Promise.reject(new RetryableError('down'));
    };
    await failure(write());
    world.giav.readClient = read;
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'applied' });
    expect(record()).toMatchObject({ Movil: '699000000', Contacts: fullClient(1)['Contacts'] });
  });
});

describe('a lost answer', () => {
  it('of a write that was applied: it is verified at once', async () => {
    losingAnswer(true);
    expect(await write()).toMatchObject({ moved: false });
    expect([record()['Movil'], await isOpen()]).toEqual(['699000000', false]);
  });
  it('of a write that was applied and did damage: the damage is seen', async () => {
    damaging({ Contacts: {} }, 1);
    losingAnswer(true);
    await write();
    expect(rest(1, 'Movil')).toEqual(original(1, 'Movil'));
    expect(alarms()).toBe(1);
  });
  it('of a write that was not applied: it stays open while it may still come true, and is not repeated until then', async () => {
    losingAnswer(false);
    expect(await failure(write())).toBeInstanceOf(RetryableError);
    expect([await isOpen(), await isMarked()]).toEqual([true, true]);
    expect(await failure(verifyPending(world.ports, '1'))).toMatchObject({
      reason: 'WRITE_UNVERIFIED',
      scope: 'system',
    });
    expect(await failure(write())).toMatchObject({ reason: 'WRITE_UNVERIFIED' });
    expect(world.giav.puts).toEqual([]);
    world.later(60);
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'not-applied' });
    expect(await isMarked()).toBe(false);
    await write();
    expect(record()['Movil']).toBe('699000000');
  });
  it('of a write that comes true late', async () => {
    const put = world.giav.putClient.bind(world.giav);
    let late: () => Promise<void> = () => Promise.resolve();
    world.giav.putClient = (args) => {
      late = () => put(args);
      return Promise.reject(new RetryableError('time-out', { maybeApplied: true }));
    };
    await failure(write());
    await late();
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'applied' });
    expect(record()['Movil']).toBe('699000000');
  });
  it('while somebody else wrote: their write is not taken for ours, and is not overwritten', async () => {
    losingAnswer(false, () => world.giav.edit(1, { Movil: '611111111' }));
    expect(await write()).toEqual({ moved: true });
    expect([record()['Movil'], await isOpen()]).toEqual(['611111111', true]);
    world.later(60);
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'moved' });
    expect([record()['Movil'], await isOpen(), alarms(), world.giav.puts.length]).toEqual([
      '611111111',
      false,
      0,
      0,
    ]);
  });
  it('where it cannot be told who lost something: halted and told, nothing is put back', async () => {
    losingAnswer(false, () => world.giav.edit(1, { Movil: '' }));
    expect(await failure(write())).toMatchObject({ reason: 'UNSAFE_WRITE' });
    expect([
      record()['Movil'],
      (await world.incidents.halted())?.clientId,
      alarms(),
      world.giav.puts.length,
    ]).toEqual(['', '1', 1, 0]);
    expect(await verifyPending(world.ports, '1')).toMatchObject({ state: 'damaged' });
    await world.incidents.resume();
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'accepted' });
  });
  it('of the write that puts back: the reading tells', async () => {
    damaging({ Comentarios: '' }, 1);
    const put = world.giav.putClient.bind(world.giav);
    let puts = 0;
    world.giav.putClient = async (args) => {
      await put(args);
      puts += 1;
      if (puts === 2) throw new RetryableError('time-out', { maybeApplied: true });
    };
    await write();
    expect(rest(1, 'Movil')).toEqual(original(1, 'Movil'));
    expect(puts).toBe(2);
  });
});

describe('taking up again', () => {
  it('does nothing where nothing is open, and clears a mark that was left', async () => {
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'none' });
    await world.links.markUnverified('1', 'x');
    expect(await verifyPending(world.ports, '1')).toEqual({ state: 'none' });
    expect(await isMarked()).toBe(false);
    expect(await world.links.get('client', '3')).toBeNull();
  });
  it('marks the link where the mark is missing', async () => {
    losingAnswer(false);
    await failure(write());
    await world.links.clearUnverified('1', '2026-11-01T10:00:00.000Z');
    expect(await failure(write())).toMatchObject({ reason: 'WRITE_UNVERIFIED' });
    expect(await isMarked()).toBe(true);
  });
  it('is a failure that an admin sees when GIAV does not show the client any more', async () => {
    losingAnswer(false);
    await failure(write());
    world.giav.clients.delete(1);
    expect(await failure(verifyPending(world.ports, '1'))).toMatchObject({
      name: 'RecordError',
      reason: 'WRITE_UNVERIFIED',
    });
    expect(await isOpen()).toBe(true);
  });
  it('an item that cannot be read is reported, never guessed', async () => {
    await world.table.put({ pk: 'UNVERIFIED', sk: '1', v: 99 });
    expect(await failure(verifyPending(world.ports, '1'))).toMatchObject({
      reason: 'STATE_UNREADABLE',
    });
  });
  it('lists what is open', async () => {
    losingAnswer(false);
    await failure(write());
    expect(await world.unverified.list()).toEqual([{ clientId: '1', damaged: false }]);
    world.later(60);
    await verifyPending(world.ports, '1');
    damaging({ Telefono: '' });
    await failure(write());
    expect(await world.unverified.list()).toEqual([{ clientId: '1', damaged: true }]);
  });
  it("whoever does not know of it cannot replace the client's link", async () => {
    const link = await world.links.get('client', '1');
    if (!link) throw new Error('no link');
    await world.links.markUnverified('1', 'x');
    expect(
      await failure(world.links.replace('client', { ...link, outcome: 'updated' }, link)),
    ).toBeInstanceOf(RetryableError);
    expect(await isMarked()).toBe(true);
    await world.links.clearUnverified('1', '2026-11-01T10:00:00.000Z');
    await world.links.replace('client', { ...link, outcome: 'updated' }, link);
    expect(await world.links.get('client', '1')).toMatchObject({ outcome: 'updated' });
  });
});
