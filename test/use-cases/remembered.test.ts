import { parseSyncConfig } from '../../lib/config/environment';
import type { WriteResult } from '../../lib/ports/clientify';
import { inFull, linkOf, updateRecord, type Updated } from '../../lib/record/update-record';
import { sidesOf, takeBase } from '../../lib/sync/base';
import { NOT_CHANGED_LISTS, type Changes } from '../../lib/sync/changes';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import type { Reason } from '../../lib/sync/reasons';
import { fingerprint } from '../../lib/sync/fingerprint';
import { MAIN_ADDRESS, type Desired, type Target } from '../../lib/sync/target';
import { giavClient } from '../harness/giav-in-memory';

const DESIRED = mapClient(
  giavClient(7, { documento: '12345678Z', direccion: 'C/ Mayor 1', poblacion: 'Soria' }),
  clientMapping(parseSyncConfig('{}'), () => null),
).desired;
const ADDRESS = {
  street: 'C/ Mayor 1',
  city: 'Soria',
  state: '',
  country: '',
  postal_code: '',
  type: MAIN_ADDRESS,
};
const WHOLE: Target = {
  kind: 'contact',
  id: '5',
  modified: 'm1',
  fields: { ...DESIRED.fields },
  emails: [],
  phones: [],
  addresses: [],
  customFields: { ...DESIRED.customFields },
  tags: [],
};
const NOTHING = { verdicts: {}, lists: {}, parked: [], cut: [] };
const changes = (more: Partial<Changes> = {}): Changes => ({
  ...NOT_CHANGED_LISTS,
  fields: {},
  customFields: {},
  ...more,
});

/** Clientify, whose answer to a write and to the reading after it are given. */
function clientify(answer: Partial<WriteResult> = {}, later: Target | null = WHOLE) {
  const calls: string[] = [];
  return {
    calls,
    read: (kind: string, id: string) => {
      calls.push(`read ${kind} ${id}`);
      return Promise.resolve(later);
    },
    apply: (): Promise<WriteResult> => {
      calls.push('apply');
      return Promise.resolve({
        target: WHOLE,
        sent: [{ method: 'PATCH', path: '/contacts/5/' }],
        notes: [],
        ...answer,
      });
    },
  };
}

describe('the answer to a write', () => {
  const without = (key: keyof Target): Target => ({ ...WHOLE, [key]: undefined });
  const fieldsWithout = (field: string): Target['fields'] =>
    Object.fromEntries(Object.entries(WHOLE.fields).filter(([name]) => name !== field));

  it.each<[string, Target]>([
    ['a field that may be edited on both sides', { ...WHOLE, fields: fieldsWithout('last_name') }],
    ['the e-mails', without('emails')],
    ['the phones', without('phones')],
    ['the addresses', without('addresses')],
  ])('that lacks %s is not believed to be the record: it is read once more', async (_, poorer) => {
    const api = clientify();
    expect([await inFull(api, DESIRED, poorer), api.calls]).toEqual([WHOLE, ['read contact 5']]);
    expect(await inFull(clientify({}, null), DESIRED, poorer)).toBe(poorer);
  });

  it('that shows all of it needs no reading; nor does one that lacks what is GIAV’s alone, nor a deal’s', async () => {
    const api = clientify();
    for (const [desired, target] of [
      [DESIRED, WHOLE],
      [DESIRED, { ...WHOLE, fields: fieldsWithout('contact_type') }],
      [
        { ...DESIRED, kind: 'deal' },
        { ...without('emails'), kind: 'deal' },
      ],
    ] as [Desired, Target][])
      expect(await inFull(api, desired, target)).toBe(target);
    expect(api.calls).toEqual([]);
  });
});

