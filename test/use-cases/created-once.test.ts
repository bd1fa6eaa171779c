import type { RecordMessage } from '../../lib/ports/messages';
import type { Link } from '../../lib/ports/links';
import type { Upserted } from '../../lib/record/work';
import { CREATE, LATECOMERS } from '../../lib/sync/budget';
import { ForeignRecordError, RecordError, RetryableError } from '../../lib/sync/errors';
import { fingerprint } from '../../lib/sync/fingerprint';
import type { Candidates, Desired } from '../../lib/sync/target';
import { NIF, UpsertOffice, messageOfClient } from '../ports/upsert-office';

const START = new Date('2026-11-01T10:00:00Z');
const lost = new RetryableError('no answer', { maybeApplied: true });

/** A worker, with what is asked of Clientify. */
class Office extends UpsertOffice {
  readonly asked: [string, ...unknown[]][] = [];
  confirmed = 0;

  constructor() {
    super(START);
    const { crm } = this;
    const findById = crm.findById.bind(crm);
    crm.findById = (...args: unknown[]) => {
      this.asked.push(['by id', ...args]);
      return (findById as (...all: unknown[]) => ReturnType<typeof findById>)(...args);
    };
    const findByDocumento = crm.findByDocumento.bind(crm);
    crm.findByDocumento = (...args: unknown[]) => {
      this.asked.push(['by Documento', ...args]);
      return (findByDocumento as (...all: unknown[]) => ReturnType<typeof findByDocumento>)(
        ...args,
      );
    };
    const latecomers = crm.latecomers.bind(crm);
    crm.latecomers = (...args: unknown[]) => {
      this.asked.push(['latecomers', args[1]]);
      return (latecomers as (...all: unknown[]) => ReturnType<typeof latecomers>)(...args);
    };
    crm.confirmWrite = () => {
      this.confirmed += 1;
      return Promise.resolve();
    };
  }

  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  /** The next create, which may come true although it was never answered. */
  answer(error: Error, isApplied = false): void {
    this.crm.onCreate = (create) => {
      if (isApplied) create();
      throw error;
    };
  }
}

const NOBODY: Candidates = { byId: [], byDocument: [] };
const client = messageOfClient;
const DEAL: Desired = {
  kind: 'deal',
  gesinturId: '900',
  documento: '',
  fields: { name: '2600900' },
  emails: [],
  phones: [],
  address: null,
  customFields: { gesintur_expediente_id: '900' },
  tags: [],
  notes: [],
};
const deal = (more: Partial<RecordMessage> = {}): RecordMessage => ({
  ...client(),
  entity: 'expediente',
  id: '900',
  desired: DEAL,
  ...more,
});
const linkedClient = (office: Office, more: Partial<Link> = {}) =>
  office.links.put('client', {
    id: '7',
    status: 'linked',
    kind: 'contact',
    clientifyId: '5',
    at: START.toISOString(),
    ...more,
  });
const reasonOf = ({ result }: Upserted) => result.reason ?? result.outcome;

