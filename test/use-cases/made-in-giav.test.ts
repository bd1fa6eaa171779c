import type { Link } from '../../lib/ports/links';
import { CHANGE } from '../../lib/sync/budget';
import { RetryableError } from '../../lib/sync/errors';
import { refOf, type Target } from '../../lib/sync/target';
import { ClientCreator } from '../../lib/way-back/create-client';
import type { FoundOrCreated } from '../../lib/way-back/create-ports';
import { giavClient } from '../harness/giav-in-memory';
import { ChangeOffice } from '../ports/change-office';

const NIF = '12345678Z';
const OLD = '2026-01-01T00:00:00.000Z';

/** A contact that the way back looks at, whose client GIAV may know. */
class Making extends ChangeOffice {
  target: Target = this.person('5', NIF);

  look(writes = true): Promise<FoundOrCreated> {
    return new ClientCreator(this.ports(), this.target, refOf(this.target), writes).run();
  }

  link(id: string, clientifyId: string, more: Partial<Link> = {}): Promise<void> {
    return this.links.replace(
      'client',
      { id, status: 'linked', kind: 'contact', clientifyId, at: OLD, ...more },
      null,
    );
  }
}
/** Why it was refused. */
const reasonOf = (error: unknown): unknown => (error as { reason?: unknown }).reason;
const told = async (office: Making) => {
  const { decision, client, subject } = await office.look();
  const { outcome, reason } = decision.result;
  return { is: reason ?? outcome, message: decision.message, client, subject: subject?.id };
};

describe('a client that was made in GIAV from a record of Clientify', () => {
  it('is told: what was sent, as what, and in an event', async () => {
    const office = new Making();
    const found = await office.look();
    expect(found).toEqual({
      subject: { entity: 'client', id: '40001' },
      client: '40001',
      decision: {
        kind: 'contact',
        clientifyId: '5',
        result: { outcome: 'created' },
        giav: {
          mode: 'on',
          operation: 'Cliente_POST',
          changes: expect.arrayContaining([
            { field: 'tipoCliente', to: 'Particular' },
            { field: 'documento', to: NIF },
            { field: 'nombre', to: 'Ana' },
            { field: 'apellidos', to: 'Gil' },
          ]) as unknown[],
          unreadable: [],
        },
        notes: [],
      },
    });
    expect(office.announced).toEqual([
      [
        'ClientWrittenBack',
        {
          id: '40001',
          fields: expect.arrayContaining(['nombre', 'apellidos']) as unknown,
          created: true,
        },
      ],
    ]);
  });

  it('is linked with both sides as they were: what a person types from now on is an edit like any other', async () => {
    const office = new Making();
    await office.look();
    expect(await office.links.get('client', '40001')).toMatchObject({
      id: '40001',
      status: 'linked',
      kind: 'contact',
      clientifyId: '5',
      modified: office.target.modified,
      snapshot: { unread: true },
      createdFrom: office.ports().claims.keyOf(NIF),
      at: office.now.toISOString(),
    });
    expect((await office.links.get('client', '40001'))?.reason).toBeUndefined();
  });

  it('is told of what GIAV made of it, field by field', async () => {
    const office = new Making();
    office.giav.stores = () => '12345678-z';
    const post = office.giav.postClient.bind(office.giav);
    office.giav.postClient = async (client) => {
      const id = await post(client);
      const [stored] = office.giav.clients;
      office.giav.clients.splice(0, 1, { ...(stored as never as object), nombre: 'ANA' } as never);
      return id;
    };
    expect((await office.look()).decision.notes).toEqual([
      { field: 'nombre', note: 'GIAV stored another value' },
      { field: 'documento', note: 'GIAV stored it in another way of writing' },
    ]);
  });

  it.each([
    ['does not show it yet', null],
    ['does not answer', new RetryableError('an outage')],
  ])('although GIAV %s', async (_, error) => {
    const office = new Making();
    office.giav.readClient = () => (error ? Promise.reject(error) : Promise.resolve(null));
    expect((await office.look()).decision).toMatchObject({
      result: { outcome: 'created' },
      notes: [{ field: 'Id', note: 'GIAV does not show the new client yet' }],
    });
    expect(office.said.filter(([level]) => level === 'warn')).toEqual(
      error ? [['warn', 'the new client could not be read', { id: '40001' }]] : [],
    );
    office.giav.readClient = () => Promise.reject(new TypeError('ours'));
    const other = office.person('6', 'X1234567L');
    await expect(
      new ClientCreator(office.ports(), other, refOf(other), true).run(),
    ).rejects.toThrow('ours');
  });

  it.each<[string, Partial<Link>, boolean]>([
    [
      'seen by a run meanwhile',
      { status: 'refused', clientifyId: undefined, at: '2026-11-01T10:00:00.000Z' },
      false,
    ],
    ['linked by a run meanwhile', { at: '2026-11-01T10:00:01.000Z' }, false],
    ['known before', { status: 'refused', clientifyId: undefined, at: OLD }, true],
    [
      'erased',
      { status: 'forgotten', clientifyId: undefined, at: '2026-11-01T10:00:01.000Z' },
      true,
    ],
    ['linked to another contact', { clientifyId: '6', at: '2026-11-01T10:00:01.000Z' }, true],
    [
      'linked to a company of that number',
      { kind: 'company', at: '2026-11-01T10:00:01.000Z' },
      true,
    ],
  ])('by an id that was %s', async (_, link, isForeign) => {
    const office = new Making();
    await office.links.put('client', {
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: '5',
      at: OLD,
      ...link,
    });
    office.giav.clients.push(giavClient(7, { documento: NIF }));
    office.giav.searchClients = () =>
      Promise.resolve({ records: [], invalid: [], size: 0, readAt: 0 });
    office.giav.onPost = () => 7;
    const found = await told(office).catch(reasonOf);
    expect(found).toEqual(
      isForeign ? 'FOREIGN_RECORD' : expect.objectContaining({ is: 'created', client: '7' }),
    );
    // Somebody else's link stays as it is.
    if (isForeign)
      expect({ clientifyId: undefined, ...(await office.links.get('client', '7')) }).toMatchObject(
        link,
      );
  });

  it('while another invocation is at it waits for as long as that one’s answer may be late', async () => {
    const office = new Making();
    const { claims } = office.ports();
    const until = new Date(office.now.getTime() + 1000);
    await claims.claimCreation(NIF, 'contact-6', { holder: 'other', until }, office.now);
    const error = await office.look().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: 'A create of this client may still be under way',
      scope: 'system',
      retryAfterMs: CHANGE.lateMs,
    });
    // What that one has made already needs no claim.
    office.giav.clients.push(giavClient(7, { documento: NIF }));
    expect(await told(office)).toMatchObject({ is: 'NOT_SYNCED_YET', client: '7' });
  });

  it('in a dry run is told with all that would be sent', async () => {
    const office = new Making();
    const { decision, client } = await office.look(false);
    expect([client, decision.giav?.mode, decision.giav?.operation, decision.notes]).toEqual([
      undefined,
      'dry-run',
      'Cliente_POST',
      [],
    ]);
    expect(decision.giav?.changes).toContainEqual({ field: 'documento', to: NIF });
  });
});

