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
