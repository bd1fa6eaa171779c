import { ClientifyHttp } from '../../lib/clientify/http';
import { ClientifyApi } from '../../lib/clientify/api';
import { parseSyncConfig } from '../../lib/config/environment';
import type { RunMessage } from '../../lib/ports/messages';
import { SqsChangeQueue } from '../../lib/queue/changes';
import { DynamoAccount } from '../../lib/state/account';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoHourlyWrites } from '../../lib/state/hourly-writes';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoSamples } from '../../lib/state/samples';
import type { Table } from '../../lib/state/table';
import { keys } from '../../lib/state/keys';
import { DynamoDays } from '../../lib/state/days';
import { DynamoWayBackNotes } from '../../lib/state/way-back-notes';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import type { ClientKind, Target, TargetKind, TargetRef } from '../../lib/sync/target';
import {
  processChanges,
  type ChangeDelivery,
  type ChangePorts,
} from '../../lib/way-back/process-changes';
import { ClientifyInMemory } from '../harness/clientify-in-memory';
import { GiavInMemory, giavClient } from '../harness/giav-in-memory';
import { startTable } from '../harness/table';

const NOW = new Date('2026-11-01T10:00:00Z');
/** DNI numbers with their letters. */
const nif = (number: number): string => `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] ?? ''}`;

class Records extends ClientifyApi {
  readonly reads: string[] = [];
  constructor(private readonly crm: ClientifyInMemory) {
    super(new ClientifyHttp({ baseUrl: 'http://clientify.invalid/v1', token: 't' }), 1);
  }
  override read(kind: TargetKind, id: string): Promise<Target | null> {
    this.reads.push(`${kind} ${id}`);
    return this.crm.read(kind, id);
  }
  override findByDocumento(kind: ClientKind, documento: string): Promise<TargetRef[]> {
    return this.crm.findByDocumento(kind, documento);
  }
}

let table: Table;
let stop: () => void;
let crm: ClientifyInMemory;
let records: Records;
let giav: GiavInMemory;
let sent: RunMessage[];
let buried: string[];

beforeAll(async () => {
  ({ table, stop } = await startTable());
});
afterAll(() => {
  stop();
});
beforeEach(async () => {
  for await (const { pk, sk } of table.scan()) await table.delete({ pk, sk });
  crm = new ClientifyInMemory();
  records = new Records(crm);
  giav = new GiavInMemory();
  sent = [];
  buried = [];
});

