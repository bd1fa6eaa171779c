import { REQUIRED } from '../../simulation/agency/clients';
import { World } from '../../simulation/world';
import { nif } from '../../simulators/agency/documents';

const HOUR_MS = 3_600_000;
const WAITING = 24;
const FIRST = 50_001;

const PERSON = { ...REQUIRED, Tipo: 'Particular', Apellidos: 'Soler', Nombre: 'Ana' };

interface Counted {
  messages: number;
  reads: number;
  decisions: number;
}

/** An agency that runs by itself, every hour and without a full run, and what its waiting clients cost. */
class Waiting {
  readonly counted: Counted = { messages: 0, reads: 0, decisions: 0 };

  private constructor(readonly world: World) {
    world.faultOf = (call) => {
      if (call.port === 'clientify' && call.name.startsWith('GET')) this.counted.reads += 1;
      return undefined;
    };
    const { work } = world.account.queues;
    const send = work.send.bind(work);
    work.send = (sent) => {
      this.counted.messages += 1;
      return send(sent);
    };
  }

  static open(): Waiting {
    const world = World.open({
      seed: 5,
      clients: 0,
      settings: JSON.stringify({
        full: { cron: null },
        modified: { everyMinutes: 60, sweepMinutes: 50 },
        writeBack: { mode: 'off' },
      }),
      habits: {
        unseenMs: 0,
        newestLast: true,
        trimsTexts: false,
        plainDocumentos: false,
        stageMovesDate: true,
      },
      switches: { hooks: 'never', documentBy: 'query' },
      start: '2026-06-10T04:00:00Z',
    });
    return new Waiting(world);
  }

  client(at: number, documento: string): void {
    this.world.giav.save(FIRST + at, { ...PERSON, Codigo: String(at), Documento: documento });
  }

  contact(documento: string): Record<string, unknown> {
    return this.world.clientify.records.create(
      'contacts',
      { first_name: 'Ana', taxpayer_identification_number: documento },
      'screen',
    );
  }

  private get decisions(): number {
    return [...this.world.account.table.items.values()].filter(({ pk }) =>
      pk.startsWith('DECISION#'),
    ).length;
  }

  /** What the next hours cost. */
  async hours(count: number): Promise<Counted> {
    const { scheduler } = this.world;
    Object.assign(this.counted, { messages: 0, reads: 0 });
    const before = this.decisions;
    await scheduler.runUntil(scheduler.now + count * HOUR_MS);
    return { ...this.counted, decisions: this.decisions - before };
  }

  reasonOf(at: number): unknown {
    const { items } = this.world.account.table;
    return items.get(`LINK#client#${FIRST + at}\u0000LINK`)?.['reason'];
  }
}

let office: Waiting;
beforeEach(() => {
  office = Waiting.open();
});
afterEach(() => {
  office.world.close();
});

/** Each waits because two contacts have its Documento. */
async function twentyFour(): Promise<void> {
  for (let at = 0; at < WAITING; at++) {
    office.client(at, nif(20_000_000 + at));
    office.contact(nif(20_000_000 + at));
    office.contact(nif(20_000_000 + at));
  }
  const first = await office.hours(1.2);
  expect(first.decisions).toBe(WAITING);
  expect(office.reasonOf(0)).toBe('AMBIGUOUS_DOCUMENT');
}

/** Reads of a run that has anything to look at, besides: whether the key is good, two pages of pipelines, stages and custom fields. */
const SETUP = 7;

/** What runs read of Clientify besides: one that finds nothing asks for the first of these only. */
async function withoutAnybody(hours: number): Promise<number> {
  const other = Waiting.open();
  try {
    await other.hours(1.2);
    return SETUP * (await other.hours(hours)).reads;
  } finally {
    other.world.close();
  }
}