describe('a record whose Documento GIAV knows', () => {
  it('is the client’s, and is synced from GIAV first', async () => {
    const office = new Making();
    office.giav.clients.push(giavClient(7, { documento: NIF }));
    expect(await told(office)).toEqual({
      is: 'NOT_SYNCED_YET',
      message: undefined,
      client: '7',
      subject: '7',
    });
  });

  it('of several clients is told with all of their ids, and linked to none', async () => {
    const office = new Making();
    for (const id of [7, 8]) office.giav.clients.push(giavClient(id, { documento: NIF }));
    expect(await told(office)).toEqual({
      is: 'AMBIGUOUS_IN_GIAV',
      message: 'GIAV clients 7, 8',
      client: undefined,
      subject: undefined,
    });
  });

  it('nearly, of several, is told with all of their ids', async () => {
    const office = new Making();
    for (const [id, documento] of [
      [7, 'ES12345678Z'],
      [8, '12345678-Z'],
    ] as const)
      office.giav.clients.push(giavClient(id, { documento }));
    await expect(office.look()).rejects.toMatchObject({
      reason: 'NEAR_DOCUMENTO',
      message: 'contact 5 beside GIAV clients 8, 7: nearly the same Documento',
      refusedFields: ['taxpayer_identification_number'],
    });
  });

  it.each<[string, Partial<Link>, boolean]>([
    ['is its own', { clientifyId: '5' }, true],
    ['was refused so far', { status: 'refused' }, true],
    [
      'is another one that is gone, of the other kind',
      { kind: 'company', clientifyId: '99' },
      true,
    ],
    ['is a company of its number that is there', { kind: 'company', clientifyId: '5' }, false],
    ['is another one that is there', { clientifyId: '6' }, false],
  ])('whose linked record %s', async (_, link, isFree) => {
    const office = new Making();
    office.giav.clients.push(giavClient(7, { documento: NIF }));
    office.person('6', '');
    office.crm.put('company', '5', {});
    await office.links.put('client', {
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: '6',
      at: OLD,
      ...link,
    });
    const found = await told(office);
    const { kind, clientifyId } = { kind: 'contact', clientifyId: '6', ...link };
    expect(found).toMatchObject(
      isFree
        ? { is: 'NOT_SYNCED_YET', client: '7' }
        : {
            is: 'DOCUMENT_TAKEN',
            client: undefined,
            message: `The Documento belongs to ${kind} ${clientifyId}, linked to GIAV client 7`,
          },
    );
  });

  it('and whose linked contact is gone: the two meet for the first time, and the deals follow', async () => {
    const office = new Making();
    office.giav.clients.push(giavClient(7, { documento: NIF }));
    const side = { fields: { first_name: 'h' }, emails: ['e'], phones: ['p'] };
    await office.link('7', '4', { snapshot: { giav: side, clientify: side }, modified: 'm' });
    const { decision, client } = await office.look();
    expect([client, decision.result.notices]).toEqual(['7', ['MERGED_IN_CLIENTIFY']]);
    const link = await office.links.get('client', '7');
    expect(link).toMatchObject({ clientifyId: '5', at: office.now.toISOString() });
    expect([link?.modified, link?.snapshot]).toEqual([
      null,
      { giav: { fields: {} }, clientify: { fields: {} } },
    ]);
  });

  it('and that is claimed for another client at the same moment is told as taken', async () => {
    const office = new Making();
    office.giav.clients.push(giavClient(7, { documento: NIF }));
    await office.link('7', '4');
    const until = new Date(office.now.getTime() + 60_000);
    const claimed = { kind: 'contact', clientifyId: '5', client: '8' } as const;
    await office.links.claimRecord(claimed, { holder: 'run', until }, office.now);
    expect(await told(office)).toEqual({
      is: 'DOCUMENT_TAKEN',
      message: 'contact 5 has the Documento of GIAV client 7 and belongs to GIAV client 8',
      client: undefined,
      subject: '7',
    });
    expect((await office.links.get('client', '7'))?.clientifyId).toBe('4');
  });

  it('as a company is not the contact’s', async () => {
    const office = new Making();
    office.giav.clients.push(giavClient(7, { documento: NIF, tipo: 'Empresa' }));
    expect(await told(office)).toMatchObject({
      is: 'KIND_CHANGED',
      client: undefined,
      subject: '7',
    });
  });
});