const nothing = (): Promise<void> => Promise.resolve();
const ports = (settings: object = {}): ChangePorts => ({
  giav,
  clientify: records,
  links: new DynamoLinks(table),
  account: new DynamoAccount(table),
  claims: new DynamoClaims(table, 'secret-of-the-deployment'),
  incidents: new DynamoIncidents(table),
  hourlyWrites: new DynamoHourlyWrites(table),
  unverified: new DynamoUnverifiedWrites(table, new DynamoLinks(table)),
  pending: new DynamoPending(table),
  watermarks: new DynamoWatermarks(table),
  decisions: new DynamoDecisions(table),
  failures: new DynamoFailures(table),
  samples: new DynamoSamples(table),
  events: { announce: nothing, announceAll: nothing },
  changes: { postpone: nothing, send: nothing },
  workQueue: { bury: (body) => Promise.resolve(void buried.push(body)) },
  runQueue: { send: (message) => Promise.resolve(void sent.push(message)) },
  config: parseSyncConfig(
    JSON.stringify({ writeBack: { mode: 'on', acknowledgeUnreadable: true }, ...settings }),
  ),
  putSettings: { taxDistricts: {}, refusePortalClients: false },
  countryCode: () => null,
  claimant: { holder: 'one', until: new Date(NOW.getTime() + 300_000) },
  clock: { now: () => NOW },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  meter: { add: () => undefined },
  timeLeft: () => 60_000,
});
let next = 0;
const delivery = (body: unknown, groupId: string): ChangeDelivery => ({
  messageId: `m${++next}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receiptHandle: `h${next}`,
  groupId,
  receiveCount: 1,
  sentAt: NOW,
});
const hint = (id: string, of = 'contact') => ({ v: 1, kind: 'change', of, id, source: 'webhook' });
const person = (id: string, documento: string): Target =>
  crm.put('contact', id, {
    first_name: 'Ana',
    last_name: 'Gil',
    status: 'client',
    taxpayer_identification_number: documento,
  });

describe('an import of contacts', () => {
  it('25 of them start one run per batch, not one each, with all their clients', async () => {
    const ids = Array.from({ length: 25 }, (_, at) => String(at + 1));
    for (const id of ids) person(id, nif(40_000_000 + Number(id)));
    for (let at = 0; at < ids.length; at += 10) {
      const batch = ids.slice(at, at + 10).map((id) => delivery(hint(id), `contact-${id}`));
      expect(await processChanges(ports(), batch)).toEqual([]);
    }
    expect(giav.posted).toHaveLength(25);
    expect(sent.map((message) => message.kind === 'redrive' && message.records.length)).toEqual([
      10, 10, 5,
    ]);
    expect(await new DynamoPending(table).list('asked')).toHaveLength(25);
  });
  it('a batch without such a wish sends nothing', async () => {
    await processChanges(ports(), [delivery(hint('404'), 'contact-404')]);
    expect([sent, await new DynamoPending(table).list('asked')]).toEqual([[], []]);
  });
});

describe('the messages of a group', () => {
  it('a shape that cannot be kept does not keep the changes beside it from being looked at', async () => {
    person('7', nif(40_000_007));
    const samples = { add: () => Promise.reject(new Error('the table does not answer')) };
    const batch = [
      delivery({ v: 1, kind: 'sample', shape: { a: 'string' } }, 'contact-7'),
      delivery(hint('7'), 'contact-7'),
    ];
    expect(await processChanges({ ...ports(), samples }, batch)).toEqual([]);
    expect(records.reads).toContain('contact 7');
  });
  it('an unreadable first message is kept for a human and does not drop the rest', async () => {
    person('5', nif(40_000_001));
    const batch = [
      delivery('not JSON', 'contact-5'),
      delivery({ v: 99, kind: 'change' }, 'contact-5'),
      delivery(hint('5'), 'contact-5'),
    ];
    expect(await processChanges(ports(), batch)).toEqual([]);
    expect(buried).toEqual([batch[0]?.body, batch[1]?.body]);
    expect(giav.posted).toHaveLength(1);
  });
  it('samples are each kept', async () => {
    const batch = ['a', 'b'].map((key) =>
      delivery({ v: 1, kind: 'sample', shape: { [key]: 'string' } }, 'samples'),
    );
    let at = 0;
    await processChanges({ ...ports(), clock: { now: () => new Date(NOW.getTime() + at++) } }, [
      delivery('?', 'samples'),
      ...batch,
    ]);
    expect((await new DynamoSamples(table).recent(10)).map(({ shape }) => shape)).toEqual([
      { b: 'string' },
      { a: 'string' },
    ]);
    expect(buried).toEqual(['?']);
  });
  it('what an admin chose is not lost among hints about the same record, nor taken for one by the queue', async () => {
    const seen = { field: 'remarks', winner: 'giav', giav: 'a', clientify: 'b' } as const;
    const chosen = { ...hint('404'), source: 'redrive', choices: [seen] };
    const looked: string[] = [];
    const log = {
      ...ports().log,
      info: (text: string, ids = {}) => void looked.push(`${text} ${JSON.stringify(ids)}`),
    };
    const batch = [hint('404'), chosen, hint('404')].map((one) => delivery(one, 'contact-404'));
    await processChanges({ ...ports(), log }, batch);
    expect(looked.filter((text) => text.startsWith('looking'))).toEqual([
      'looking at a change {"kind":"contact","id":"404","source":"redrive"}',
    ]);
    const ids: unknown[] = [];
    const sqs = {
      send: ({ input }: { input: { MessageDeduplicationId: string } }) =>
        Promise.resolve(ids.push(input.MessageDeduplicationId)),
    } as never;
    const queue = new SqsChangeQueue(sqs, 'queue', () => NOW);
    for (const one of [hint('404'), chosen, { ...chosen, choices: [{ ...seen, giav: 'c' }] }])
      await queue.send(one as never);
    expect(new Set(ids).size).toBe(3);
  });
  it('is noted for the pages: when Clientify was last heard of, and what was written to GIAV; a failure of that stops nothing', async () => {
    person('5', nif(40_000_005));
    const notes = new DynamoWayBackNotes(table);
    await processChanges({ ...ports(), notes }, [delivery(hint('5'), 'contact-5')]);
    expect(await notes.lastHeard()).toBe(NOW.toISOString());
    const broken = { heard: () => Promise.reject(new Error('no')), written: nothing };
    const batch = [delivery(hint('5'), 'contact-5')];
    expect(await processChanges({ ...ports(), notes: broken }, batch)).toEqual([]);
    await table.delete(keys.heard());
    const asked = { ...hint('5'), source: 'redrive' };
    await processChanges({ ...ports(), notes }, [delivery(asked, 'contact-5')]);
    expect(await notes.lastHeard()).toBeNull();
    const [day] = await new DynamoDays(table).last(1);
    expect(day).toMatchObject({ date: '2026-11-01', writtenBack: 1 });
  });
  it('hints about one record are one look at it, also with something unreadable between them', async () => {
    person('5', '');
    await processChanges(ports(), [
      delivery(hint('5'), 'g'),
      delivery('?', 'g'),
      delivery(hint('5'), 'g'),
    ]);
    expect(records.reads).toEqual(['contact 5']);
  });
});

describe('what a status is called', () => {
  const labels = async (): Promise<unknown> =>
    Object.fromEntries(
      (await new DynamoAccount(table).labels()).map(({ code, label }) => [code, label]),
    );

  it('is learnt from a hint, beside the code that the record shows; the last word counts', async () => {
    person('5', '');
    person('6', '');
    await processChanges(ports(), [
      delivery({ ...hint('5'), label: 'Cliente' }, 'contact-5'),
      delivery(hint('6'), 'contact-6'),
    ]);
    expect(await labels()).toEqual({ client: 'Cliente' });
    await processChanges(ports(), [
      delivery({ ...hint('5'), label: 'Cliente' }, 'contact-5'),
      delivery({ ...hint('5'), label: 'Cliente activo' }, 'contact-5'),
    ]);
    expect(await labels()).toEqual({ client: 'Cliente activo' });
  });
  it('a code is no name of itself, and a record without a status has none', async () => {
    person('5', '');
    crm.put('contact', '6', { first_name: 'Ana', status: '' });
    await processChanges(ports(), [
      delivery({ ...hint('5'), label: 'client' }, 'contact-5'),
      delivery({ ...hint('6'), label: 'Cliente' }, 'contact-6'),
    ]);
    expect(await labels()).toEqual({});
  });
});

describe('a record that is gone', () => {
  const [DOCUMENTO, OTHER] = [nif(40_000_001), nif(40_000_002)];
  const linked = (): Promise<unknown> =>
    new DynamoLinks(table).replace(
      'client',
      { id: '7', status: 'linked', kind: 'contact', clientifyId: '5', at: NOW.toISOString() },
      null,
    );
  const told = async (): Promise<unknown[]> => {
    const decisions: unknown[] = [];
    for await (const { reason, notices, message } of new DynamoDecisions(table).of(
      'client',
      '7',
      NOW,
    ))
      decisions.push({ reason, notices, message });
    return decisions;
  };
  beforeEach(async () => {
    giav.clients.push(giavClient(7, { documento: DOCUMENTO }));
    await linked();
  });

  it('deleted: told, and nothing follows', async () => {
    person('6', OTHER);
    await processChanges(ports(), [delivery(hint('5'), 'contact-5')]);
    expect(await told()).toEqual([{ reason: 'CLIENTIFY_RECORD_GONE' }]);
    expect(sent).toEqual([]);
  });
  it.each(['', '7'])(
    'merged into one with exactly the Documento and no other id ("%s"): a run is asked for at once, which links it',
    async (gesinturId) => {
      person('6', DOCUMENTO);
      crm.put(
        'contact',
        '6',
        { taxpayer_identification_number: DOCUMENTO },
        { gesintur_id: gesinturId },
      );
      await processChanges(ports(), [delivery(hint('5'), 'contact-5')]);
      expect(await told()).toEqual([
        {
          reason: 'CLIENTIFY_RECORD_GONE',
          notices: ['MERGED_IN_CLIENTIFY'],
          message: 'contact 5 is gone; contact 6 has its Documento',
        },
      ]);
      expect(sent).toMatchObject([{ kind: 'redrive', records: [{ entity: 'client', id: '7' }] }]);
    },
  );
  it('merged into one that carries another id: proposed to the admin with both ids, and nothing is linked', async () => {
    crm.put('contact', '6', { taxpayer_identification_number: DOCUMENTO }, { gesintur_id: '8' });
    await processChanges(ports(), [delivery(hint('5'), 'contact-5')]);
    expect(await told()).toEqual([
      {
        reason: 'CLIENTIFY_RECORD_GONE',
        notices: ['MERGED_IN_CLIENTIFY'],
        message: 'contact 5 is gone; contact 6 (gesintur_id 8) has its Documento',
      },
    ]);
    expect(sent).toEqual([]);
  });
  it("a Documento that is nearly the same is nobody's", async () => {
    person('6', DOCUMENTO.toLowerCase());
    await processChanges(ports(), [delivery(hint('5'), 'contact-5')]);
    expect(await told()).toEqual([{ reason: 'CLIENTIFY_RECORD_GONE' }]);
  });
  it('a client that has another record by now is not spoken of', async () => {
    const before = await new DynamoLinks(table).get('client', '7');
    await new DynamoLinks(table).replace(
      'client',
      { id: '7', status: 'linked', kind: 'contact', clientifyId: '6', at: NOW.toISOString() },
      before,
    );
    await processChanges(ports(), [delivery(hint('5'), 'contact-5')]);
    expect([await told(), sent]).toEqual([[], []]);
  });
});

describe('what the way back must not do', () => {
  it('a gesintur_id that is no number is not looked up', async () => {
    crm.put(
      'contact',
      '5',
      { taxpayer_identification_number: nif(40_000_001) },
      { gesintur_id: '1003.0' },
    );
    // After the first full run, whose absence would keep it from being asked for.
    await new DynamoWatermarks(table).advance(
      { since: NOW.toISOString(), settings: 's', sweptAt: NOW.toISOString(), officePrefix: false },
      NOW,
    );
    let looked = 0;
    giav.onRead = (): void => {
      looked += 1;
    };
    await processChanges(ports(), [delivery(hint('5'), 'contact-5')]);
    expect([looked, giav.searches, giav.posted.length, sent]).toEqual([0, 0, 0, []]);
    const told: unknown[] = [];
    for await (const { reason } of new DynamoDecisions(table).of('contact', '5', NOW))
      told.push(reason);
    expect(told).toEqual(['LINK_BROKEN']);
  });
  it('disabled clients are not written back if they are left out', async () => {
    const target = crm.put(
      'contact',
      '5',
      { first_name: 'Otra', last_name: 'Gil', taxpayer_identification_number: 'X1' },
      { gesintur_id: '7' },
    );
    giav.clients.push(giavClient(7, { documento: 'X1', deshabilitado: true }));
    const snapshot = {
      giav: { fields: { first_name: 'x' } },
      clientify: { fields: { first_name: 'x' } },
    };
    await new DynamoLinks(table).replace(
      'client',
      {
        id: '7',
        status: 'linked',
        kind: 'contact',
        clientifyId: target.id,
        snapshot,
        at: NOW.toISOString(),
      },
      null,
    );
    await processChanges(ports({ disabledClients: 'skip' }), [delivery(hint('5'), 'contact-5')]);
    const told: unknown[] = [];
    for await (const { outcome, reason } of new DynamoDecisions(table).of('client', '7', NOW))
      told.push([outcome, reason]);
    expect(told).toEqual([['skipped', 'DISABLED_CLIENT']]);
  });
});
