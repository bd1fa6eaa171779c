import { syncConfigSchema } from '../../lib/config/schema';
import type { Link } from '../../lib/ports/links';
import type { Run, RunMode } from '../../lib/ports/run';
import type { Searched } from '../../lib/ports/clientify-account';
import type { Prepared } from '../../lib/run/plan-ports';
import { RecordPlanner } from '../../lib/run/plan-records';
import type { PlannedPage } from '../../lib/run/planned-page';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { keys } from '../../lib/state/keys';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { mapExpediente, withClient } from '../../lib/sync/expediente-to-deal';
import { fingerprint } from '../../lib/sync/fingerprint';
import { hashText } from '../../lib/sync/hash';
import type { Expediente, GiavClient } from '../../lib/sync/records';
import type { TargetRef } from '../../lib/sync/target';
import { MovedRecords, refusalOf } from '../../lib/sync/waiting';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { MemoryTable } from '../ports/table';
import { begunRun } from '../ports/begun-run';

const NOW = new Date('2026-03-02T09:00:00Z');
const AT = '2026-03-01T00:00:00.000Z';
const NIF = '12345678Z';
const CLIENT = giavClient({ id: 7, documento: NIF, nombre: 'Ana', apellidos: 'Gil' });
const EXPEDIENTE = giavExpediente({ id: 900, idCliente: 7, idEntityStage: 1 });
const STAGES: Pick<Prepared, 'giavStages' | 'stages'> = {
  giavStages: [{ id: 1, name: 'Abierto' }],
  stages: { pipelineUrl: '', byGiavStage: new Map(), fallbackUrl: 'stage', closedUrl: null },
};
const recordUrl = (kind: string, id: string): string => `https://api.example/v1/${kind}s/${id}/`;
const REF: TargetRef = { kind: 'contact', id: '5', gesinturId: '7', documento: NIF, modified: 'm' };
const LINKED: Link = { id: '7', status: 'linked', kind: 'contact', clientifyId: '5', at: AT };

/** A page of a run that is being planned, and what stands in the state. */
class Planning {
  readonly table = new MemoryTable();
  readonly links = new DynamoLinks(this.table);
  readonly failures = new DynamoFailures(this.table);
  readonly pending = new DynamoPending(this.table);
  readonly config;
  readonly asked: unknown[][] = [];
  found: Searched = { byId: [], byDocument: [] };
  moved: MovedRecords | undefined;
  mode: RunMode = 'full';
  progress: Partial<Run> = {};

  constructor(settings: Parameters<typeof syncConfigSchema.parse>[0] = {}) {
    this.config = syncConfigSchema.parse(settings);
  }

  planner(): RecordPlanner {
    const run = begunRun({
      mode: this.mode,
      startedAt: NOW.toISOString(),
      ...this.progress,
    });
    const search = (...args: unknown[]): Searched => {
      this.asked.push(args);
      return this.found;
    };
    return new RecordPlanner(
      {
        links: this.links,
        failures: this.failures,
        pending: this.pending,
        config: this.config,
        countryCode: () => null,
        recordUrl,
        clock: { now: () => NOW },
      },
      {
        ...STAGES,
        candidates: { clientCandidates: search, dealCandidates: search },
        ...(this.moved && { moved: this.moved }),
      },
      run,
    );
  }

  async clients(...records: readonly GiavClient[]): Promise<PlannedPage> {
    const page = { records, invalid: [], size: records.length, readAt: NOW.getTime() };
    const planned = await this.planner().clients(page, 3);
    if (planned === null) throw new Error('the time was over');
    return planned;
  }

  async expedientes(
    records: readonly Expediente[] = [EXPEDIENTE],
    planner = this.planner(),
  ): Promise<PlannedPage> {
    const page = { records, invalid: [], size: records.length, readAt: NOW.getTime() };
    const planned = await planner.expedientes(page, 4, false);
    if (planned === null) throw new Error('the time was over');
    return planned;
  }

  desired(client = CLIENT) {
    return mapClient(
      client,
      clientMapping(this.config, () => null),
    ).desired;
  }

  print(client = CLIENT): string {
    return fingerprint(this.desired(client));
  }

  deal(expediente = EXPEDIENTE) {
    return mapExpediente(expediente, {
      ...STAGES,
      officePrefix: false,
      dealStartDate: this.config.dealStartDate,
      today: '2026-03-02',
    }).desired;
  }