describe('a record that is brought to what was decided', () => {
  const sides = sidesOf(DESIRED, WHOLE, null);
  const update = (
    api: ReturnType<typeof clientify>,
    made: Changes,
    link: Parameters<typeof updateRecord>[3] = null,
    target = WHOLE,
  ) => updateRecord(api, sidesOf(DESIRED, target, null), { changes: made, settled: NOTHING }, link);

  it('is not written where nothing is to be sent: it is as it was read', async () => {
    const api = clientify();
    const accepted = { remarks: { wanted: 'a', got: 'b' } } as never;
    const done = await update(api, changes(), { accepted, snapshot: undefined });
    expect([api.calls, done.write, done.target, done.accepted, done.moved]).toEqual([
      [],
      null,
      WHOLE,
      accepted,
      [],
    ]);
    expect(done.base).toMatchObject({ clientify: takeBase(sides).clientify });
  });

  it('tells what was sent; what Clientify made of it before is forgotten where it was sent again', async () => {
    const accepted = { last_name: 'old', remarks: 'kept' } as never;
    const link = { accepted, snapshot: undefined };
    const done = await update(clientify(), changes({ fields: { last_name: 'Gil' } }), link);
    expect(done.write?.sent).toHaveLength(1);
    expect(done.accepted).toMatchObject({ remarks: 'kept' });
    expect(done.accepted['last_name']).not.toBe('old');
  });

  it('was not updated where the account is known not to take what was to be sent', async () => {
    const made = changes({ fields: { last_name: 'Gil' } });
    expect((await update(clientify({ sent: [] }), made)).write).toBeNull();
    const noted = clientify({ sent: [], notes: [{ field: 'last_name', note: 'refused' }] });
    expect((await update(noted, made)).write).not.toBeNull();
  });

  it.each([
    [[], 'a2'],
    [[{ ...ADDRESS, id: 'a1', street: 'Otra', type: 9 }], 'a2'],
  ])('knows the address that it added by its id from then on', async (before, id) => {
    const found = { ...WHOLE, addresses: [...before, { ...ADDRESS, id }] };
    const made = changes({ addresses: { add: [ADDRESS], replace: [], remove: [] } });
    const done = await update(clientify({ target: found }), made, null, {
      ...WHOLE,
      addresses: before,
    });
    expect(done.base.addressId).toBe(id);
  });

  it('keeps the id of the address that is ours, and has none where Clientify did not take it', async () => {
    const theirs = { ...WHOLE, addresses: [{ ...ADDRESS, id: 'a1' }] };
    const done = await update(clientify(), changes(), null, theirs);
    expect(done.base.addressId).toBe('a1');
    const made = changes({ addresses: { add: [ADDRESS], replace: [], remove: [] } });
    expect((await update(clientify(), made)).base.addressId).toBeUndefined();
  });
});

describe('what is remembered of a record', () => {
  const base = takeBase(sidesOf(DESIRED, WHOLE, null));
  const updated: Updated = { target: WHOLE, accepted: {}, write: null, base, moved: [] };
  const remembered = (more: Partial<Parameters<typeof linkOf>[2]> = {}) =>
    linkOf(DESIRED, updated, { notices: [], again: false, ...more });

  it('is what it was made from, and what both sides showed', () => {
    expect(remembered()).toEqual({
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: '5',
      fingerprint: fingerprint(DESIRED),
      modified: 'm1',
      accepted: {},
      snapshot: base,
    });
  });

  it('of one that wants another look is never what an unchanged one shows', () => {
    expect(remembered({ again: true }).modified).toBeNull();
  });

  it('is told an admin as long as it stands, and nothing else', () => {
    const notices: Reason[] = ['REPLACED', 'EDIT_PARKED', 'CHANGED_IN_CLIENTIFY'];
    expect(remembered({ notices }).notices).toEqual(['EDIT_PARKED']);
    expect(remembered({ notices: ['REPLACED'] }).notices).toBeUndefined();
  });

  it.each([
    [undefined, undefined, undefined],
    [[], undefined, undefined],
    [['6'], ['6'], ['DUPLICATE_IN_CLIENTIFY']],
  ])('others with its Documento: %j', (duplicates, kept, notices) => {
    const link = remembered({ ...(duplicates && { duplicates }) });
    expect([link.duplicates, link.notices]).toEqual([kept, notices]);
  });

  it('keeps parked edits, what may move, what is fought over, and the key of the Documento', () => {
    const parked = { remarks: {} } as never;
    const fights = { status: {} } as never;
    expect(remembered({ parked, movable: true, fights, documentoKey: 'k' })).toMatchObject({
      parked,
      movable: true,
      fights,
      documentoKey: 'k',
    });
    const none = remembered({ parked: {}, movable: false });
    expect([none.parked, none.movable]).toEqual([undefined, undefined]);
  });
});