describe('a record of which the id map knows the client', () => {
  it('that is gone from GIAV is told with its id: deletes are not undone', async () => {
    const office = new Making();
    await office.link('7', '5');
    expect(await told(office)).toEqual({
      is: 'NOT_IN_GIAV',
      message: 'GIAV client 7 is gone',
      client: undefined,
      subject: '7',
    });
  });

  it.each<Partial<Link>>([{ clientifyId: '6' }, { kind: 'company' }])(
    'that has another record by now (%j) is looked for by its Documento',
    async (more) => {
      const office = new Making();
      await office.link('7', '5');
      await office.links.put('client', {
        id: '7',
        status: 'linked',
        kind: 'contact',
        clientifyId: '5',
        at: OLD,
        ...more,
      });
      office.giav.clients.push(giavClient(7, { documento: 'X1234567L' }));
      expect(await told(office)).toMatchObject({ is: 'created' });
    },
  );

  it('but whose link was lost, since the invocation died before it could write one, gets it again', async () => {
    const office = new Making();
    await office.links.rememberId('contact', '5', '7');
    office.giav.clients.push(giavClient(7, { documento: '12345678-z' }));
    expect(await told(office)).toMatchObject({ is: 'NOT_SYNCED_YET', client: '7' });
    expect(await office.links.get('client', '7')).toMatchObject({
      status: 'linked',
      kind: 'contact',
      clientifyId: '5',
      modified: office.target.modified,
      createdFrom: office.ports().claims.keyOf(NIF),
      at: office.now.toISOString(),
    });
  });

  it.each([
    ['X1234567L', 'FOREIGN_RECORD'],
    ['', 'LINK_BROKEN'],
  ])('that was made of it and shows the Documento "%s"', async (documento, reason) => {
    const office = new Making();
    await office.links.rememberId('contact', '5', '7');
    office.giav.clients.push(giavClient(7, { documento }));
    const found = await told(office).then(({ is }) => is, reasonOf);
    expect(found).toBe(reason);
    // What is somebody else's is linked no more.
    expect((await office.links.get('client', '7')) === null).toBe(reason === 'FOREIGN_RECORD');
  });
});