  dealPrint(clientifyId = '5', expediente = EXPEDIENTE): string {
    const url = recordUrl('contact', clientifyId);
    return fingerprint(withClient(this.deal(expediente), { kind: 'contact', url }));
  }

  /** The client, in step with its record. */
  async inStep(more: Partial<Link> = {}): Promise<void> {
    await this.links.put('client', {
      ...LINKED,
      modified: 'm',
      fingerprint: this.print(),
      ...more,
    });
    this.found = { byId: [REF], byDocument: [REF] };
  }

  fail(entity: 'client' | 'expediente', id: string): Promise<void> {
    return this.failures.add(entity, id, { at: AT, runId: 'r0', reason: 'R', message: '' });
  }
}
const shown = ({ results }: PlannedPage) =>
  [...results].map(([id, { outcome, reason }]) => [id, reason ?? outcome]);
const queued = ({ messages }: PlannedPage) => messages.map(({ id }) => id);

describe('a client of GIAV', () => {
  it('that nobody knows goes to a worker, with all that was found and where it was read', async () => {
    const office = new Planning();
    office.found = { byId: [], byDocument: [{ ...REF, gesinturId: '' }] };
    const planned = await office.clients(CLIENT);
    expect(shown(planned)).toEqual([]);
    expect(planned.messages).toEqual([
      {
        v: 2,
        runId: 'r1',
        mode: 'full',
        page: 3,
        readAt: NOW.toISOString(),
        searchedAt: NOW.toISOString(),
        entity: 'client',
        id: '7',
        clientId: '7',
        desired: office.desired(),
        candidates: office.found,
        unmapped: [],
      },
    ]);
    expect(office.asked).toEqual([
      ['7', 'contact', NIF, undefined, expect.objectContaining({}) as unknown],
    ]);
  });

  it('that is in step with its record needs nothing; one whose record somebody touched does, in a full run', async () => {
    const office = new Planning();
    await office.inStep();
    expect(shown(await office.clients(CLIENT))).toEqual([['7', 'unchanged']]);
    office.found = { byId: [{ ...REF, modified: 'other' }], byDocument: [] };
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
    office.mode = 'modified';
    office.asked.splice(0);
    // What others changed in Clientify is the full run's business: nothing of it is searched for.
    expect(shown(await office.clients(CLIENT))).toEqual([['7', 'unchanged']]);
    expect(office.asked).toEqual([]);
  });

  it('that is in step leaves the lists that it was on', async () => {
    const office = new Planning();
    await office.inStep({ failed: true, pending: true });
    await office.fail('client', '7');
    await office.pending.add('client', '7');
    await office.clients(CLIENT);
    const link = await office.links.get('client', '7');
    expect([
      await office.failures.get('client', '7'),
      await office.pending.list('client'),
      link?.failed,
      link?.pending,
      link?.status,
    ]).toEqual([null, [], undefined, undefined, 'linked']);
  });

  it.each<[string, Partial<Link>]>([
    ['had failed', { failed: true }],
    ['waits', { pending: true }],
    ['holds an edit that may move', { movable: true }],
  ])('that %s is looked at by a modified run, too', async (_, more) => {
    const office = new Planning({ writeBack: { mode: 'on', acknowledgeUnreadable: true } });
    office.mode = 'modified';
    await office.inStep(more);
    office.found = { byId: [{ ...REF, modified: 'other' }], byDocument: [] };
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
  });

  it('whose own result was lost is told as what this very run did to it', async () => {
    const office = new Planning();
    await office.inStep({ runId: 'r1', outcome: 'updated' });
    const planned = await office.clients(CLIENT);
    expect([shown(planned), planned.changes.length]).toEqual([[['7', 'updated']], 1]);
    await office.inStep({ runId: 'r0', outcome: 'updated' });
    const other = await office.clients(CLIENT);
    expect([shown(other), other.changes]).toEqual([[['7', 'unchanged']], []]);
  });

  it('with a twin that came since goes to a worker in a full run, which has everybody before it', async () => {
    const office = new Planning();
    await office.inStep();
    const twin = { ...REF, id: '6', gesinturId: '' };
    office.found = { byId: [REF], byDocument: [REF, twin] };
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
    await office.inStep({ duplicates: ['6'] });
    office.found = { byId: [REF], byDocument: [REF, twin] };
    expect(queued(await office.clients(CLIENT))).toEqual([]);
    await office.inStep();
    office.mode = 'redrive';
    office.found = { byId: [REF], byDocument: [REF, twin] };
    expect(queued(await office.clients(CLIENT))).toEqual([]);
  });

  it('whose state cannot be read fails alone, with the words for the admin', async () => {
    const office = new Planning();
    await office.inStep();
    const { pk, sk } = keys.link('client', '7');
    await office.table.put({ pk, sk, v: 1, id: '7', status: 5 });
    const planned = await office.clients(CLIENT, { ...CLIENT, id: 8 });
    expect([shown(planned), queued(planned)]).toEqual([[['7', 'STATE_UNREADABLE']], ['8']]);
    expect(planned.decisions[0]?.message).toMatch(/./);
  });

  it('that was erased is left out, as long as the setting says so', async () => {
    for (const forgotten of ['stay-away', 'may-return'] as const) {
      const office = new Planning({ forgotten });
      await office.links.put('client', { id: '7', status: 'forgotten', at: AT });
      const planned = await office.clients(CLIENT);
      expect([shown(planned), queued(planned)]).toEqual(
        forgotten === 'stay-away' ? [[['7', 'FORGOTTEN']], []] : [[], ['7']],
      );
    }
  });

  it('that is not to be synced is refused, once, and leaves the lists that it was on', async () => {
    const office = new Planning();
    const none = { ...CLIENT, documento: '' };
    await office.links.put('client', { id: '7', status: 'refused', at: AT, failed: true });
    await office.fail('client', '7');
    const planned = await office.clients(none);
    expect([shown(planned), planned.decisions.length, office.asked]).toEqual([
      [['7', 'NO_DOCUMENT']],
      1,
      [],
    ]);
    const link = await office.links.get('client', '7');
    expect(link).toMatchObject({ status: 'refused', reason: 'NO_DOCUMENT', at: NOW.toISOString() });
    expect([link?.failed, await office.failures.get('client', '7')]).toEqual([undefined, null]);
    const written = jest.spyOn(office.links, 'putMany');
    await office.clients(none);
    expect(written.mock.calls.map(([, links]) => links)).toEqual([[]]);
  });

  it.each([
    ['Denied', ['CONSENT_STILL_ACTIVE']],
    ['Accepted', []],
  ] as const)(
    'that lost its Documento is told louder, and with it that a consent stays active in Clientify: %s',
    async (mailingConsent, notices) => {
      const office = new Planning();
      const clientify = { fields: { unsubscribed: hashText('false') } };
      await office.inStep({ snapshot: { giav: { fields: {} }, clientify } });
      const planned = await office.clients({ ...CLIENT, documento: '', mailingConsent });
      expect([shown(planned), planned.results.get('7')?.notices]).toEqual([
        [['7', 'DOCUMENT_REMOVED']],
        notices,
      ]);
      await office.inStep({
        snapshot: { giav: { fields: {} }, clientify },
        clientifyId: undefined,
      });
      const never = await office.clients({ ...CLIENT, documento: '', mailingConsent });
      expect([shown(never), never.results.get('7')?.notices]).toEqual([[['7', 'NO_DOCUMENT']], []]);
    },
  );

  it('what a run did to it was undone: it is left alone until GIAV has something new, or somebody asks', async () => {
    const office = new Planning();
    await office.inStep({ undone: 'x' });
    const print = office.print();
    await office.inStep({ undone: print, failed: true });
    await office.fail('client', '7');
    const planned = await office.clients(CLIENT);
    expect([shown(planned), planned.decisions, office.asked]).toEqual([[['7', 'UNDONE']], [], []]);
    expect(await office.failures.get('client', '7')).toBeNull();
    office.mode = 'redrive';
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
    office.mode = 'full';
    expect(queued(await office.clients({ ...CLIENT, nombre: 'Otra' }))).toEqual(['7']);
  });

  it('with a placeholder for a Documento is not searched for again until it changes', async () => {
    const office = new Planning();
    const refused: Link = { id: '7', status: 'refused', reason: 'PLACEHOLDER_DOCUMENTO', at: AT };
    const put = (more: Partial<Link> = {}) =>
      office.links.put('client', { ...refused, fingerprint: office.print(), ...more });
    await put();
    const planned = await office.clients(CLIENT);
    expect([shown(planned), planned.decisions]).toEqual([[['7', 'PLACEHOLDER_DOCUMENTO']], []]);
    expect(queued(await office.clients({ ...CLIENT, nombre: 'Otra' }))).toEqual(['7']);
    await put({ reason: 'DOCUMENT_TAKEN' });
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
    await put({ status: 'linked' });
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
    await put();
    office.mode = 'redrive';
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
  });

  it('that waits for something in Clientify is not looked at by a modified run as long as nothing moved there', async () => {
    const office = new Planning();
    const desired = office.desired();
    const told = { reason: 'DOCUMENT_TAKEN', notices: [] } as const;
    const refusal = refusalOf(desired, { byId: [], byDocument: [] }, told, 'r0');
    const link: Link = { id: '7', status: 'refused', reason: 'DOCUMENT_TAKEN', refusal, at: AT };
    await office.links.put('client', { ...link, pending: true });
    office.mode = 'modified';
    const planned = await office.clients(CLIENT);
    expect([shown(planned), planned.decisions]).toEqual([[['7', 'DOCUMENT_TAKEN']], []]);
    office.moved = new MovedRecords([{ ...REF, gesinturId: '' }], true);
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
    office.moved = undefined;
    office.mode = 'full';
    expect(queued(await office.clients(CLIENT))).toEqual(['7']);
  });

  it('that may become linked brings its expedientes with it, in all but a full run', async () => {
    for (const [mode, expected] of [
      ['full', []],
      ['modified', ['8']],
    ] as const) {
      const office = new Planning();
      office.mode = mode;
      await office.links.put('client', { ...LINKED, fingerprint: 'other' });
      await office.clients(CLIENT, { ...CLIENT, id: 8 });
      expect(await office.pending.list('expedientes-of')).toEqual(expected);
    }
  });

  it('is planned by the next invocation where the time is over before it is known whose the records are', async () => {
    const office = new Planning();
    office.found = 'time-over';
    const page = { records: [CLIENT], invalid: [], size: 1, readAt: 0 };
    expect(await office.planner().clients(page, 0)).toBeNull();
    await office.inStep();
    office.found = 'time-over';
    const deals = { records: [EXPEDIENTE], invalid: [], size: 1, readAt: 0 };
    expect(await office.planner().expedientes(deals, 0, false)).toBeNull();
  });
});

