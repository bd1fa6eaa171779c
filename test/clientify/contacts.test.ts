import { ClientifyApi } from '../../lib/clientify/api';
import { changesOf } from '../harness/changes';
import { RecordError } from '../../lib/sync/errors';
import type { CrmRecord } from '../../simulators/agency/data';
import { MemoryClaims, SOON, contact, startClientify, type Clientify } from '../harness/clientify';

const shared = [{ type: 4, email: 'familia@example.com' }];
const emailsOf = (record: CrmRecord | undefined): unknown[] =>
  ((record?.['emails'] ?? []) as CrmRecord[]).map((one) => one['email']);

describe('a contact is created', () => {
  let clientify: Clientify;
  beforeEach(async () => {
    clientify = await startClientify();
  });
  afterEach(() => {
    clientify.simulator.stop();
    jest.restoreAllMocks();
  });

  const stored = (id: string): CrmRecord | undefined =>
    clientify.simulator.store.records.contacts.get(Number(id));
  /** Somebody's contact that has been there for a year. */
  const somebody = async (fields: CrmRecord = {}): Promise<CrmRecord> => {
    const { record } = clientify.simulator.records.create(
      'contacts',
      {
        first_name: 'Ana',
        last_name: 'Antigua',
        status: 'hot-lead',
        remarks: 'no tocar',
        email: 'familia@example.com',
        phone: '911222333',
        taxpayer_identification_number: 'ANTIGUA',
        tags: ['vip'],
        ...fields,
      },
      'screen',
    );
    record['created'] = '2025-01-02T03:04:05.000006+01:00';
    return Promise.resolve(record);
  };
  const snapshot = (record: CrmRecord): CrmRecord => structuredClone({ ...record, modified: null });
  const withoutEntryIds = (record: CrmRecord): unknown =>
    JSON.parse(
      JSON.stringify({ ...record, modified: null, gdpr_acceptance_date: null }).replace(
        /"id":\d+/g,
        '"id":0',
      ),
    );

  it('in one write that asks for a new one, after a search by its e-mail', async () => {
    const result = await clientify.records().create(contact(1), SOON());
    const calls = clientify.calls().map(({ what }) => what);
    expect(calls).toEqual([
      'GET /v1/contacts/?page=1&page_size=100&query=c1%40example.com',
      'POST /v1/contacts/?force_insert=true',
    ]);
    expect(stored(result.target.id)).toMatchObject({
      first_name: 'Nombre 1',
      gdpr_accept: true,
      tags: ['gesintur'],
    });
    expect(clientify.simulator.records.notices).toBe(1);
  });

  it.each([true, false])(
    'two clients with one e-mail are two contacts (force_insert honoured: %s)',
    async (forceInsert) => {
      clientify.simulator.switches.forceInsert = forceInsert;
      const [first, second] = [
        await clientify.records().create(contact(1, { emails: shared }), SOON()),
        await clientify.records().create(contact(2, { emails: shared }), SOON()),
      ];
      expect(first.target.id).not.toBe(second.target.id);
      expect(stored(first.target.id)).toMatchObject({
        first_name: 'Nombre 1',
        taxpayer_identification_number: 'DOC1',
      });
      expect([first, second].map(({ target }) => emailsOf(stored(target.id)))).toEqual([
        ['familia@example.com'],
        ['familia@example.com'],
      ]);
      expect(clientify.overwritten).toEqual([]);
    },
  );

  it('also when both are created at the same moment', async () => {
    clientify.simulator.switches.forceInsert = false;
    clientify.simulator.weather.latencyMs = 20;
    const made = await Promise.all(
      [1, 2, 3].map((id) => clientify.records().create(contact(id, { emails: shared }), SOON())),
    );
    expect(new Set(made.map(({ target }) => target.id)).size).toBe(3);
    expect(made.map(({ target }) => stored(target.id)?.['first_name'])).toEqual([
      'Nombre 1',
      'Nombre 2',
      'Nombre 3',
    ]);
    expect(clientify.overwritten).toEqual([]);
  });

  it("somebody's contact with its e-mail is never touched, and never linked", async () => {
    clientify.simulator.switches.forceInsert = false;
    const old = await somebody();
    const before = snapshot(old);
    const { target, notices } = await clientify
      .records()
      .create(contact(1, { emails: shared }), SOON());
    expect(target.id).not.toBe(String(old['id']));
    expect({ ...old, modified: null }).toEqual(before);
    expect([emailsOf(stored(target.id)), notices]).toEqual([['familia@example.com'], undefined]);
  });

  it('an e-mail that Clientify refuses twice stays out, with the notice EMAIL_SHARED and both ids', async () => {
    clientify.simulator.switches.sharedEmail = 'refused';
    const old = await somebody();
    const { target, notices, notes } = await clientify
      .records()
      .create(contact(1, { emails: shared }), SOON());
    expect(notices).toEqual(['EMAIL_SHARED']);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.note).toContain(`contact ${target.id}`);
    expect(notes[0]?.note).toContain(`contact ${String(old['id'])}`);
    expect(stored(target.id)).toMatchObject({ first_name: 'Nombre 1', emails: [] });
  });

  describe("when a search did not show whose e-mail it is and the answer is somebody else's contact", () => {
    /** The account finds the contact by something that the search does not show. */
    const unseen = async (how: 'overwritten' | 'unchanged'): Promise<CrmRecord> => {
      Object.assign(clientify.simulator.switches, { forceInsert: false, knownEmail: how });
      const old = await somebody();
      jest
        .spyOn(clientify.simulator.weather, 'answer')
        .mockImplementationOnce(async (what, response) => {
          const body = JSON.stringify({ count: 0, next: null, previous: null, results: [] });
          response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
          clientify.simulator.weather.log.push({ ...what, status: 200 });
          return Promise.resolve();
        });
      return old;
    };

    it('it is not linked, it is alarmed, the account is learnt, and a contact of its own is made without the e-mail', async () => {
      const old = await unseen('overwritten');
      const { target } = await clientify.records().create(contact(1, { emails: shared }), SOON());
      expect(target.id).not.toBe(String(old['id']));
      expect(clientify.overwritten).toEqual([
        expect.objectContaining({
          gesinturId: '1',
          kind: 'contact',
          clientifyId: String(old['id']),
          restored: false,
        }),
      ]);
      expect(clientify.traits.learnt).toEqual(['forceInsertIgnored']);
      clientify.calls();
      await clientify.records().create(contact(2), SOON());
      const posts = clientify.calls().filter(({ what }) => what.startsWith('POST'));
      expect(
        posts.map(({ what, body }) => [what.split('?')[0], 'email' in (body as object)]),
      ).toEqual([
        ['POST /v1/contacts/', false],
        [expect.stringMatching(/\/emails\/$/), true],
      ]);
    });

    it('one that came back unchanged is told apart by its age, its Documento or the id map', async () => {
      const old = await unseen('unchanged');
      const { target } = await clientify.records().create(contact(1, { emails: shared }), SOON());
      expect(target.id).not.toBe(String(old['id']));
    });

    it.each([
      ['the id map links it to another client', { ownerOf: () => Promise.resolve('77') }],
      ['it is older than the call', {}],
    ])(
      'FOREIGN_RECORD where even a create without an e-mail comes back with it: %s',
      async (_, options) => {
        const old = await somebody();
        jest
          .spyOn(clientify.simulator.records, 'create')
          .mockImplementation((_collection, input) => {
            clientify.simulator.records.update('contacts', old, input, 'key');
            return { record: old, isNew: false };
          });
        const created = clientify.records(options).create(contact(1, { emails: [] }), SOON());
        await expect(created).rejects.toMatchObject({
          reason: 'FOREIGN_RECORD',
          message: expect.stringContaining(String(old['id'])) as string,
        });
        expect(clientify.overwritten).toHaveLength(1);
      },
    );
  });

  it('whoever was created with an e-mail lately is no stranger to a search that lags behind', async () => {
    clientify.simulator.switches.forceInsert = false;
    const blind: typeof fetch = (url, init) =>
      fetch(String(url).replace(/query=[^&]*/, 'query=nobody'), init);
    const api = new ClientifyApi(clientify.connect({ fetch: blind }), 5, {
      emailClaims: new MemoryClaims(),
      onOverwrite: (what) => Promise.resolve(void clientify.overwritten.push(what)),
    });
    const [first, second] = [
      await api.create(contact(1, { emails: shared }), SOON()),
      await api.create(contact(2, { emails: shared }), SOON()),
    ];
    expect(second.target.id).not.toBe(first.target.id);
    expect(stored(first.target.id)).toMatchObject({ first_name: 'Nombre 1' });
    expect(clientify.overwritten).toEqual([]);
  });

  it('what a create overwrote is put back from what was read before: fields, custom fields, entries and tags', async () => {
    const old = await somebody({
      custom_fields: [{ field: 'gesintur_sede_fiscal', value: 'FR' }],
      birthday: '1950-05-05',
    });
    const before = withoutEntryIds(old);
    jest
      .spyOn(clientify.simulator.records, 'create')
      .mockImplementationOnce((_collection, input) => {
        clientify.simulator.records.update(
          'contacts',
          old,
          { ...input, phones: [{ type: 1, phone: input['phone'] ?? '' }] },
          'screen',
        );
        return { record: old, isNew: false };
      });
    await expect(
      clientify.records().create(contact(1, { emails: shared }), SOON()),
    ).rejects.toBeInstanceOf(RecordError);
    expect(clientify.overwritten).toEqual([expect.objectContaining({ restored: true })]);
    expect(clientify.overwritten[0]?.fields).toEqual(
      expect.arrayContaining(['first_name', 'gesintur_id', 'phones', 'addresses', 'tags']),
    );
    const now = withoutEntryIds(old) as CrmRecord;
    const idField = (now['custom_fields'] as CrmRecord[])
      .filter((one) => one['field'] === 'gesintur_id')
      .map((one) => one['value']);
    // A custom field cannot be emptied: "--" stands for empty.
    expect(idField).toEqual(['--']);
    const fields = (now['custom_fields'] as CrmRecord[]).filter(
      (one) => one['field'] !== 'gesintur_id',
    );
    expect({ ...now, custom_fields: fields }).toEqual(before);
  });

  it('an existing record gets e-mails, phones, addresses and tags by their own routes only', async () => {
    const records = clientify.records();
    const { target } = await records.create(contact(1), SOON());
    clientify.calls();
    const wanted = contact(1, {
      emails: [{ type: 4, email: 'nueva@example.com' }],
      phones: [{ type: 1, phone: '611111111' }],
      tags: ['gesintur', 'otra'],
    });
    const changes = changesOf(
      { ...wanted, fields: { ...wanted.fields, last_name: 'Otro' } },
      target,
    );
    await records.apply(target, changes);
    const bodies = clientify
      .calls()
      .filter(({ what }) => /^(PATCH|PUT) \/v1\/contacts\/\d+\/$/.test(what));
    expect(bodies.map(({ body }) => Object.keys(body as object))).toEqual([['last_name']]);
    const now = stored(target.id);
    expect(emailsOf(now)).toContain('nueva@example.com');
    expect(now).toMatchObject({ tags: ['gesintur', 'otra'], last_name: 'Otro' });
  });

  it('never sends an empty custom field, nor a text for a boolean', async () => {
    const records = clientify.records();
    const { target } = await records.create(contact(1), SOON());
    clientify.calls();
    const lists = { add: [], replace: [], remove: [] };
    const none = { emails: lists, phones: lists, addresses: lists, tags: [] };
    await records.apply(target, {
      ...none,
      fields: { gdpr_accept: 'false', last_name: 'x' },
      customFields: { gesintur_id: '1', gesintur_sede_fiscal: '' },
    });
    const [patch] = clientify.calls().filter(({ what }) => what.startsWith('PATCH'));
    expect(patch?.body).toEqual({
      last_name: 'x',
      custom_fields: [{ field: 'gesintur_id', value: '1' }],
    });
  });

  it('a lost create that overwrote somebody is not taken for its own', async () => {
    const old = await somebody({ custom_fields: [{ field: 'gesintur_id', value: '1' }] });
    const found = clientify.records().findById('contact', '1', new Date(Date.now() - 900_000));
    await expect(found).rejects.toMatchObject({
      reason: 'FOREIGN_RECORD',
      message: expect.stringContaining(String(old['id'])) as string,
    });
  });
});