describe('a create that nobody saw the end of', () => {
  it('is looked up before anything is told: what came true is this record’s own creation', async () => {
    const office = new Office();
    office.answer(lost, true);
    expect(reasonOf(await office.upsert(client()))).toBe('created');
    expect([office.crm.created.length, office.confirmed]).toEqual([1, 1]);
    // Clientify's clock may be behind.
    expect(office.asked.filter(([what]) => what === 'by id')).toEqual([
      ['by id', 'contact', '7', new Date(START.getTime() - 15 * 60_000)],
    ]);
  });

  it('and that cannot be found waits: it may still be under way over there', async () => {
    const office = new Office();
    office.answer(lost);
    await expect(office.upsert(client())).rejects.toBe(lost);
    office.pass(60_000);
    // The next delivery looks for it as far back as it may have been made, then creates.
    expect(reasonOf(await office.upsert(client()))).toBe('created');
    expect(office.asked).toContainEqual([
      'by id',
      'contact',
      '7',
      new Date(office.now.getTime() - CREATE.earlierMs),
    ]);
    expect(office.crm.created).toHaveLength(2);
  });

  it('and came true late is found by the next delivery: never a second record', async () => {
    const office = new Office();
    office.answer(lost);
    await expect(office.upsert(client())).rejects.toBe(lost);
    await office.crm.create(client().desired);
    office.pass(60_000);
    expect(reasonOf(await office.upsert(client()))).toBe('created');
    expect([office.crm.refs('contact').length, office.confirmed]).toEqual([1, 1]);
  });

  it('but was certainly not applied is not looked for', async () => {
    const office = new Office();
    office.answer(new RetryableError('turned away'));
    await expect(office.upsert(client())).rejects.toThrow('turned away');
    expect(office.asked.map(([what]) => what)).toEqual(['latecomers']);
  });

  it('of which two records show the id is refused: nobody knows which', async () => {
    const office = new Office();
    office.answer(lost);
    await expect(office.upsert(client())).rejects.toBe(lost);
    await office.crm.create(client().desired);
    await office.crm.create(client().desired);
    office.pass(60_000);
    expect(reasonOf(await office.upsert(client()))).toBe('AMBIGUOUS_ID');
    expect(office.crm.refs('contact')).toHaveLength(2);
  });

  it('whose record is gone again is made once more', async () => {
    const office = new Office();
    office.answer(lost);
    await expect(office.upsert(client())).rejects.toBe(lost);
    office.pass(60_000);
    // A list shows for a while what is gone.
    office.crm.findById = () =>
      Promise.resolve([
        { kind: 'contact', id: '99', gesinturId: '7', documento: NIF, modified: null },
      ]);
    expect(reasonOf(await office.upsert(client()))).toBe('created');
    expect([office.crm.refs('contact').length, office.confirmed]).toEqual([1, 0]);
  });

  it('and whose record was merged into another one meanwhile: the survivor is linked', async () => {
    const office = new Office();
    office.answer(lost);
    await expect(office.upsert(client())).rejects.toBe(lost);
    office.pass(60_000);
    office.crm.put('contact', '55', { taxpayer_identification_number: NIF });
    expect(reasonOf(await office.upsert(client()))).toBe('linked');
    expect(office.asked).toContainEqual(['by Documento', 'contact', NIF, 'always']);
    expect(await office.links.get('client', '7')).toMatchObject({ clientifyId: '55' });
  });

  it('is remembered as one of several once the next one sends something else: nothing is then taken for its base', async () => {
    const office = new Office();
    office.answer(lost);
    await expect(office.upsert(client())).rejects.toBe(lost);
    const sent = () => office.claims.sentWith('contact', NIF, '7');
    expect(await sent()).toBe(fingerprint(client().desired));
    for (const [nombre, of] of [
      ['Ana', fingerprint(client().desired)],
      ['Otra', 'several'],
    ] as const) {
      office.pass(600_000);
      office.answer(lost);
      await expect(office.upsert(client({ nombre }))).rejects.toBe(lost);
      expect(await sent()).toBe(of);
    }
  });
});

describe('the claim of a create', () => {
  it('that another invocation holds makes the record wait, without counting as a try, and says so in both languages', async () => {
    const office = new Office();
    const until = new Date(START.getTime() + 60_000);
    await office.claims.claimDocumento(
      'contact',
      NIF,
      '7',
      'r1',
      { holder: 'x', until },
      START,
      '',
    );
    const error = await office.upsert(client()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      scope: 'system',
      retryAfterMs: CREATE.heldMs,
      message: 'Another invocation is creating this record right now',
      es: 'Otra invocación está creando este registro en este momento',
    });
    expect(office.crm.created).toEqual([]);
  });

  it.each([
    [0, CREATE.beginMs],
    [10_000, CREATE.longestBeginMs],
  ])(
    'lasts as long as a create may take that begins late (a call takes %i ms)',
    async (paceMs, begins) => {
      const office = new Office();
      office.crm.paceMs = paceMs;
      const claim = jest.spyOn(office.claims, 'claimDocumento');
      await office.upsert(client());
      expect(claim.mock.calls[0]?.[4].until).toEqual(
        new Date(START.getTime() + begins + office.crm.timeoutMs + CREATE.marginMs),
      );
    },
  );

  it('never outlasts its invocation', async () => {
    const office = new Office();
    const until = new Date(START.getTime() + 1000);
    office.more = { claimant: { holder: 'worker', until } };
    const claim = jest.spyOn(office.claims, 'claimDocumento');
    await office.upsert(client());
    expect(claim.mock.calls[0]?.[4].until).toEqual(until);
  });

  it('is let go when the create is over, and when it was not answered: the next run need not wait', async () => {
    const office = new Office();
    office.answer(new RetryableError('turned away'));
    await expect(office.upsert(client())).rejects.toThrow();
    expect(reasonOf(await office.upsert(client()))).toBe('created');
  });

  it('of a deal is by its expediente, and let go as well', async () => {
    const office = new Office();
    await linkedClient(office);
    office.answer(new RetryableError('turned away'));
    await expect(office.upsert(deal())).rejects.toThrow();
    expect(reasonOf(await office.upsert(deal()))).toBe('created');
    expect(await office.links.get('expediente', '900')).toMatchObject({ status: 'linked' });
  });
});

