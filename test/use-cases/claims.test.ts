import { DynamoClaims } from '../../lib/state/claims';
import type { Table } from '../../lib/state/table';
import { keys } from '../../lib/state/keys';
import { bareDocumentoKey } from '../../lib/sync/documento-key';
import { startTable } from '../harness/table';

const NIF = '12345678Z';
const NOW = new Date('2026-11-01T10:00:00Z');
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const holder = (name: string, seconds = 60) => ({ holder: name, until: at(seconds) });

let table: Table;
let stop: () => void;
let claims: DynamoClaims;
beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => {
  stop();
});
beforeEach(async () => {
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  claims = new DynamoClaims(table, 'secret-of-the-deployment');
});
const claim = (
  owner: string,
  run: string,
  who: string,
  when = NOW,
): ReturnType<DynamoClaims['claimDocumento']> =>
  claims.claimDocumento(
    'contact',
    NIF,
    owner,
    run,
    { holder: who, until: new Date(when.getTime() + 60_000) },
    when,
    'sent',
  );
const everything = async (): Promise<string> => {
  const items: unknown[] = [];
  for await (const item of table.scan())
    items.push({
      ...item,
      owners: item['owners'] instanceof Set ? [...item['owners']] : undefined,
    });
  return JSON.stringify(items);
};

describe('the claim of a Documento in Clientify', () => {
  it('is one client of a run', async () => {
    expect([await claim('1', 'run', 'a'), await claim('2', 'run', 'b')]).toEqual(['new', 'taken']);
  });
  it('held by another live invocation is not ignored, nor taken over before its time', async () => {
    await claim('1', 'run', 'a');
    expect(await claim('1', 'run', 'b')).toBe('held');
    expect(await claim('1', 'run', 'b', at(59))).toBe('held');
    expect(await claim('1', 'run', 'b', at(61))).toBe('repeated');
  });
  it('of a live invocation of another run is not taken over by another client', async () => {
    await claim('1', 'run', 'a');
    expect(await claim('2', 'later', 'b')).toBe('held');
    expect(await claim('2', 'later', 'b', at(61))).toBe('new');
  });
  it.each(['1', '2'])(
    'that its holder gives up while client %s asks for it: waited for, and then free, never taken for damaged',
    async (asks) => {
      for (const call of ['get', 'update'] as const) {
        await claim('1', 'run', 'a', at(-120));
        const real = table[call].bind(table) as (...args: unknown[]) => Promise<never>;
        const giveUp = async (...args: unknown[]): Promise<never> => {
          // The look for a claim of an earlier version comes first.
          if (call === 'get' && (args[0] as { pk: string }).pk.endsWith(bare)) return real(...args);
          jest.restoreAllMocks();
          await claims.giveUp('contact', NIF, holder('a'));
          return real(...args);
        };
        const bare = bareDocumentoKey(NIF);
        jest.spyOn(table, call).mockImplementation(giveUp);
        await claim(asks, 'run', 'b');
        jest.restoreAllMocks();
        expect(['new', 'repeated', 'taken']).toContain(await claim(asks, 'run', 'b', at(1)));
        for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
      }
    },
  );
  it('that was released may be taken over in a later run, and repeated by its own record', async () => {
    await claim('1', 'run', 'a');
    await claims.release({ documento: ['contact', NIF] }, holder('a'));
    expect(await claim('1', 'run', 'b')).toBe('repeated');
    await claims.release({ documento: ['contact', NIF] }, holder('b'));
    expect(await claim('2', 'later', 'c')).toBe('new');
  });
  it('keeps what its create sent, for whoever finds the record later; another client’s is not told', async () => {
    await claim('1', 'run', 'a');
    expect(await claims.sentWith('contact', NIF, '1')).toBe('sent');
    expect(await claims.sentWith('contact', NIF, '2')).toBeNull();
    await claims.noteSent('contact', NIF, holder('b'), 'other');
    expect(await claims.sentWith('contact', NIF, '1')).toBe('sent');
    await claims.noteSent('contact', NIF, holder('a'), 'other');
    await claim('1', 'run', 'b', at(61));
    expect(await claims.sentWith('contact', NIF, '1')).toBe('other');
  });
  it('is given up by its holder only', async () => {
    await claim('1', 'run', 'a');
    await claims.giveUp('contact', NIF, holder('b'));
    expect(await claim('2', 'run', 'b')).toBe('taken');
    await claims.giveUp('contact', NIF, holder('a'));
    expect(await claim('2', 'run', 'b')).toBe('new');
  });
});