describe('an expediente of GIAV', () => {
  const DEAL: TargetRef = {
    kind: 'deal',
    id: '600',
    gesinturId: '900',
    documento: '',
    modified: 'm',
  };
  const inStep = async (office: Planning, more: Partial<Link> = {}): Promise<void> => {
    await office.inStep();
    await office.links.put('expediente', {
      id: '900',
      status: 'linked',
      kind: 'deal',
      clientifyId: '600',
      modified: 'm',
      fingerprint: office.dealPrint(),
      at: AT,
      ...more,
    });
    office.found = { byId: [DEAL], byDocument: [] };
  };

  it('goes to a worker, after its client unless that one is settled', async () => {
    const office = new Planning();
    const [message] = (await office.expedientes()).messages;
    expect(message).toMatchObject({
      entity: 'expediente',
      page: 4,
      id: '900',
      clientId: '7',
      clientSettled: false,
      desired: office.deal(),
    });
    await office.inStep();
    office.found = { byId: [], byDocument: [] };
    expect((await office.expedientes()).messages[0]?.clientSettled).toBe(true);
    for (const more of [{ status: 'refused' }, { clientifyId: undefined }] as const) {
      await office.inStep(more);
      office.found = { byId: [], byDocument: [] };
      expect((await office.expedientes()).messages[0]?.clientSettled).toBe(false);
    }
  });

  it('whose client is on the queue waits for it; where that one’s worker is done it need not', async () => {
    const office = new Planning();
    for (const [runId, settled] of [
      ['r0', false],
      ['r1', true],
    ] as const) {
      await office.inStep({ runId });
      office.found = { byId: [], byDocument: [] };
      const planner = office.planner();
      planner.clientsInWork.add('7');
      const [message] = (await office.expedientes([EXPEDIENTE], planner)).messages;
      expect(message?.clientSettled).toBe(settled);
    }
  });

  it('that is in step needs nothing, and leaves the lists that it was on', async () => {
    const office = new Planning();
    await inStep(office, { failed: true });
    await office.fail('expediente', '900');
    const planned = await office.expedientes();
    expect([shown(planned), planned.stateChanged]).toEqual([[['900', 'unchanged']], []]);
    expect(await office.failures.get('expediente', '900')).toBeNull();
    expect((await office.links.get('expediente', '900'))?.failed).toBeUndefined();
  });

  it('that is in step is searched for by a full run alone', async () => {
    const office = new Planning();
    await inStep(office);
    office.found = { byId: [{ ...DEAL, modified: 'other' }], byDocument: [] };
    expect(queued(await office.expedientes())).toEqual(['900']);
    office.mode = 'modified';
    office.asked.splice(0);
    expect([shown(await office.expedientes()), office.asked]).toEqual([[['900', 'unchanged']], []]);
    // Of which nobody knows whose it is, it is searched for all the same.
    await office.links.put('client', { ...LINKED, status: 'refused', clientifyId: undefined });
    await office.expedientes();
    expect(office.asked).toEqual([['900']]);
  });

  it('whose client moved to another record gets it', async () => {
    const office = new Planning();
    await inStep(office);
    await office.links.put('client', { ...LINKED, clientifyId: '99' });
    expect(queued(await office.expedientes())).toEqual(['900']);
  });

  it.each(['expediente', 'client'] as const)(
    'fails alone where the state of its %s cannot be read',
    async (entity) => {
      const office = new Planning();
      await inStep(office);
      const id = entity === 'client' ? '7' : '900';
      await office.table.put({ ...keys.link(entity, id), v: 1, id, status: 5 });
      expect(shown(await office.expedientes())).toEqual([['900', 'STATE_UNREADABLE']]);
    },
  );

  it('that the settings leave out is told, and leaves the lists that it was on', async () => {
    const office = new Planning({ offices: ['BCN'] });
    await office.links.put('expediente', { id: '900', status: 'refused', at: AT, failed: true });
    await office.fail('expediente', '900');
    const planned = await office.expedientes();
    expect([shown(planned), planned.decisions.length]).toEqual([[['900', 'OTHER_OFFICE']], 1]);
    expect((await office.links.get('expediente', '900'))?.failed).toBeUndefined();
    expect(await office.failures.get('expediente', '900')).toBeNull();
  });

  it('what a run did to it was undone: it is left alone until GIAV has something new', async () => {
    const office = new Planning();
    await inStep(office);
    await inStep(office, { undone: office.dealPrint(), failed: true });
    const planned = await office.expedientes();
    expect((await office.links.get('expediente', '900'))?.failed).toBeUndefined();
    expect([shown(planned), planned.decisions, office.asked]).toEqual([
      [['900', 'UNDONE']],
      [],
      [],
    ]);
  });

  it('that is open is counted, whatever becomes of it', async () => {
    const office = new Planning();
    const closed = { ...EXPEDIENTE, id: 901, cerrado: true };
    expect((await office.expedientes([EXPEDIENTE, closed])).open).toBe(1);
  });

  it('that somebody asks for again is looked at where its end is still open', async () => {
    const office = new Planning();
    await inStep(office, { notices: ['DEAL_NOT_CLOSED'] });
    const planned = await office.expedientes();
    expect([shown(planned), planned.results.get('900')?.notices]).toEqual([
      [['900', 'unchanged']],
      ['DEAL_NOT_CLOSED'],
    ]);
    office.mode = 'redrive';
    expect(queued(await office.expedientes())).toEqual(['900']);
    await inStep(office);
    expect(queued(await office.expedientes())).toEqual([]);
  });
});

