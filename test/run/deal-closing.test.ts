import { undoRun } from '../../lib/admin/undo-run';
import { ClientifyApi } from '../../lib/clientify/api';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoLinks } from '../../lib/state/links';
import { DealOffice, STATES } from '../ports/deal-office';

const CLOSE = { deals: { close: { won: ['finalizado'], lost: ['5'] } } };
const [OPEN, EXPIRED, WON, LOST] = [1, 2, 3, 4];
const closeCalls = (calls: readonly string[]): string[] =>
  calls.filter((call) => call.endsWith('/close/'));

/** An office whose open deal is in step. */
async function settled(settings: object = CLOSE): Promise<DealOffice> {
  const office = new DealOffice(settings);
  office.crm.simulator.switches.dealTagsDropped = 'no';
  await office.go();
  expect(office.deal['status']).toBe(OPEN);
  return office;
}

describe('an expediente that is over closes its deal', () => {
  it('not unless the settings say so', async () => {
    const office = await settled({});
    office.expediente({ idEntityStage: STATES.finalizado });
    expect(closeCalls((await office.go()).calls)).toEqual([]);
    expect(office.deal['status']).toBe(OPEN);
  });

  it.each([
    ['finalizado', WON],
    ['anulado', LOST],
  ] as const)('%s: once, after all else, by the close call', async (state, status) => {
    const office = await settled();
    office.deal['amount'] = '1840.50';
    office.expediente({ idEntityStage: STATES[state], codigo: '2600452' });
    const { calls } = await office.go();
    const id = String(office.deal['id']);
    expect(calls).toEqual([`PATCH /deals/${id}/`, `POST /deals/${id}/close/`]);
    expect(office.deal).toMatchObject({ status, amount: '1840.50', name: '2600452' });
    for (const mode of ['full', 'modified', 'full'] as const)
      expect((await office.go(mode)).calls).toEqual([]);
  });

  it('a new deal of one that is over is created, and closed', async () => {
    const office = new DealOffice(CLOSE);
    office.expediente({ idEntityStage: STATES.finalizado });
    const { calls } = await office.go();
    expect(closeCalls(calls)).toHaveLength(1);
    expect(office.deal['status']).toBe(WON);
    expect((await office.go()).calls).toEqual([]);
  });

  it('an expired deal is alive, and is closed like an open one', async () => {
    const office = await settled();
    office.deal['expected_closed_date'] = '2020-01-01';
    office.expediente({ idEntityStage: STATES.anulado });
    expect(EXPIRED).toBe(2);
    await office.go();
    expect(office.deal['status']).toBe(LOST);
  });

  it('deals that were there before the setting are closed too, and counted by the brake', async () => {
    const office = await settled({ brake: { percent: 0, atLeast: 0, clears: 0 } });
    office.expediente({ idEntityStage: STATES.finalizado, codigo: '2600451' });
    // The stage of this pipeline is the same one: nothing else moves.
    await office.go();
    office.config = { ...office.config, deals: new DealOffice(CLOSE).config.deals };
    const { status, held } = await office.go();
    expect(status).toBe('running');
    expect(held).toMatchObject({ because: 'records', newSettings: true });
    expect(held?.planned.fields).toMatchObject({ status: { changed: 1 } });
    expect(office.deal['status']).toBe(OPEN);
  });
});