describe('clients that wait for something in Clientify', () => {
  it('cost next to nothing while nothing changes: 24 of them in 24 sweeps', async () => {
    office.world.close();
    const usual = await withoutAnybody(24);
    office = Waiting.open();
    await twentyFour();
    const { messages, reads, decisions } = await office.hours(24);
    expect(decisions).toBe(0);
    // Once a day, in case that a record was deleted: no list tells that.
    expect(messages).toBeLessThanOrEqual(WAITING);
    // A few searches for each look, and two lists for each sweep.
    expect(reads - usual).toBeLessThanOrEqual(5 * WAITING + 24 * 2);
  });

  it('are looked at in the next sweep when somebody has changed what is in their way', async () => {
    await twentyFour();
    await office.hours(5);
    const { clientify } = office.world;
    const contacts = [...clientify.store.records.contacts.values()];
    const double = contacts.find(
      (one) => one['taxpayer_identification_number'] === nif(20_000_003),
    );
    if (!double) throw new Error('there is no such contact');
    const corrected = Object.assign(double, { taxpayer_identification_number: nif(29_999_999) });
    clientify.records.saved('contacts', corrected, 'screen');
    const { messages } = await office.hours(1.3);
    expect(messages).toBe(1);
    expect(office.reasonOf(3)).toBeUndefined();
    expect(office.reasonOf(4)).toBe('AMBIGUOUS_DOCUMENT');
  });

  it('are looked at within a day when what was in their way is deleted, and are never forgotten', async () => {
    await twentyFour();
    await office.hours(30);
    const { clientify } = office.world;
    for (const contact of [...clientify.store.records.contacts.values()].slice(0, 2 * WAITING))
      if (Number(contact['id']) % 2 === 0) clientify.records.remove('contacts', contact, 'screen');
    await office.hours(26);
    for (let at = 0; at < WAITING; at++) expect(office.reasonOf(at)).toBeUndefined();
  });

  it('are all told by a full run', async () => {
    await twentyFour();
    await office.hours(2);
    office.world.account.queues.runs.send({
      body: JSON.stringify({ v: 1, kind: 'start', mode: 'full', runId: 'full-1' }),
    });
    const { decisions } = await office.hours(0.2);
    expect(decisions).toBe(WAITING);
  });

  it('cost nothing to speak of where sixty share a placeholder', async () => {
    office.world.close();
    const usual = await withoutAnybody(24);
    office = Waiting.open();
    office.client(0, '00000000T');
    await office.hours(1.2);
    for (let at = 1; at < 60; at++) office.client(at, '00000000T');
    await office.hours(3);
    const reasons = Array.from({ length: 60 }, (_, at) => office.reasonOf(at));
    expect(reasons.filter((one) => one === 'PLACEHOLDER_DOCUMENTO').length).toBeGreaterThan(50);
    const { messages, reads, decisions } = await office.hours(24);
    expect(decisions).toBeLessThanOrEqual(5);
    expect(messages).toBeLessThanOrEqual(10);
    expect(reads - usual).toBeLessThanOrEqual(24 * 2 + 25);
  });

  it('are refused, all but one, where sixty and one free contact share a Documento from the beginning', async () => {
    office.contact('00000000T');
    for (let at = 0; at < 60; at++) office.client(at, '00000000T');
    await office.hours(3);
    const { items } = office.world.account.table;
    const { contacts } = office.world.clientify.store.records;
    const [contact, ...others] = [...contacts.values()];
    expect(others).toEqual([]);
    const linked = [...items.values()].filter(
      (item) => item.sk === 'LINK' && item['clientifyId'] === String(contact?.['id']),
    );
    expect(linked).toHaveLength(1);
    expect(JSON.stringify(contact)).toContain(`"${String(linked[0]?.['id'])}"`);
    const refused = Array.from({ length: 60 }, (_, at) => office.reasonOf(at)).filter(
      (reason) => reason === 'DOCUMENT_TAKEN' || reason === 'PLACEHOLDER_DOCUMENTO',
    );
    expect(refused).toHaveLength(59);
  });
});
