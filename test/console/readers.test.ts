import { paths } from '../../lib/console/paths';
import { CONSOLE_TEXTS } from '../../lib/console/texts';
import { ConsoleOffice, NOW } from './office';

const { runs: said, record } = CONSOLE_TEXTS.es;
const COUNTS = { read: 1, created: 1, updated: 0, linked: 0, unchanged: 0, skipped: 0, failed: 0 };

describe('whoever may only look', () => {
  it.each([
    ['reader', false],
    ['admin', true],
  ] as const)('is not told what a button does that is not there (%s)', async (role, there) => {
    const office = await new ConsoleOffice(role).signIn();
    const { runs, incidents } = office.desk;
    await runs.acquire('r1', 'full', NOW, true);
    const going = await office.page(paths.run('r1'));
    const none = { ...COUNTS, read: 0, created: 0 };
    const summary = { clients: COUNTS, expedientes: none, reasons: {} };
    await runs.end('r1', 'completed', { summary }, NOW);
    const over = await office.page(paths.run('r1'));
    await incidents.halt('7', NOW);
    const halted = await office.page(paths.record('client', '7'));
    expect([
      going.includes(said.cancelMeans),
      over.includes(said.undoMeans),
      halted.includes(record.resumeMeans),
    ]).toEqual([there, there, there]);
  });
});