describe('stored Documentos', () => {
  it('are an HMAC with the key of the deployment, never a bare hash', async () => {
    await claim('1', 'run', 'a');
    await claims.claimCreation(NIF, 'contact-5', holder('a'), NOW);
    await claims.noteRefused('contact', NIF, '3');
    const stored = await everything();
    expect(stored).not.toContain(NIF);
    expect(stored).not.toContain(bareDocumentoKey(NIF));
    expect(stored).toContain(claims.keyOf(NIF));
    expect(new DynamoClaims(table, 'another').keyOf(NIF)).not.toBe(claims.keyOf(NIF));
  });
  it.each(['contact', 'giav'] as const)(
    'an old claim (%s) with a bare hash still counts, and is replaced',
    async (kind) => {
      const old = keys.claim(kind, bareDocumentoKey(NIF));
      await table.put({
        ...old,
        v: 1,
        owner: '1',
        runId: 'run',
        claim: { holder: 'old', until: at(30).getTime() },
      });
      if (kind === 'contact')
        expect([await claim('2', 'run', 'b'), await claim('1', 'run', 'b')]).toEqual([
          'taken',
          'held',
        ]);
      else expect(await claims.claimCreation(NIF, 'contact-5', holder('b'), NOW)).toBe(false);
      expect(await everything()).not.toContain(bareDocumentoKey(NIF));
      if (kind === 'contact') expect(await claim('1', 'run', 'b', at(31))).toBe('repeated');
      else expect(await claims.claimCreation(NIF, 'contact-5', holder('b'), at(31))).toBe(true);
    },
  );
  it('an old claim never replaces a new one', async () => {
    await claim('1', 'run', 'a');
    await table.put({
      ...keys.claim('contact', bareDocumentoKey(NIF)),
      v: 1,
      owner: '2',
      runId: 'before',
    });
    expect(await claim('2', 'run', 'b')).toBe('taken');
  });
});

describe('the claim of a create in GIAV', () => {
  it('goes to one, whoever asks, until its time is over', async () => {
    expect(await claims.claimCreation(NIF, 'contact-5', holder('a'), NOW)).toBe(true);
    for (const [owner, who] of [
      ['contact-6', 'b'],
      ['contact-5', 'b'],
      ['contact-6', 'a'],
    ] as const)
      expect(await claims.claimCreation(NIF, owner, holder(who), at(59))).toBe(false);
    expect(await claims.claimCreation(NIF, 'contact-6', holder('b', 200), at(61))).toBe(true);
  });
  it('is one for all ways of writing the Documento', async () => {
    await claims.claimCreation(NIF, 'contact-5', holder('a'), NOW);
    expect(await claims.claimCreation('es-12345678-z', 'contact-6', holder('b'), NOW)).toBe(false);
  });
  it('never outlives its purpose: given up it is gone, and otherwise the table deletes it', async () => {
    await claims.claimCreation(NIF, 'contact-5', holder('a'), NOW);
    expect(JSON.parse(await everything())).toMatchObject([
      { expires: expect.any(Number) as number },
    ]);
    await claims.giveUp('giav', NIF, holder('a'));
    expect(await everything()).toBe('[]');
  });
  it('after the create holds others back while the search may not show the client, its own invocation too', async () => {
    await claims.claimCreation(NIF, 'contact-5', holder('a'), NOW);
    await claims.created(NIF, holder('a'), NOW);
    expect(await claims.claimCreation(NIF, 'contact-6', holder('a'), at(59))).toBe(false);
    expect(await claims.claimCreation(NIF, 'contact-6', holder('a', 200), at(61))).toBe(true);
  });
});

describe('how many clients were refused for one Documento', () => {
  it('is counted by id, over runs and invocations, and survives a new holder of the claim', async () => {
    for (const id of ['2', '3', '3', '2']) await claims.noteRefused('contact', NIF, id);
    await claim('1', 'run', 'a');
    await claims.release({ documento: ['contact', NIF] }, holder('a'));
    await claim('9', 'later', 'b');
    expect(
      await new DynamoClaims(table, 'secret-of-the-deployment').noteRefused('contact', NIF, '4'),
    ).toBe(3);
    expect(await claims.noteRefused('company', NIF, '4')).toBe(1);
  });
  it('is bounded', async () => {
    for (let id = 1; id <= 60; id++) await claims.noteRefused('contact', NIF, String(id));
    expect([
      await claims.noteRefused('contact', NIF, '61'),
      await claims.noteRefused('contact', NIF, '7'),
    ]).toEqual([50, 50]);
  });
});