describe('records that were asked for by their id and that GIAV does not show', () => {
  it('are told as such, and leave the failed list: there is nothing to try again', async () => {
    const office = new Planning();
    await office.fail('expediente', '900');
    const planned = await office.planner().gone('expediente', ['900', '901']);
    expect([planned.ids, shown(planned), planned.decisions.map(({ entity }) => entity)]).toEqual([
      ['900', '901'],
      [
        ['900', 'NOT_IN_GIAV'],
        ['901', 'NOT_IN_GIAV'],
      ],
      ['expediente', 'expediente'],
    ]);
    expect(await office.failures.get('expediente', '900')).toBeNull();
  });
});

describe('a record that GIAV gives and that cannot be read', () => {
  it('is a failure with its fields, or with the words that it has of its own', async () => {
    const office = new Planning();
    const invalid = [
      { id: 1, fields: ['Tipo', 'Id'] },
      { id: 2, fields: [], refusal: 'own words', reason: 'UNREADABLE_IN_GIAV' },
    ];
    const page = { records: [CLIENT], invalid, size: 3, readAt: 0 };
    const planned = await office.planner().clients(page as never, 0);
    expect([planned?.ids, planned && shown(planned)]).toEqual([
      ['1', '2', '7'],
      [
        ['1', 'INVALID_RECORD'],
        ['2', 'UNREADABLE_IN_GIAV'],
      ],
    ]);
    expect(planned?.decisions.map(({ message, notes }) => [message, notes])).toEqual([
      ["GIAV's record is not valid in: Tipo, Id", []],
      ['own words', []],
    ]);
  });
});
