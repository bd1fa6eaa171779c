import { forgetClient } from '../../lib/admin/forget';
import type { Link } from '../../lib/ports/links';
import { DynamoAnswers } from '../../lib/state/answers';
import { Audits, type Audit } from '../../lib/state/audits';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import type { Table } from '../../lib/state/table';
import { keys } from '../../lib/state/keys';
import { bareDocumentoKey } from '../../lib/sync/documento-key';
import { startTable } from '../harness/table';

const NIF = '12345678Z';
const NOW = new Date('2026-11-01T10:00:00Z');
const holder = { holder: 'a', until: new Date(NOW.getTime() + 60_000) };
let table: Table;
let stop: () => void;
let claims: DynamoClaims;
let links: DynamoLinks;

beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => {
  stop();
});
beforeEach(async () => {
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  claims = new DynamoClaims(table, 'secret-of-the-deployment');
  links = new DynamoLinks(table);
  await links.replace(
    'client',
    {
      id: '7',
      status: 'linked',
      kind: 'contact',
      clientifyId: '5',
      createdFrom: claims.keyOf(NIF),
      at: 't',
    },
    null,
  );
});
const forget = (id: string, stayAway = true, unseen = 0): Promise<Audit> =>
  forgetClient(
    {
      table,
      links,
      audits: new Audits(table),
      deadLetters: {
        take: () => Promise.resolve([]),
        unseen: () => Promise.resolve(unseen),
        release: () => Promise.resolve(),
        remove: () => Promise.resolve(),
      },
      runs: { active: () => Promise.resolve(null) },
      now: () => NOW,
      by: 'admin',
    },
    id,
    stayAway,
  );
const left = async (): Promise<string> => {
  const items: unknown[] = [];
  for await (const item of table.scan())
    items.push({
      ...item,
      owners: item['owners'] instanceof Set ? [...item['owners']] : undefined,
    });
  return JSON.stringify(items);
};

describe('forget removes every hash of the Documento of that person, and says so', () => {
  it('of its creation in Clientify, of its own in GIAV, of its link; also a bare one of an earlier version', async () => {
    await claims.claimDocumento('contact', NIF, '7', 'run', holder, NOW, 'sent');
    await claims.claimCreation(NIF, 'contact-5', holder, NOW);
    await table.put({
      ...keys.claim('company', bareDocumentoKey(NIF)),
      v: 1,
      owner: '7',
      runId: 'r',
    });
    expect((await forget('7')).erased).toMatchObject({ claims: 3 });
    const text = await left();
    for (const hash of [claims.keyOf(NIF), bareDocumentoKey(NIF)]) expect(text).not.toContain(hash);
  });
  it('takes it out of the list of those that were refused, which is of many', async () => {
    for (const id of ['7', '8']) await claims.noteRefused('contact', 'PENDIENTE', id);
    expect((await forget('7')).erased).toMatchObject({ claims: 1 });
    expect(await claims.noteRefused('contact', 'PENDIENTE', '9')).toBe(2);
  });
  it.each([true, false])(
    'with a write that is not verified yet: its mark goes, too (stays away: %s)',
    async (stayAway) => {
      const before = await links.get('client', '7');
      await links.replace('client', { ...before, unverified: true } as Link, before);
      await forget('7', stayAway);
      expect(await links.get('client', '7')).toEqual(
        stayAway ? expect.objectContaining({ status: 'forgotten', at: NOW.toISOString() }) : null,
      );
      expect(await left()).not.toContain('unverified');
    },
  );
  it('leaves the claims, marks and waiting of others', async () => {
    await claims.claimDocumento('contact', 'X1', '8', 'run', holder, NOW, 'sent');
    await claims.claimCreation('X2', 'contact-6', holder, NOW);
    await links.markForeign('contact', '6', '7');
    await new DynamoPending(table).addMany('asked', ['7', '8']);
    await forget('7');
    const text = await left();
    expect(text).toContain(claims.keyOf('X1'));
    expect(text).toContain(claims.keyOf('X2'));
    expect(await links.known('contact', '6')).toEqual({ id: '7', foreign: true });
    expect(await new DynamoPending(table).list('asked')).toEqual(['8']);
  });
});

it('forget erases what was answered about the client at the console, and what was answered about others stays', async () => {
  const answers = new DynamoAnswers(table);
  const at = NOW.toISOString();
  const about = { do: 'compare', by: 'ana', askedAt: at, doneAt: at, refused: null };
  await answers.put({ ...about, id: 'a', result: [{ client: '7', giav: 'x' }] }, NOW);
  await answers.put({ ...about, id: 'b', result: { records: [{ id: '5' }] } }, NOW);
  await answers.put({ ...about, id: 'c', result: [{ client: '77', giav: 'x' }] }, NOW);
  expect((await forget('7')).erased).toMatchObject({ answers: 2 });
  expect(await answers.get('a', NOW)).toBeNull();
  expect(await answers.get('c', NOW)).not.toBeNull();
});

it('forget reports no erasure while a dead letter cannot be looked at', async () => {
  await expect(forget('7', true, 1)).rejects.toThrow(/dead-letter queue.*in a minute/);
  expect(await left()).not.toContain('AUDIT');
});

describe('forget takes the client off the failed list', () => {
  it('out of both of its orders, and nobody else', async () => {
    const failures = new DynamoFailures(table);
    const failed = { at: 't', runId: 'r', reason: 'GIAV_REFUSED', message: '' };
    for (const id of ['7', '77']) await failures.add('client', id, failed);
    await forget('7');
    const { failures: left } = await failures.ofReason('GIAV_REFUSED', 10);
    expect(left.map(({ id }) => id)).toEqual(['77']);
    expect(await failures.reasons()).toMatchObject([{ count: 1 }]);
  });
});
