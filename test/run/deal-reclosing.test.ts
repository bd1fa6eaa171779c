import { DealOffice, STATES } from '../ports/deal-office';

const CLOSE = { deals: { close: { won: ['finalizado'], lost: ['5'] } } };
const [OPEN, WON, LOST] = [1, 3, 4];

/** An office whose deal we closed. */
async function closed(statusByPatch: 'ignored' | 'taken'): Promise<DealOffice> {
  const office = new DealOffice(CLOSE);
  office.crm.simulator.switches.dealTagsDropped = 'no';
  office.crm.simulator.switches.statusByPatch = statusByPatch;
  await office.go();
  office.expediente({ idEntityStage: STATES.finalizado });
  await office.go();
  expect(office.deal['status']).toBe(WON);
  return office;
}

describe('a trip that goes on after its deal was closed, and ends again', () => {
  it.each([
    ['looked at in between', true],
    ['not looked at in between', false],
  ])('closes the deal that a person opened because the API did not: %s', async (_, looked) => {
    const office = await closed('ignored');
    office.expediente({ idEntityStage: STATES.abierto });
    expect((await office.go()).reasons).toEqual({ DEAL_NOT_REOPENED: 1 });
    office.edit({ status: OPEN });
    if (looked) await office.go();
    office.expediente({ idEntityStage: STATES.anulado });
    await office.go('modified');
    expect(office.deal['status']).toBe(LOST);
  });
  it('closes the deal that a person opened before GIAV did', async () => {
    const office = await closed('taken');
    office.edit({ status: OPEN });
    office.expediente({ idEntityStage: STATES.abierto });
    await office.go();
    office.expediente({ idEntityStage: STATES.finalizado });
    await office.go('modified');
    expect(office.deal['status']).toBe(WON);
    // Once: a person who opens it now is respected again.
    office.edit({ status: OPEN });
    office.expediente({ codigo: '2600452' });
    await office.go();
    expect(office.deal['status']).toBe(OPEN);
  });
});

describe('a deal that was closed at its creation', () => {
  it.each([1, 3])('and that a person opens stays open, whatever runs come', async (runs) => {
    const office = new DealOffice(CLOSE);
    office.crm.simulator.switches.dealTagsDropped = 'no';
    office.expediente({ idEntityStage: STATES.finalizado });
    for (let at = 0; at < runs; at++) await office.go();
    expect(office.deal['status']).toBe(WON);
    office.edit({ status: OPEN });
    for (const mode of ['full', 'modified', 'full'] as const) await office.go(mode);
    office.expediente({ codigo: '2600452' });
    await office.go();
    expect(office.deal['status']).toBe(OPEN);
  });
});

describe('a close call whose answer was lost', () => {
  it('counts as ours: a person who opens the deal is respected', async () => {
    const office = new DealOffice(CLOSE);
    office.crm.simulator.switches.dealTagsDropped = 'no';
    await office.go();
    const { deals } = office.crm.simulator;
    const close = deals.close.bind(deals);
    let closed = 0;
    deals.close = (...args) => {
      close(...args);
      if (++closed === 1) throw new Error('killed');
    };
    office.expediente({ idEntityStage: STATES.finalizado });
    await office.go();
    await office.go();
    expect([office.deal['status'], closed]).toEqual([WON, 1]);
    office.edit({ status: OPEN });
    await office.go();
    office.expediente({ codigo: '2600452' });
    await office.go();
    expect([office.deal['status'], closed]).toEqual([OPEN, 1]);
  });
});