describe('a crash beside the close call', () => {
  it('before it: the next delivery closes, and sends nothing else again', async () => {
    const office = await settled();
    let died = 0;
    office.onCall = (call) => {
      if (call.endsWith('/close/') && died++ === 0) throw new Error('killed');
    };
    office.expediente({ idEntityStage: STATES.finalizado, codigo: '2600452' });
    const { calls } = await office.go();
    expect(office.deal).toMatchObject({ status: WON, name: '2600452' });
    expect(calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(1);
    expect((await office.go()).calls).toEqual([]);
  });

  it('after it: the deal is read before it is closed again, and it is not', async () => {
    const office = await settled();
    const { deals } = office.crm.simulator;
    const close = deals.close.bind(deals);
    let closed = 0;
    deals.close = (...args) => {
      close(...args);
      // Its answer is lost.
      if (++closed === 1) throw new Error('killed');
    };
    office.expediente({ idEntityStage: STATES.finalizado });
    await office.go();
    expect([office.deal['status'], closed]).toEqual([WON, 1]);
  });

  it('at the creation: the deal is found, closed, and not made twice', async () => {
    const office = new DealOffice(CLOSE);
    let died = 0;
    office.onCall = (call) => {
      if (call.endsWith('/close/') && died++ === 0) throw new Error('killed');
    };
    office.expediente({ idEntityStage: STATES.finalizado });
    await office.go();
    expect(office.crm.all('deals')).toHaveLength(1);
    expect(office.deal['status']).toBe(WON);
  });
});

describe('what a person decides of a deal stays', () => {
  it('one that they closed otherwise stays closed', async () => {
    const office = await settled();
    office.edit({ status: LOST });
    office.expediente({ idEntityStage: STATES.finalizado });
    const { calls, reasons } = await office.go();
    expect([closeCalls(calls), office.deal['status'], reasons]).toEqual([[], LOST, {}]);
  });
  it('one that they opened again after us stays open, whatever runs come', async () => {
    const office = await settled();
    office.expediente({ idEntityStage: STATES.finalizado });
    await office.go();
    office.edit({ status: OPEN });
    for (const mode of ['full', 'modified', 'full'] as const)
      expect(closeCalls((await office.go(mode)).calls)).toEqual([]);
    expect(office.deal['status']).toBe(OPEN);
  });
  it('one that they closed while GIAV goes on is not opened', async () => {
    const office = await settled();
    office.edit({ status: WON });
    office.expediente({ codigo: '2600452' });
    const { reasons } = await office.go();
    expect([office.deal['status'], reasons]).toEqual([WON, {}]);
  });
});

describe('an expediente that is reopened', () => {
  async function reopened(statusByPatch: 'ignored' | 'taken' | 'refused') {
    const office = await settled();
    office.crm.simulator.switches.statusByPatch = statusByPatch;
    office.expediente({ idEntityStage: STATES.finalizado });
    await office.go();
    office.expediente({ idEntityStage: STATES.abierto });
    return { office, ...(await office.go()) };
  }
  it('opens its deal again where the API takes that', async () => {
    const { office, reasons } = await reopened('taken');
    expect([office.deal['status'], reasons]).toEqual([OPEN, {}]);
    expect((await office.go()).calls).toEqual([]);
  });
  it.each(['ignored', 'refused'] as const)('is told where it is %s, in every run', async (how) => {
    const { office, reasons } = await reopened(how);
    expect([office.deal['status'], reasons]).toEqual([WON, { DEAL_NOT_REOPENED: 1 }]);
    const next = await office.go();
    expect([next.calls, next.reasons]).toEqual([[], { DEAL_NOT_REOPENED: 1 }]);
    // A person opens it.
    office.edit({ status: OPEN });
    expect((await office.go()).reasons).toEqual({});
  });
});

describe('a close call that is refused', () => {
  it('is told with a reason, and the rest of the deal is written', async () => {
    const office = await settled();
    office.crm.simulator.switches.closing = false;
    office.expediente({ idEntityStage: STATES.finalizado, codigo: '2600452' });
    const { reasons, status } = await office.go();
    expect([status, reasons]).toEqual(['completed', { DEAL_NOT_CLOSED: 1 }]);
    expect(office.deal).toMatchObject({ status: OPEN, name: '2600452' });
    const next = await office.go();
    expect([closeCalls(next.calls), next.reasons]).toEqual([[], { DEAL_NOT_CLOSED: 1 }]);
    office.crm.simulator.switches.closing = true;
    office.send({
      v: 1,
      kind: 'redrive',
      runId: 'again',
      records: [{ entity: 'expediente', id: '90310' }],
    });
    await office.quiet();
    expect(office.deal['status']).toBe(WON);
    expect((await office.go()).reasons).toEqual({});
  });
  it('at the creation too', async () => {
    const office = new DealOffice(CLOSE);
    office.crm.simulator.switches.closing = false;
    office.expediente({ idEntityStage: STATES.finalizado });
    const { reasons } = await office.go();
    expect([office.crm.all('deals').length, reasons]).toEqual([1, { DEAL_NOT_CLOSED: 1 }]);
  });
});

describe('what is told, and undone', () => {
  it('the decision shows what was and what is; an undo opens it, or says that it stays closed', async () => {
    for (const statusByPatch of ['taken', 'ignored'] as const) {
      const office = await settled();
      office.crm.simulator.switches.statusByPatch = statusByPatch;
      office.expediente({ idEntityStage: STATES.finalizado });
      const { runId } = await office.go();
      expect((await office.decisions())[0]?.replaced).toMatchObject([
        { field: 'status', side: 'clientify', from: 'open', to: 'won' },
      ]);
      const undone: object[] = [];
      await undoRun(
        {
          runs: office.runs,
          links: new DynamoLinks(office.table),
          decisions: new DynamoDecisions(office.table),
          clientify: new ClientifyApi(office.crm.http, 3),
          now: () => office.now,
        },
        runId,
        { dryRun: false, onRecord: (record) => undone.push(record) },
      );
      const taken = statusByPatch === 'taken';
      expect(undone).toMatchObject([
        taken
          ? { undone: ['status'], left: [] }
          : { undone: [], left: [{ field: 'status', why: 'refused' }] },
      ]);
      expect(office.deal['status']).toBe(taken ? OPEN : WON);
      // Not taken up again before GIAV says something new.
      expect(closeCalls((await office.go()).calls)).toEqual([]);
    }
  });
  it('a state that GIAV does not have, or that is both, stops the run before anything is written', async () => {
    const one = new DealOffice({ deals: { close: { won: ['Terminado'] } } });
    await one.go();
    expect(await one.run('r1')).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('GIAV has no state "Terminado"') as string },
    });
    const both = new DealOffice({ deals: { close: { won: ['Finalizado'], lost: ['4'] } } });
    await both.go();
    expect((await both.run('r1')).error?.message).toContain('cannot mean both won and lost');
    expect(both.crm.all('deals')).toEqual([]);
  });
});