describe('a create that came back with somebody else’s record', () => {
  const foreign = new ForeignRecordError('somebody else’s', ['41']);

  it('is a failure, and is not tried again as it is, however often a run asks', async () => {
    const office = new Office();
    office.answer(foreign);
    await expect(office.upsert(client())).rejects.toBe(foreign);
    expect(await office.links.get('client', '7')).toMatchObject({
      status: 'refused',
      reason: 'FOREIGN_RECORD',
      foreign: { ids: ['41'], sent: fingerprint(client().desired) },
    });
    const again = await office.upsert(client());
    expect([reasonOf(again), again.decision.message]).toEqual([
      'FOREIGN_RECORD',
      'GIAV client or expediente 7: a create came back with contact 41',
    ]);
    expect(office.crm.created).toHaveLength(1);
    // What it now sends may be taken otherwise.
    expect(reasonOf(await office.upsert(client({ nombre: 'Otra' })))).toBe('created');
  });

  it('never links that record, whatever it shows', async () => {
    const office = new Office();
    office.answer(foreign);
    await expect(office.upsert(client())).rejects.toBe(foreign);
    office.crm.put('contact', '41', { taxpayer_identification_number: NIF }, { gesintur_id: '7' });
    const byId = office.crm.refs('contact');
    const told = await office.upsert(client({}, { candidates: { byId, byDocument: byId } }));
    expect(reasonOf(told)).toBe('FOREIGN_RECORD');
    expect(office.crm.applied).toEqual([]);
  });
});

describe('a create that Clientify refuses', () => {
  it('for good frees the Documento, also for another client of this run', async () => {
    const office = new Office();
    office.answer(new RecordError('refused', [], 400));
    await expect(office.upsert(client())).rejects.toThrow('refused');
    const other = { desired: { ...client().desired, gesinturId: '8' }, id: '8', clientId: '8' };
    expect(reasonOf(await office.upsert(client({}, other)))).toBe('created');
  });

  const conflict = new RecordError('duplicate', [], 409);
  it('as a duplicate of several is refused: nobody knows which', async () => {
    const office = new Office();
    office.crm.latecomers = () => Promise.resolve(NOBODY);
    for (const id of ['55', '56'])
      office.crm.put('contact', id, { taxpayer_identification_number: NIF });
    office.answer(conflict);
    expect(reasonOf(await office.upsert(client()))).toBe('AMBIGUOUS_DOCUMENT');
  });

  it('as a duplicate of one that nobody can find is told as taken', async () => {
    const office = new Office();
    office.answer(conflict);
    expect(reasonOf(await office.upsert(client()))).toBe('DOCUMENT_TAKEN');
  });

  it('as a duplicate of one that is gone by now comes again', async () => {
    const office = new Office();
    office.answer(conflict);
    office.crm.findByDocumento = () =>
      Promise.resolve([
        { kind: 'contact', id: '99', gesinturId: '', documento: NIF, modified: null },
      ]);
    await expect(office.upsert(client())).rejects.toThrow('the record is gone');
  });

  it('as a duplicate deal is a failure: deals have no Documento', async () => {
    const office = new Office();
    await linkedClient(office);
    office.answer(conflict);
    const error = await office.upsert(deal()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      status: 409,
      message: expect.stringContaining('deal') as string,
    });
    expect(office.asked).toEqual([]);
  });

  it.each([
    ['Clientify', new RecordError('refused', [], 400), ['refused', undefined]],
    ['we ourselves', new RecordError('ours'), ['creating', '']],
  ])(
    'a deal that %s refused: what carries its id later is of our making only if it may have been made',
    async (_, error, expected) => {
      const office = new Office();
      await linkedClient(office);
      office.answer(error);
      await expect(office.upsert(deal())).rejects.toBe(error);
      const link = await office.links.get('expediente', '900');
      expect([link?.status, link?.unplaced]).toEqual(expected);
    },
  );
});

