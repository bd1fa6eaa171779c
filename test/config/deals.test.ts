import { parseSyncConfig } from '../../lib/config/environment';

const deals = (settings: object) => parseSyncConfig(JSON.stringify({ deals: settings })).deals;

describe('the setting deals', () => {
  it('asks for nothing by default', () => {
    expect(parseSyncConfig('{}').deals).toEqual({
      amount: 'none',
      pending: 'none',
      owner: 'none',
      close: { won: [], lost: [] },
    });
  });
  it.each([
    [{ close: { won: ['Finalizado'], lost: ['finalizado'] } }, 'cannot mean both won and lost'],
    [{ pending: 'customField' }, 'deals.pending: is reckoned from the sales'],
    [{ amount: 'cost' }, 'deals.amount'],
    [{ owner: 'ventas@example.com' }, 'deals.owner'],
    [{ close: { ganado: ['Finalizado'] } }, 'Unrecognized key'],
    [{ close: { won: [''] } }, 'deals.close.won.0'],
  ])('refuses %j', (settings, told) => {
    expect(() => deals(settings)).toThrow(told);
  });
});
