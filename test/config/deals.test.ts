import { parseSyncConfig } from '../../lib/config/environment';

const deals = (settings: object) => parseSyncConfig(JSON.stringify({ deals: settings })).deals;

describe('the setting deals', () => {
  it('asks for nothing by default', () => {
    expect(parseSyncConfig('{}').deals.close).toEqual({ won: [], lost: [] });
  });
  it.each([
    [{ close: { won: ['Finalizado'], lost: ['finalizado'] } }, 'cannot mean both won and lost'],
    [{ close: { ganado: ['Finalizado'] } }, 'Unrecognized key'],
    [{ close: { won: [''] } }, 'deals.close.won.0'],
  ])('refuses %j', (settings, told) => {
    expect(() => deals(settings)).toThrow(told);
  });
});