describe('a client that is about to be created', () => {
  it('is searched for once more since the lists were read: a salesperson may have been quicker', async () => {
    const office = new Office();
    const searchedAt = '2026-11-01T09:30:00.000Z';
    office.crm.put('contact', '55', { taxpayer_identification_number: NIF });
    expect(reasonOf(await office.upsert(client({}, { searchedAt })))).toBe('linked');
    expect([office.asked, office.crm.created]).toEqual([
      [['latecomers', new Date(searchedAt)]],
      [],
    ]);
  });

  it('by a message that does not say when its lists were read is searched for since the oldest that they can be', async () => {
    const office = new Office();
    await office.upsert(client());
    expect(office.asked).toEqual([
      ['latecomers', new Date(START.getTime() - LATECOMERS.oldestSearchMs)],
    ]);
  });

  it.each(['create', 'hold'] as const)(
    'beside a latecomer with nearly its Documento (nearDocumento = %s)',
    async (nearDocumento) => {
      const office = new Office();
      office.more = { nearDocumento };
      const near = [
        { kind: 'contact', id: '55', gesinturId: '', documento: '12345678-Z', modified: null },
      ] as const;
      office.crm.latecomers = () => Promise.resolve({ ...NOBODY, near });
      const told = await office.upsert(client());
      const text = 'contact 55 beside GIAV client 7: nearly the same Documento';
      expect([reasonOf(told), told.decision.message]).toEqual(
        nearDocumento === 'hold' ? ['NEAR_DOCUMENTO', text] : ['created', text],
      );
      expect(told.result.notices).toEqual(
        nearDocumento === 'hold' ? undefined : ['NEAR_DOCUMENTO'],
      );
      // Where nothing was created the Documento is nobody's.
      office.crm.latecomers = () => Promise.resolve(NOBODY);
      const other = { desired: { ...client().desired, gesinturId: '8' }, id: '8', clientId: '8' };
      const second = reasonOf(await office.upsert(client({}, other)));
      expect(second).toBe(nearDocumento === 'hold' ? 'created' : 'DOCUMENT_TAKEN');
    },
  );

  it('without a near one is not held', async () => {
    const office = new Office();
    office.more = { nearDocumento: 'hold' };
    expect(reasonOf(await office.upsert(client()))).toBe('created');
  });

  it('beside a latecomer that cannot be read is refused with its name', async () => {
    const office = new Office();
    office.crm.latecomers = () =>
      Promise.resolve({ ...NOBODY, unreadable: ['contact 8', 'contact 9'] });
    const told = await office.upsert(client());
    expect([reasonOf(told), told.decision.message]).toEqual([
      'UNREADABLE_IN_CLIENTIFY',
      'contact 8, contact 9',
    ]);
  });
});

describe('a record whose own is gone from Clientify', () => {
  it('is made again, or not, as the settings have it', async () => {
    for (const deletedInClientify of ['recreate', 'respect'] as const) {
      const office = new Office();
      office.more = { deletedInClientify };
      await linkedClient(office);
      expect(reasonOf(await office.upsert(client()))).toBe(
        deletedInClientify === 'respect' ? 'DELETED_IN_CLIENTIFY' : 'created',
      );
    }
  });

  it('was a company and is a person now: its contact was never deleted, so one is made', async () => {
    const office = new Office();
    office.more = { deletedInClientify: 'respect' };
    await linkedClient(office, { kind: 'company' });
    expect(reasonOf(await office.upsert(client()))).toBe('created');
  });

  it('is searched for by its Documento first, where a search is proven to find it; a deal has none', async () => {
    const office = new Office();
    office.crm.latecomers = () => Promise.resolve(NOBODY);
    await linkedClient(office);
    office.crm.put('contact', '55', { taxpayer_identification_number: NIF });
    expect(reasonOf(await office.upsert(client()))).toBe('linked');
    expect(office.asked).toEqual([['by Documento', 'contact', NIF, 'proven']]);
    office.asked.splice(0);
    await office.links.put('expediente', {
      id: '900',
      status: 'linked',
      kind: 'deal',
      clientifyId: '600',
      at: '',
    });
    expect([reasonOf(await office.upsert(deal())), office.asked]).toEqual(['created', []]);
  });

  it('is looked at before another is made: the lists may be older than its own link', async () => {
    const office = new Office();
    office.crm.put('contact', '5', { taxpayer_identification_number: NIF }, { gesintur_id: '7' });
    await linkedClient(office);
    await office.upsert(client());
    expect(office.crm.created).toEqual([]);
  });
});

describe('a message of a record', () => {
  it('that was erased is not worked on', async () => {
    const office = new Office();
    office.more = { staysForgotten: true };
    await linkedClient(office, { status: 'forgotten' });
    expect(reasonOf(await office.upsert(client()))).toBe('FORGOTTEN');
    office.more = {};
    expect(reasonOf(await office.upsert(client()))).not.toBe('FORGOTTEN');
  });

  it('whose client was written in GIAV and not verified waits, and has the way back look', async () => {
    const office = new Office();
    await linkedClient(office);
    const get = office.links.get.bind(office.links);
    office.links.get = async (...args) => {
      const link = await get(...args);
      return link && { ...link, unverified: true };
    };
    expect(reasonOf(await office.upsert(client()))).toBe('WRITE_UNVERIFIED');
    expect(office.hints).toEqual([{ v: 1, kind: 'change', of: 'contact', id: '5', source: 'run' }]);
  });

  it.each<[string, Partial<Link>, boolean]>([
    ['written back after it was read', { writtenBackAt: '2026-11-01T09:59:00.000Z' }, true],
    ['written back in the same moment', { writtenBackAt: '2026-11-01T09:58:00.000Z' }, true],
    ['written back before', { writtenBackAt: '2026-11-01T09:57:59.999Z' }, false],
    ['read again since, for this very record', { readAt: '2026-11-01T09:58:00.001Z' }, true],
    ['read in the same moment', { readAt: '2026-11-01T09:58:00.000Z' }, false],
    ['read by a clock that ran ahead', { readAt: '2027-01-01T00:00:00.000Z' }, false],
  ])('whose client was %s', async (_, link, isOld) => {
    const office = new Office();
    office.crm.put('contact', '5', { taxpayer_identification_number: NIF }, { gesintur_id: '7' });
    await linkedClient(office, link);
    const told = await office.upsert(client({}, { readAt: '2026-11-01T09:58:00.000Z' }));
    expect([told.stale === true, office.crm.applied.length > 0]).toEqual([isOld, !isOld]);
    if (isOld) expect(told.result.outcome).toBe('unchanged');
  });
});

describe('an expediente', () => {
  it('whose client nobody knows waits for it', async () => {
    const office = new Office();
    expect(reasonOf(await office.upsert(deal()))).toBe('CLIENT_UNKNOWN');
  });

  it.each<[string, Partial<Link>]>([
    ['is refused', { status: 'refused' }],
    ['is linked to nothing', { clientifyId: undefined }],
    ['is linked to a deal', { kind: 'deal' }],
    ['was erased', { status: 'forgotten' }],
  ])('whose client %s gets no deal', async (_, link) => {
    const office = new Office();
    await linkedClient(office, link);
    expect(reasonOf(await office.upsert(deal()))).toBe('CLIENT_NOT_SYNCED');
    expect(office.crm.created).toEqual([]);
  });

  it('that has a deal already goes on while its client’s record waits, with the client that it has', async () => {
    const office = new Office();
    office.crm.put('deal', '600', { name: 'old' }, { gesintur_expediente_id: '900' });
    const byId = office.crm.refs('deal');
    const link = { id: '900', status: 'linked', kind: 'deal', clientifyId: '600', at: '' } as const;
    const go = () => office.upsert(deal({ candidates: { byId, byDocument: [] } }));
    await office.links.put('expediente', link);
    await linkedClient(office, { status: 'refused' });
    expect(reasonOf(await go())).toBe('updated');
    expect(office.crm.applied[0]?.fields).toEqual({ name: '2600900' });
    for (const none of [{ status: 'refused' }, { clientifyId: undefined }] as const) {
      await office.links.put('expediente', { ...link, ...none });
      expect(reasonOf(await go())).toBe('CLIENT_NOT_SYNCED');
    }
    await office.links.put('expediente', link);
    await linkedClient(office, { status: 'refused', clientifyId: undefined });
    expect(reasonOf(await go())).toBe('CLIENT_NOT_SYNCED');
  });

  it('gets the address of its client’s record', async () => {
    const office = new Office();
    await linkedClient(office);
    await office.upsert(deal());
    expect(office.crm.created[0]?.fields).toMatchObject({
      contact: office.crm.recordUrl('contact', '5'),
    });
  });
});
